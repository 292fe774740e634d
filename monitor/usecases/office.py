"""The office as the use cases know it: its policy, its channels, and whom to tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from monitor.domain.channel import Channel
from monitor.domain.outages import OutageRules
from monitor.domain.period import PeriodKind
from monitor.domain.policy import Policy
from monitor.domain.quiet_hours import QuietHours
from monitor.domain.rota import Rota
from monitor.domain.words import NO_WORDS, Words
from monitor.usecases.mail_links import MailLinks

EVERY_UNIT = "*"
NOBODY_ON_SHIFT = Words("值班表此刻没有排人，故通知全体", "nobody is on shift, so all are told")


class Relayed(StrEnum):
    """What an authority's words count for when only a news channel carries them."""

    ACCEPT = "accept"
    REVIEW = "review"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone who is told: a role at an address, for some units or (`*`) for all.

    `note` says why this one is told where that is not plain: who is stood in for. A person with
    several addresses is several recipients of one name. `digests` are mailed to this one.
    """

    address: str
    roles: tuple[str, ...]
    units: tuple[str, ...] = (EVERY_UNIT,)
    language: str = "zh"
    name: str = ""
    quiet: QuietHours | None = None
    note: Words = NO_WORDS
    digests: tuple[PeriodKind, ...] = ()

    def is_for(self, roles: Sequence[str], units: Sequence[str]) -> bool:
        """Whether a notice to these roles about these units concerns them."""
        mine = EVERY_UNIT in self.units or bool(set(self.units) & set(units))
        return mine and bool(set(self.roles) & set(roles))

    def told_why(self, note: Words) -> "Recipient":
        """The same recipient with a reason added for being told."""
        if not self.note.zh:
            return replace(self, note=note)
        both = Words(f"{self.note.zh}；{note.zh}", f"{self.note.en}; {note.en}")
        return replace(self, note=both)


@dataclass(frozen=True, slots=True)
class Office:
    """Everything about the office that decisions depend on; read once, never changed."""

    name: str
    zone: ZoneInfo
    language: str
    policy: Policy
    channels: Mapping[str, Channel]
    recipients: tuple[Recipient, ...]
    unit_names: Mapping[str, str]
    public_url: str
    mail_domain: str
    relayed: Relayed = Relayed.REVIEW
    backlog: timedelta = timedelta(days=7)
    """News that is older than this when first seen is history: it opens no incident."""
    pages_kept: timedelta = timedelta(days=3)
    """How long copies of pages are kept that became no evidence."""
    archive: bool = False
    """True where an archive is replayed, whose completeness is assumed instead of observed."""
    rota: Rota = field(default_factory=Rota)
    outages: OutageRules = field(default_factory=OutageRules)
    links: MailLinks | None = None
    """Makes the links in mails by which their recipients answer; None: mails without links."""

    @property
    def patience(self) -> dict[str, timedelta]:
        """How long each channel may go unseen, by name."""
        return {name: channel.patience for name, channel in self.channels.items()}

    def unit_name(self, unit: str) -> str:
        """What a unit is called."""
        return self.unit_names.get(unit, unit)

    def unit_named(self, issuer: str) -> str | None:
        """The unit that an issuer's id or name stands for; empty: none of ours, None: no issuer.

        A unit is known by its short name inside a full one: 县水务局 in 临溪县水务局.
        """
        if not issuer or issuer in self.unit_names:
            return issuer or None
        alike = {u: name for u, name in self.unit_names.items() if name in issuer or issuer in name}
        return max(alike, key=lambda unit: (len(alike[unit]), unit), default="")

    def told(self, roles: Sequence[str], units: Sequence[str], at: datetime) -> list[Recipient]:
        """Those a notice goes to at `at`: by the rota, with the deputies of who is away.

        Where nobody fits, everybody: no notice goes nowhere.
        """
        fitting = [r for r in self.recipients if r.is_for(roles, units)]
        if not fitting:
            return list(self.recipients)
        return self._with_deputies(self._on_shift(fitting, roles, at), at)

    def colleagues(
        self, recipient: Recipient, roles: Sequence[str], units: Sequence[str]
    ) -> frozenset[str]:
        """The addresses of those whom a rota puts in this one's place, or this one in theirs."""
        turns = self.rota.taking_turns(recipient.name, roles)
        deputies = self.rota.standing_in(recipient.name)
        return frozenset(
            r.address
            for r in self.recipients
            if r.name in deputies or (r.name in turns and r.is_for(roles, units))
        )

    def _on_shift(
        self, fitting: Sequence[Recipient], roles: Sequence[str], at: datetime
    ) -> list[Recipient]:
        """Of each role those on shift; all of it where there is none."""
        chosen: dict[str, Recipient] = {}
        for role in roles:
            holders = [r for r in fitting if role in r.roles]
            off = self.rota.off_duty(role, at)
            here = [r for r in holders if r.name not in off]
            if not here or self.rota.on_duty(role, at) == frozenset():
                here = [r.told_why(NOBODY_ON_SHIFT) for r in holders]
            for recipient in here:
                chosen.setdefault(recipient.address, recipient)
        return list(chosen.values())

    def _with_deputies(self, told: Sequence[Recipient], at: datetime) -> list[Recipient]:
        """Those who are there, and after them whoever stands in for the others."""
        names = tuple(r.name for r in told if r.name)
        standing = {s.name: s.instead_of for s in self.rota.present(names, at)} if names else {}
        there = {r.address: r for r in told if not r.name or r.name in standing}
        for deputy in self.recipients:
            away = standing.get(deputy.name, ())
            if away:
                own = there.get(deputy.address, deputy)
                there[deputy.address] = own.told_why(_instead_of(away))
        return list(there.values()) or list(told)

    def incident_url(self, incident: str) -> str:
        """The board's page of an incident."""
        return f"{self.public_url.rstrip('/')}/incidents/{incident}"


def _instead_of(names: Sequence[str]) -> Words:
    return Words(f"代 {'、'.join(names)}", f"standing in for {', '.join(names)}")
