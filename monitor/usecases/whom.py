"""Whom one matter is told, and when: the rota, deputies, silences and quiet hours together.

Whoever owes a message asks here, so that nobody is woken for what can wait, nobody is told twice,
and nothing that must be heard is heard by nobody.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.domain.notices import NoticeReason
from monitor.domain.policy import Binding
from monitor.domain.quiet_hours import hold_until
from monitor.domain.silences import Silence, silence_over
from monitor.domain.words import Words
from monitor.store.outbox_tables import SILENCED
from monitor.usecases.office import Office, Recipient

DIRECTOR = "office_director"
ALL_SILENCED = Words(
    "应收件人均在静默中，故通知您", "all who should be told are silenced, so you are told"
)


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody is to be told of. `due_at`: the earliest end of its window, if it has one.

    `incident` is empty for what is about none. An `urgent` matter waits for nobody's morning and
    reaches somebody through every silence, as a breach of a hard window does by itself.
    """

    reason: NoticeReason
    roles: tuple[str, ...]
    units: Sequence[str] = ()
    incident: str = ""
    due_at: datetime | None = None
    binding: Binding = Binding.HARD
    urgent: bool = False

    @property
    def must_reach_somebody(self) -> bool:
        """Whether no silence may keep it from everybody."""
        breach = self.reason is NoticeReason.WINDOW_BREACHED and self.binding is Binding.HARD
        return breach or self.urgent


@dataclass(frozen=True, slots=True)
class Addressed:
    """One recipient of a matter: told now, told when their quiet hours end, or silenced."""

    recipient: Recipient
    held_until: datetime | None = None
    silence: Silence | None = None

    @property
    def state(self) -> str:
        """The state in which the message begins."""
        return "pending" if self.silence is None else SILENCED

    def columns(self, now: datetime) -> dict[str, Any]:
        """What of it stands in the message's row of the outbox."""
        return {
            "state": self.state,
            "silence_id": self.silence.number if self.silence else None,
            "held_until": self.held_until,
            "next_try_at": self.held_until or now,
        }


def whom(
    office: Office, silences: Iterable[Silence], matter: Matter, now: datetime
) -> tuple[Addressed, ...]:
    """Everybody whom `matter` concerns at `now`; `silences` are those in force."""
    silences = tuple(silences)
    told = office.told(matter.roles, matter.units, now)
    found = {r.address: _addressed(r, silences, matter, now) for r in told}
    if matter.must_reach_somebody and all(a.silence is not None for a in found.values()):
        for director in office.told((DIRECTOR,), matter.units, now):
            found[director.address] = Addressed(director.told_why(ALL_SILENCED))
    return tuple(found.values())


def without_repeats(
    office: Office, told: Iterable[Addressed], matter: Matter, reached: Set[str]
) -> tuple[Addressed, ...]:
    """Those of `told` in whose place nobody was told the same before.

    `reached` are the addresses that the same message went to. When the shift changes, or somebody
    comes back, what their colleague was told is not said again.
    """
    if not reached:
        return tuple(told)
    return tuple(
        one
        for one in told
        if one.recipient.address in reached
        or reached.isdisjoint(office.colleagues(one.recipient, matter.roles, matter.units))
    )


def _addressed(
    recipient: Recipient, silences: Sequence[Silence], matter: Matter, now: datetime
) -> Addressed:
    silence = silence_over(silences, recipient.name, matter.units, matter.incident, now)
    if silence is not None:
        return Addressed(recipient, silence=silence)
    if matter.urgent:
        return Addressed(recipient)
    held = hold_until(matter.reason, matter.due_at, matter.binding, recipient.quiet, now)
    return Addressed(recipient, held_until=held)
