"""`huiying silence` as an officer calls it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from monitor.cli import build_app
from monitor.system_clock import utc_now

WHO = ("--by", "值班员甲", "--reason", "专班处置")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A configuration directory as `init` writes it."""
    assert CliRunner().invoke(build_app("init"), ["init", str(tmp_path)]).exit_code == 0
    return tmp_path


def run(office: Path, *words: str) -> Result:
    return CliRunner().invoke(build_app("silence"), ["silence", *words, "-c", str(office)])


def day(ahead: int) -> str:
    return str((utc_now() + timedelta(days=ahead)).date())


def test_a_silence_is_added_listed_and_ended(office: Path) -> None:
    assert "nothing is silenced" in run(office, "list").output
    added = run(office, "add", "--recipient", "值班室", "--until", day(3), *WHO)
    assert added.output.startswith("silence 1: recipient 值班室 until ")
    assert "专班处置" in run(office, "list").output
    (one,) = map(json.loads, run(office, "list", "--json").output.splitlines())
    assert (one["recipient"], one["by"], one["ended_at"]) == ("值班室", "值班员甲", None)
    assert one["until"].endswith("T00:00:00+08:00")
    assert "ended" in run(office, "end", "1", *WHO).output
    assert "nothing is silenced" in run(office, "list").output
    assert "值班员甲" in run(office, "list", "--all").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--recipient", "值班室", "--until", "31", *WHO), "at most 30 days"),
        (("--until", "3", *WHO), "say what is silenced"),
        (("--recipient", "值班室", "--until", "3"), "a name and a reason"),
        (("--recipient", "谁", "--until", "3", *WHO), "there is no recipient '谁'"),
        (("--unit", "nowhere", "--until", "3", *WHO), "there is no unit 'nowhere'"),
        (("--incident", "7", "--until", "3", *WHO), "there is no incident 7"),
        (("--recipient", "值班室", "--until", "-2", *WHO), "ends after it begins"),
    ],
)
def test_what_cannot_be_silenced_is_said_in_one_line(
    office: Path, words: tuple[str, ...], said: str
) -> None:
    dated = [
        day(int(word)) if word.lstrip("-").isdecimal() and before == "--until" else word
        for before, word in zip(("", *words), words, strict=False)
    ]
    result = run(office, "add", *dated)
    assert result.exit_code == 1
    assert said in result.output
    assert len(result.output.splitlines()) == 1


def test_an_end_that_is_no_time_is_a_bad_call(office: Path) -> None:
    result = run(office, "add", "--recipient", "值班室", "--until", "tomorrow", *WHO)
    assert result.exit_code == 2
    assert "no day or instant" in result.output
    assert run(office, "end", "7", *WHO).exit_code == 1
