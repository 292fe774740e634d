"""What the next digest says of windows that an earlier one told of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.corrections import (
    Change,
    corrections,
    said_from_json,
    said_of,
    said_to_json,
)
from monitor.domain.summary import LedgerLine, Tally, tally
from monitor.domain.verdict import Verdict

START = datetime(2026, 3, 9, tzinfo=UTC)
LINE = LedgerLine(
    incident="1",
    title="柏湾镇自来水发黄",
    clause="nat-48h",
    label_zh="48小时 回应",
    label_en="48 h response",
    window=timedelta(hours=48),
    units=("县水务局",),
    opened_at=START - timedelta(days=7),
    start_earliest=START - timedelta(days=7),
    start_latest=START - timedelta(days=7),
    due_at=START - timedelta(days=5),
    verdict=Verdict.BREACHED_OPEN,
    words_zh="未见回应",
    words_en="no response seen",
)
KEY = ("1", "nat-48h")
AHEAD = START + timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (LINE, None),
        (replace(LINE, verdict=Verdict.LATE_MET), Change.ANSWERED),
        (replace(LINE, verdict=Verdict.MET), Change.JUDGED_ANEW),
        (replace(LINE, verdict=Verdict.UNDETERMINED), Change.JUDGED_ANEW),
        (replace(LINE, late_on_upgrade=True), Change.JUDGED_ANEW),
        (replace(LINE, verdict=Verdict.NOT_APPLICABLE), Change.GONE),
        (replace(LINE, due_at=AHEAD, verdict=Verdict.RUNNING), Change.MOVED),
        (None, Change.GONE),
    ],
)
def test_a_change_is_told_once(now: LedgerLine | None, change: Change | None) -> None:
    current = {} if now is None else {KEY: now}
    found = corrections([said_of("2026-W10", LINE)], current, START)
    assert [item.change for item in found] == ([] if change is None else [change])
    told = [said_of("2026-W10", LINE), *(item.restated for item in found)]
    assert corrections(told, current, START + timedelta(days=7)) == ()


def test_the_last_word_on_a_window_is_what_a_reader_knows() -> None:
    said = said_of("2026-W10", LINE)
    later = replace(said, verdict=Verdict.MET)
    [item] = corrections([said, later], {KEY: LINE}, START)
    assert (item.said.verdict, item.change) == (Verdict.MET, Change.JUDGED_ANEW)


def test_what_was_said_is_kept_exactly() -> None:
    said = said_of("2026-W10", replace(LINE, late_on_upgrade=True))
    assert said_from_json(said_to_json(said)) == said


def test_what_was_late_only_because_the_grade_rose_is_no_plain_miss() -> None:
    lines = [
        replace(LINE, verdict=verdict, late_on_upgrade=True)
        for verdict in (Verdict.LATE_MET, Verdict.BREACHED_OPEN, Verdict.MET)
    ]
    assert tally([*lines, LINE]) == Tally(on_time=1, overdue=1, late_on_upgrade=2)
    assert tally(lines).judged == 1
