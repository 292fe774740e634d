"""The ledger 台账 of a span: every window whose limit lies in it, with what an office files."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from monitor.domain.clock import Clock
from monitor.domain.incident import IncidentFacts
from monitor.domain.ledger import LedgerEntry
from monitor.domain.response import Response
from monitor.domain.severity import Category
from monitor.store.mapping import clock_of
from monitor.store.store import Store
from monitor.store.tables import ArticleRow, ClockRow, IncidentRow
from monitor.store.views_clocks import labels_of
from monitor.usecases.office import Office

Incident = tuple[int, list[ClockRow]]


def read_ledger(
    store: Store,
    office: Office,
    start: datetime,
    end: datetime,
    along: Callable[[Sequence[Incident]], Iterable[Incident]] = iter,
) -> Iterator[LedgerEntry]:
    """The windows that apply and whose limit lies in [start, end), incident by incident.

    `along` goes through the incidents and may show how far it has come.
    """
    with store.read() as work:
        windows = work.digests.windows(start, end)
        found = [(n, list(rows)) for n, rows in groupby(windows, key=lambda row: row.incident_id)]
        for number, clocks in along(found):
            row, facts = work.incidents.get(number), work.incidents.facts(number)
            first = _first_report(work.articles.of_incident(number))
            for clock in clocks:
                yield _entry(office, row, facts, first, clock_of(clock))


def _first_report(articles: Iterable[ArticleRow]) -> ArticleRow | None:
    """The earliest publication we keep, by what it says of itself, else by when we saw it."""
    return min(articles, key=lambda a: a.published_earliest or a.first_seen_at, default=None)


def _entry(
    office: Office,
    row: IncidentRow,
    facts: IncidentFacts,
    first: ArticleRow | None,
    clock: Clock,
) -> LedgerEntry:
    counting = [response for response in facts.responses if response.counts]
    answer = next((r for r in facts.responses if r.id == clock.answered_by), None)
    label = labels_of(office.policy)(clock.clause, clock.window)
    quote, source = _rule(office, clock)
    return LedgerEntry(
        incident=int(facts.id),
        title=row.title,
        category=Category(row.category),
        grade_confirmed=facts.grading.confirmed,
        grade_possible=facts.grading.possible,
        place=row.place,
        units=tuple(office.unit_name(unit) for unit in facts.units),
        first_public=facts.first_public,
        first_channel=_channel(office, first),
        first_title=first.title if first else "",
        first_url=first.url if first else "",
        occurred=facts.occurred,
        detected_at=facts.detected_at,
        assigned=facts.assigned,
        acknowledged=facts.acknowledged,
        clause=clock.clause,
        label_zh=label.zh,
        label_en=label.en,
        rule_quote=quote,
        rule_source=source,
        basis=clock.basis,
        start=clock.start,
        due_at=clock.due_at,
        verdict=clock.verdict,
        late_on_upgrade=clock.late_on_upgrade,
        words_zh=clock.words.zh,
        words_en=clock.words.en,
        answered=clock.answered,
        answer_kind=answer.kind if answer else None,
        answer_issuer=answer.issuer if answer else "",
        answer_title=answer.title if answer else "",
        answer_url=answer.url if answer else "",
        updates=len(counting),
        last_answer_at=_latest(counting),
        figures=dict(row.figures),
        url=office.incident_url(facts.id),
    )


def _latest(answers: Iterable[Response]) -> datetime | None:
    return max((answer.at.latest for answer in answers), default=None)


def _channel(office: Office, article: ArticleRow | None) -> str:
    if article is None:
        return ""
    channel = office.channels.get(article.channel)
    return channel.title if channel else article.channel


def _rule(office: Office, clock: Clock) -> tuple[str, str]:
    """The quotation of the window's clause and its source, where the policy still has it."""
    try:
        clause = office.policy.clause(clock.clause)
    except KeyError:
        return "", ""
    return clause.quote, clause.source
