"""What we may say we could see."""

from datetime import timedelta

import pytest

from monitor.domain.sight import Look, Sight, Watch, blind_intervals, could_answer, read_sight
from tests.domain.facts import HOUR, START, watched

PATIENCE = timedelta(minutes=30)
END = START + 5 * HOUR


def seen_at(*hours: float, reaches_back: bool = False) -> Watch:
    looks = tuple(Look(START + hour * HOUR, reaches_back) for hour in hours)
    return Watch("portal", "县政府门户网", "", PATIENCE, looks)


def gaps(watch: Watch, *, mended: bool = True) -> list[tuple[float, float]]:
    found = blind_intervals(watch, START, END, mended=mended)
    return [((g.start - START) / HOUR, (g.end - START) / HOUR) for g in found]


EVERY_HALF_HOUR = [n / 2 for n in range(-2, 11)]


@pytest.mark.parametrize(
    ("watch", "expected"),
    [
        (seen_at(*EVERY_HALF_HOUR), []),
        (seen_at(), [(0, 5)]),  # never seen
        (seen_at(-1), [(0, 5)]),  # seen long before only
        (seen_at(-0.25), [(0.25, 5)]),  # the patience of a look before the start reaches into it
        (seen_at(0, 0.5, 3, 3.5, 4, 4.5, 5), [(0.5, 3)]),  # a hole in the middle
        (seen_at(*EVERY_HALF_HOUR[:-1], 5.1), [(4.5, 5)]),  # the look after the end is late
        (seen_at(0, 0.5, 1), [(1.5, 5)]),  # gone at the end
        (seen_at(5), [(0, 5)]),  # back at the end, but its list had moved on
        (seen_at(5, reaches_back=True), []),  # back at the end, and nothing was missed
    ],
)
def test_blind_intervals(watch: Watch, expected: list[tuple[float, float]]) -> None:
    assert gaps(watch) == expected


def test_a_gap_is_drawn_from_where_patience_ended() -> None:
    assert gaps(seen_at(0, 0.5, 3, 3.5, 4, 4.5, 5), mended=False) == [(1, 3)]


def test_a_mended_gap_is_still_drawn() -> None:
    watch = seen_at(5, reaches_back=True)
    assert (gaps(watch), gaps(watch, mended=False)) == ([], [(0, 5)])


def test_no_channel_no_sight() -> None:
    assert read_sight((), START, END, END + HOUR).sight is Sight.BLIND


def test_sight_is_clear_once_every_channel_was_looked_at_after_the_limit() -> None:
    after = END + timedelta(seconds=1)
    assert read_sight((watched(after),), START, END, after).sight is Sight.CLEAR


def test_sight_waits_for_the_last_look_and_then_gives_up() -> None:
    before = watched(END - timedelta(minutes=1))
    waiting = read_sight((before,), START, END, END + timedelta(minutes=1))
    assert waiting.sight is Sight.WAITING
    assert waiting.wait_until == END + before.patience
    blind = read_sight((before,), START, END, END + before.patience)
    assert blind.sight is Sight.BLIND
    assert [gap.channel for gap in blind.gaps] == ["portal"]


def test_the_channels_that_could_answer_are_the_units_own_and_the_offices() -> None:
    portal, fire, school = watched(END), watched(END, owner="fire"), watched(END, owner="school")
    assert could_answer((portal, fire, school), ["fire"]) == (portal, fire)
    assert could_answer((portal, fire, school), []) == (portal, fire, school)
