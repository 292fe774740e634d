"""`rota.toml`: who is on duty when, and who stands in for whom. There need be none.

Times are local to the office. People are named as in `[[recipients]]` of huiying.toml.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from monitor.domain.quiet_hours import REST_DAYS, WEEKDAYS, QuietHours
from monitor.domain.rota import (
    Absence,
    Days,
    Roster,
    Rota,
    Rotation,
    Shift,
    cycles,
    overlapping,
)
from monitor.domain.window import parse_window
from monitor.domain.working_days import WorkCalendar
from monitor.settings.problems import Problem

ROTA_FILE = "rota.toml"

LOOK_AHEAD = timedelta(days=45)
"""A year whose holidays are missing is said this long before it begins: the State Council's notice
usually comes in November."""

_MIDNIGHT_AT_THE_END = "24:00"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RotaEntry(_Strict):
    """One roster: a written shift (`from`, `to`) or a rotation (`turn`, `starts`)."""

    role: str
    people: list[str | list[str]] = Field(min_length=1)
    on: Days = Days.EVERY_DAY
    begins: datetime | None = Field(default=None, alias="from")
    ends: datetime | None = Field(default=None, alias="to")
    turn: str = ""
    starts: date | None = None
    at: time = time(8, 30)
    until: time | None = None

    @field_validator("people")
    @classmethod
    def _somebody_each_turn(cls, people: list[str | list[str]]) -> list[str | list[str]]:
        if not all(people):
            raise ValueError("each turn needs somebody")
        return people

    @model_validator(mode="after")
    def _one_kind(self) -> "RotaEntry":
        written = (self.begins, self.ends)
        if self.turn or self.starts:
            if any(written):
                raise ValueError("give either from and to, or turn and starts")
            if not (self.turn and self.starts):
                raise ValueError('a rotation needs both: turn = "P1D" and starts = 2026-11-23')
            self.weeks()
        elif not all(written):
            raise ValueError("give from and to, or turn and starts")
        return self

    def weeks(self) -> int:
        """How many weeks a turn lasts; 0 for one duty day. Raises ValueError for anything else."""
        try:
            days, rest = divmod(parse_window(self.turn).elapsed or timedelta(), timedelta(days=1))
        except ValueError:
            days, rest = 0, timedelta()
        if rest or days < 1 or (days > 1 and days % 7):
            raise ValueError("turn is P1D (the next one each duty day) or whole weeks: P7D, P14D")
        return days // 7

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Who has each turn, together."""
        return tuple((g,) if isinstance(g, str) else tuple(g) for g in self.people)


class AbsentEntry(_Strict):
    """Somebody is away: a day is meant whole."""

    who: str
    begins: datetime | date = Field(alias="from")
    ends: datetime | date = Field(alias="to")
    deputy: str = ""

    @field_validator("begins", "ends", mode="before")
    @classmethod
    def _a_day_stays_a_day(cls, moment: object) -> object:
        if not isinstance(moment, str):
            return moment
        try:
            return date.fromisoformat(moment)
        except ValueError:
            return moment  # an instant, or a mistake that is named as such


class RotaFile(_Strict):
    """`rota.toml`."""

    rota: list[RotaEntry] = []
    absent: list[AbsentEntry] = []


def rota_of(file: RotaFile, zone: ZoneInfo, calendar: WorkCalendar) -> Rota:
    """The rota that a file describes."""
    return Rota(
        zone,
        calendar,
        tuple(_roster(entry, zone) for entry in file.rota),
        tuple(_absence(entry, zone) for entry in file.absent),
    )


def rota_problems(
    file: RotaFile, roles_of: Mapping[str, Iterable[str]], zone: ZoneInfo
) -> list[Problem]:
    """Everything in it that cannot be meant; `roles_of` holds each recipient's roles by name."""
    problems = []
    for number, entry in enumerate(file.rota):
        where = f"rota[{number}]"
        shift = _roster(entry, zone)
        if isinstance(shift, Shift) and shift.start >= shift.end:
            problems.append(Problem(ROTA_FILE, f"{where}.to", str(entry.ends), "ends before from"))
        for name in (name for group in entry.groups() for name in group):
            remedy = _unfit(name, entry.role, roles_of)
            if remedy:
                problems.append(Problem(ROTA_FILE, f"{where}.people", name, remedy))
    absences = [_absence(entry, zone) for entry in file.absent]
    for number, absence in enumerate(absences):
        problems += _absence_problems(f"absent[{number}]", absence, roles_of)
    for earlier, later in overlapping(absences):
        days = " and ".join(f"{a.start.astimezone(zone):%Y-%m-%d}" for a in (earlier, later))
        remedy = "two absences overlap; which deputy counts must be plain"
        problems.append(Problem(ROTA_FILE, f"absent[{later.who}]", f"from {days}", remedy))
    for ring in cycles(absences):
        names = " → ".join((*ring, ring[0]))
        remedy = "they stand in for each other at the same time; name somebody who is there"
        problems.append(Problem(ROTA_FILE, "absent.deputy", names, remedy))
    return problems


def quiet_problem(text: str, days: Iterable[str]) -> str:
    """What is wrong with quiet hours as they are written, or nothing."""
    known = (*WEEKDAYS, REST_DAYS)
    if not set(days) <= set(known):
        return f"quiet_days are {', '.join(known)}"
    if text and _span(text) is None:
        return 'write quiet hours so: "22:00-07:00"'
    return ""


def quiet_hours_of(
    text: str, days: Iterable[str], zone: ZoneInfo, calendar: WorkCalendar
) -> QuietHours | None:
    """The quiet hours of a recipient, or None for one without. Raises ValueError for bad hours."""
    days = frozenset(days)
    if not text:
        return QuietHours(zone, calendar, days=days) if days else None
    span = _span(text)
    if span is None:
        raise ValueError(text)
    return QuietHours(zone, calendar, *span, days=days)


def missing_years(rota: Rota, quiet: Iterable[QuietHours], now: datetime) -> tuple[int, ...]:
    """The years, this one and the next if it is near, whose holidays are needed and not known."""
    needed = any(roster.on is not Days.EVERY_DAY for roster in rota.rosters)
    needed = needed or any(REST_DAYS in hours.days for hours in quiet)
    if not needed:
        return ()
    local = now.astimezone(rota.zone)
    years = {local.year, (local + LOOK_AHEAD).year}
    return tuple(sorted(years - rota.calendar.years))


def _roster(entry: RotaEntry, zone: ZoneInfo) -> Roster:
    if entry.begins and entry.ends:
        everybody = tuple(name for group in entry.groups() for name in group)
        start, end = _instant(entry.begins, zone), _instant(entry.ends, zone)
        return Shift(entry.role, everybody, start, end, entry.on)
    return Rotation(
        role=entry.role,
        people=entry.groups(),
        starts=entry.starts or date.min,
        at=entry.at,
        weeks=entry.weeks(),
        until=entry.until,
        on=entry.on,
    )


def _absence(entry: AbsentEntry, zone: ZoneInfo) -> Absence:
    """An absence; up to a day means to its end."""
    end = entry.ends
    if not isinstance(end, datetime):
        end = datetime.combine(end + timedelta(days=1), time(0))
    return Absence(entry.who, _instant(entry.begins, zone), _instant(end, zone), entry.deputy)


def _instant(local: datetime | date, zone: ZoneInfo) -> datetime:
    moment = local if isinstance(local, datetime) else datetime.combine(local, time(0))
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _unfit(name: str, role: str, roles_of: Mapping[str, Iterable[str]]) -> str:
    """Why somebody cannot be on a roster of that role, or nothing."""
    if name not in roles_of:
        return f"no such recipient; huiying.toml knows: {', '.join(sorted(roles_of))}"
    return "" if role in roles_of[name] else f"is no {role}; give the recipient that role"


def _absence_problems(
    where: str, absence: Absence, roles_of: Mapping[str, Iterable[str]]
) -> Iterable[Problem]:
    known = f"no such recipient; huiying.toml knows: {', '.join(sorted(roles_of))}"
    for key, name in (("who", absence.who), ("deputy", absence.deputy)):
        if name not in roles_of and (name or key == "who"):
            yield Problem(ROTA_FILE, f"{where}.{key}", name, known)
    if absence.start >= absence.end:
        yield Problem(ROTA_FILE, f"{where}.to", absence.end.isoformat(), "ends before from")


def _span(text: str) -> tuple[time, time] | None:
    """`22:00-07:00` as two times; None where it is none, or no time at all."""
    first, dash, last = text.partition("-")
    try:
        start = time.fromisoformat(first.strip())
        midnight = last.strip() == _MIDNIGHT_AT_THE_END
        end = time(0) if midnight else time.fromisoformat(last.strip())
    except ValueError:
        return None
    plain = dash and start != end and start.tzinfo is None and end.tzinfo is None
    return (start, end) if plain else None
