"""Take in the second looks at pages that answered: edited, withdrawn, there again.

The crawler only notes what it saw; what follows from that is decided here, and settled in the same
transaction. A look that saw nothing (an error of the server, a time-out) follows nothing from.
"""

from datetime import datetime

from monitor.domain.events import MACHINE, Event, EventKind
from monitor.domain.notices import NoticeReason
from monitor.domain.page_again import GONE_APART, PageState, planned_look, retry_after
from monitor.domain.response import Link
from monitor.store.articles import NOT_FETCHED
from monitor.store.check_tables import PageCheckRow, PageLookRow
from monitor.store.store import Store, Work
from monitor.store.tables import ResponseRow
from monitor.usecases.office import Office
from monitor.usecases.settle import settle

_BATCH = 100


def take_in_looks(store: Store, office: Office, now: datetime) -> int:
    """Take in one batch of new looks, each in a transaction of its own; returns how many."""
    with store.read() as work:
        waiting = [look.id or 0 for look in work.page_checks.new_looks(_BATCH)]
    for number in waiting:
        with store.write() as work:
            look, check = work.page_checks.look(number)
            if PageState(look.state) is PageState.BLIND:
                _blind(work, look, check)
            elif PageState(look.state) is PageState.GONE:
                _gone(work, office, look, check, now)
            else:
                _seen(work, office, look, check, now)
            look.taken_in_at = now
    return len(waiting)


def _blind(work: Work, look: PageLookRow, check: PageCheckRow) -> None:
    """Nothing was seen, nothing is known: look again, less and less often."""
    check.failures += 1
    wait = retry_after(check.failures)
    if wait is None:
        _next_stage(work, look, check)
    else:
        check.next_at = look.at + wait


def _gone(
    work: Work, office: Office, look: PageLookRow, check: PageCheckRow, now: datetime
) -> None:
    """The server denies the page: once may be a slip, twice an hour apart is a withdrawal."""
    if check.gone_at is None:
        check.gone_at = look.at
    if look.at - check.gone_at < GONE_APART:
        check.next_at = check.gone_at + GONE_APART
        return
    for answer in _own_answers(work, check):
        if answer.withdrawn_at is None and Link(answer.link).counts:
            answer.withdrawn_at = check.gone_at
            why = "两次查看（相隔一小时以上）网页均已不存在，回应视为撤回；原文已存档"
            _log(work, EventKind.RESPONSE_WITHDRAWN, answer, look, why, now)
            settle(work, office, answer.incident_id, now, NoticeReason.ANSWER_WITHDRAWN)
    _next_stage(work, look, check)


def _seen(
    work: Work, office: Office, look: PageLookRow, check: PageCheckRow, now: datetime
) -> None:
    """The page is there: take it back in, and keep what changed on it as a new version."""
    check.gone_at = None
    for answer in _own_answers(work, check):
        if answer.withdrawn_at is not None:
            answer.withdrawn_at = None
            why = "网页重新可见，回应仍以首次发布时间计"
            _log(work, EventKind.RESPONSE_RESTORED, answer, look, why, now)
            settle(work, office, answer.incident_id, now)
    same = look.body_sha256 == check.body_sha256 or look.text_sha256 == check.text_sha256
    if same:
        look.title = look.text = ""  # the version before says it all
    elif work.articles.get(check.article_id).encoding != NOT_FETCHED:  # else it is the first read
        for answer in _own_answers(work, check):
            why = "网页文字已改动，新版另存；回应仍以首次发布时间计"
            hashes: dict[str, object] = {"old": check.text_sha256, "new": look.text_sha256}
            _log(work, EventKind.RESPONSE_EDITED, answer, look, why, now, hashes)
    check.body_sha256, check.text_sha256 = look.body_sha256, look.text_sha256
    _next_stage(work, look, check)


def _own_answers(work: Work, check: PageCheckRow) -> list[ResponseRow]:
    """What the page itself answers; an answer that it only tells of was published elsewhere."""
    return [row for row in work.incidents.links_by(check.article_id) if not row.part]


def _next_stage(work: Work, look: PageLookRow, check: PageCheckRow) -> None:
    check.stage, check.failures = check.stage + 1, 0
    first_seen_at = work.articles.get(check.article_id).first_seen_at
    check.next_at = planned_look(first_seen_at, check.stage, look.at)


def _log(
    work: Work,
    kind: EventKind,
    answer: ResponseRow,
    look: PageLookRow,
    why: str,
    now: datetime,
    more: dict[str, object] | None = None,
) -> None:
    data: dict[str, object] = {
        "response": answer.id,
        "look": look.id,
        "seen_at": look.at.isoformat(),
        "http_status": look.http_status,
        **(more or {}),
    }
    work.events.append(Event(kind, now, str(answer.incident_id), MACHINE, why, data))
