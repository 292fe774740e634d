"""The words of a message that carries a digest: its frozen page, as the store keeps it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from alerts.outbox import RenderedMail
from alerts.wording import Renderer
from monitor.domain.briefing import Briefing
from monitor.domain.notices import NoticeReason
from monitor.store.views import Views


@dataclass(frozen=True, slots=True)
class DigestsAsFrozen:
    """Renders digests from the store, and every other notice by `others`."""

    views: Views
    others: Renderer

    def __call__(self, briefing: Briefing, language: str, zone: ZoneInfo) -> RenderedMail:
        """The message in words; the page is empty where the digest is gone."""
        if briefing.reason is not NoticeReason.DIGEST:
            return self.others(briefing, language, zone)
        period = briefing.incident_url.rpartition("/")[2]
        html = self.views.digest_html(period) or ""
        text = f"{briefing.summary}\n{briefing.incident_url}\n"
        return RenderedMail(briefing.title, text, html)
