"""Plain text that somebody saved from a page: the same facts as from the page itself.

The lines around the text (paths, buttons, facts, advertisements) are told apart by their words
alone, for nothing else is left of the page. `damage` of the result names, besides what `repair`
names: "markup" (tags left in the text), "folded_punctuation" (no full-width signs at all),
"flat_table" (cells one below another), "missing_items" (a number of a list is skipped),
"unbalanced" (brackets or quotes have lost their other half), "title_missing", "number_glued",
"number_blank", "glued_date", "dates_ambiguous", "cut".
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from monitor.domain.page import Page
from monitor.domain.when import When
from monitor.text.dates import find_dates, read_time
from monitor.text.document_number import find_own, is_number
from monitor.text.encoding import decode
from monitor.text.normalise import repair, repair_characters, repair_title
from monitor.text.page.bounds import MAX_TEXT
from monitor.text.page.source_line import named_source
from monitor.text.written import find_written

_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_HIDDEN = re.compile(r"<(\w{1,12})\s+id\s*=\s*[\"']?\w{4,8}[\"']?\s*></\1>")
_BULLET = re.compile(r"^[\s•·●◦▪■◆*]+(?=\S)")
_FACTS = re.compile(
    r"(?:发布|發布|發佈|发文|發文|成文|印发|印發|制发|制發|更新|公开|公開)(?:日期|时间|時間|机关|機關|机构|機構|单位|單位|人)\s*[:：]"
    r"|(?:来源|來源|作者|编辑|字体|字體|字号|索引号|索引號|文号|文號|文件字号|文件编号|主题分类|主題分類|有效性"
    r"|(?:阅读|閱讀|浏览|瀏覽|点击|點擊|访问)(?:次数|次數|量|数)?)\s*[:：]"
)
_PUBLISHED = re.compile(
    r"(?:(?:发布|發布|發佈|发表|發表|公开|公開)(?:日期|时间|時間)|^日期|^时间|^時間)\s*[:：]\s*"
)
_OTHER_DATE = re.compile(
    r"(?:成文|印发|印發|签发|簽發|发文|發文|制发|制發|生效|实施|實施|施行|更新|废止|廢止)(?:日期|时间|時間)\s*[:：]"
)
_ADDRESSED = re.compile(r"[:：]$")
_SENTENCE = re.compile(r"[。；;!！]|[.…]$")
_LOST = re.compile(r"\?{4}")
_NUMBER = re.compile(r"\d{1,3}")
_HEAD = 15
_TITLE = (5, 150)
_FACT_LINE = 160
_FOLDED = 20
_CELLS = 6
_PAIRS = (("《", "》"), ("“", "”"), ("〔", "〕"), ("【", "】"))


def extract_plain(body: bytes, url: str, fetched_at: datetime, zone: ZoneInfo) -> Page:
    """Read one article or document that is saved as text.

    `fetched_at` (aware) is what stated times are believed against, `zone` that of times without
    an offset. What the text leaves open (which of two dates, where a year ends and a number
    begins) is named in `damage` and not guessed; never raises.
    """
    decoded = decode(body)
    source = decoded.text[:MAX_TEXT]
    found = ["encoding"] if decoded.damage else []
    found += ["cut"] if len(decoded.text) > MAX_TEXT else []
    characters = repair_characters(source)
    bare, hidden = _without_markup(characters.text)
    if hidden:
        found.append("markup")
    lines = [_BULLET.sub("", line).rstrip() for line in bare.split("\n")]
    mended = repair("\n".join(lines))
    found += [*characters.damage, *mended.damage, *(["spam"] if hidden == "spam" else [])]
    lines = _without_counter(mended.text.split("\n"))
    title_at, facts = _head(lines)
    title = repair_title(lines[title_at]) if title_at >= 0 else None
    published, doubts = _published([lines[at] for at in facts], zone, fetched_at)
    written = find_written(lines, zone, fetched_at)
    number = find_own(lines)
    text = [line for at, line in enumerate(lines) if at != title_at and at not in facts]
    found += [] if title else ["title_missing"]
    found += [number.doubt if number else "", written.doubt, *doubts, *_signs(source, text)]
    return Page(
        url=url,
        title=title.text if title else "",
        text="\n".join(text).strip(),
        published=published,
        written_on=written.day,
        source_line=next(filter(None, (named_source(lines[at]) for at in facts)), ""),
        document_number=number.text if number else "",
        encoding=decoded.encoding,
        damage=tuple(dict.fromkeys(filter(None, found))),
    )


def _without_markup(text: str) -> tuple[str, str]:
    """`text` without the tags left in it, and what they are a sign of: "", "markup" or "spam".

    Empty elements with made-up names in front of a text are what a page keeps of those who broke
    into its site.
    """
    if not _TAGS.search(text):
        return text, ""
    return _TAGS.sub("", text), "spam" if _HIDDEN.search(text) else "markup"


def _without_counter(lines: list[str]) -> list[str]:
    """Without a last line that only counts something (visits, comments) and stands alone."""
    counts = len(lines) > 1 and re.fullmatch(r"\d{1,6}", lines[-1]) and int(lines[-1]) == 0
    return lines[:-1] if counts else lines


def _head(lines: list[str]) -> tuple[int, set[int]]:
    """Where the title stands (-1: nowhere), and the lines of facts around it.

    The title stands before the line that addresses the readers, and before the first sentence.
    """
    title_at = -1
    facts: set[int] = set()
    for at, line in enumerate(lines[:_HEAD]):
        if _is_facts(line, title_at):
            facts.add(at)
        elif _ADDRESSED.search(line) or (_SENTENCE.search(line) and len(line) > _TITLE[0]):
            break
        elif title_at < 0 and _TITLE[0] <= len(line) <= _TITLE[1] and not is_number(line):
            title_at = at
    return title_at, facts


def _is_facts(line: str, title_at: int) -> bool:
    """A line of labelled facts, or below the title one that is little more than a date."""
    if len(line) > _FACT_LINE or "。" in line:
        return False
    if _FACTS.search(line):
        return True
    spans = find_dates(line)
    return title_at >= 0 and len(spans) == 1 and len(line) <= _TITLE[1] // 3 and " " in line


def _published(
    facts: list[str], zone: ZoneInfo, fetched_at: datetime
) -> tuple[When | None, list[str]]:
    """The labelled time of publication, else the only one in the facts that has no other label."""
    labelled = [line[match.end() :] for line in facts if (match := _PUBLISHED.search(line))]
    others = [line for line in facts if not _OTHER_DATE.search(line)]
    stated = [read_time(raw, zone, fetched_at, "visible") for raw in labelled or others]
    times = {when.earliest: when for when in stated if when}
    if len(times) > 1:
        return None, ["dates_ambiguous"]
    return next(iter(times.values()), None), []


def _signs(source: str, text: list[str]) -> Iterator[str]:
    """What was done to the text and cannot be undone."""
    if _LOST.search(source):
        yield "mojibake_left"
    if source.count(",") >= _FOLDED and "，" not in source:
        yield "folded_punctuation"
    numbers = [int(line) for line in text if _NUMBER.fullmatch(line)]
    if len(numbers) >= _CELLS:
        yield "flat_table"
        steps = [later - earlier for earlier, later in pairwise(numbers)]
        if steps.count(1) >= 0.8 * len(steps) and 2 in steps:
            yield "missing_items"
    if any(source.count(opening) != source.count(closing) for opening, closing in _PAIRS):
        yield "unbalanced"
