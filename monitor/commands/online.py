"""`check --online`: a look at each channel, a log-in at the mail server, a knock at robots."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from alerts.mail import SmtpTransport
from alerts.robots_http import Poster
from alerts.transport import DeliveryError
from monitor.commands.robots import unreached_robots
from monitor.domain.channel import Poll
from monitor.settings.config import Settings
from monitor.system_clock import utc_now
from monitor.wiring import House, smtp_settings
from spiders.crawl import CrawlStepper
from spiders.letter_port import LetterSeen
from spiders.port import ChannelJob, ChannelMemory, FetchedArticle, PageJob, PageSeenAgain


class _OneLook:
    """An ingest port that hands out every channel once and keeps only what became of the look."""

    def __init__(self, settings: Settings) -> None:
        self._jobs = [ChannelJob(channel) for channel in settings.channels]
        self.polls: dict[str, Poll] = {}

    def claim_due(self, now: datetime) -> Sequence[ChannelJob]:
        """All channels, once."""
        jobs, self._jobs = self._jobs, []
        return jobs

    def claim_pages(self, now: datetime) -> Sequence[PageJob]:
        """Nothing: the check reads lists, not pages."""
        return []

    def seen_again(self, look: PageSeenAgain) -> None:
        """Never called, since no page is handed out."""

    def letter_seen(self, look: LetterSeen) -> None:
        """Never called, since no page is handed out."""

    def unknown(self, urls: Sequence[str]) -> list[str]:
        """Nothing: the check reads lists, not articles."""
        return []

    def store(self, article: FetchedArticle) -> None:
        """Never called, since nothing is unknown."""

    def record(self, poll: Poll, memory: ChannelMemory) -> None:
        """Keep the outcome for the table."""
        self.polls[poll.channel] = poll


def check_online(settings: Settings, console: Console) -> int:
    """Print what channels, mail server and robots answer; the exit status: 1 if any failed."""
    port = _OneLook(settings)
    with CrawlStepper(port, utc_now, House(settings, utc_now).crawler_settings()) as crawler:
        crawler.step()
    table = Table("channel", "outcome", "items", "detail", title="online")
    for channel in settings.channels:
        poll = port.polls.get(channel.name)
        outcome = poll.outcome.value if poll else "no look recorded"
        detail = poll.detail if poll else urlsplit(channel.url).netloc
        table.add_row(channel.name, outcome, str(poll.items if poll else 0), detail)
    refusal = _smtp_refusal(settings)
    table.add_row("(mail server)", refusal or "ok", "", settings.office.mail.host)
    robots = unreached_robots(settings.robots, Poster().reach)
    for name, said in robots.items():
        table.add_row(f"(robot {name})", escape(said) or "ok", "", settings.robots[name].host)
    console.print(table)
    seen = [poll for poll in port.polls.values() if poll.outcome.saw]
    failed = refusal is not None or any(robots.values())
    return 0 if len(seen) == len(settings.channels) and not failed else 1


def _smtp_refusal(settings: Settings) -> str | None:
    transport = SmtpTransport(smtp_settings(settings))
    try:
        transport.check()
    except DeliveryError as error:
        return str(error)
    finally:
        transport.close()
    return None
