"""The rota: who is on duty at an instant, and who stands in for whom.

A roster names people by the names of the recipients. It chooses only among the people it names: a
holder of the role whom no roster names (a shared mailbox) is told always. Where nobody is on shift,
or where the holidays of the year are not known, everybody who holds the role is told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.domain.working_days import MissingYear, WorkCalendar

_DAY = timedelta(days=1)


class Days(StrEnum):
    """The days on which a roster applies."""

    EVERY_DAY = "every_day"
    WORKDAYS = "workdays"
    REST_DAYS = "rest_days"

    def include(self, day: date, calendar: WorkCalendar) -> bool:
        """Whether `day` is one of them. Raises MissingYear."""
        if self is Days.EVERY_DAY:
            return True
        return calendar.is_working(day) is (self is Days.WORKDAYS)


@dataclass(frozen=True, slots=True)
class Shift:
    """One written shift: these people from `start` on, up to and without `end` (both aware)."""

    role: str
    people: tuple[str, ...]
    start: datetime
    end: datetime
    on: Days = Days.EVERY_DAY

    @property
    def everybody(self) -> frozenset[str]:
        """All whom the shift names."""
        return frozenset(self.people)

    def on_duty(self, at: datetime, zone: ZoneInfo, calendar: WorkCalendar) -> tuple[str, ...]:
        """Who has this shift at `at`. Raises MissingYear."""
        if not self.start <= at < self.end:
            return ()
        return self.people if self.on.include(at.astimezone(zone).date(), calendar) else ()


@dataclass(frozen=True, slots=True)
class Rotation:
    """People who take turns, by days that begin at `at` local time.

    A duty day lasts to `until` (by default to the next day's `at`) and is named by the date on
    which it begins. With `weeks` 0 the next one's turn comes on each day on which the roster
    applies; else after so many weeks, counted from `starts`. Nobody has a turn before `starts`.
    """

    role: str
    people: tuple[tuple[str, ...], ...]
    starts: date
    at: time
    weeks: int = 0
    until: time | None = None
    on: Days = Days.EVERY_DAY

    @property
    def everybody(self) -> frozenset[str]:
        """All who take turns."""
        return frozenset(name for group in self.people for name in group)

    def on_duty(self, at: datetime, zone: ZoneInfo, calendar: WorkCalendar) -> tuple[str, ...]:
        """Whose turn it is at `at`. Raises MissingYear."""
        local = at.astimezone(zone)
        day = local.date() if local.time() >= self.at else local.date() - _DAY
        if day < self.starts or not self.on.include(day, calendar) or self._is_over(day, local):
            return ()
        if self.weeks:
            turn = (day - self.starts).days // (7 * self.weeks)
        else:
            turn = _days_between(self.on, self.starts, day, calendar)
        return self.people[turn % len(self.people)]

    def _is_over(self, day: date, local: datetime) -> bool:
        if self.until is None:
            return False
        last = day if self.until > self.at else day + _DAY
        return (local.date(), local.time()) >= (last, self.until)


@lru_cache(maxsize=256)
def _days_between(on: Days, start: date, end: date, calendar: WorkCalendar) -> int:
    """How many days of [start, end) a roster applies on. Raises MissingYear."""
    if on is Days.EVERY_DAY:
        return (end - start).days
    days = (start + timedelta(days=n) for n in range((end - start).days))
    return sum(on.include(day, calendar) for day in days)


Roster = Shift | Rotation


@dataclass(frozen=True, slots=True)
class Absence:
    """`who` is away from `start` on, up to and without `end`; `deputy` may be nobody ("")."""

    who: str
    start: datetime
    end: datetime
    deputy: str = ""

    def covers(self, at: datetime) -> bool:
        """Whether they are away at `at`."""
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who is told in place of those who are away; `instead_of` is empty where it is one's own."""

    name: str
    instead_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rota:
    """All rosters and absences of an office; without any, everybody is on duty always."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    calendar: WorkCalendar = field(
        default_factory=lambda: WorkCalendar(frozenset(), frozenset(), frozenset())
    )
    rosters: tuple[Roster, ...] = ()
    absences: tuple[Absence, ...] = ()

    def on_duty(self, role: str, at: datetime) -> frozenset[str] | None:
        """Who of a role is on shift at `at`; None where no roster can tell."""
        rosters = [roster for roster in self.rosters if roster.role == role]
        try:
            people = [name for r in rosters for name in r.on_duty(at, self.zone, self.calendar)]
        except MissingYear:
            return None
        return frozenset(people) if rosters else None

    def off_duty(self, role: str, at: datetime) -> frozenset[str]:
        """Who of those that a role's rosters name is not told at `at`.

        Empty where nobody is on shift: then everybody is told.
        """
        on = self.on_duty(role, at)
        return self._named(role) - on if on else frozenset()

    def taking_turns(self, name: str, roles: Sequence[str]) -> frozenset[str]:
        """The others of the rosters of these roles in which `name` stands."""
        named = (self._named(role) for role in roles)
        return _all(people for people in named if name in people) - {name}

    def standing_in(self, name: str) -> frozenset[str]:
        """Whoever is at some time the deputy of `name`, or has `name` as theirs."""
        pairs = (frozenset({a.who, a.deputy}) for a in self.absences)
        return _all(pair for pair in pairs if name in pair) - {name, ""}

    def _named(self, role: str) -> frozenset[str]:
        return _all(roster.everybody for roster in self.rosters if roster.role == role)

    def present(self, names: Sequence[str], at: datetime) -> tuple[StandIn, ...]:
        """Who is told of `names` at `at`: themselves, or whoever stands in for them.

        Deputies who are away hand on to theirs. Somebody away whom nobody stands in for is left
        out, but not if nobody at all would be told: then all of `names` are.
        """
        told: dict[str, tuple[str, ...]] = {}
        for name in names:
            there = self._stand_in(name, at)
            if there is None:
                continue
            told[there] = told.get(there, ()) + (() if there == name else (name,))
        found = tuple(StandIn(name, instead_of) for name, instead_of in told.items())
        return found or tuple(StandIn(name) for name in dict.fromkeys(names))

    def _stand_in(self, name: str, at: datetime) -> str | None:
        seen = {name}
        while (absence := self._absence(name, at)) is not None:
            name = absence.deputy
            if not name or name in seen:
                return None
            seen.add(name)
        return name

    def _absence(self, name: str, at: datetime) -> Absence | None:
        return next((a for a in self.absences if a.who == name and a.covers(at)), None)


def _all(groups: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset(name for group in groups for name in group)


def cycles(absences: Sequence[Absence]) -> tuple[tuple[str, ...], ...]:
    """The rings of people who stand in for each other at the same time, each told once.

    Whatever overlaps does so from some start on, so that only the starts need be looked at.
    """
    rings: dict[frozenset[str], tuple[str, ...]] = {}
    for at in sorted({absence.start for absence in absences}):
        deputies = {a.who: a.deputy for a in absences if a.covers(at)}
        for name in deputies:
            ring = _ring(name, deputies)
            rings.setdefault(frozenset(ring), ring)
    return tuple(ring for ring in rings.values() if ring)


def _ring(name: str, deputies: dict[str, str]) -> tuple[str, ...]:
    path = [name]
    while (name := deputies.get(name, "")) and name not in path:
        path.append(name)
    return tuple(path) if name == path[0] else ()


def overlapping(absences: Iterable[Absence]) -> tuple[tuple[Absence, Absence], ...]:
    """Pairs of absences of the same person that overlap: which deputy counts would be chance."""
    found = []
    by_person: dict[str, list[Absence]] = {}
    for absence in sorted(absences, key=lambda a: (a.who, a.start)):
        known = by_person.setdefault(absence.who, [])
        found += [(earlier, absence) for earlier in known if absence.start < earlier.end]
        known.append(absence)
    return tuple(found)
