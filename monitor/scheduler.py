"""APScheduler around the loop: it only ticks, and wakes at the next due time.

Deadlines live in the database, never as jobs: a restart loses nothing.
"""

import logging
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler

from monitor.loop import Loop
from monitor.system_clock import Clock

logger = logging.getLogger(__name__)

TICK = timedelta(seconds=1)
HEARTBEAT = timedelta(seconds=15)
CHANNELS = timedelta(seconds=30)
_WAKE = "wake"
_SEND = "send"


def build_scheduler(loop: Loop, clock: Clock) -> BlockingScheduler:
    """A scheduler with all jobs of the clock loop, not yet started.

    APScheduler drops jobs that are one second late unless told otherwise: here a late tick always
    runs, several late ones run once, and none runs beside itself. Sending has a thread of its
    own, so that a mail server that hangs stops no clock.
    """
    scheduler = BlockingScheduler(
        timezone=loop.office.zone,
        executors={"default": ThreadPoolExecutor(1), "send": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )

    def decide() -> None:
        now = clock()
        if loop.decide(now):
            # Whatever that owes goes out now, not at the next tick.
            scheduler.modify_job(_SEND, next_run_time=now)
        _wake_at_next_due(scheduler, loop, decide, now)

    def live() -> None:
        now = clock()
        loop.note_break(now)  # a machine that slept was as good as down
        loop.show_life(now)

    seconds = TICK.total_seconds()
    scheduler.add_job(decide, "interval", seconds=seconds, id="decide")
    scheduler.add_job(
        lambda: loop.send(clock()), "interval", seconds=seconds, id=_SEND, executor="send"
    )
    scheduler.add_job(live, "interval", seconds=HEARTBEAT.total_seconds(), id="life")
    scheduler.add_job(
        lambda: loop.watch_channels(clock()),
        "interval",
        seconds=CHANNELS.total_seconds(),
        id="channels",
    )
    scheduler.add_job(lambda: loop.forget(clock()), "cron", hour=3, id="forget")
    # Looked for again and again: a machine that slept on Monday still writes its week.
    scheduler.add_job(lambda: loop.write_digests(clock()), "cron", minute="*/5", id="digest")
    return scheduler


def _wake_at_next_due(
    scheduler: BlockingScheduler, loop: Loop, decide: Callable[[], None], now: datetime
) -> None:
    """Be there at the very instant the next clock is due, between two ticks."""
    due = loop.next_due()
    if due is not None and due > now:
        scheduler.add_job(decide, "date", run_date=due, id=_WAKE, replace_existing=True)


def run_loop(loop: Loop, clock: Clock, leads: Callable[[], bool] = lambda: True) -> None:
    """Run the clock loop in this thread until SIGTERM or SIGINT, or until it no longer `leads`."""
    scheduler = build_scheduler(loop, clock)

    def keep_leading() -> None:
        if not leads():
            logger.error("the lock of the clock loop is lost: ending, so that another one may lead")
            scheduler.shutdown(wait=False)

    scheduler.add_job(keep_leading, "interval", seconds=HEARTBEAT.total_seconds(), id="lead")

    def stop(_signal: int, _frame: FrameType | None) -> None:
        scheduler.shutdown(wait=False)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    loop.take_over(clock())
    loop.show_life(clock())
    logger.info("the clock loop runs")
    scheduler.start()
