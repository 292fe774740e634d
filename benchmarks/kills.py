"""SIGKILL at random moments of a busy loop: is an alert ever lost, and how many come twice?

    python -m benchmarks.kills [--kills 1000] [--postgresql] [--trouble down] [--seed 1]

A real process owes alerts in transactions and sends them to a real mail server, two hundred of
them in work at any time; it is killed at a random moment and started again, so many times; then
what is left is sent. Lost: an alert whose transaction was committed and which never arrived.
Twice: it arrived more than once, which is recognised by its Message-ID. At the end the log is
verified, and that no incident is without its message.

With `--trouble` the mail server misbehaves for the first half of the kills, over 24 simulated
hours: down, hang, close (in the middle of a mail), 450, 550 or 535. What was given up (550) is
sent again by a person's order, as `huiying alerts resend --all-dead` does.
"""

import argparse
import ctypes
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from alerts.mail import SmtpTransport
from alerts.sender import Sender
from alerts.smtp_session import SmtpSettings
from alerts.streams import MAIL
from alerts.wording import Wording
from benchmarks.breaches import NOW, open_overdue
from benchmarks.mail_sink import ACCEPT, Sink, mail_sink
from monitor.adapters.outbox import StoreOutbox
from monitor.store.store import Store
from monitor.store.tables import IncidentRow
from monitor.usecases.resend import resend_all_dead
from monitor.usecases.verify import verify
from monitor.wording.many_mail import render_many
from monitor.wording.rendering import render_mail
from tests.databases import postgresql_server

IN_WORK = 200
LONGEST_LIFE_S = 2.0
TROUBLES = {"450": "450 4.2.1 try again later", "550": "550 5.1.1 no such user"}
"""What the server says; every other trouble is called as the server calls it."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a process is given: the state, where mail goes, and what time it is."""

    store: Store
    port: int
    now: datetime
    owed: Any  # the number of the last incident whose transaction was committed, shared
    in_work: int
    timeout_s: float = 10.0


def busy_loop(job: Job) -> None:
    """Owe and send until killed."""
    _start(job)
    threading.Thread(target=_keep_owing, args=(job,), daemon=True).start()
    sender = _sender(job)
    while True:
        if not sender.drain(job.now).sent:
            time.sleep(0.005)


def finish(job: Job) -> None:
    """Send what is left, then end."""
    _start(job)
    sender = _sender(job)
    while sender.drain(job.now).sent:
        pass


def _live(life: Callable[[Job], None], job: Job) -> None:
    """A life in a process of its own: what the store has compiled is ours, its connections not."""
    job.store.engine.dispose(close=False)
    life(job)


def _start(job: Job) -> None:
    """As the loop does: what the life before had in hand is ours to send."""
    with job.store.write() as work:
        work.outbox.reclaim(job.now)


def _keep_owing(job: Job) -> None:
    while True:
        with job.store.read() as work:
            room = job.in_work - work.outbox.waiting()
        for _ in range(room):
            number = job.owed.value + 1
            # A server may end what the life before had asked for after that life was killed.
            with suppress(IntegrityError), job.store.write() as work:
                open_overdue(work, number, job.now, f"zhiban{number}@linxi.example")
            job.owed.value = number
            time.sleep(0.002)  # SQLite lets a waiting writer in only where another one rests
        time.sleep(0.01)


def _sender(job: Job) -> Sender:
    settings = SmtpSettings(
        "127.0.0.1",
        job.port,
        "huiying@linxi.example",
        "none",
        username="huiying",
        password="right",  # noqa: S106  # of a server that takes any
        timeout_s=job.timeout_s,
    )
    return Sender(
        StoreOutbox(job.store),
        {MAIL: SmtpTransport(settings)},
        Wording(render_mail, ZoneInfo("Asia/Shanghai"), render_many),
        {MAIL: 2},
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the kills came to."""

    kills: int
    owed: int
    lost: int
    twice: int
    other_identifier: int
    unsound: str


def run_kills(
    url: str,
    sink: Sink,
    kills: int,
    chance: random.Random,
    trouble: str = "",
    in_work: int = IN_WORK,
    longest_life_s: float = LONGEST_LIFE_S,
) -> Outcome:
    """Kill so many times, finish, and count; `in_work` alerts wait to be sent at any time."""
    store = Store.open(url)
    # Spawning would import everything anew for each life; a fork starts in a few milliseconds.
    context = multiprocessing.get_context("fork")
    owed = context.Value(ctypes.c_long, 0, lock=False)
    _warm_up(Job(store, sink.port, NOW, owed, in_work))
    for number in range(kills):
        troubled = trouble and number < kills / 2
        sink.behave(TROUBLES.get(trouble, trouble) if troubled else ACCEPT)
        owed.value = _last_owed(store, owed.value)
        store.engine.dispose()
        now = NOW + number * timedelta(hours=48) / kills
        job = Job(store, sink.port, now, owed, in_work, 0.3 if troubled else 10.0)
        process = context.Process(target=_live, args=(busy_loop, job), daemon=True)
        process.start()
        time.sleep(chance.uniform(0.02, longest_life_s))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        process.close()
        _say(f"{number + 1} kills, {owed.value} alerts owed", every=50, number=number + 1)
    sink.behave(ACCEPT)
    _finish(Job(store, sink.port, NOW, owed, in_work), context)
    outcome = _count(store, sink, kills, owed.value)
    store.close()
    return outcome


def _warm_up(job: Job) -> None:
    """Import and compile once what every life would; leave the alerts of the first one waiting."""
    with job.store.write() as work:
        open_overdue(work, 1, job.now, "zhiban1@linxi.example")
    finish(job)
    for number in range(2, job.in_work + 1):
        with job.store.write() as work:
            open_overdue(work, number, job.now, f"zhiban{number}@linxi.example")


def _say(words: str, every: int, number: int) -> None:
    if number % every == 0:
        print(words, file=sys.stderr, flush=True)


def _last_owed(store: Store, known: int) -> int:
    """The last incident there is: a life may have ended between its commit and its word of it."""
    with store.engine.connect() as connection:
        last = int(connection.execute(select(func.max(IncidentRow.id))).scalar_one() or 0)
    if last < known:
        raise SystemExit(f"{known - last} committed transactions are gone")
    return last


def _finish(job: Job, context: Any) -> None:
    """Two days later: what waits goes out; what was given up is sent again by order."""
    for days in (3, 4):
        job.store.engine.dispose()
        job = replace(job, now=NOW + timedelta(days=days))
        process = context.Process(target=_live, args=(finish, job))
        process.start()
        process.join()
        process.close()
        resend_all_dead(job.store, "值班员甲", job.now)


def _count(store: Store, sink: Sink, kills: int, known: int) -> Outcome:
    last = _last_owed(store, known)
    arrived = sink.arrived().mails
    times = Counter(recipient for recipient, _ in arrived)
    identifiers: dict[str, set[str]] = {}
    for recipient, identifier in arrived:
        identifiers.setdefault(recipient, set()).add(identifier)
    wanted = {f"zhiban{number}@linxi.example" for number in range(1, last + 1)}
    found = verify(store)
    return Outcome(
        kills=kills,
        owed=last,
        lost=len(wanted - times.keys()),
        twice=sum(number - 1 for number in times.values()),
        other_identifier=sum(len(names) > 1 for names in identifiers.values()),
        unsound="; ".join([*map(str, found.faults), *found.differences][:5]),
    )


@contextmanager
def database(postgresql: bool) -> Iterator[str]:
    """An empty database of either kind."""
    if postgresql:
        with postgresql_server() as new_database:
            yield new_database()
        return
    with tempfile.TemporaryDirectory(prefix="huiying-kills-") as folder:
        yield f"sqlite:///{Path(folder) / 'huiying.db'}"


def main() -> None:
    """Kill, count, and end with status 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    parser.add_argument("--trouble", default="", help="down, hang, close, 450, 550 or 535")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no process is left behind
    started = time.monotonic()
    with mail_sink() as sink, database(options.postgresql) as url:
        chance = random.Random(options.seed)
        outcome = run_kills(url, sink, options.kills, chance, options.trouble)
    kind = "PostgreSQL" if options.postgresql else "SQLite"
    trouble = f", trouble {options.trouble}" if options.trouble else ""
    print(
        f"{kind}{trouble}, seed {options.seed}: {outcome.kills} kills, {outcome.owed} alerts owed, "
        f"lost {outcome.lost}, arrived twice {outcome.twice} (with another Message-ID "
        f"{outcome.other_identifier}), log {outcome.unsound or 'sound'}; "
        f"{time.monotonic() - started:.0f} s"
    )
    sys.exit(bool(outcome.lost or outcome.other_identifier or outcome.unsound))


if __name__ == "__main__":
    main()
