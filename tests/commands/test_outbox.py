"""`huiying alerts dead` and `resend` as an officer calls them, and a second loop refused."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from alerts.outbox import Failure
from benchmarks.breaches import NOW, open_overdue
from monitor.adapters.outbox import StoreOutbox
from monitor.cli import build_app
from monitor.settings.config import load_settings
from monitor.store.leading import leading
from monitor.store.store import Store


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Path]:
    """A configuration directory whose store holds two messages that were given up."""
    assert CliRunner().invoke(build_app("init"), ["init", str(tmp_path)]).exit_code == 0
    store = Store.open(load_settings(tmp_path).store_url)
    with store.write() as work:
        for number in (1, 2):
            open_overdue(work, number, NOW, "gone@linxi.example")
    outbox = StoreOutbox(store)
    claimed = outbox.claim(NOW, 10, timedelta(minutes=15))
    outbox.mark_failed([Failure(one, "550 no such user", None) for one in claimed], NOW)
    store.close()
    return tmp_path


def run(office: Path, *words: str) -> Result:
    return CliRunner().invoke(build_app("alerts"), ["alerts", *words, "-c", str(office)])


def dead(office: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in run(office, "dead").output.splitlines()]


def test_what_was_given_up_is_listed_and_sent_again_by_name(office: Path) -> None:
    first, second = dead(office)
    assert (first["recipient"], first["error"]) == ("gone@linxi.example", "550 no such user")
    assert "1 to be sent again" in run(office, "resend", first["key"], "--by", "值班员甲").output
    assert [letter["key"] for letter in dead(office)] == [second["key"]]
    assert "1 to be sent again" in run(office, "resend", "--all-dead", "--by", "值班员甲").output
    assert dead(office) == []


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("resend",), 2, "--all-dead"),
        (("resend", "nothing", "--by", "值班员甲"), 1, "there is no message nothing"),
        (("resend", "--all-dead"), 1, "say who"),
    ],
)
def test_what_cannot_be_sent_again_is_said_in_one_line(
    office: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    done = run(office, *words)
    assert done.exit_code == status
    assert said in done.output
    assert len(dead(office)) == 2


@pytest.mark.parametrize("command", ["watch", "run"])
def test_a_second_loop_on_one_sqlite_file_is_refused(office: Path, command: str) -> None:
    store = Store.open(load_settings(office).store_url)
    with leading(store.engine, lambda _: None):
        done = CliRunner().invoke(build_app(command), [command, "-c", str(office)])
    store.close()
    assert done.exit_code == 2
    assert "another clock loop works on" in done.output
