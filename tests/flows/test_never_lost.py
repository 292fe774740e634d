"""Small versions of the long runs in benchmarks/: kills, troubles, two of everything at once."""

import random

import pytest

from benchmarks.kills import run_kills
from benchmarks.mail_sink import mail_sink
from benchmarks.two_senders import run
from tests.databases import NewDatabase


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: object) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/huiying.db"
    address: str = request.getfixturevalue("new_postgresql")()
    return address


def test_no_alert_is_lost_to_kills_and_what_comes_twice_is_recognised(url: str) -> None:
    with mail_sink() as sink:
        outcome = run_kills(url, sink, 5, random.Random(7), in_work=20, longest_life_s=0.4)
    assert (outcome.lost, outcome.other_identifier, outcome.unsound) == (0, 0, "")
    assert outcome.owed >= 20


@pytest.mark.parametrize("trouble", ["down", "550", "535"])
def test_no_alert_is_lost_to_a_mail_server_in_trouble_for_a_day(
    trouble: str, tmp_path: object
) -> None:
    with mail_sink() as sink:
        outcome = run_kills(
            f"sqlite:///{tmp_path}/huiying.db",
            sink,
            4,
            random.Random(8),
            trouble,
            in_work=5,
            longest_life_s=0.4,
        )
    assert (outcome.lost, outcome.other_identifier, outcome.unsound) == (0, 0, "")


def test_two_loops_and_two_senders_at_once_send_each_alert_once(
    new_postgresql: NewDatabase,
) -> None:
    with mail_sink() as sink:
        outcome = run(new_postgresql(), sink, 60)
    assert (outcome.never, outcome.twice) == (0, 0)
    assert sum(outcome.by_sender) == 60
