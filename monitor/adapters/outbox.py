"""The sender's door: hands out what is owed and still holds, and keeps what became of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.outbox import Failure, Outgoing, RenderedMail
from monitor.adapters.gathering import Claimed, gather, group_key
from monitor.adapters.rechecking import withdraw_overtaken
from monitor.domain.briefing import from_json
from monitor.domain.events import Event, EventKind
from monitor.store.outbox import DEAD, SENT
from monitor.store.outbox_tables import OutboxRow
from monitor.store.store import Store, Work

GROUP_ABOVE = 5
"""More messages than this to one recipient at once go out as one."""

_LONGEST_ERROR = 1000


@dataclass(frozen=True, slots=True)
class StoreOutbox:
    """Implements `alerts.outbox.OutboxPort` on the store. Each call is its own transaction.

    More than `group_above` messages that are due to one recipient make one; 0 groups nothing.
    """

    store: Store
    group_above: int = GROUP_ABOVE

    def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Outgoing]:
        """What is due and still holds, leased to the caller; what was overtaken is withdrawn.

        Both in one transaction, so that no answer comes between the look and the claim.
        """
        while True:
            with self.store.write() as work:
                work.outbox.one_claim_at_a_time()
                rows = work.outbox.claim(now, limit, lease)
                if not rows:
                    return []
                rows += self._rest(work, rows, now, lease)
                holding = withdraw_overtaken(work, rows, now)
                parts = gather(list(_read(work, holding, now)), self.group_above)
                if parts:
                    return [_outgoing(part) for part in parts]

    def _rest(
        self, work: Work, rows: Sequence[OutboxRow], now: datetime, lease: timedelta
    ) -> list[OutboxRow]:
        """What goes out together with them: the rest of their groups and of a storm."""
        groups = {row.group_key for row in rows} - {""}
        count: dict[str, int] = {}
        for row in rows:
            count[row.recipient] = count.get(row.recipient, 0) + 1
        above = self.group_above or len(rows)
        flooded = [recipient for recipient, number in count.items() if number > above]
        if not groups and not flooded:
            return []
        return work.outbox.claim_rest(now, lease, flooded, groups)

    def mark_sent(self, sent: Sequence[tuple[Outgoing, RenderedMail]], now: datetime) -> None:
        """Accepted by the transport; what it said is kept, once for each message."""
        with self.store.write() as work:
            work.outbox.change(
                [
                    {
                        "key": key,
                        "state": SENT,
                        "sent_at": now,
                        "claimed_at": None,
                        "subject": mail.subject,
                        "text": "" if number else mail.text,
                        "html": "" if number else mail.html,
                    }
                    for outgoing, mail in sent
                    for number, key in enumerate(outgoing.keys)
                ]
            )
            work.events.append_all(
                [event for outgoing, _ in sent for event in _sent_events(outgoing, now)]
            )

    def mark_failed(self, failures: Sequence[Failure], now: datetime) -> None:
        """Not accepted: due again, or a dead letter that the board shows."""
        with self.store.write() as work:
            for failure in failures:
                for row in work.outbox.by_keys(failure.outgoing.keys):
                    _failed(work, row, failure, now)


def _read(work: Work, rows: Sequence[OutboxRow], now: datetime) -> Iterator[Claimed]:
    """What the rows say. One that nobody can read is given up, and stops no other."""
    for row in rows:
        try:
            briefing = from_json(row.briefing)
        except (KeyError, TypeError, ValueError) as error:
            _give_up(work, row, f"unreadable: {type(error).__name__}: {error}", now)
        else:
            yield Claimed(row, briefing)


def _give_up(work: Work, row: OutboxRow, error: str, now: datetime) -> None:
    row.state, row.claimed_at, row.last_error = DEAD, None, error[:_LONGEST_ERROR]
    data = {"clause": row.clause, "reason": row.reason, "error": row.last_error}
    work.events.append(Event(EventKind.NOTICE_FAILED, now, str(row.incident_id or ""), data=data))


def _outgoing(part: tuple[Claimed, ...]) -> Outgoing:
    row = part[0].row
    single = Outgoing(
        key=row.key,
        recipient=row.recipient,
        language=row.language,
        briefing=part[0].briefing,
        message_id=row.message_id,
        thread_id=row.thread_id,
        attempts=row.attempts,
        generation=row.generation,
    )
    return single if len(part) == 1 and not row.group_key else _together(single, part)


def _together(first: Outgoing, part: tuple[Claimed, ...]) -> Outgoing:
    """Several messages as one. The rows keep which: sent again after a crash, it is the same."""
    keys = tuple(item.row.key for item in part)
    whole = part[0].row.group_key or group_key(keys)
    for item in part:
        item.row.group_key = whole
    threads = {item.row.thread_id for item in part}
    _, _, domain = first.message_id.partition("@")
    return replace(
        first,
        key=whole,
        message_id=f"<{whole}@{domain}" if domain else "",
        thread_id=first.thread_id if len(threads) == 1 else "",
        attempts=max(item.row.attempts for item in part),
        members=keys,
        briefings=tuple(item.briefing for item in part),
        caught_up=all(item.caught_up for item in part),
    )


def _sent_events(outgoing: Outgoing, now: datetime) -> Iterable[Event]:
    for key, briefing in zip(outgoing.keys, outgoing.about, strict=True):
        data = {
            "clause": briefing.clock.clause if briefing.clock else "",
            "reason": briefing.reason.value,
            "message_id": outgoing.message_id,
        }
        if outgoing.members:
            data["notice"] = key
        yield Event(EventKind.NOTICE_SENT, now, briefing.incident, data=data)


def _failed(work: Work, row: OutboxRow, failure: Failure, now: datetime) -> None:
    row.attempts += 1
    row.doubtful = row.doubtful or failure.doubtful
    if not row.doubtful:
        row.group_key = ""  # nobody has seen it: what is sent then is put together then
    if failure.retry_at is None:
        _give_up(work, row, failure.error, now)
        return
    row.next_try_at, row.claimed_at = failure.retry_at, None
    row.last_error = failure.error[:_LONGEST_ERROR]
