"""What a tick costs with a million open clocks: an idle one, and one with fifty due.

    python -m benchmarks.clocks [--clocks 1000000] [--jobs 10000 100000] [--url postgresql+psycopg://…]

An idle tick is `Loop.decide` in a state that was found idle. With fifty clocks due, finding them
and settling them are timed apart: finding is what could grow with the number of clocks, settling
is fifty transactions. Beside it, in the same run, APScheduler with one job a clock: what it costs
to ask such a scheduler for what is due. Medians in microseconds, with the tenth and ninetieth
percentile. Without `--url` a SQLite file in a temporary folder is used.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from rich.progress import track
from sqlalchemy import insert

from alerts.mail import SmtpSettings, SmtpTransport
from alerts.sender import Sender
from monitor.adapters.outbox import StoreOutbox
from monitor.domain.channel import ChannelKind
from monitor.domain.joining import Finding, join
from monitor.domain.severity import Category, Figures, Grading
from monitor.domain.when import When
from monitor.judge.judge import Judge, JudgeSetup
from monitor.loop import Loop
from monitor.policy_files import load_policy
from monitor.rendering import render_mail
from monitor.resting import Resting
from monitor.store.store import Store
from monitor.store.tables import ClockRow, IncidentRow
from monitor.text.places import Gazetteer, Jurisdiction
from monitor.usecases.advance_clocks import advance_clocks
from monitor.usecases.office import Office
from monitor.usecases.settle import settle

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DUE_TOGETHER = 50
ROUNDS = 20
IDLE_TICKS = 2000
_FAR = timedelta(days=400)
_CHUNK = 20_000


def office() -> Office:
    """A fictional office that tells nobody, so that only clocks are measured."""
    policy = load_policy("national")
    return Office("临溪", ZoneInfo("Asia/Shanghai"), "zh", policy, {}, (), {}, "", "linxi.example")


def fill(store: Store, clocks: int) -> None:
    """So many incidents with one open clock each; `DUE_TOGETHER` of them due in each round."""
    with store.write() as work:
        when = When.at(START, "benchmark")
        finding = Finding(
            "1", ChannelKind.NEWS, "柏湾镇自来水发黄", when, START, Category.OTHER, Figures(), None,
            Grading(), None, (), "柏湾镇", authority=False, duplicate=False,
        )  # fmt: skip
        row = work.incidents.open(join([finding]))
        settle(work, office(), row.id or 0, START)
    with store.read() as work:
        incident = work.incidents.get(1).model_dump(exclude={"id"})
        (clock,) = (
            one.model_dump(exclude={"id"})
            for one in work.incidents.clocks(1).values()
            if one.next_due_at
        )
    chunks = list(_chunks(range(2, clocks + 1), _CHUNK))
    with store.engine.begin() as connection:
        for numbers in track(chunks, description="filling"):
            connection.execute(insert(IncidentRow), [incident | {"id": n} for n in numbers])
            rows = [clock | {"incident_id": n, "next_due_at": _due(n)} for n in numbers]
            connection.execute(insert(ClockRow), rows)


def _due(number: int) -> datetime:
    """The first thousands fall due fifty a minute; the rest lie far ahead."""
    if number <= ROUNDS * DUE_TOGETHER:
        return START + timedelta(hours=1, minutes=number // DUE_TOGETHER)
    return START + _FAR + timedelta(seconds=number)


def _chunks(numbers: range, size: int) -> Iterator[list[int]]:
    whole = iter(numbers)
    while chunk := list(islice(whole, size)):
        yield chunk


def micros(work: Callable[[], Any]) -> float:
    """How long something takes, in microseconds."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1e6


def show(name: str, times: list[float]) -> None:
    """One line: median with the tenth and the ninetieth percentile."""
    times = sorted(times)
    low, high = times[len(times) // 10], times[len(times) * 9 // 10]
    print(f"{name:44} {statistics.median(times):12.1f} µs  ({low:.1f} to {high:.1f})")


def measure_ours(store: Store, clocks: int) -> None:
    """Idle ticks, then rounds with fifty clocks due."""
    sender = Sender(
        StoreOutbox(store),
        {"mail": SmtpTransport(SmtpSettings("127.0.0.1", 9, "a@linxi.example", "none"))},
        render_mail,
        office().zone,
    )
    judge = Judge(JudgeSetup(Gazetteer(Jurisdiction(open=True))))
    loop = Loop(store, judge, office(), sender, Resting(store))
    now = START + timedelta(minutes=30)
    loop.decide(now)
    loop.decide(now)
    show(
        f"idle tick, {clocks:,} clocks",
        [micros(lambda: loop.decide(now)) for _ in range(IDLE_TICKS)],
    )
    finding, settling = [], []
    for minute in range(1, ROUNDS):
        at = START + timedelta(hours=1, minutes=minute, seconds=1)
        advance_clocks(store, loop.office, at - timedelta(minutes=1))

        def find(at: datetime = at) -> None:
            with store.read() as work:
                assert len(work.incidents.due(at, 500)) >= DUE_TOGETHER - 1

        finding.append(micros(find))
        settling.append(micros(lambda at=at: advance_clocks(store, loop.office, at)))  # type: ignore[misc]
    show(f"finding {DUE_TOGETHER} due", finding)
    show(f"finding and settling {DUE_TOGETHER} due", settling)


def measure_jobs(jobs: int) -> None:
    """APScheduler with a job a clock: asking for what is due, as each of its wake-ups does."""
    scheduler = BackgroundScheduler()
    scheduler.start(paused=True)
    far = datetime.now(UTC) + _FAR
    filling = micros(
        lambda: [
            scheduler.add_job(print, "date", run_date=far + timedelta(seconds=n))
            for n in track(range(jobs), description=f"{jobs:,} jobs")
        ]
    )
    store = scheduler._jobstores["default"]
    now = datetime.now(UTC)
    show(
        f"APScheduler, {jobs:,} jobs: what is due",
        [micros(lambda: store.get_due_jobs(now)) for _ in range(200)],
    )
    print(f"{'':44} {filling / jobs:12.1f} µs to add one job")
    scheduler.shutdown(wait=False)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clocks", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--url", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(asked.url or f"sqlite:///{folder}/clocks.db")
        fill(store, asked.clocks)
        print(store.engine.dialect.name)
        measure_ours(store, asked.clocks)
        store.close()
    for jobs in asked.jobs:
        measure_jobs(jobs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
