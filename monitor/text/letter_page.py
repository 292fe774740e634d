"""A page of a citizens' mailbox: when the letter was sent, when it was answered, and by whom.

Such pages state both as labelled facts (来信时间, 答复时间, 答复单位), in tables, lists or lines.
Only labelled dates are taken: a date in the letter's own text is what the letter tells of.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.domain.when import When
from monitor.text.dates import read_time
from monitor.text.encoding import decode
from monitor.text.normalise import matching_form
from monitor.text.page.tree import parse, read_blocks

_SENT = re.compile(
    r"(?:来信|写信|发信|提交|信件|留言|咨询|投诉|反映|提问|诉求|来件|发表)(?:时间|日期)"
)
_TAKEN_IN = re.compile(r"(?:受理|登记|接收)(?:时间|日期)")
_REPLIED = re.compile(r"(?:回复|答复|回信|办结|反馈|处理|办理|回应|解答)(?:时间|日期)")
_UNIT = re.compile(r"(?:回复|答复|回信|承办|办理|处理|受理|反馈|解答)(?:单位|部门|机构|机关)")
_NAME = re.compile(r"[\u3400-\u9fff()]{2,30}")
_LABEL_FOLLOWS = re.compile(r"[\u3400-\u9fff]{2,6}(?:时间|日期|单位|部门|机构|编号|状态|标题)")
_BETWEEN = " :：-|[(【（"
_REACH = 40  # characters between a label and the end of its date
_MOST_LINES = 5_000


@dataclass(frozen=True, slots=True)
class LetterPage:
    """What the page states; None or empty where it states nothing that can be believed.

    With several letters or replies on one page the first of each counts.
    """

    sent: When | None
    replied: When | None
    unit: str = ""


def read_letter_page(
    body: bytes, zone: ZoneInfo, fetched_at: datetime, content_type: str = ""
) -> LetterPage:
    """Read one letter's page. Times without an offset are in `zone`. Never raises."""
    root = parse(decode(body, content_type).text)
    if root is None:
        return LetterPage(None, None)
    blocks = read_blocks(root).blocks[:_MOST_LINES]
    lines = [matching_form(block.spaced) for block in blocks]
    return LetterPage(
        _labelled(_SENT, lines, zone, fetched_at) or _labelled(_TAKEN_IN, lines, zone, fetched_at),
        _labelled(_REPLIED, lines, zone, fetched_at),
        next((name[0] for said in _behind(_UNIT, lines) if (name := _NAME.match(said))), ""),
    )


def _labelled(
    label: re.Pattern[str], lines: Sequence[str], zone: ZoneInfo, fetched_at: datetime
) -> When | None:
    """The first date that stands right behind such a label."""
    times = (read_time(said, zone, fetched_at, "labelled") for said in _behind(label, lines))
    return next((when for when in times if when is not None), None)


def _behind(label: re.Pattern[str], lines: Sequence[str]) -> Iterator[str]:
    """What stands behind each such label: in its line, or where that ends there in the next."""
    for number, line in enumerate(lines):
        for found in label.finditer(line):
            said = line[found.end() : found.end() + _REACH].lstrip(_BETWEEN)
            if not said and number + 1 < len(lines):
                said = lines[number + 1][:_REACH].lstrip(_BETWEEN)
            following = _LABEL_FOLLOWS.search(said)
            yield said[: following.start()] if following else said
