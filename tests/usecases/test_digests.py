"""Digests: due when their period is over, frozen once written, corrected in the next."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.domain.corrections import Change
from monitor.domain.period import PeriodKind, period_named
from monitor.domain.verdict import Verdict
from monitor.store.store import Store
from monitor.usecases.digest_desk import DigestDesk, DigestPlan
from monitor.usecases.watch_duties import DutyReading
from monitor.usecases.write_digest import digest_facts, write_digest
from tests.usecases.county import (
    MORNING,
    OFFICE,
    WATER,
    YELLOW_WATER,
    YELLOW_WATER_ANSWER,
    County,
)

ZONE = OFFICE.zone
DAY = timedelta(days=1)
NOTHING = DutyReading()
FIRST, SECOND, THIRD = (period_named(f"2026-W{n}", ZONE) for n in (10, 11, 12))


@pytest.fixture
def county(store: Store) -> Iterator[County]:
    """A county in which a matter of Monday went unanswered for the whole week."""
    county = County(store)
    county.publish(YELLOW_WATER, MORNING)
    county.tick(MORNING + timedelta(minutes=10))
    county.look(MORNING - DAY / 8, MORNING + 2 * DAY + DAY / 8)
    county.tick(MORNING + 3 * DAY)
    return county


def answer_late(county: County) -> None:
    county.publish(YELLOW_WATER_ANSWER, MORNING + 8 * DAY, WATER)
    county.tick(MORNING + 8 * DAY + timedelta(minutes=10))


def test_a_frozen_digest_stays_and_the_next_one_lists_what_changed_once(county: County) -> None:
    store = county.store
    frozen = write_digest(store, OFFICE, FIRST.name, FIRST.end)
    assert "柏湾镇自来水连续三天发黄" in frozen
    answer_late(county)
    assert county.verdicts()["nat-48h"] == "late_met"
    assert write_digest(store, OFFICE, FIRST.name, SECOND.end) == frozen

    facts = digest_facts(store, OFFICE, SECOND, SECOND.end, NOTHING)
    [item] = facts.corrections
    assert (item.change, item.said.verdict, item.said.period) == (
        Change.ANSWERED,
        Verdict.BREACHED_OPEN,
        FIRST.name,
    )
    assert item.now is not None
    assert item.now.verdict is Verdict.LATE_MET
    assert facts.lines == ()  # the window was counted in the week of its limit, and there only
    assert "逾期后已回应" in write_digest(store, OFFICE, SECOND.name, SECOND.end)
    assert digest_facts(store, OFFICE, THIRD, THIRD.end, NOTHING).corrections == ()


def test_the_week_before_stands_beside(county: County) -> None:
    write_digest(county.store, OFFICE, FIRST.name, FIRST.end)
    page = write_digest(county.store, OFFICE, SECOND.name, SECOND.end)
    assert "上期 0 % (0/1)" in page
    facts = digest_facts(county.store, OFFICE, THIRD, THIRD.end, NOTHING)
    assert facts.before == ()  # the second week told of no window


def test_windows_are_carried_over_until_they_are_answered(county: County) -> None:
    def carried(period: str, now: datetime) -> tuple[int, int, int, int]:
        span = period_named(period, ZONE)
        facts = digest_facts(county.store, OFFICE, span, now, NOTHING).carried
        return facts.from_before, facts.begun, facts.answered, facts.into_next

    assert carried(FIRST.name, FIRST.end) == (0, 1, 0, 1)
    answer_late(county)
    assert carried(SECOND.name, SECOND.end) == (1, 0, 1, 0)
    assert carried("2026-03", period_named("2026-03", ZONE).end) == (0, 1, 1, 0)


def test_a_period_that_still_runs_is_shown_and_not_kept(county: County) -> None:
    write_digest(county.store, OFFICE, FIRST.name, FIRST.end - timedelta(seconds=1))
    with county.store.read() as work:
        assert work.digests.get(FIRST.name) is None


def test_the_desk_writes_what_is_due_once_and_catches_up(county: County, tmp_path: Path) -> None:
    plan = DigestPlan((PeriodKind.WEEK, PeriodKind.MONTH), timedelta(hours=8), tmp_path / "digests")
    desk = DigestDesk(county.store, OFFICE, lambda _: NOTHING, plan)
    early = FIRST.end + timedelta(hours=7, minutes=59)
    assert desk.write_due(early) == 1  # February; the week waits until eight o'clock
    assert desk.write_due(early + timedelta(minutes=1)) == 1
    assert desk.write_due(early + DAY) == 0
    assert sorted(path.name for path in plan.folder.iterdir()) == ["2026-02.html", "2026-W10.html"]  # type: ignore[union-attr]  # set above
    kept = (tmp_path / "digests" / "2026-W10.html").read_text(encoding="utf-8")
    (tmp_path / "digests" / "2026-W10.html").unlink()
    assert desk.write_due(early + 2 * DAY) == 1  # the file is written again, the digest is not
    assert (tmp_path / "digests" / "2026-W10.html").read_text(encoding="utf-8") == kept
