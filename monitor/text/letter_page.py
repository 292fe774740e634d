"""A page of a citizens' mailbox: when the letter was sent, when it was answered, and by whom.

Such pages state both as labelled facts (来信时间, 答复时间, 答复单位), in tables, lists or lines.
Only labelled dates are taken: a date in the letter's own text is what the letter tells of.
A reply without a date shows by the letter's state (已办结) or by the text that stands as the reply.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
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
_TITLE = re.compile(
    r"(?:信件|来信|留言|咨询|投诉|提问|诉求|帖子)?(?:标题|主题|题目)(?=\s{0,4}[:：|]|\s*$)"
)
_WRITER = re.compile(
    r"(?:(?:写信|来信|发信|留言|咨询|投诉|提问|反映|诉求|提交|申请|联系)人(?:姓名)?"
    r"|姓名|昵称|网名|网友|署名)(?=\s{0,4}[:：|]|\s*$)"
)
_STATE = re.compile(r"(?:办理|处理|信件|回复|答复|受理|办件|当前)?状态(?=\s{0,4}[:：|]|\s*$)")
_DONE = re.compile(r"已(?:办结|回复|答复|反馈|回信|回应|解答|处理完|办理完|办毕)")
_NOT_DONE = re.compile(r"[未待]|正在|办理中|处理中|已?受理|转办|暂无|尚")
_REPLY = re.compile(
    r"(?:回复|答复|回信|反馈|办理|处理|解答)(?:内容|意见|结果|情况|正文)(?=\s{0,4}[:：|]|\s*$)"
)
_NO_REPLY = re.compile(r"[(（\[【]?(?:暂|无|未|待|尚|正在|已?受理|已?转|--)")
_LEAST_REPLY = 6
_PERSON = re.compile(r"[\u3400-\u9fffA-Za-z0-9_·*＊]{2,20}")
_LONGEST_TITLE = 120
_MOST_WRITERS = 5
_NAME = re.compile(r"[\u3400-\u9fff()]{2,30}")
_LABEL_FOLLOWS = re.compile(r"[\u3400-\u9fff]{2,6}(?:时间|日期|单位|部门|机构|编号|状态|标题)")
_BETWEEN = " :：-|[(【（"
_REACH = 40  # characters between a label and the end of its date
_MOST_LINES = 5_000


@dataclass(frozen=True, slots=True)
class LetterPage:
    """What the page states; None or empty where it states nothing that can be believed.

    With several letters or replies on one page the first of each counts. `answered` says whether
    there is a reply, dated or not. `writers` are the names it prints as those of the writer: they
    are there to be masked, and are stored nowhere.
    """

    sent: When | None
    replied: When | None
    unit: str = ""
    answered: bool = False
    title: str = ""
    writers: tuple[str, ...] = ()


def read_letter_page(
    body: bytes, zone: ZoneInfo, fetched_at: datetime, content_type: str = ""
) -> LetterPage:
    """Read one letter's page. Times without an offset are in `zone`. Never raises."""
    root = parse(decode(body, content_type).text)
    if root is None:
        return LetterPage(None, None)
    said = [block.spaced for block in read_blocks(root).blocks[:_MOST_LINES]]
    lines = [matching_form(line) for line in said]
    replied = _labelled(_REPLIED, lines, zone, fetched_at)
    return LetterPage(
        _labelled(_SENT, lines, zone, fetched_at) or _labelled(_TAKEN_IN, lines, zone, fetched_at),
        replied,
        next((name[0] for said in _behind(_UNIT, lines) if (name := _NAME.match(said))), ""),
        replied is not None or _answered(lines),
        next((line for line in _behind_whole(_TITLE, said, _LONGEST_TITLE) if line), ""),
        tuple(islice(_writers(said), _MOST_WRITERS)),
    )


def _answered(lines: Sequence[str]) -> bool:
    """Whether a letter has a reply that states no date; its state in words goes before all."""
    for state in _behind_whole(_STATE, lines, _REACH):
        if _DONE.match(state):
            return True
        if _NOT_DONE.match(state):
            return False
    return any(
        len(reply) >= _LEAST_REPLY and not _NO_REPLY.match(reply)
        for reply in _behind_whole(_REPLY, lines, _REACH)
    )


def _writers(lines: Sequence[str]) -> Iterator[str]:
    for said in _behind(_WRITER, lines):
        name = _PERSON.match(said)
        if name:
            yield name[0]


def _labelled(
    label: re.Pattern[str], lines: Sequence[str], zone: ZoneInfo, fetched_at: datetime
) -> When | None:
    """The first date that stands right behind such a label."""
    times = (read_time(said, zone, fetched_at, "labelled") for said in _behind(label, lines))
    return next((when for when in times if when is not None), None)


def _behind(label: re.Pattern[str], lines: Sequence[str]) -> Iterator[str]:
    """What stands behind each such label, up to the next label of the same line."""
    for said in _behind_whole(label, lines, _REACH):
        following = _LABEL_FOLLOWS.search(said)
        yield said[: following.start()] if following else said


def _behind_whole(label: re.Pattern[str], lines: Sequence[str], reach: int) -> Iterator[str]:
    """What stands behind each such label: in its line, or where that ends there in the next."""
    for number, line in enumerate(lines):
        for found in label.finditer(line):
            said = line[found.end() : found.end() + reach].lstrip(_BETWEEN)
            if not said and number + 1 < len(lines):
                said = lines[number + 1][:reach].lstrip(_BETWEEN)
            yield said
