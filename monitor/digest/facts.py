"""What a digest is written from: all that it says, as it stood when it was frozen."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.digest.figures import Rate
from monitor.domain.channel import ChannelKind
from monitor.domain.corrections import Correction, Said
from monitor.domain.period import Period
from monitor.domain.standing import DutyState
from monitor.domain.summary import Flow, LedgerLine
from monitor.domain.words import Words


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """How well one channel could be seen over the period. `last_ok_at` is None for never."""

    title: str
    kind: ChannelKind
    looks: int
    looks_ok: int
    blind: timedelta
    last_ok_at: datetime | None

    @property
    def seen(self) -> Rate:
        """Looks that showed us the channel, of all looks."""
        return Rate(self.looks_ok, self.looks)

    @property
    def is_blind(self) -> bool:
        """True where some of the period could not be seen."""
        return self.blind > timedelta(0)


@dataclass(frozen=True, slots=True)
class DutyNote:
    """A duty of the rules that is overdue or near its limit, with its reason."""

    clause: str
    subject: str
    quote: str
    state: DutyState
    words: Words


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """All that a digest says, as it stood at `frozen_at`; instants are aware.

    `lines` are the windows whose limit lies in the period; `coming` those that fall due next, where
    they are not among `lines`; `before` what the digest of the period before told of its windows
    (None where there was none).
    """

    office: str
    period: Period
    frozen_at: datetime
    zone: ZoneInfo
    lines: tuple[LedgerLine, ...]
    coming: tuple[LedgerLine, ...] = ()
    carried: Flow = field(default_factory=Flow)
    articles: int = 0
    channels: tuple[ChannelHealth, ...] = ()
    before: tuple[Said, ...] | None = None
    corrections: tuple[Correction, ...] = ()
    duties: tuple[DutyNote, ...] = ()
