"""The office as the use cases know it: its policy, its channels, and whom to tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from monitor.domain.channel import Channel
from monitor.domain.policy import Policy

EVERY_UNIT = "*"


class Relayed(StrEnum):
    """What an authority's words count for when only a news channel carries them."""

    ACCEPT = "accept"
    REVIEW = "review"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone who is told: a role at an address, for some units or (`*`) for all."""

    address: str
    roles: tuple[str, ...]
    units: tuple[str, ...] = (EVERY_UNIT,)
    language: str = "zh"

    def is_for(self, roles: Sequence[str], units: Sequence[str]) -> bool:
        """Whether a notice to these roles about these units concerns them."""
        mine = EVERY_UNIT in self.units or bool(set(self.units) & set(units))
        return mine and bool(set(self.roles) & set(roles))


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
    archive: bool = False
    """True where an archive is replayed, whose completeness is assumed instead of observed."""

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

    def told(self, roles: Sequence[str], units: Sequence[str]) -> list[Recipient]:
        """Those a notice goes to. Where nobody fits, everybody on duty: no notice goes nowhere."""
        fitting = [r for r in self.recipients if r.is_for(roles, units)]
        return fitting or list(self.recipients)

    def incident_url(self, incident: str) -> str:
        """The board's page of an incident."""
        return f"{self.public_url.rstrip('/')}/incidents/{incident}"
