"""A house of one incident that only keeps what a store would keep, to try ladders on."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.domain.clock import Clock, runs_anew
from monitor.domain.incident import IncidentFacts
from monitor.domain.ladder import Known, Taken, awakened
from monitor.domain.notices import Notice, NoticeReason, Told, asks_now, due_notices, last_call
from monitor.domain.policy import Policy
from monitor.domain.rungs import Step
from monitor.domain.sight import Watch
from monitor.domain.timing import time_incident
from monitor.domain.verdict import Verdict
from monitor.settings.policy_files import load_policy
from tests.domain.facts import HOUR, incident

NATIONAL = load_policy("national")


def with_ladder(*steps: Step) -> Policy:
    """The national policy with another ladder."""
    return Policy(NATIONAL.profile, (replace(NATIONAL.profile, escalation=steps),))


@dataclass(frozen=True, slots=True)
class Mail:
    """What one role was told, and when."""

    at: datetime
    reason: NoticeReason
    clause: str
    rung: str
    role: str
    generation: int = 0


@dataclass
class House:
    """Ticks when told to, by what it has stored; every role is one person."""

    policy: Policy
    facts: IncidentFacts = field(default_factory=incident)
    clocks: dict[str, Clock] = field(default_factory=dict)
    generation: dict[str, int] = field(default_factory=dict)
    noticed: dict[str, datetime] = field(default_factory=dict)
    taken: Taken | None = None
    mails: list[Mail] = field(default_factory=list)

    def tick(self, now: datetime) -> None:
        """Settle as the loop does: time, owe, keep."""
        sees = Watch("archive", "档案", "", HOUR, (), until_assumed=now)
        clocks = time_incident(self.facts, self.policy, (sees,), now)
        known = self._known(clocks)
        ladder = self.policy.escalation
        notices = due_notices("1", clocks, known, ladder, now)
        if not self.mails:
            notices = (Notice(NoticeReason.INCIDENT_OPENED, "1", "", "", ("duty",)), *notices)
        reached: set[tuple[str, NoticeReason, str]] = set()
        for notice in notices:
            for role in notice.roles:
                whom = (notice.clause, notice.reason, role)
                number = notice.generation
                mail = Mail(now, notice.reason, notice.clause, notice.rung, role, number)
                if whom not in reached and not self._was_told(mail):
                    self.mails.append(mail)
                reached.add(whom)
        for clock in awakened(clocks, ladder, known, now, asks=asks_now(notices, known)):
            if clock.verdict is Verdict.BREACHED_OPEN:
                self.noticed[clock.clause] = known.announced.get(clock.clause, now)
            self.clocks[clock.clause] = clock
            self.generation[clock.clause] = known.number(clock.clause)

    def run(self, start: datetime, end: datetime) -> None:
        """Tick at `start` and then whenever a clock wants attention, up to `end`."""
        self.tick(start)
        while (due := self.next_due()) is not None and due <= end:
            self.tick(due)

    def next_due(self) -> datetime | None:
        """When a clock next wants attention."""
        wakes = (clock.wake_at for clock in self.clocks.values())
        return min((wake for wake in wakes if wake is not None), default=None)

    def acknowledge(self, now: datetime) -> None:
        """Somebody takes it on."""
        self.taken = Taken(now, max(self.generation.values(), default=0))
        self.tick(now)

    def told(self, *reasons: NoticeReason, clause: str = "nat-48h") -> list[tuple[float, str, str]]:
        """(hours since the first report, rung, role) of what was told of one window."""
        began = self.facts.first_public.earliest
        return [
            ((mail.at - began) / HOUR, mail.rung, mail.role)
            for mail in self.mails
            if mail.clause == clause and mail.reason in (reasons or NoticeReason)
        ]

    def _known(self, clocks: tuple[Clock, ...]) -> Known:
        anew = {c.clause for c in clocks if (o := self.clocks.get(c.clause)) and runs_anew(o, c)}
        breached = {name for name, clock in self.clocks.items() if clock.breached_at}
        known = Known(
            before={name: clock.verdict for name, clock in self.clocks.items()},
            generation={name: g + (name in anew) for name, g in self.generation.items()},
            announced={c: at for c, at in self.noticed.items() if c in breached - anew},
            acknowledged=self.taken,
        )
        told = (Told(m.reason, m.clause, m.rung, m.generation, m.at) for m in self.mails)
        return replace(known, called_at=last_call(told, known, clocks))

    def _was_told(self, mail: Mail) -> bool:
        return any(replace(old, at=mail.at) == mail for old in self.mails)
