"""`huiying verify` as an officer calls it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from monitor.cli import build_app

WHO = ("--by", "督办科", "--reason", "转办单")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build_app(arguments[0]), list(arguments))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office with an entry in its log."""
    assert run("init", str(tmp_path)).exit_code == 0
    path = tmp_path / "huiying.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[office]", '[office]\nprofile = "qionglai-2023"'), "utf-8")
    done = run("duty", "record", "ql-50pct", "count", "-c", str(tmp_path), *ENTRY, *WHO)
    assert done.exit_code == 0, done.output
    return tmp_path


ENTRY = ("--at", "2026-03-02", "--count", "3", "--of", "4")


def tamper(office: Path, statement: str) -> None:
    (database,) = office.rglob("*.db")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_sound_log_is_said_to_be_and_gives_the_state_bit_for_bit(office: Path) -> None:
    by_log, stored = office / "by_log.json", office / "stored.json"
    done = run("verify", "-c", str(office), "--rebuild", str(by_log), "--stored", str(stored))
    assert done.exit_code == 0, done.output
    assert "1 entries follow from each other" in done.stdout
    assert by_log.read_bytes() == stored.read_bytes()
    assert json.loads(by_log.read_text("utf-8"))["duty_record"]["1"]["out_of"] == 4


def test_each_fault_is_one_line_and_the_exit_status_is_1(office: Path) -> None:
    tamper(office, "UPDATE event SET actor = '别人'")
    tamper(office, "UPDATE duty_record SET count = 4")
    done = run("verify", "-c", str(office))
    assert done.exit_code == 1
    fault, difference = done.stderr.splitlines()
    assert fault.startswith("entry 1: altered")
    assert difference == "duty_record 1: count is 4 in the store, 3 by the log"


def test_a_hash_noted_earlier_must_still_be_there(office: Path) -> None:
    noted = run("verify", "-c", str(office)).stdout.split()[-1]
    assert run("verify", "-c", str(office), "--seen", noted).exit_code == 0
    done = run("verify", "-c", str(office), "--seen", "f" * 64)
    assert done.exit_code == 1
    assert "no entry has the hash" in done.stderr


def test_a_value_that_no_column_can_hold_is_one_line(office: Path) -> None:
    tamper(office, "UPDATE duty_record SET at_latest = 'gestern'")
    done = run("verify", "-c", str(office))
    assert done.exit_code == 1
    assert done.stderr.startswith("the tables cannot be read: ")
    assert len(done.stderr.splitlines()) == 1
