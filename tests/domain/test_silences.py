"""What a silence mutes, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.silences import LONGEST, Silence, silence_over

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def silence(**what: object) -> Silence:
    return Silence(START, START + DAY, "李值班", "演练", **what)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("silences", "muted"),
    [
        ([silence(recipient="值班室")], True),
        ([silence(recipient="局长")], False),
        ([silence(incident="7")], True),
        ([silence(incident="8")], False),
        ([silence(unit="water")], False),  # the other unit still has to hear of it
        ([silence(unit="water"), silence(unit="fire")], True),
        ([silence(unit="water", recipient="值班室"), silence(unit="fire")], True),
        ([silence(unit="water", recipient="局长"), silence(unit="fire")], False),
        ([silence(recipient="值班室", incident="7")], True),
        ([silence(recipient="值班室", incident="8")], False),
        ([], False),
    ],
)
def test_every_part_narrows_it(silences: list[Silence], muted: bool) -> None:
    found = silence_over(silences, "值班室", ["water", "fire"], "7", START)
    assert (found is not None) is muted


def test_it_holds_from_its_start_up_to_its_end_or_until_somebody_ends_it() -> None:
    whole = silence(incident="7")
    ended = silence(incident="7", ended_at=START + DAY / 2)
    for at, in_whole, in_ended in (
        (START - timedelta(seconds=1), False, False),
        (START, True, True),
        (START + DAY / 2, True, False),
        (START + DAY, False, False),
    ):
        assert (whole.in_force(at), ended.in_force(at)) == (in_whole, in_ended)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "say what is silenced"),
        ({"recipient": "值班室", "by": " "}, "a name and a reason"),
        ({"recipient": "值班室", "reason": ""}, "a name and a reason"),
        ({"recipient": "值班室", "until": START}, "ends after it begins"),
        (
            {"recipient": "值班室", "until": START + LONGEST + timedelta(seconds=1)},
            "at most 30 days",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(changes: dict[str, object], message: str) -> None:
    given = {"since": START, "until": START + DAY, "by": "李值班", "reason": "演练"}
    with pytest.raises(ValueError, match=message):
        Silence(**(given | changes))  # type: ignore[arg-type]
