"""What a document says of itself: its title, its number, its dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.policy_reading.days import day_of, read_han_year
from monitor.policy_reading.source import Line
from monitor.text import document_number

_KINDS = (
    "通知|意见|方案|要点|办法|规定|细则|规程|制度|规范|决定|通告|公告|预案|指引|机制|措施|清单"
    "|分解表|任务表|一览表|任务分工|分工|台账|计划|安排|函"
)
_TITLE = re.compile(
    rf"^[^。;；,，]{{0,40}}(?:关于[^。;；]{{2,80}}?(?:的|》)?(?:{_KINDS})"
    rf"|[^。;；,，:：]{{0,30}}(?:{_KINDS}))(?:[（(](?:试行|暂行|[^（()）]{{0,20}})[)）])?$"
)
_PARTS = re.compile(r"^(?:附件|抄送|主送|来源|索引|责任|序号|各|一、|[（(])")
_ISSUER = re.compile(r"^[\u4e00-\u9fff]{3,24}(?:政府|办公室|办公厅|局|委员会|部|中心|小组)$")
_BROKEN_TITLE = re.compile(r"^[^。;；:：,，]{2,40}(?:关于[^。;；:：]{0,60})?$")
_LABEL = re.compile(r"^.{0,6}(?:文号|字号|编号)\s*[:：]\s*")
_OWN_NUMBER = re.compile(
    r"^[（(]?[\u4e00-\u9fff]{2,14}\s*[〔【\[(（]?\s*(?:19|20)\d{2}\s*[〕】\])）]?\s*第?\d{0,5}\s*号?[)）]?$"
)
_LAST = 200
_HAN = "〇零○O一二三四五六七八九十"
_DAY = (
    rf"(?P<year>(?:19|20)\d{{2}}|[{_HAN}]{{4}})\s*[年/.-]\s*(?P<month>\d{{1,2}}|[{_HAN}]{{1,2}})"
    rf"\s*[月/.-]\s*(?P<day>\d{{1,2}}|[{_HAN}]{{1,3}})\s*日?"
)
_WRITTEN_LABEL = re.compile(rf"(?:成文|印发|签发|发文)(?:日期|时间)\s*[:：]\s*{_DAY}")
_PUBLISHED = re.compile(
    rf"(?:(?:发布|公开|发文|公布|上网)(?:日期|时间)|日期)\s*[:：]\s*{_DAY}"
    rf"|^[^。,，]{{0,24}}?(?<!\d)(?P<pyear>20\d{{2}})[/.-](?P<pmonth>\d{{1,2}})[/.-](?P<pday>\d{{1,2}})(?:\s+\d{{1,2}}:\d{{2}}.*)?$"
)
_SIGNED = re.compile(
    rf"^(?:[\u4e00-\u9fff]{{0,30}}\s*)(?P<year>20\d{{2}}|[{_HAN}]{{4}})\s*年\s*(?P<month>\d{{1,2}}|[{_HAN}]{{1,2}})"
    rf"\s*月\s*(?P<day>\d{{1,2}}|[{_HAN}]{{1,3}})\s*日(?:印发)?$"
)
# 2023816: only where one reading is a day.
_RUN_TOGETHER = re.compile(r"^(20[0-4]\d)(\d{2,4})$")
_IN_FORCE = re.compile(
    rf"自{_DAY}起(?:正式)?(?:施行|实施|执行|生效)"
    rf"|{_DAY.replace('?P<', '?P<s')}起(?:施行|实施|执行|生效)"
)
_NAMED_YEAR = re.compile(r"(20[0-4]\d)年?[^。,，;；\d]{0,20}(?:要点|方案|分工|计划|任务)")
_TITLE_YEAR = re.compile(r"(20[0-4]\d)\s*年?(?:度)?")


@dataclass(frozen=True, slots=True)
class Heading:
    """A document's own data; what it does not say is empty.

    `written` is the day it was signed (成文), `published` the page's, `effective` the day it says
    it comes into force. `year` is the one its undated days belong to.
    """

    title: str
    number: str
    written: date | None
    published: date | None
    effective: date | None
    year: int | None

    @property
    def in_force_from(self) -> date | None:
        """The first day it binds: as stated, else the day it was signed."""
        return self.effective or self.written


def read_heading(lines: Sequence[Line], page_title: str = "") -> Heading:
    """Title, number and dates of a document, from cleaned lines."""
    texts = [line.text for line in lines]
    title = page_title or _title(texts)
    written = _written(texts)
    published = _first_day(_PUBLISHED, texts[:15], "p")
    year = _TITLE_YEAR.search(title) or next(
        filter(None, map(_NAMED_YEAR.search, texts[:30])), None
    )
    in_title = int(year[1]) if year and "号" not in title[year.end() : year.end() + 8] else None
    dated = written or published
    return Heading(
        title=title,
        number=_number(texts),
        written=written,
        published=published,
        effective=_first_day(_IN_FORCE, texts, "s"),
        year=in_title or (dated.year if dated else None),
    )


def _title(texts: Sequence[str]) -> str:
    """The first line that is named as documents are; a title broken into two lines is joined."""
    for at, text in enumerate(texts[:25]):
        bare = text.lstrip("•·*#- ").removesuffix("0").strip()
        if _PARTS.match(bare) or len(bare) > 120:
            continue
        if len(bare) > 6 and _TITLE.match(bare):
            issuer = texts[at - 1].strip() if at else ""
            return issuer + bare if bare.startswith("关于") and _ISSUER.match(issuer) else bare
        after = texts[at + 1].strip() if at + 1 < len(texts) else ""
        joined = bare + after
        if (
            "关于" in bare
            and _BROKEN_TITLE.match(bare)
            and not _PARTS.match(after)
            and _TITLE.match(joined)
        ):
            return joined
    return ""


def _number(texts: Sequence[str]) -> str:
    """The number that stands by itself: those inside sentences are other documents'."""
    for text in texts[:40]:
        bare = text.lstrip("•·* ").strip()
        labelled = _LABEL.sub("", bare)
        if _OWN_NUMBER.match(labelled):
            found = document_number.find(labelled)
            if found:
                return found
    return ""


def _written(texts: Sequence[str]) -> date | None:
    """The labelled day of writing, else the first day that stands alone as under a signature."""
    labelled = _first_day(_WRITTEN_LABEL, texts[:30], "")
    if labelled:
        return labelled
    for text in (*texts[1:25], *texts[-_LAST:]):
        match = _SIGNED.match(text) if len(text) < 50 and ":" not in text else None
        parts = [read_han_year(match[part]) for part in ("year", "month", "day")] if match else []
        found = day_of(*parts) if match else _run_together(text)
        if found:
            return found
    return None


def _run_together(text: str) -> date | None:
    """A day whose separators are lost, where only one reading of it is a day."""
    match = _RUN_TOGETHER.match(text)
    if match is None:
        return None
    year, rest = int(match[1]), match[2]
    readings = {day_of(year, int(rest[:at]), int(rest[at:])) for at in range(1, len(rest))}
    days = [day for day in readings if day]
    return days[0] if len(days) == 1 else None


def _first_day(shape: re.Pattern[str], texts: Sequence[str], other: str) -> date | None:
    for text in texts:
        match = shape.search(text)
        if match is None:
            continue
        groups = match.groupdict()
        parts = [groups.get(p) or groups.get(f"{other}{p}") for p in ("year", "month", "day")]
        if all(parts):
            found = day_of(*(read_han_year(str(part)) for part in parts))
            if found:
                return found
    return None
