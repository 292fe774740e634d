"""`huiying letters -c`: the letters of an office's mailboxes, from its store."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from monitor.cli import build_app
from monitor.domain.when import Precision, When
from monitor.settings.config import load_settings
from monitor.store.letter_tables import LetterRow
from monitor.store.mapping import when_columns
from monitor.system_clock import utc_now
from monitor.wiring import House

MAILBOX = """
[[channel]]
name = "mailbox"
title = "县长信箱"
kind = "mailbox"
reader = "list"
url = "https://box.example.cn/"
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build_app(arguments[0]), list(arguments))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office under the Shanwei document that watches a mailbox with three letters."""
    assert run("init", str(tmp_path)).exit_code == 0
    file, channels = tmp_path / "huiying.toml", tmp_path / "channels.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("[office]", '[office]\nprofile = "shanwei-2018"'), encoding="utf-8"
    )
    channels.write_text(channels.read_text(encoding="utf-8") + MAILBOX, encoding="utf-8")
    now = utc_now()
    years = (f'[year.{now.year + n}]\noff = ["{now.year + n}-01-01"]\n' for n in (-1, 0, 1))
    (tmp_path / "workdays.toml").write_text("".join(years), encoding="utf-8")
    house = House(load_settings(tmp_path), utc_now)
    sent, replied = now - timedelta(days=60), now - timedelta(days=59)
    with house.store.write() as work:
        for number, title, times in (
            (1, "柏湾镇路灯不亮", {"sent": sent, "replied": replied}),
            (2, "石桥村停水三天", {"sent": sent, "replied": now - timedelta(days=20)}),
            (3, "青石小学积水", {"sent": now - timedelta(hours=5)}),
        ):
            row = LetterRow(
                channel="mailbox",
                url=f"https://box.example.cn/{number}",
                title=title,
                unit_printed="县水务局",
                answered="replied" in times,
                first_seen_at=now,
                seen_at=now,
            )
            for name, at in times.items():
                for column, value in when_columns(
                    name, When.at(at, "labelled", Precision.MINUTE)
                ).items():
                    setattr(row, column, value)
            work.letters.keep(row)
    house.store.close()
    return tmp_path


def test_the_rates_of_the_store_are_told_by_unit(office: Path) -> None:
    done = run("letters", "-c", str(office), "--json", "--each")
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(r["unit"], r["on_time"], r["late"], r["waiting"], r["rate"]) for r in rows[:2]] == [
        ("", 1, 1, 1, 0.5),
        ("县水务局", 1, 1, 1, 0.5),
    ]
    assert (rows[0]["window"], rows[0]["clause"], rows[0]["few"]) == ("P5WD", "sw-5wd", True)
    assert [(row["title"], row["verdict"]) for row in rows[2:]] == [
        ("石桥村停水三天", "late"),
        ("青石小学积水", "waiting"),
        ("柏湾镇路灯不亮", "on_time"),
    ]
    table = run("letters", "-c", str(office)).stdout
    assert "P5WD (sw-5wd)" in table
    assert "1/2" in table
    assert "(few)" in table


def test_another_window_and_words_may_be_asked_for(office: Path) -> None:
    row = json.loads(
        run("letters", "-c", str(office), "--window", "PT5H", "--json").stdout.splitlines()[0]
    )
    assert (row["window"], row["clause"], row["on_time"], row["late"]) == ("PT5H", None, 0, 2)
    found = run("letters", "-c", str(office), "--find", "停水", "--json").stdout
    assert [json.loads(line)["title"] for line in found.splitlines()] == ["石桥村停水三天"]
    assert "石桥村" in run("letters", "-c", str(office), "--find", "停水").stdout


def test_the_duty_is_judged_from_the_letters_once_a_mailbox_is_watched(office: Path) -> None:
    def standing() -> dict[str, object]:
        done = run("duty", "list", "-c", str(office), "--clause", "sw-5wd", "--json")
        (row,) = map(json.loads, done.stdout.splitlines())
        return dict(row)

    row = standing()
    assert (row["subject"], row["state"]) == ("县水务局", "undetermined")
    assert "50 % (1/2) on time, a small number; 1 late" in str(row["why_en"])
    channels = office / "channels.toml"
    text = channels.read_text(encoding="utf-8")
    channels.write_text(text.replace(MAILBOX, ""), encoding="utf-8")
    assert standing()["state"] == "needs_entry"
    told = run("letters", "-c", str(office))
    assert "no channel of kind" in told.stderr


def test_without_files_or_a_folder_it_says_what_to_give() -> None:
    done = run("letters")
    assert done.exit_code == 2
    assert "give files of letters, or -c" in done.stderr


def test_a_missing_year_is_an_error_that_is_said(tmp_path: Path) -> None:
    line = {"id": "1", "sent_at": "2003-06-02 09:00", "replied_at": "2003-06-03 09:00"}
    file = tmp_path / "letters.jsonl"
    file.write_text(json.dumps(line), encoding="utf-8")
    done = run("letters", str(file), "--window", "P5WD", "--json")
    assert done.exit_code == 1
    assert "the holidays of 2003 are not known" in done.stderr
    assert json.loads(done.stdout)["undetermined"] == 1


def test_a_news_channel_has_no_owner_and_a_mailbox_may(office: Path) -> None:
    channels = office / "channels.toml"
    text = channels.read_text(encoding="utf-8")
    unit = load_settings(office).units[0].id
    channels.write_text(text + f'owner = "{unit}"\n', encoding="utf-8")
    assert run("check", "-c", str(office)).exit_code == 0
    channels.write_text(
        text.replace('kind = "mailbox"', 'kind = "news"') + f'owner = "{unit}"\n', encoding="utf-8"
    )
    assert "an official channel or a mailbox" in run("check", "-c", str(office)).stderr
