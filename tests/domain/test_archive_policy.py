"""An archive is counted from publication, and by the first edition of the rules."""

from dataclasses import replace
from datetime import date, timedelta

from monitor.domain.archive_policy import for_archive, rules_awaited
from monitor.domain.policy import Policy, StartBasis
from monitor.domain.rungs import Reminder, Unacknowledged
from monitor.settings.policy_files import load_policy

NATIONAL = load_policy("national")
ARCHIVE = for_archive(NATIONAL)


def test_what_nobody_detected_is_counted_from_its_publication() -> None:
    (clause,) = [c for c in ARCHIVE.windows_on(date(2020, 1, 1)) if c.id == "nat-48h"]
    assert clause.clock_start == (StartBasis.FIRST_SEEN_PUBLIC,)
    (live,) = [c for c in NATIONAL.windows_on(date(2020, 1, 1)) if c.id == "nat-48h"]
    assert StartBasis.DETECTED in live.clock_start


def test_nobody_assigned_or_acknowledged_anything_in_an_archive() -> None:
    starts = (StartBasis.ASSIGNED, StartBasis.ACKNOWLEDGED, StartBasis.FIRST_SEEN_PUBLIC)
    clauses = tuple(replace(c, clock_start=starts) for c in NATIONAL.profile.clauses)
    profile = replace(NATIONAL.profile, clauses=clauses)
    archive = for_archive(Policy(profile, (profile,)))
    assert {c.clock_start for c in archive.windows_on(date(2020, 1, 1))} == {
        (StartBasis.FIRST_SEEN_PUBLIC,)
    }


def test_what_is_older_than_every_rule_meets_the_first_edition_and_no_later_one() -> None:
    old, between, new = date(2015, 5, 1), date(2016, 9, 1), date(2016, 11, 10)
    assert NATIONAL.windows_on(old) == ()
    assert [c.id for c in ARCHIVE.windows_on(old)] == ["nat-24h", "nat-48h"]
    assert [c.id for c in ARCHIVE.windows_on(between)] == ["nat-24h", "nat-48h"]
    assert [c.id for c in ARCHIVE.windows_on(new)] == ["nat-5h", "nat-24h", "nat-48h"]


def test_a_rule_that_came_later_is_named_as_such() -> None:
    assert rules_awaited(NATIONAL, "nat-48h", date(2016, 7, 29)) == date(2016, 7, 30)
    assert rules_awaited(NATIONAL, "nat-48h", date(2016, 7, 30)) is None


def test_an_archive_waits_for_no_acknowledgement_and_its_reminders_end() -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    ends = Reminder(hour, ("duty",), hour, day)
    once = Reminder(hour, ("duty",))
    ladder = (ends, Reminder(hour, ("duty",), hour), once, Unacknowledged(hour, ("duty",)))
    profile = replace(load_policy("national").profile, escalation=ladder)
    found = for_archive(Policy(profile, (profile,))).escalation
    assert found == (ends, Reminder(hour, ("duty",), hour, 7 * day + hour), once)
