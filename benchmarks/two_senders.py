"""Two clock loops and two senders at once on one PostgreSQL: does any alert come twice, or never?

    python -m benchmarks.two_senders [--alerts 10000]

Four processes work on the same database at the same time: two decide the same incidents to be
overdue, one after the other in the same order, and owe the messages; two send what is owed to a
real mail server. What two loops decide at once is owed once, by its key; what two senders claim
at once goes to one of them, by its lease.
"""

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from alerts.mail import SmtpTransport
from alerts.sender import Sender
from alerts.smtp_session import SmtpSettings
from alerts.streams import MAIL
from alerts.wording import Wording
from benchmarks.breaches import NOW, fill, owe
from benchmarks.mail_sink import Sink, mail_sink
from monitor.adapters.outbox import StoreOutbox
from monitor.store.database import open_engine
from monitor.store.store import Store
from monitor.wording.many_mail import render_many
from monitor.wording.rendering import render_mail
from tests.databases import postgresql_server


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the four came to. `refused`: how often the database itself kept a second one out."""

    alerts: int
    never: int
    twice: int
    by_sender: tuple[int, ...]
    refused: int


def decide(url: str, alerts: int, refused: Any) -> None:
    """Owe the message about each incident; somebody else does so at the same time."""
    store = Store(open_engine(url))
    for incident in range(1, alerts + 1):
        try:
            with store.write() as work:
                owe(work, incident, f"zhiban{incident}@linxi.example")
        except IntegrityError:
            # The other loop was quicker between our look and our write: it is owed, once.
            with refused.get_lock():
                refused.value += 1


def send(url: str, port: int, decided: Any, sent: Any) -> None:
    """Send until all is decided and nothing is left."""
    store = Store(open_engine(url))
    settings = SmtpSettings("127.0.0.1", port, "huiying@linxi.example", "none")
    sender = Sender(
        StoreOutbox(store, group_above=0),
        {MAIL: SmtpTransport(settings)},
        Wording(render_mail, ZoneInfo("Asia/Shanghai"), render_many),
        {MAIL: 2},
    )
    while True:
        last_look = decided.is_set()
        done = sender.drain(NOW, limit=50).sent
        with sent.get_lock():
            sent.value += done
        if last_look and not done:
            return


def run(url: str, sink: Sink, alerts: int) -> Outcome:
    """Let the four work until all is sent, and count what arrived."""
    with closing(Store.open(url)) as store:
        fill(store, alerts)
    context = multiprocessing.get_context("fork")
    decided = context.Event()
    refused, sent = context.Value("l"), [context.Value("l") for _ in range(2)]
    loops = [context.Process(target=decide, args=(url, alerts, refused)) for _ in range(2)]
    senders = [
        context.Process(target=send, args=(url, sink.port, decided, count)) for count in sent
    ]
    for process in (*loops, *senders):
        process.start()
    for process in loops:
        process.join()
    decided.set()
    for process in senders:
        process.join()
    failed = [process.exitcode for process in (*loops, *senders) if process.exitcode]
    if failed:
        raise SystemExit(f"a process ended with status {failed[0]}")
    times = Counter(recipient for recipient, _ in sink.arrived().mails)
    wanted = {f"zhiban{incident}@linxi.example" for incident in range(1, alerts + 1)}
    return Outcome(
        alerts=alerts,
        never=len(wanted - times.keys()),
        twice=sum(number - 1 for number in times.values()),
        by_sender=tuple(count.value for count in sent),
        refused=refused.value,
    )


def main() -> None:
    """Run, count, and end with status 1 where anything came twice or never."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--alerts", type=int, default=10_000)
    options = parser.parse_args()
    started = time.monotonic()
    with mail_sink() as sink, postgresql_server() as new_database:
        outcome = run(new_database(), sink, options.alerts)
    print(
        f"{outcome.alerts} alerts, decided by two loops at once, sent by two senders "
        f"({outcome.by_sender[0]} and {outcome.by_sender[1]}): never arrived {outcome.never}, "
        f"twice {outcome.twice}; {outcome.refused} times the database kept a second one out; "
        f"{time.monotonic() - started:.0f} s"
    )
    sys.exit(bool(outcome.never or outcome.twice))


if __name__ == "__main__":
    main()
