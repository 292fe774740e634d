"""What the house makes of a fetched page: whose word it is, and when it was published."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from monitor.adapters.ingest import StoreIngest, published
from monitor.domain.channel import Channel, ChannelKind, Poll, PollOutcome, Reader
from monitor.domain.page import ListedItem, Page
from monitor.domain.sighting import Sighting
from monitor.domain.when import Precision, When
from monitor.store.store import Store
from monitor.store.tables import ArticleRow
from spiders.port import ChannelMemory, FetchedArticle
from tests.domain.facts import HOUR, START, between, exactly

GOV = Channel(
    "gov",
    "临溪县人民政府",
    ChannelKind.OFFICIAL,
    Reader.LIST,
    "https://www.linxi.example/news/",
    "office",
)
PAGE = "https://www.linxi.example/news/1.html"


def fetched(
    *,
    page: When | None = None,
    listed: When | None = None,
    absent_until: datetime | None = None,
    landed: str = PAGE,
) -> FetchedArticle:
    return FetchedArticle(
        channel=GOV,
        url=PAGE,
        page=Page(url=landed, title="情况通报", text="正文", published=page),
        listed=ListedItem(PAGE, "情况通报", listed),
        fetched_at=START + 10 * HOUR,
        sighting=Sighting(START + 10 * HOUR, absent_until),
        body_sha256="0" * 64,
        http_status=200,
    )


DAY = between(START - 4 * HOUR, START + 20 * HOUR)


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        # the page's own exact time stands
        (fetched(page=exactly(START)), exactly(START)),
        # the list is more exact than the page and agrees with it
        (fetched(page=DAY, listed=exactly(START)), exactly(START)),
        # the list contradicts the page: the page stands
        (fetched(page=exactly(START), listed=exactly(START + HOUR)), exactly(START)),
        # a day is over at the latest when it was listed ...
        (
            fetched(page=DAY),
            replace(DAY, latest=START + 10 * HOUR, source="test, listed by"),
        ),
        # ... and began at the earliest when it was not listed yet
        (
            fetched(page=DAY, absent_until=START + 8 * HOUR),
            When(
                START + 8 * HOUR,
                START + 10 * HOUR,
                "test, unlisted before, listed by",
                Precision.DAY,
            ),
        ),
        # an exact time is not bent by when we happened to look
        (fetched(page=exactly(START), absent_until=START + 8 * HOUR), exactly(START)),
        # no time at all: between two looks
        (
            fetched(absent_until=START + 8 * HOUR),
            When(START + 8 * HOUR, START + 10 * HOUR, "crawl", Precision.MINUTE),
        ),
        (fetched(), None),
    ],
)
def test_the_time_of_publication(article: FetchedArticle, expected: When | None) -> None:
    assert published(article) == expected


def test_a_time_from_the_future_is_clamped_to_when_we_saw_the_page() -> None:
    when = published(fetched(page=exactly(START + 99 * HOUR)))
    assert when is not None
    assert (when.latest, when.source) == (START + 10 * HOUR, "test, clamped")


@pytest.mark.parametrize(
    ("landed", "speaks"),
    [
        (PAGE, True),
        ("https://linxi.example/news/1.html", True),
        ("https://press.linxi.example/1.html", True),
        ("https://news.example/1.html", False),
        ("https://linxi.example.evil.example/1.html", False),
        ("https://evillinxi.example/1.html", False),
    ],
)
def test_an_owner_speaks_only_on_its_own_host(store: Store, landed: str, speaks: bool) -> None:
    StoreIngest(store, {"gov": GOV}).store(fetched(landed=landed))
    with Session(store.engine) as session:
        row = session.exec(select(ArticleRow)).one()
    assert (row.channel_kind, row.owner) == (("official", "office") if speaks else ("news", ""))


def test_what_the_crawler_wants_to_remember_comes_back_unchanged(store: Store) -> None:
    ingest = StoreIngest(store, {"gov": GOV})
    with store.write() as work:
        work.channels.declare([GOV], START)
    (job,) = ingest.claim_due(START)
    assert job.memory == ChannelMemory()
    memory = ChannelMemory(
        '"1"',
        "yesterday",
        START,
        START,
        {PAGE: 2},
        START + HOUR,
        (START - HOUR, START),
        START,
        {PAGE: Sighting(START), f"{PAGE}?2": Sighting(START, START - HOUR)},
    )
    ingest.record(Poll("gov", START, START, PollOutcome.OK), memory)
    assert ingest.claim_due(START + timedelta(minutes=30)) == []  # the server asked for an hour
    (again,) = ingest.claim_due(START + HOUR)
    assert again.memory == memory


def test_the_page_is_kept_as_it_was_fetched(store: Store) -> None:
    ingest = StoreIngest(store, {GOV.name: GOV})
    body = b"<html>\xd5\xfd\xce\xc4</html>"
    page = replace(fetched(), body=body, content_type="text/html; charset=gbk")
    ingest.store(page)
    with store.read() as work:
        assert work.page_copies.get(page.body_sha256) == body
