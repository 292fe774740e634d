"""The columns of the ledger: what stands in each, in Chinese and English, and how it is shown.

Every value is a string, a number, an aware instant, or nothing; a link is a pair of address and
words. Crawled text is cleaned here, before it meets any file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.hygiene import safe_line, safe_url
from monitor.domain.ledger import LedgerEntry
from monitor.domain.severity import EventGrade
from monitor.domain.verdict import Verdict
from monitor.domain.when import When
from monitor.wording.phrasing import span_words

LATE_ON_UPGRADE = ("升级时已超", "passed before the grade rose")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Link:
    """An address with the words it is shown by."""

    url: str
    words: str


Value = str | int | float | datetime | Link | None
"""What a cell can hold."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell needs besides its entry: the moment of the paper, and its language."""

    now: datetime
    language: str

    def pick(self, words: tuple[str, str]) -> str:
        """The Chinese or the English of a pair."""
        return words[1 if self.language == "en" else 0]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its names, how wide it is in characters, and what it holds of an entry."""

    zh: str
    en: str
    width: int
    value: Callable[[LedgerEntry, Reading], Value]


def _text(text: str) -> str:
    return safe_line(text, _LONGEST)


def _link(url: str, words: str) -> Value:
    address = safe_url(url)
    shown = _text(words) or address
    return Link(address, shown) if address else (shown or None)


def _early(when: When | None) -> datetime | None:
    return when.earliest if when else None


def _known(when: When | None, reading: Reading) -> str:
    """How well an instant is known, where it is not exact."""
    if when is None or when.is_exact:
        return ""
    span = span_words(when.latest - when.earliest, reading.language)
    return f"within {span}" if reading.language == "en" else f"{span}之内，时刻不详"


def _grade(grade: EventGrade | None, reading: Reading) -> str:
    return reading.pick((grade.value, grade.english)) if grade else ""


def verdict_words(entry: LedgerEntry, reading: Reading) -> str:
    """The verdict in words; what was late only because the grade rose says so."""
    late = entry.verdict in (Verdict.LATE_MET, Verdict.BREACHED_OPEN)
    return reading.pick(LATE_ON_UPGRADE if late and entry.late_on_upgrade else entry.verdict.words)


def _hours(span: timedelta | None) -> float | None:
    return None if span is None else round(span / timedelta(hours=1), 2)


COLUMNS = (
    Column("编号", "No.", 8, lambda e, r: e.incident),
    Column("标题", "Title", 40, lambda e, r: _link(e.url, e.title)),
    Column(
        "类别",
        "Category",
        12,
        lambda e, r: r.pick((e.category.chinese, e.category.value.replace("_", " "))),
    ),
    Column("事件等级（确认）", "Grade, confirmed", 12, lambda e, r: _grade(e.grade_confirmed, r)),
    Column("事件等级（可能）", "Grade, possible", 12, lambda e, r: _grade(e.grade_possible, r)),
    Column("死亡", "Dead", 6, lambda e, r: e.figures.get("dead")),
    Column("受伤", "Injured", 6, lambda e, r: e.figures.get("injured")),
    Column("属地", "Place", 12, lambda e, r: _text(e.place)),
    Column("责任单位", "Units", 20, lambda e, r: r.pick(("、", ", ")).join(map(_text, e.units))),
    Column("事发时间", "Occurred", 17, lambda e, r: _early(e.occurred)),
    Column("首发时间", "First report", 17, lambda e, r: _early(e.first_public)),
    Column("首发渠道", "First channel", 16, lambda e, r: _text(e.first_channel)),
    Column("首发报道", "First report (page)", 30, lambda e, r: _link(e.first_url, e.first_title)),
    Column("监测发现", "Detected", 17, lambda e, r: e.detected_at),
    Column("交办时间", "Assigned", 17, lambda e, r: _early(e.assigned)),
    Column("签收时间", "Acknowledged", 17, lambda e, r: _early(e.acknowledged)),
    Column("适用时限", "Window", 18, lambda e, r: r.pick((e.label_zh, e.label_en))),
    Column("条款", "Clause", 14, lambda e, r: e.clause),
    Column("起算依据", "Counted from", 14, lambda e, r: r.pick(e.basis.words)),
    Column("起算时间", "Start", 17, lambda e, r: e.start.earliest),
    Column("起算说明", "Start known", 16, lambda e, r: _known(e.start, r)),
    Column("截止时间", "Due", 17, lambda e, r: e.due_at),
    Column("判定", "Verdict", 12, verdict_words),
    Column("首次回应", "First answer", 17, lambda e, r: _early(e.answered)),
    Column("回应说明", "Answer known", 16, lambda e, r: _known(e.answered, r)),
    Column(
        "回应形式",
        "Form",
        12,
        lambda e, r: r.pick(e.answer_kind.words) if e.answer_kind else None,
    ),
    Column("发布主体", "Issuer", 18, lambda e, r: _text(e.answer_issuer)),
    Column("回应链接", "Answer (page)", 30, lambda e, r: _link(e.answer_url, e.answer_title)),
    Column("用时（小时）", "Took (h)", 10, lambda e, r: _hours(e.took)),
    Column("超时（小时）", "Over (h)", 10, lambda e, r: _hours(e.overdue_by(r.now))),
    Column("发布次数", "Answers", 8, lambda e, r: e.updates),
    Column("最近发布", "Last answer", 17, lambda e, r: e.last_answer_at),
    Column("判定理由", "Why", 50, lambda e, r: _text(r.pick((e.words_zh, e.words_en)))),
    Column("规定原文", "Rule", 40, lambda e, r: e.rule_quote),
    Column("规定出处", "Source of the rule", 30, lambda e, r: e.rule_source),
)
"""The ledger's columns in the order of a 台账: what, where, when, the rule, the answer, why."""
