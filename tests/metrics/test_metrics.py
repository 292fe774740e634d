"""What the metrics say of a store, at the boundaries."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, delete

from monitor.domain.channel import PollOutcome
from monitor.domain.verdict import Verdict
from monitor.metrics import build_registry, metrics_page
from monitor.store.metric_queries import MetricQueries
from monitor.store.tables import HeartbeatRow, PollRow
from tests.metrics.seeding import (
    CHANNELS,
    HOUR,
    NEWS,
    NOW,
    PORTAL,
    SECOND,
    add,
    article,
    channel_row,
    clock,
    incident,
    message,
    poll,
    seed_county,
    sent,
)

Value = Callable[..., float | None]
MINUTE = timedelta(minutes=1)
MILLISECOND = timedelta(milliseconds=1)


def test_an_empty_store_still_gives_a_page(value: Value) -> None:
    assert value("huiying_outbox_pending") == 0
    assert value("huiying_outbox_oldest_age_seconds") == 0
    assert value("huiying_polls_total", outcome="timeout") == 0
    assert value("huiying_channel_up", channel="portal", kind="official") == 0


def test_clocks_are_counted_by_clause_verdict_and_profile(engine: Engine, value: Value) -> None:
    add(
        engine,
        clock(1, "nat-48h", "running"),
        clock(2, "nat-48h", "running"),
        clock(3, "nat-48h", "met", took=HOUR),
        clock(1, "local-4h", "running", profile="wenzhou"),
    )
    assert value("huiying_clocks", clause="nat-48h", verdict="running", profile="national") == 2
    assert value("huiying_clocks", clause="nat-48h", verdict="met", profile="national") == 1
    assert value("huiying_clocks", clause="nat-48h", verdict="waived", profile="national") == 0
    assert value("huiying_clocks", clause="local-4h", verdict="running", profile="wenzhou") == 1


def test_the_least_time_left_is_that_of_the_most_urgent_running_clock(
    engine: Engine, value: Value
) -> None:
    add(
        engine,
        clock(1, "nat-5h", "running", due_in=3 * HOUR),
        clock(2, "nat-5h", "due_soon", due_in=MINUTE),
        # long overdue, but nothing is left to wait for
        clock(3, "nat-5h", "breached_open", due_in=-9 * HOUR),
        clock(4, "nat-24h", "met", took=HOUR),
    )
    assert value("huiying_seconds_to_deadline_min", clause="nat-5h") == 60
    assert value("huiying_seconds_to_deadline_min", clause="nat-24h") is None


@pytest.mark.parametrize("verdict", Verdict)
def test_a_breach_is_what_is_overdue_or_was_answered_late(
    engine: Engine, value: Value, verdict: Verdict
) -> None:
    add(engine, clock(1, "nat-5h", verdict.value))
    late = verdict in (Verdict.BREACHED_OPEN, Verdict.LATE_MET)
    assert value("huiying_breaches_total", clause="nat-5h") == (1 if late else 0)


@pytest.mark.parametrize("verdict", Verdict)
def test_an_incident_is_open_while_one_of_its_clocks_is(
    engine: Engine, value: Value, verdict: Verdict
) -> None:
    add(engine, incident(1, grade_confirmed="较大"), clock(1, "nat-5h", verdict.value))
    assert value("huiying_incidents_open", grade="较大") == (1 if verdict.is_open else 0)


def test_an_incident_with_two_open_clocks_is_one_incident(engine: Engine, value: Value) -> None:
    open_clocks = clock(1, "nat-5h", "running"), clock(1, "nat-24h", "breached_open")
    add(engine, incident(1), *open_clocks)
    assert value("huiying_incidents_open", grade="ungraded") == 1


@pytest.mark.parametrize(
    ("took", "bound", "inside"),
    [
        (5 * HOUR - MILLISECOND, "18000.0", 1),
        (5 * HOUR, "18000.0", 1),
        (5 * HOUR + MILLISECOND, "18000.0", 0),
        (5 * HOUR + MILLISECOND, "43200.0", 1),
        (96 * HOUR + MILLISECOND, "345600.0", 0),
        (96 * HOUR + MILLISECOND, "+Inf", 1),
        (timedelta(0), "3600.0", 1),
    ],
)
def test_a_bucket_holds_answers_that_took_at_most_its_bound(
    engine: Engine, value: Value, took: timedelta, bound: str, inside: int
) -> None:
    add(engine, clock(1, "nat-48h", "met", took=took))
    assert value("huiying_response_seconds_bucket", clause="nat-48h", le=bound) == inside
    seconds = value("huiying_response_seconds_sum", clause="nat-48h")
    assert seconds == pytest.approx(took / SECOND)


def test_answers_of_excused_windows_are_no_answers(engine: Engine, value: Value) -> None:
    add(
        engine,
        clock(1, "nat-48h", "met", took=HOUR),
        clock(2, "nat-48h", "late_met", took=50 * HOUR),
        clock(3, "nat-48h", "waived", took=HOUR),
        clock(4, "nat-48h", "undetermined"),  # blind, not answered
    )
    assert value("huiying_answers_total", clause="nat-48h", verdict="met") == 1
    assert value("huiying_answers_total", clause="nat-48h", verdict="late_met") == 1
    assert value("huiying_answers_total", clause="nat-48h", verdict="undetermined") == 0
    assert value("huiying_response_seconds_count", clause="nat-48h") == 2


@pytest.mark.parametrize(
    ("changes", "age"),
    [
        # refused once, tried again later: late
        ({"attempts": 1, "next_try_at": NOW + HOUR}, 60),
        ({"next_try_at": NOW}, 60),
        # held back on purpose until quiet hours end
        ({"next_try_at": NOW + SECOND}, 0),
    ],
)
def test_a_message_is_late_once_it_is_due_or_was_tried(
    engine: Engine, value: Value, changes: dict[str, object], age: float
) -> None:
    add(engine, message("a", **changes))
    assert value("huiying_outbox_pending") == 1
    assert value("huiying_outbox_oldest_age_seconds") == age


def test_sent_and_dead_messages_do_not_wait(engine: Engine, value: Value) -> None:
    add(engine, sent("a", SECOND), message("b", state="dead"))
    assert value("huiying_outbox_pending") == 0
    assert value("huiying_outbox_oldest_age_seconds") == 0
    assert value("huiying_outbox_dead") == 1


@pytest.mark.parametrize(
    ("dwell", "within_five"), [(5 * SECOND, 1), (5 * SECOND + MILLISECOND, 0), (0 * SECOND, 1)]
)
def test_dwell_is_from_owed_to_sent(
    engine: Engine, value: Value, dwell: timedelta, within_five: int
) -> None:
    add(engine, sent("a", dwell, reason="answered"))
    assert value("huiying_notices_sent_total", reason="answered") == 1
    bucket = value("huiying_notice_dwell_seconds_bucket", reason="answered", le="5.0")
    assert bucket == within_five


def test_a_message_sent_before_it_was_created_does_not_lower_the_sum(
    engine: Engine, value: Value
) -> None:
    add(engine, sent("a", -HOUR))
    assert value("huiying_notice_dwell_seconds_sum", reason="window_breached") == 0
    assert value("huiying_notice_dwell_seconds_count", reason="window_breached") == 1


@pytest.mark.parametrize(
    ("unseen_for", "up"),
    [(PORTAL.patience, 1), (PORTAL.patience + SECOND, 0)],
)
def test_a_channel_is_up_within_its_patience(
    engine: Engine, value: Value, unseen_for: timedelta, up: int
) -> None:
    add(engine, channel_row(PORTAL, NOW - unseen_for), channel_row(NEWS, NOW))
    assert value("huiying_channel_up", channel="portal", kind="official") == up
    assert value("huiying_blind_channels", kind="official") == 1 - up
    assert value("huiying_blind_channels", kind="news") == 0


def test_only_configured_channels_become_labels(
    engine: Engine, value: Value, registry: CollectorRegistry
) -> None:
    gone = PORTAL.__class__("gone", "撤销的站", PORTAL.kind, PORTAL.reader, "http://c.invalid/")
    add(engine, channel_row(gone, NOW), channel_row(PORTAL, NOW), channel_row(NEWS, None))
    last = "huiying_channel_last_success_timestamp_seconds"
    assert value(last, channel="portal") == NOW.timestamp()
    assert value(last, channel="news") is None
    assert b"gone" not in metrics_page(registry)


def test_heartbeats_have_an_age(engine: Engine, value: Value) -> None:
    add(engine, HeartbeatRow(role="watch", at=NOW - 7 * SECOND))
    assert value("huiying_heartbeat_age_seconds", role="watch") == 7


def test_logs_are_counted_once_whenever_they_are_looked_at(engine: Engine) -> None:
    now = NOW
    registry = build_registry(MetricQueries(engine), lambda: now, CHANNELS)

    def polls() -> float | None:
        return registry.get_sample_value("huiying_polls_total", {"outcome": "ok"})

    def articles() -> float | None:
        return registry.get_sample_value("huiying_articles_total", {"kind": "news"})

    add(engine, poll(now - HOUR), poll(now), article(1, now))
    assert (polls(), articles()) == (2, 1)
    assert (polls(), articles()) == (2, 1)
    now = now + 2 * MINUTE
    assert (polls(), articles()) == (2, 1)
    add(engine, poll(now), article(2, now), article(3, now))
    assert (polls(), articles()) == (3, 3)


def test_a_row_that_commits_late_is_still_counted(engine: Engine, value: Value) -> None:
    later, earlier = poll(NOW), poll(NOW - SECOND)
    later.id, earlier.id = 2, 1
    add(engine, later)
    assert value("huiying_polls_total", outcome="ok") == 1
    add(engine, earlier)
    assert value("huiying_polls_total", outcome="ok") == 2


def test_housekeeping_does_not_lower_a_total(engine: Engine, value: Value) -> None:
    add(engine, poll(NOW - 2 * HOUR), poll(NOW - HOUR, PollOutcome.TIMEOUT.value))
    assert value("huiying_polls_total", outcome="ok") == 1
    with engine.begin() as connection:
        connection.execute(delete(PollRow))
    assert value("huiying_polls_total", outcome="ok") == 1
    assert value("huiying_polls_total", outcome="timeout") == 1


def test_two_registries_do_not_share_anything(engine: Engine) -> None:
    def at_another_time() -> datetime:
        return NOW + HOUR

    add(engine, HeartbeatRow(role="watch", at=NOW))
    one = build_registry(MetricQueries(engine), lambda: NOW, CHANNELS)
    two = build_registry(MetricQueries(engine), at_another_time, CHANNELS)
    labels = {"role": "watch"}
    assert one.get_sample_value("huiying_heartbeat_age_seconds", labels) == 0
    assert two.get_sample_value("huiying_heartbeat_age_seconds", labels) == 3600


def test_a_registry_takes_one_store_only(engine: Engine, registry: CollectorRegistry) -> None:
    with pytest.raises(ValueError, match="Duplicated"):
        build_registry(MetricQueries(engine), lambda: NOW, CHANNELS, registry)


def test_the_page_holds_nothing_that_a_page_or_a_person_said(
    engine: Engine, registry: CollectorRegistry
) -> None:
    seed_county(engine)
    page = metrics_page(registry).decode()
    assert list(text_string_to_metric_families(page))
    for foreign in ("临溪县", "仓库", "duty@linxi.invalid", "http://"):
        assert foreign not in page
