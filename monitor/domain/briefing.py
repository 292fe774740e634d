"""What a message says: the facts behind a notice, as they stood when it was owed.

A briefing is stored with its outbox row, so that a mail that goes out late still tells what was
known when it was due; it is plain JSON in the database and this type in code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from monitor.domain.notices import NoticeReason
from monitor.domain.policy import Clause
from monitor.domain.verdict import Verdict
from monitor.domain.words import NO_WORDS, Words


@dataclass(frozen=True, slots=True)
class Source:
    """A page that a message links to. `at` is shown as the page's time, already in words."""

    title: str
    url: str
    channel: str
    at: str


@dataclass(frozen=True, slots=True)
class ClockBrief:
    """One clock as a message shows it; instants are aware."""

    clause: str
    label: Words
    verdict: Verdict
    words: Words
    basis: Words
    start_text: str
    due_at: datetime
    due_from: datetime
    quote: str
    rule_source: str
    provisional: bool = False
    answered_text: str = ""
    margin_s: float | None = None


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything a message about one notice needs; `at` is when the notice was owed."""

    reason: NoticeReason
    at: datetime
    incident: str
    title: str
    place: str
    category: Words
    grade: Words
    units: tuple[str, ...]
    clock: ClockBrief | None
    clocks: tuple[ClockBrief, ...]
    sources: tuple[Source, ...]
    answers: tuple[Source, ...]
    gaps: tuple[str, ...]
    incident_url: str
    office: str
    summary: str = ""
    note: Words = NO_WORDS
    """Why this recipient is told, where that is not plain: whom they stand in for."""
    acknowledge_url: str = ""
    """Where this recipient, and nobody else, acknowledges; empty where there are no links."""
    answered_url: str = ""
    """Where this recipient says that there is an answer already."""


_ACTS = {
    "statement": ("权威信息", "authoritative information"),
    "press_conference": ("新闻发布会", "press conference"),
}


def window_label(clause: Clause, window: timedelta) -> Words:
    """How a window is called: `5小时 权威信息`, `48小时 回应`."""
    hours = f"{window / timedelta(hours=1):g}"
    single = clause.satisfied_by[0] if len(clause.satisfied_by) == 1 else ""
    zh, en = _ACTS.get(single, ("回应", "response"))
    return Words(f"{hours}小时 {zh}", f"{hours} h {en}")


_FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple(item.name for item in fields(kind))
    for kind in (Briefing, ClockBrief, Source, Words)
}


def to_json(briefing: Briefing) -> dict[str, object]:
    """The briefing as plain JSON values; instants in ISO 8601."""
    plain = _plain(briefing)
    if not isinstance(plain, dict):
        raise TypeError("a briefing is a mapping")
    return plain


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    names = _FIELDS.get(type(value))
    return value if names is None else {name: _plain(getattr(value, name)) for name in names}


def from_json(data: Mapping[str, object]) -> Briefing:
    """A stored briefing; raises KeyError or TypeError where it is not one of ours."""
    values = dict(data)
    clock = values["clock"]
    values |= {
        "reason": NoticeReason(str(values["reason"])),
        "at": datetime.fromisoformat(str(values["at"])),
        "category": _words(values["category"]),
        "grade": _words(values["grade"]),
        "units": tuple(str(unit) for unit in _items(values["units"])),
        "gaps": tuple(str(gap) for gap in _items(values["gaps"])),
        "clock": None if clock is None else _clock(clock),
        "clocks": tuple(_clock(item) for item in _items(values["clocks"])),
        "sources": tuple(_source(item) for item in _items(values["sources"])),
        "answers": tuple(_source(item) for item in _items(values["answers"])),
        "note": _words(values.get("note", {"zh": "", "en": ""})),
    }
    known = {item.name for item in fields(Briefing)}
    return Briefing(**{key: value for key, value in values.items() if key in known})  # type: ignore[arg-type]  # checked above, field by field


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list, got {value!r}")
    return value


def _mapping(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, got {value!r}")
    return value


def _words(value: object) -> Words:
    return Words(**_mapping(value))


def _source(value: object) -> Source:
    return Source(**_mapping(value))


def _clock(value: object) -> ClockBrief:
    raw = dict(_mapping(value))
    parsed: dict[str, object] = {
        **raw,
        "label": _words(raw["label"]),
        "verdict": Verdict(raw["verdict"]),
        "words": _words(raw["words"]),
        "basis": _words(raw["basis"]),
        "due_at": datetime.fromisoformat(raw["due_at"]),
        "due_from": datetime.fromisoformat(raw["due_from"]),
    }
    return ClockBrief(**parsed)  # type: ignore[arg-type]  # checked above, field by field
