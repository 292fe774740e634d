"""Every rule that concerns an incident: what it asks, from when, what came of it, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.domain.clock import Clock
from monitor.domain.duties import duties_on
from monitor.domain.follow_ups import follow_ups
from monitor.domain.incident import IncidentFacts
from monitor.domain.policy import Clause, ClauseKind, Policy
from monitor.domain.readings import Reading, readings
from monitor.domain.response import Response
from monitor.domain.sight import BlindInterval, Watch, blind_intervals, could_answer
from monitor.domain.standing import Standing
from monitor.domain.timing import time_incident
from monitor.domain.verdict import Verdict
from monitor.domain.why_not import not_counted, why_no_follow_up, why_not_binding
from monitor.domain.words import Words
from monitor.store.mapping import clock_of
from monitor.store.store import Store
from monitor.store.tables import ClockRow, ResponseRow
from monitor.usecases.office import Office
from monitor.usecases.settle import watches_over

_SHOWN = (ClauseKind.DUTY, ClauseKind.ROUTING)
_UNSETTLED = (Verdict.RUNNING, Verdict.DUE_SOON)


@dataclass(frozen=True, slots=True)
class AnswerExplained:
    """The answer that a window was judged by, and who linked it to the incident and when."""

    response: Response
    linked_by: str
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class WindowExplained:
    """A window that ran: the clock as it was settled, and what it rests on.

    `watched` are the titles of the channels on which an answer could have stood, `gaps` where they
    could not be seen. `afresh` is what the facts that are still kept give today, where that differs
    from what was settled: looks at channels are not kept for ever.
    """

    clock: Clock
    readings: tuple[Reading, ...]
    answer: AnswerExplained | None
    not_counted: tuple[tuple[Response, Words], ...]
    watched: tuple[str, ...]
    gaps: tuple[BlindInterval, ...]
    noticed_at: datetime | None
    afresh: Clock | None


@dataclass(frozen=True, slots=True)
class RuleExplained:
    """One clause, with its window, with its standing, or with the reason why it has neither.

    `document` is the title of the profile it stands in. A clause that binds and sets no limit has
    nothing but its words.
    """

    clause: Clause
    document: str
    window: WindowExplained | None = None
    standing: Standing | None = None
    why_not: Words | None = None


@dataclass(frozen=True, slots=True)
class IncidentExplained:
    """An incident under the rules of `day`, on which it began.

    `unknown` are clocks under clauses that the rules no longer hold; `apart` counts the clauses in
    force that run on no incident.
    """

    title: str
    facts: IncidentFacts
    day: date
    rules: tuple[RuleExplained, ...]
    unknown: tuple[Clock, ...]
    apart: int


ExplainIncident = Callable[[int, datetime], IncidentExplained | None]
"""Explains the incident of that number as of a moment; None where there is none."""


def explain_incident(
    store: Store, office: Office, incident_id: int, now: datetime
) -> IncidentExplained:
    """Everything the rules make of an incident as of `now`; raises KeyError for an unknown one.

    Windows come first, shortest first, then what is shown without a clock, then clauses that do
    not bind it.
    """
    with store.read() as work:
        title = work.incidents.get(incident_id).title
        facts = work.incidents.facts(incident_id)
        watches = watches_over(work, office, facts, now)
        kept = work.incidents.clocks(incident_id)
        links = {str(row.id): row for row in work.incidents.links_of(incident_id)}
        case = _Case(facts, office.policy, watches, now, kept, links)
        windows = case.windows()
        timed = {rule.clause.id for rule in windows}
        return IncidentExplained(
            title=title,
            facts=facts,
            day=case.day,
            rules=(*windows, *case.without_clock(), *case.not_binding()),
            unknown=tuple(clock_of(row) for name, row in kept.items() if name not in timed),
            apart=sum(c.kind not in _SHOWN for c in duties_on(office.policy, case.day)),
        )


@dataclass(frozen=True, slots=True)
class _Case:
    """One incident with everything its explanation is drawn from."""

    facts: IncidentFacts
    policy: Policy
    watches: Sequence[Watch]
    now: datetime
    kept: Mapping[str, ClockRow]
    links: Mapping[str, ResponseRow]

    @property
    def day(self) -> date:
        """The day whose rules bind the incident."""
        return self.facts.began.earliest.astimezone(ZoneInfo(self.policy.profile.zone)).date()

    def windows(self) -> tuple[RuleExplained, ...]:
        """The clauses that run as clocks."""
        read = readings(self.facts, self.policy, self.watches, self.now)
        clocks = time_incident(self.facts, self.policy, self.watches, self.now)
        return tuple(self._window(clock, read[clock.clause]) for clock in clocks)

    def _window(self, afresh: Clock, read: tuple[Reading, ...]) -> RuleExplained:
        row = self.kept.get(afresh.clause)
        clock = clock_of(row) if row else afresh
        clause = self.policy.clause(clock.clause)
        witnesses = could_answer(self.watches, self.facts.units)
        differs = clock.verdict is not afresh.verdict and clock.verdict not in _UNSETTLED
        return self._rule(
            clause,
            window=WindowExplained(
                clock=clock,
                readings=read,
                answer=self._answer(clock),
                not_counted=not_counted(self.facts.responses, clause, clock.answered_by),
                watched=tuple(sorted(watch.title for watch in witnesses)),
                gaps=self._gaps(clock, witnesses),
                noticed_at=row.noticed_at if row else None,
                afresh=afresh if differs else None,
            ),
        )

    def _answer(self, clock: Clock) -> AnswerExplained | None:
        found = next((r for r in self.facts.responses if r.id == clock.answered_by), None)
        link = self.links.get(clock.answered_by or "")
        if found is None or link is None:
            return None
        return AnswerExplained(found, link.linked_by, link.linked_at)

    def _gaps(self, clock: Clock, witnesses: Sequence[Watch]) -> tuple[BlindInterval, ...]:
        """Of a window that still runs the gaps so far; of a settled one those it was judged by."""
        if clock.verdict not in _UNSETTLED:
            return clock.gaps
        until = min(self.now, clock.due_at)
        return tuple(
            gap
            for watch in witnesses
            for gap in blind_intervals(watch, clock.start.earliest, until)
        )

    def without_clock(self) -> tuple[RuleExplained, ...]:
        """What binds without a clock: 持续发布, 第一时间, 必要时, and duties only shown."""
        standings = {s.clause: s for s in follow_ups(self.facts, self.policy, self.now)}
        found = []
        for clause in self.policy.clauses_on(self.day):
            if clause.follows_incidents:
                standing = standings.get(clause.id)
                why = None if standing else why_no_follow_up(clause, self.facts)
                found.append(self._rule(clause, standing=standing, why_not=why))
            elif clause.kind in _SHOWN:
                found.append(self._rule(clause))
        return tuple(found)

    def not_binding(self) -> tuple[RuleExplained, ...]:
        """The clauses on incidents that do not bind this one, each with why."""
        return tuple(
            self._rule(clause, why_not=why)
            for name, why in why_not_binding(self.policy, self.day).items()
            if (clause := self.policy.clause(name)).times_incidents or clause.follows_incidents
        )

    def _rule(
        self,
        clause: Clause,
        *,
        window: WindowExplained | None = None,
        standing: Standing | None = None,
        why_not: Words | None = None,
    ) -> RuleExplained:
        titles = {profile.id: profile.title for profile in self.policy.lineage}
        return RuleExplained(clause, titles[clause.profile], window, standing, why_not)
