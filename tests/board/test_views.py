"""The read side: the ledger, paging, and how many questions it asks of the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, SQLModel

from monitor.domain.policy import Policy
from monitor.domain.sight import BlindInterval
from monitor.domain.verdict import Verdict
from monitor.store.database import open_engine
from monitor.store.views import Views
from monitor.store.views_clocks import labels_of
from tests.board.seeding import NOW, ago, clock, incident

_EVER = timedelta(days=400)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[Engine]:
    """A store with 1,200 open clocks on 1,200 incidents."""
    engine = open_engine(f"sqlite:///{tmp_path / 'crowded.db'}")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        for number in range(1, 1201):
            session.add(incident(number, f"事件{number}", ago(20)))
            start = ago(20, number / 10)
            session.add(clock(number, "nat-48h", start, "running", "尚在时限之内"))
        session.commit()
    yield engine
    engine.dispose()


def test_a_page_of_many_clocks_costs_three_statements(crowded: Engine) -> None:
    with counted(crowded) as statements:
        page = Views(crowded).open_clocks(NOW)
    assert (len(page.items), page.total, page.last) == (50, 1200, 24)
    assert len([s for s in statements if s.startswith("SELECT")]) == 3


def test_pages_follow_each_other_without_gap_or_overlap(crowded: Engine) -> None:
    views = Views(crowded)
    seen = [card.id for page in range(1, 25) for card in views.open_clocks(NOW, page).items]
    assert len(seen) == len(set(seen)) == 1200
    assert seen == sorted(seen, reverse=True)  # the earliest start was stored last


@pytest.mark.parametrize(
    ("read", "most"),
    [
        (lambda views: views.incident(1, NOW), 11),
        (lambda views: views.channels(NOW), 5),
        (lambda views: views.counts(NOW), 2),
        (lambda views: views.reviews(), 1),
        (lambda views: views.mails(), 2),
    ],
)
def test_no_view_asks_once_per_row(
    engine: Engine, views: Views, read: Callable[[Views], object], most: int
) -> None:
    with counted(engine) as statements:
        read(views)
    assert len([s for s in statements if s.startswith("SELECT")]) <= most


def test_the_ledger_holds_each_window_in_the_span_in_which_its_limit_fell(
    views: Views, national: Policy
) -> None:
    labels = labels_of(national)
    whole = views.ledger(NOW - _EVER, NOW + _EVER, labels)
    halves = views.ledger(NOW - _EVER, NOW, labels) + views.ledger(NOW, NOW + _EVER, labels)
    assert whole == halves
    assert Verdict.NOT_APPLICABLE not in {line.verdict for line in whole}
    [at_its_limit] = views.ledger(ago(0, 47), ago(0, 46), labels)
    assert (at_its_limit.title, at_its_limit.verdict) == ("云岭路校车侧翻", Verdict.BREACHED_OPEN)
    assert views.ledger(ago(0, 48), ago(0, 47), labels) == ()


def test_a_ledger_line_links_answer_and_incident(views: Views, national: Policy) -> None:
    lines = views.ledger(NOW - _EVER, NOW, labels_of(national), "https://board.example.cn/")
    [line] = [line for line in lines if line.clause == "nat-5h" and line.verdict is Verdict.MET]
    assert line.label_zh == "5小时 权威信息"
    assert line.answer_kind == "statement"
    assert line.answer_url == "https://gov-emergency.example.cn/3.html"
    assert line.incident_url == "https://board.example.cn/incidents/1"
    assert line.margin == timedelta(hours=1, minutes=25)


def test_a_clause_that_the_rules_no_longer_hold_is_named_by_its_length(national: Policy) -> None:
    label = labels_of(national)("gone-3h", timedelta(hours=3))
    assert (label.zh, label.en) == ("3小时 时限", "3 h window")


def test_an_undetermined_clock_leaves_the_open_list_after_a_week(engine: Engine) -> None:
    def doubts(later: timedelta) -> int:
        cards = Views(engine).open_clocks(NOW + later).items
        return sum(card.verdict is Verdict.UNDETERMINED for card in cards)

    due_ago = timedelta(hours=5)
    assert doubts(timedelta(days=7) - due_ago) == 1
    assert doubts(timedelta(days=7, seconds=1) - due_ago) == 0


def test_the_patience_of_a_channel_decides_when_it_counts_as_unseen(engine: Engine) -> None:
    assert Views(engine).counts(NOW).blind_channels == 1
    strict = Views(engine, {"linxi-news": timedelta(minutes=4)})
    assert strict.counts(NOW).blind_channels == 2


def test_only_channels_that_could_answer_count_as_blind_for_an_incident(views: Views) -> None:
    water = views.incident(3, NOW)  # for the water bureau: not the education bureau's own site
    food = views.incident(4, NOW)
    assert water is not None
    assert food is not None
    assert {gap.channel for gap in water.blind} == {"gov-portal"}
    assert BlindInterval("gov-edu", "县教育局网站", ago(29, 35), NOW) in food.blind


def test_a_settled_incident_ends_its_band_soon_after_its_end(views: Views) -> None:
    settled, running = views.incident(5, NOW), views.incident(1, NOW)
    assert settled is not None
    assert running is not None
    assert settled.band_end < NOW
    assert running.band_end == NOW + timedelta(minutes=80)


def test_what_is_not_there_is_none(views: Views) -> None:
    assert views.incident(999, NOW) is None
    assert views.mail(999) is None
    assert views.digest_html("2020-W01") is None
