"""A county's public mailbox that does not exist: its list, its letters, and a crawl of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.adapters.ingest import StoreIngest
from monitor.domain.channel import Channel, ChannelKind, Reader
from monitor.settings.policy_files import load_policy
from monitor.store.letter_tables import LetterRow
from monitor.store.store import Store
from monitor.usecases.watch_letters import LetterBook, LetterLine, LettersRead
from spiders.crawl import CrawlStepper
from spiders.settings import crawler_settings
from tests.domain.calendars import RULER
from tests.spiders.conftest import LocalSite

UNITS = {"water": "县水务局", "housing": "县住房和城乡建设局"}


def letter(
    title: str,
    sent: str,
    replied: str = "",
    unit: str = "",
    writer: str = "周明远",
    *,
    undated: bool = False,
) -> str:
    """The page of one letter."""
    reply = ""
    if replied or undated:
        when = f"<tr><th>答复时间</th><td>{replied}</td></tr>" if replied else ""
        reply = (
            f"{when}<tr><th>答复内容</th><td>您好，您反映的问题已经派人到现场处理完毕。</td></tr>"
        )
    by = f"<tr><th>承办单位</th><td>{unit}</td></tr>" if unit else ""
    return (
        f"<html><head><title>县长信箱</title></head><body><table>"
        f"<tr><th>信件标题</th><td>{title}</td></tr><tr><th>来信人</th><td>{writer}</td></tr>"
        f"<tr><th>来信时间</th><td>{sent}</td></tr>{by}"
        f"<tr><th>来信内容</th><td>我叫{writer}，电话13800001234，请尽快处理。</td></tr>"
        f"{reply}</table></body></html>"
    )


def listing(*titles: tuple[str, str]) -> str:
    """The list of the mailbox: each letter's path and title."""
    rows = "".join(
        f'<li><a href="{path}">{title}</a><span>2026-03-02</span></li>' for path, title in titles
    )
    return f"<html><head><title>县长信箱</title></head><body><ul>{rows}</ul></body></html>"


@dataclass
class Mailbox:
    """A mailbox on a real server, the store it is crawled into, and time that a test moves."""

    store: Store
    site: LocalSite
    owner: str = ""
    selector: str = "li"  # citizens' titles are short; a list of long ones is found without
    letters: dict[str, str] = field(default_factory=dict)

    @property
    def channel(self) -> Channel:
        """The channel as an office would declare it."""
        return Channel(
            "mailbox",
            "县长信箱",
            ChannelKind.MAILBOX,
            Reader.LIST,
            f"{self.site.base}/letters/",
            owner=self.owner,
            item_selector=self.selector,
        )

    def put(self, number: int, title: str, sent: str, replied: str = "", **more: str) -> None:
        """Publish a letter, or publish it as it is now."""
        path = f"/letters/{number}.html"
        undated = bool(more.pop("undated", ""))
        self.site.put(path, letter(title, sent, replied, undated=undated, **more))
        self.letters[path] = title
        self.site.put("/letters/", listing(*self.letters.items()))

    def crawl(self, now: datetime, *, lists: bool = True) -> None:
        """The crawler does what is due at `now`; without `lists` only letters it looks at again."""
        channel = self.channel
        port = StoreIngest(
            self.store,
            {channel.name: channel},
            lambda name: next((unit for unit, known in UNITS.items() if known in name), ""),
        )
        with self.store.write() as work:
            work.channels.declare([channel], now)
            for row in work.channels.all():
                row.next_poll_at = now if lists else now + timedelta(days=1)
        settings = crawler_settings(delay=timedelta(0), timeout=timedelta(seconds=5))
        with CrawlStepper(port, lambda: now, settings) as stepper:
            stepper.step()

    def read(self, now: datetime) -> LettersRead:
        """The letters under the Shanwei document."""
        return self.book().read(now)

    def book(self) -> LetterBook:
        """The letters as the board and the command read them."""
        policy = load_policy("shanwei-2018")
        return LetterBook(self.store, policy, RULER, lambda unit: UNITS.get(unit, unit))

    def line(self, now: datetime, number: int = 1) -> LetterLine:
        """One letter as of `now`."""
        (found,) = [line for line in self.read(now).lines if line.url.endswith(f"/{number}.html")]
        return found

    def verdict(self, now: datetime, number: int = 1) -> str:
        """What its dates say."""
        return self.line(now, number).reading.verdict.value

    def row(self, number: int = 1) -> LetterRow:
        """What is stored of it."""
        with self.store.read() as work:
            found = work.letters.by_url(f"{self.site.base}/letters/{number}.html")
            assert found is not None
            return found
