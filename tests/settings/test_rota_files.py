"""rota.toml and quiet hours as people write them, and what is said where they cannot be meant."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import build_app
from monitor.settings.config import Settings, load_settings
from monitor.settings.problems import ConfigurationError
from monitor.settings.rota_files import missing_years, quiet_hours_of
from monitor.wiring import office_from

RECIPIENTS = """
[[recipients]]
name = "张三"
address = "zhang@linxi.example"
roles = ["duty"]
quiet = "22:00-07:00"
quiet_days = ["rest_days"]
[[recipients]]
name = "李四"
address = "li@linxi.example"
roles = ["duty"]
[[recipients]]
name = "王五"
address = "wang@linxi.example"
roles = ["department_head"]
"""
ROTA = """
[[rota]]
role = "duty"
on = "workdays"
people = ["张三", ["李四", "张三"]]
turn = "P1D"
starts = 2026-03-02
at = "08:30"
until = "17:30"

[[rota]]
role = "duty"
from = 2026-03-07T08:30:00
to = "2026-03-08T08:30"
people = ["李四"]

[[absent]]
who = "张三"
from = 2026-03-02
to = "2026-03-03"
deputy = "王五"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The starter configuration with these recipients."""
    assert CliRunner().invoke(build_app("init"), ["init", str(tmp_path)]).exit_code == 0
    text = (tmp_path / "huiying.toml").read_text(encoding="utf-8")
    head = text.partition("[[recipients]]")[0]
    (tmp_path / "huiying.toml").write_text(head + RECIPIENTS, encoding="utf-8")
    return tmp_path


def settings(folder: Path, rota: str) -> Settings:
    (folder / "rota.toml").write_text(rota, encoding="utf-8")
    return load_settings(folder, {})


def told(folder: Path, at: datetime) -> list[tuple[str, str]]:
    office = office_from(settings(folder, ROTA))
    return [(r.name, r.note.zh) for r in office.told(("duty",), (), at)]


def shanghai(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour - 8, 30, tzinfo=UTC)


def test_a_rota_of_turns_shifts_and_absences(folder: Path) -> None:
    assert told(folder, shanghai(2, 8)) == [("王五", "代 张三")]
    assert told(folder, shanghai(3, 9)) == [("李四", ""), ("王五", "代 张三")]
    assert told(folder, shanghai(4, 9)) == [("张三", "")]
    assert told(folder, shanghai(7, 9)) == [("李四", "")]
    assert len(told(folder, shanghai(4, 18))) == 2  # after hours: all who hold the role


def test_the_starter_file_holds_together_and_without_one_all_are_told(folder: Path) -> None:
    assert load_settings(folder, {}).rota.rosters == ()
    (folder / "rota.toml").unlink()
    office = office_from(load_settings(folder, {}))
    assert [r.name for r in office.told(("duty",), (), shanghai(2, 9))] == ["张三", "李四"]
    asleep = office.recipients[0].quiet
    assert asleep is not None
    assert asleep.until(shanghai(7, 12)) == datetime(2026, 3, 8, 23, tzinfo=UTC)
    assert office.recipients[1].quiet is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('people = ["李四"]', 'people = ["赵六"]', "no such recipient; huiying.toml knows: 张三"),
        ('people = ["李四"]', 'people = ["王五"]', "is no duty; give the recipient that role"),
        ('people = ["李四"]', "people = []", "at least 1 item"),
        ('people = ["李四"]', "people = [[]]", "each turn needs somebody"),
        ('turn = "P1D"', 'turn = "P3D"', "turn is P1D"),
        ('turn = "P1D"', 'turn = "often"', "turn is P1D"),
        ('turn = "P1D"', "", "a rotation needs both"),
        ('turn = "P1D"\nstarts = 2026-03-02\n', "", "give from and to, or turn and starts"),
        ('on = "workdays"', 'on = "weekdays"', "workdays"),
        ("from = 2026-03-07T08:30:00", "from = 2026-03-09T08:30:00", "ends before from"),
        ("from = 2026-03-07T08:30:00", "form = 2026-03-07T08:30:00", "did you mean 'from'"),
        ("from = 2026-03-02\n", "from = 2026-03-05\n", "ends before from"),
        ('who = "张三"', 'who = "赵六"', "no such recipient"),
        ('deputy = "王五"', 'deputy = "赵六"', "no such recipient"),
        ('deputy = "王五"', 'deputy = "张三"', "stand in for each other"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(folder: Path, old: str, new: str, said: str) -> None:
    assert old in ROTA
    with pytest.raises(ConfigurationError) as caught:
        settings(folder, ROTA.replace(old, new))
    assert all(problem.file == "rota.toml" for problem in caught.value.problems)
    assert said in str(caught.value)


def test_absences_that_overlap_or_go_round_are_named_at_once_with_all_else(folder: Path) -> None:
    more = """
[[absent]]
who = "张三"
from = 2026-03-03
to = 2026-03-04
[[absent]]
who = "王五"
from = 2026-03-01
to = 2026-03-09
deputy = "张三"
[[absent]]
who = "赵六"
from = 2026-03-01
to = 2026-03-09
"""
    with pytest.raises(ConfigurationError) as caught:
        settings(folder, ROTA + more)
    said = [problem.remedy for problem in caught.value.problems]
    assert len(said) == 3
    assert any("two absences overlap" in remedy for remedy in said)
    assert any("stand in for each other" in remedy for remedy in said)
    assert any("no such recipient" in remedy for remedy in said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"22:00-07:00"', '"22-7"', 'write quiet hours so: "22:00-07:00"'),
        ('"22:00-07:00"', '"22:00"', "write quiet hours so"),
        ('"22:00-07:00"', '"22:00-22:00"', "write quiet hours so"),
        ('"22:00-07:00"', '"22:00+08:00-07:00"', "write quiet hours so"),
        ('"rest_days"', '"holidays"', "quiet_days are mon"),
    ],
)
def test_quiet_hours_that_mean_nothing_are_named(
    folder: Path, old: str, new: str, said: str
) -> None:
    path = folder / "huiying.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(RECIPIENTS, RECIPIENTS.replace(old, new)), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=said.replace("(", r"\(")):
        load_settings(folder, {})


def test_a_year_whose_holidays_are_missing_is_said_ahead_of_time(folder: Path) -> None:
    known = settings(folder, ROTA)
    years = known.calendar.years
    last = max(years)
    early = datetime(last, 11, 1, tzinfo=UTC)
    late = datetime(last, 12, 1, tzinfo=UTC)
    assert missing_years(known.rota, [], early) == ()
    assert missing_years(known.rota, [], late) == (last + 1,)
    every_day = settings(folder, ROTA.replace('on = "workdays"\n', "")).rota
    assert missing_years(every_day, [], late) == ()
    rest = quiet_hours_of("", ["rest_days"], known.zone, known.calendar)
    assert rest is not None
    assert missing_years(every_day, [rest], late) == (last + 1,)
    assert quiet_hours_of("20:00-24:00", [], known.zone, known.calendar) is not None


def test_check_shows_who_is_on_duty(folder: Path) -> None:
    (folder / "rota.toml").write_text(ROTA.replace('on = "workdays"\n', ""), encoding="utf-8")
    path = folder / "huiying.toml"
    text = path.read_text(encoding="utf-8").replace('quiet_days = ["rest_days"]\n', "")
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(build_app("check"), ["check", "-c", str(folder)])
    assert result.exit_code == 0
    assert "on duty now" in result.output
    assert "22:00-07:00" in result.output
