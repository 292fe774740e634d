"""Putting messages into words; whatever breaks there, the bare facts still go out."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from alerts.fallback import plain_mail, plain_mails
from alerts.outbox import Outgoing, RenderedMail
from monitor.domain.briefing import Briefing

logger = logging.getLogger(__name__)

Renderer = Callable[[Briefing, str, ZoneInfo], RenderedMail]
"""Puts a briefing into words: (briefing, language, office zone)."""

GroupRenderer = Callable[[Sequence[Briefing], bool, str, ZoneInfo], RenderedMail]
"""Puts several into the words of one mail: (briefings, caught up, language, office zone)."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How messages are put into words.

    `by_scheme` are for ways of sending that want other words than a mail's.
    """

    single: Renderer
    zone: ZoneInfo
    several: GroupRenderer | None = None
    by_scheme: Mapping[str, "Wording"] = field(default_factory=dict)

    def of(self, outgoing: Outgoing, scheme: str) -> RenderedMail:
        """The words of a message; never raises."""
        if scheme in self.by_scheme:
            return self.by_scheme[scheme].of(outgoing, scheme)
        language, zone = outgoing.language, self.zone
        try:
            if not outgoing.members:
                return self.single(outgoing.briefing, language, zone)
            if self.several is not None:
                return self.several(outgoing.about, outgoing.caught_up, language, zone)
        except Exception:
            # A broken template must not swallow an alert.
            logger.exception("message %s: rendering failed, sending the plain form", outgoing.key)
        if outgoing.members:
            return plain_mails(outgoing.about, language, zone)
        return plain_mail(outgoing.briefing, language, zone)
