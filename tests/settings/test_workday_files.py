"""`workdays.toml`: a year's notice taken over whole, local days added, mistakes named."""

from datetime import date
from pathlib import Path

import pytest

from monitor.domain.working_days import MissingYear
from monitor.settings.problems import ConfigurationError
from monitor.settings.workday_files import load_calendar, national_calendar

NOTICE = """
[year.2027]
off = ["2027-01-01", "2027-02-05", "2027-02-08"]
work = [2027-02-07]
[local]
off = ["2026-04-20"]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "workdays.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_years_of_the_library_stand(tmp_path: Path) -> None:
    assert load_calendar(tmp_path / "workdays.toml") == national_calendar()
    assert {2004, 2026} <= national_calendar().years


def test_a_notice_and_local_days_are_laid_over_them(tmp_path: Path) -> None:
    calendar = load_calendar(write(tmp_path, NOTICE))
    assert not calendar.is_working(date(2027, 2, 5))
    assert calendar.is_working(date(2027, 2, 7))  # a Sunday
    assert not calendar.is_working(date(2026, 4, 20))
    assert calendar.working_day_after(date(2026, 12, 30), 2) == date(2027, 1, 4)


def test_a_year_that_the_library_holds_too_is_replaced_whole(tmp_path: Path) -> None:
    calendar = load_calendar(write(tmp_path, '[year.2026]\noff = ["2026-01-01"]\n'))
    assert calendar.is_working(date(2026, 10, 1))
    assert not calendar.is_working(date(2025, 10, 1))
    with pytest.raises(MissingYear):
        calendar.is_working(date(2028, 1, 1))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[year.27]\noff = []\n", "name a year: [year.2027]"),
        ('[year.2027]\noff = ["2026-01-01"]\n', "not a day of 2027"),
        ('[year.2027]\noff = ["2027-02-30"]\n', "no such day"),
        ("[year.2027]\noff = []\n", "a year without holidays is no notice"),
        ('[year.2027]\noff = ["2027-01-01"]\nwrok = []\n', "did you mean 'work'"),
        ('[year.2027]\noff = ["2027-01-02"]\nwork = ["2027-01-02"]\n', "not both"),
        ("[local]\noff = 3\n", "write days"),
        ("local = 3\n", "write days"),
        ("year = 3\n", "name a year"),
        ("[yaer.2027]\n", "did you mean 'year'"),
        ("[year\n", "mend the TOML"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_to_do(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_calendar(write(tmp_path, text))
    (problem,) = caught.value.problems
    assert str(problem).startswith("workdays.toml: ")
    assert says in str(problem)
