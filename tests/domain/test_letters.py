"""Citizens' letters by their public dates: five working days, hours, and what cannot be told."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.archive import OFFICE_ZONE
from monitor.domain.letters import (
    Letter,
    LetterVerdict,
    PageSight,
    Rate,
    judge_letter,
    rates,
    read_letter,
    total,
)
from monitor.domain.when import When
from monitor.domain.window import parse_window
from monitor.jsonl import LineReport
from monitor.letter_files import UNNAMED, letter_from, read_letters
from tests.domain.calendars import RULER, local, moment

NOW = local("2026-06-01")
FIVE_DAYS = parse_window("P5WD")


def letter(sent: str, replied: str = "", unit: str = "住建局", *, answered: bool = True) -> Letter:
    return Letter("1", unit, moment(sent), moment(replied) if replied else None, answered)


@pytest.mark.parametrize(
    ("window", "sent", "replied", "expected"),
    [
        ("P5WD", "2026-03-02 09:00", "2026-03-09 23:59", "on_time"),
        ("P5WD", "2026-03-02 09:00", "2026-03-10 00:00", "late"),
        ("P5WD", "2026-02-13 09:00", "2026-02-27 18:00", "on_time"),  # the holidays do not count
        ("P5WD", "2026-03-02", "2026-03-09", "on_time"),
        ("P5D", "2026-03-02 09:00", "2026-03-09 23:00", "on_time"),  # the 7th is a Saturday
        ("PT48H", "2026-03-06 09:00", "2026-03-08 09:00", "on_time"),
        ("PT48H", "2026-03-06 09:00", "2026-03-08 09:01", "late"),
        ("PT48H", "2026-03-06", "2026-03-08", "undetermined"),  # some time of each day
        ("PT5H", "2026-03-02 09:00", "2026-03-01 09:00", "undetermined"),  # before the letter
        ("P5WD", "2026-12-30 09:00", "2026-12-31 09:00", "undetermined"),  # no holidays of 2027
    ],
)
def test_a_letter_is_judged_by_its_public_dates(
    window: str, sent: str, replied: str, expected: str
) -> None:
    verdict = judge_letter(letter(sent, replied), parse_window(window), NOW, RULER)
    assert verdict.value == expected


def test_a_letter_without_a_reply_waits_or_is_unanswered_and_an_undated_reply_is_unknown() -> None:
    waiting = letter("2026-05-29 09:00", answered=False)
    assert judge_letter(waiting, FIVE_DAYS, NOW, RULER) is LetterVerdict.WAITING
    old = letter("2026-03-02 09:00", answered=False)
    assert judge_letter(old, FIVE_DAYS, NOW, RULER) is LetterVerdict.UNANSWERED
    undated = letter("2026-03-02 09:00")
    assert judge_letter(undated, FIVE_DAYS, NOW, RULER) is LetterVerdict.UNDETERMINED


SENT = "2026-03-02 09:00"
LIMIT = local("2026-03-10")
BEFORE, AFTER = local("2026-03-09 22:00"), local("2026-03-10 01:00")
NEXT = local("2026-03-10 22:00")


@pytest.mark.parametrize(
    ("sight", "now", "expected", "said"),
    [
        (PageSight(BEFORE, NEXT), LIMIT - timedelta(seconds=1), "waiting", "尚在时限之内"),
        (PageSight(BEFORE, NEXT), LIMIT, "waiting", "时限刚过"),
        (PageSight(LIMIT, NEXT), LIMIT, "unanswered", "截至 2026-03-10 00:00 查看"),
        (PageSight(AFTER, None), NOW, "unanswered", "截至 2026-03-10 01:00 查看"),
        (PageSight(BEFORE, NEXT, failures=1), AFTER, "undetermined", "没能再看到"),
        (PageSight(BEFORE, NEXT), NOW, "undetermined", "最近一次看到：2026-03-09 22:00"),
        (PageSight(BEFORE, None), AFTER, "undetermined", "没能再看到"),
        (PageSight(BEFORE, NEXT, gone_at=LIMIT), AFTER, "undetermined", "页面已不存在"),
        (PageSight(AFTER, NEXT, gone_at=NEXT), NOW, "unanswered", "未见答复"),
    ],
)
def test_no_reply_is_only_said_where_the_page_was_read_after_the_limit(
    sight: PageSight, now: datetime, expected: str, said: str
) -> None:
    seen = replace(letter(SENT, answered=False), sight=sight)
    reading = read_letter(seen, FIVE_DAYS, now, RULER)
    assert (reading.verdict.value, said in reading.words.zh) == (expected, True), reading.words


def test_a_year_without_holidays_is_named() -> None:
    reading = read_letter(letter("2026-12-30 09:00", answered=False), FIVE_DAYS, NOW, RULER)
    assert (reading.missing_year, reading.limit) == (2027, None)
    assert "2027" in reading.words.en


def test_rates_are_given_by_unit_over_what_can_be_decided() -> None:
    letters = [
        letter("2026-03-02 09:00", "2026-03-03 09:00"),
        letter("2026-03-02 09:00", "2026-03-20 09:00"),
        letter("2026-03-02 09:00"),
        letter("2026-03-02 09:00", answered=False),
        letter("2026-05-29 09:00", unit="教育局", answered=False),
    ]
    found = rates(letters, FIVE_DAYS, NOW, RULER)
    assert found == (Rate("住建局", 4, 1, 1, 1, 0, 1), Rate("教育局", 1, 0, 0, 0, 1, 0))
    assert found[0].share == pytest.approx(1 / 3)
    assert found[1].share is None
    assert total(found) == Rate("", 5, 1, 1, 1, 1, 1)


def test_a_line_names_its_times_in_either_way_and_says_what_is_wrong() -> None:
    read = letter_from({"id": 7, "time": "2026-03-02 09:00:00", "reply": "已办"}, OFFICE_ZONE, NOW)
    assert (read.id, read.unit, read.replied, read.answered) == ("7", UNNAMED, None, True)
    with pytest.raises(ValueError, match="sent_at is missing"):
        letter_from({"id": "7"}, OFFICE_ZONE, NOW)
    with pytest.raises(ValueError, match=r"replied_at is no time.*'soon'"):
        letter_from({"sent_at": "2026-03-02", "replied_at": "soon"}, OFFICE_ZONE, NOW)


@given(
    st.datetimes(datetime(2005, 1, 1), datetime(2026, 10, 1)),  # noqa: DTZ001  # made aware below
    st.integers(0, 60 * 24 * 40),
    st.sampled_from(["P5WD", "PT48H", "PT24H", "PT5H", "P5D"]),
)
def test_a_longer_window_never_turns_a_timely_letter_late(
    sent: datetime, minutes: int, window: str
) -> None:
    start = sent.replace(tzinfo=UTC)
    replied = When.at(start + timedelta(minutes=minutes), "page")
    judged = Letter("1", "甲", When.at(start, "page"), replied, answered=True)
    verdict = judge_letter(judged, parse_window(window), NOW, RULER)
    assert verdict in (LetterVerdict.ON_TIME, LetterVerdict.LATE)
    if verdict is LetterVerdict.ON_TIME:
        later = judge_letter(judged, parse_window("P20WD"), NOW, RULER)
        assert later is LetterVerdict.ON_TIME


@pytest.mark.shared_data
def test_the_rates_of_the_real_letters_equal_a_count_by_hand(shared_data: Path) -> None:
    path = shared_data / "mailbox_taidi" / "replies.jsonl"
    report = LineReport()
    letters = read_letters(path, report, OFFICE_ZONE, NOW)
    assert report.bad == 0
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines = (shared_data / "holidays_cn" / "days.jsonl").read_text(encoding="utf-8").splitlines()
    worked = {date.fromisoformat(d["date"]): d["is_workday"] for d in map(json.loads, lines)}

    def fifth_working_day(sent: date) -> date:
        following = (sent + timedelta(days=n) for n in range(1, 60))
        return [day for day in following if worked[day]][4]

    dated = [
        (datetime.fromisoformat(row["time"]), datetime.fromisoformat(row["reply_time"]))
        for row in rows
        if row["reply_time"]
    ]
    by_hand = {
        "P5WD": sum(replied.date() <= fifth_working_day(sent.date()) for sent, replied in dated),
        **{
            f"PT{hours}H": sum(replied - sent <= timedelta(hours=hours) for sent, replied in dated)
            for hours in (48, 24, 5)
        },
    }
    for window, on_time in by_hand.items():
        found = total(rates(letters, parse_window(window), NOW, RULER))
        assert found.on_time == on_time, window
        assert (found.letters, found.decided) == (len(rows), len(dated))
    assert len(dated) > 1000
