"""Copies of pages: kept byte for byte, dropped in time, for good where they are evidence."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from monitor.store.store import Store
from monitor.store.tables import ArticleRow

NOW = datetime(2026, 3, 2, tzinfo=UTC)
PAGES = [b"<html>one</html>", b"<html>two</html>", bytes(range(256)) * 300]


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def article(number: int, incident: int | None) -> ArticleRow:
    return ArticleRow(
        channel="news",
        channel_kind="news",
        url=f"http://news.example/{number}",
        title="一",
        first_seen_at=NOW,
        body_sha256=sha256(PAGES[number]),
        incident_id=incident,
    )


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write() as work:
        for number, body in enumerate(PAGES):
            work.articles.add(article(number, 7 if number == 2 else None))
            at = NOW + timedelta(days=number)
            work.page_copies.keep(sha256(body), body, "text/html", at)
            work.page_copies.keep(sha256(body), body, "text/html", at + timedelta(days=9))
        work.events.append_rest("", NOW)
    return store


def test_a_page_comes_back_byte_for_byte(filled: Store) -> None:
    with filled.read() as work:
        assert [work.page_copies.get(sha256(body)) for body in PAGES] == PAGES
        assert work.page_copies.get("") is None
        assert work.page_copies.get("0" * 64) is None


def test_what_became_no_evidence_is_dropped_in_time(filled: Store) -> None:
    with filled.write() as work:
        assert work.page_copies.forget_before(NOW) == 0
        assert work.page_copies.forget_before(NOW + timedelta(seconds=1)) == 1
        assert work.page_copies.forget_before(NOW + timedelta(days=30)) == 1
        assert [work.page_copies.get(sha256(body)) is None for body in PAGES] == [True, True, False]
