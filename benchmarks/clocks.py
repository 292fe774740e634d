"""What a tick costs with a million open clocks: an idle one, and one with fifty due.

    python -m benchmarks.clocks [--clocks 1000000] [--jobs 10000 100000]
                                [--postgresql | --url postgresql+psycopg://…]

An idle tick is `Loop.decide` in a state that was found idle. Fifty that come due are found and
settled by `advance_clocks`; of which kind they are makes the difference:

- nothing new: a step of the ladder is past whose mail was sent long ago;
- due soon: fifty verdicts change, each with its entry in the log, and nobody is told;
- overdue: fifty verdicts change after the looks at the official channels were consulted, with an
  entry each, and three mails each are owed, every one with its briefing.

Finding them is timed apart too: it is what could grow with the number of clocks. Beside it, in the
same run, APScheduler with one job a clock: what it costs to ask such a scheduler for what is due.
Medians in microseconds, with the tenth and ninetieth percentile. A SQLite file in a temporary
folder is used, or the database at `--url`, which must be empty, or with `--postgresql` a server
that lives as long as the run.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from rich.progress import track

from alerts.mail import SmtpTransport
from alerts.sender import Sender
from alerts.smtp_session import SmtpSettings
from alerts.wording import Wording
from benchmarks.many_clocks import (
    DUE_TOGETHER,
    HOUR,
    KINDS,
    MINUTE,
    NOTHING_NEW,
    ROUNDS,
    START,
    Kind,
    fill,
    office,
)
from monitor.adapters.outbox import StoreOutbox
from monitor.judge.judge import Judge, JudgeSetup
from monitor.loop import Loop
from monitor.resting import Resting
from monitor.store.store import Store
from monitor.text.places import Gazetteer, Jurisdiction
from monitor.usecases.advance_clocks import advance_clocks
from monitor.usecases.digest_desk import DigestDesk, DigestPlan
from monitor.usecases.watch_duties import DutyReading
from monitor.wording.rendering import render_mail
from tests.databases import postgresql_server

IDLE_TICKS = 2000
_FAR = timedelta(days=400)


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


def measure_idle(store: Store, clocks: int) -> None:
    """Ticks of a loop that found nothing to do."""
    sender = Sender(
        StoreOutbox(store),
        {"mail": SmtpTransport(SmtpSettings("127.0.0.1", 9, "a@linxi.example", "none"))},
        Wording(render_mail, office().zone),
    )
    judge = Judge(JudgeSetup(Gazetteer(Jurisdiction(open=True))))
    desk = DigestDesk(store, office(), lambda _: DutyReading(), DigestPlan(()))
    loop = Loop(store, judge, office(), sender, Resting(store), desk)
    now = START + 30 * MINUTE
    loop.decide(now)
    loop.decide(now)
    show(
        f"idle tick, {clocks:,} clocks",
        [micros(lambda: loop.decide(now)) for _ in range(IDLE_TICKS)],
    )


def measure_due(store: Store, kind: Kind) -> None:
    """Rounds with fifty clocks due."""
    finding, settling = [], []
    for turn in range(ROUNDS):
        kind.make_due(store, turn)
        at = kind.due_at(turn)

        def find(at: datetime = at) -> None:
            with store.read() as work:
                assert len(work.incidents.due(at, 500)) == DUE_TOGETHER

        finding.append(micros(find))
        settling.append(micros(lambda at=at: advance_clocks(store, kind.office, at)))  # type: ignore[misc]
    if kind is NOTHING_NEW:
        show(f"finding {DUE_TOGETHER} due", finding)
    show(f"{DUE_TOGETHER} found and settled: {kind.name}", settling)
    kind.make_all_due(store)


def send_first_warnings(store: Store) -> None:
    """Let those of which there will be nothing new pass the step of the ladder."""
    half = START + 24 * HOUR
    NOTHING_NEW.make_all_due(store, half)
    while advance_clocks(store, NOTHING_NEW.office, half):
        pass
    NOTHING_NEW.make_all_due(store)


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


@contextmanager
def database(url: str, *, postgresql: bool) -> Iterator[str]:
    """The address of an empty database."""
    if postgresql:
        with postgresql_server() as new_database:
            yield new_database()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield url or f"sqlite:///{Path(folder) / 'clocks.db'}"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clocks", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--url", default="")
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with database(asked.url, postgresql=asked.postgresql) as url:
        store = Store.open(url)
        fill(store, asked.clocks)
        sys.stdout.write(f"{store.engine.dialect.name}\n")
        measure_idle(store, asked.clocks)
        send_first_warnings(store)
        for kind in KINDS:
            measure_due(store, kind)
        store.close()
    for jobs in asked.jobs:
        measure_jobs(jobs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
