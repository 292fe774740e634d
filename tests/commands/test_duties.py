"""`huiying duty` and `huiying letters` as an officer calls them."""

import json
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
    """A starter configuration under two documents at once."""
    assert run("init", str(tmp_path)).exit_code == 0
    path = tmp_path / "huiying.toml"
    text = path.read_text(encoding="utf-8").replace(
        "[office]", '[office]\nprofile = ["shanwei-2018", "qionglai-2023"]'
    )
    path.write_text(text, encoding="utf-8")
    return tmp_path


def listed(office: Path, *arguments: str) -> list[dict[str, object]]:
    done = run("duty", "list", "-c", str(office), "--json", *arguments)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_duty_of_both_documents_is_listed_and_none_counts_as_kept(office: Path) -> None:
    rows = listed(office)
    assert {"sw-5wd", "sw-annual", "ql-10d", "ql-50pct"} <= {row["clause"] for row in rows}
    assert not {"met", "late_met", "breached_open"} & {row["state"] for row in rows}
    table = run("duty", "list", "-c", str(office), "--unsettled").stdout
    assert "需人工登记" in table
    assert "ql-evaluate" not in table


def test_what_a_person_enters_moves_the_standing_and_withdrawing_moves_it_back(
    office: Path,
) -> None:
    entered = run(
        "duty", "record", "sw-5wd", "start", "-c", str(office), "--at", "2026-03-02",
        "--matter", "信件12", *WHO,
    )  # fmt: skip
    assert entered.exit_code == 0, entered.output
    assert entered.stdout == "1: sw-5wd start\n"
    run(
        "duty", "record", "sw-5wd", "done", "-c", str(office), "--at", "2026-03-09T17:30",
        "--matter", "信件12", *WHO,
    )  # fmt: skip
    (row,) = listed(office, "--clause", "sw-5wd")
    assert (row["matter"], row["state"], row["records"]) == ("信件12", "met", [1, 2])
    withdrawn = run("duty", "withdraw", "2", "-c", str(office), *WHO)
    assert withdrawn.stdout == "2: sw-5wd done withdrawn\n"
    (row,) = listed(office, "--clause", "sw-5wd")
    assert row["state"] == "needs_entry"


def test_a_share_is_entered_with_its_numbers(office: Path) -> None:
    done = run(
        "duty", "record", "ql-50pct", "count", "-c", str(office), "--at", "2026-03-02",
        "--count", "9", "--of", "20", "--matter", "2026", *WHO,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    (row,) = listed(office, "--clause", "ql-50pct")
    assert row["state"] == "breached_open"
    assert "45 % (9/20)" in str(row["why_en"])


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("record", "sw-5wd", "count", "--at", "2026-03-02", *WHO), 1, "one enters: start"),
        (("record", "sw-5h", "done", "--at", "2026-03-02", *WHO), 1, "runs on incidents"),
        (("record", "jz-2", "start", "--at", "2026-03-02", *WHO), 1, "there is no jz-2"),
        (("record", "sw-5wd", "start", "--at", "2026-03-02"), 1, "a name and a reason"),
        (("record", "sw-5wd", "start", "--at", "2026-02-30", *WHO), 2, "no day or instant"),
        (("record", "sw-5wd", "begin", "--at", "2026-03-02", *WHO), 2, "begin"),
        (("withdraw", "7", *WHO), 1, "there is no 7"),
        (("list", "--clause", "nat-5h"), 2, "the duties in force are"),
    ],
)
def test_what_cannot_be_done_is_said(
    office: Path, arguments: tuple[str, ...], status: int, says: str
) -> None:
    done = run("duty", arguments[0], "-c", str(office), *arguments[1:])
    assert done.exit_code == status
    assert says in " ".join(done.stderr.replace("│", " ").split())


LETTERS = [
    {"id": "1", "sent_at": "2026-03-02 09:00", "replied_at": "2026-03-02 11:00", "unit": "住建局"},
    {"id": "2", "sent_at": "2026-03-02 09:00", "replied_at": "2026-03-09 18:00", "unit": "住建局"},
    {"id": "3", "sent_at": "2026-03-02 09:00", "replied_at": "2026-03-20 18:00", "unit": "教育局"},
    {"id": "4", "sent_at": "2026-03-02 09:00", "reply": "已办结", "unit": "教育局"},
]


def write(folder: Path, *extra: str) -> str:
    path = folder / "letters.jsonl"
    lines = [json.dumps(letter, ensure_ascii=False) for letter in LETTERS]
    path.write_text("\n".join([*lines, *extra]), encoding="utf-8")
    return str(path)


def test_letters_are_measured_by_window_and_unit(tmp_path: Path) -> None:
    done = run("letters", write(tmp_path), "--json", "--by-unit")
    rows = {(r["window"], r["unit"]): r for r in map(json.loads, done.stdout.splitlines())}
    assert [rows[window, ""]["on_time"] for window in ("P5WD", "PT48H", "PT24H", "PT5H")] == [
        2,
        1,
        1,
        1,
    ]
    assert rows["P5WD", "住建局"]["rate"] == 1.0
    assert rows["P5WD", "教育局"]["undetermined"] == 1
    table = run("letters", write(tmp_path), "--window", "P5WD", "--by-unit").stdout
    assert "66.7 %" in table
    assert "late is at most so many" in table


def test_letters_use_an_offices_own_working_days(tmp_path: Path) -> None:
    workdays = tmp_path / "workdays.toml"
    workdays.write_text('[local]\noff = ["2026-03-04"]\n', encoding="utf-8")
    plain = {"id": "5", "sent_at": "2026-03-02 09:00", "replied_at": "2026-03-10 09:00"}
    file = write(tmp_path, json.dumps(plain))
    arguments = ("letters", file, "--window", "P5WD", "--json")
    assert json.loads(run(*arguments).stdout)["on_time"] == 2
    assert json.loads(run(*arguments, "--workdays", str(workdays)).stdout)["on_time"] == 3


@pytest.mark.parametrize(
    ("extra", "arguments", "status", "says"),
    [
        ('{"id": "x"}', (), 1, "sent_at is missing; skipped"),
        ("{", (), 1, "no JSON"),
        ("", ("--window", "PT0H"), 2, "longer than nothing"),
    ],
)
def test_a_bad_line_is_told_and_skipped_and_a_bad_window_refused(
    tmp_path: Path, extra: str, arguments: tuple[str, ...], status: int, says: str
) -> None:
    done = run("letters", write(tmp_path, extra), *arguments)
    assert done.exit_code == status
    assert says in done.stderr


PAGE = "<p>来信时间：{sent}</p><p>答复单位：县水务局</p><p>答复时间：{replied}</p>"


def test_saved_pages_of_letters_are_measured_too(tmp_path: Path) -> None:
    for number, replied in enumerate(("2026-03-09 17:00", "2026-03-10 08:00"), 1):
        page = PAGE.format(sent="2026-03-02 09:00", replied=replied)
        (tmp_path / f"{number}.html").write_text(page, encoding="utf-8")
    (tmp_path / "3.htm").write_text("<p>页面不存在</p>", encoding="utf-8")
    files = [str(path) for path in sorted(tmp_path.iterdir())]
    done = run("letters", *files, "--window", "P5WD", "--by-unit", "--json")
    assert done.exit_code == 1
    assert "states no time" in done.stderr
    _all, water = map(json.loads, done.stdout.splitlines())
    assert (water["unit"], water["on_time"], water["late"]) == ("县水务局", 1, 1)
