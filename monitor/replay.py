"""The whole system in simulated time over an archive of articles.

Nothing is fetched and nothing is sent: articles arrive when they were published, clocks fall due
in between, and what would have been owed is written down.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.domain.archive_policy import rules_awaited
from monitor.domain.article import Article
from monitor.domain.period import PeriodKind, period_of
from monitor.domain.policy import Policy
from monitor.judge.judge import Judge
from monitor.store.archive_rows import AlertLine, ArticleLine, ClockLine, archive_lines
from monitor.store.mapping import when_columns
from monitor.store.store import Store
from monitor.store.tables import ArticleRow
from monitor.usecases.advance_clocks import advance_clocks, next_due_at
from monitor.usecases.judge_articles import judge_new_articles
from monitor.usecases.office import Office
from monitor.usecases.write_digest import write_digest
from monitor.what_if import Case


@dataclass
class Replay:
    """One run over an archive. `store` must be empty; it holds the result."""

    store: Store
    judge: Judge
    office: Office

    def run(self, articles: Iterable[Article]) -> None:
        """Let the articles arrive, given oldest first, then let every clock run out."""
        for article in articles:
            self._advance_to(article.first_seen_at)
            with self.store.write() as work:
                work.articles.add(_row(article))
            judge_new_articles(self.store, self.judge, self.office, article.first_seen_at)
        self._advance_to(None)

    def _advance_to(self, instant: datetime | None) -> None:
        """Settle each clock at the very instant it falls due, up to `instant` (None: all)."""
        while (due := next_due_at(self.store)) is not None:
            if instant is not None and due > instant:
                return
            advance_clocks(self.store, self.office, due)

    def lines(self) -> tuple[list[ArticleLine], list[ClockLine], list[AlertLine]]:
        """What came of every article, every window, and every alert."""
        return archive_lines(self.store.engine)

    def cases(self) -> list[Case]:
        """Every incident of the archive with its facts as they stand at the end."""
        articles, _, _ = self.lines()
        numbers = sorted({int(line.incident) for line in articles if line.incident})
        with self.store.read() as work:
            return [
                Case(work.incidents.get(number).title, work.incidents.facts(number))
                for number in numbers
            ]

    def digests(self, end: datetime) -> Iterator[tuple[str, str]]:
        """A digest for each week in which a window fell due, frozen at `end`."""
        _, clocks, _ = self.lines()
        zone = self.office.zone
        weeks = {period_of(PeriodKind.WEEK, clock.due_at, zone).name for clock in clocks}
        for week in sorted(weeks):
            yield week, write_digest(self.store, self.office, week, end)


def _row(article: Article) -> ArticleRow:
    return ArticleRow(
        channel=article.channel,
        channel_kind=article.channel_kind.value,
        owner=article.owner,
        url=f"archive:{article.id}",
        title=article.title,
        text=article.text,
        **when_columns("published", article.published),
        first_seen_at=article.first_seen_at,
    )


def article_row(line: ArticleLine, office: Office) -> dict[str, Any]:
    """One line of `articles.jsonl`."""
    response = line.response or {}
    at = response.get("at")
    responded = _instant(at["earliest"], office) if at else _instant(line.published, office)
    return {
        "id": line.url.removeprefix("archive:"),
        "incident": line.incident,
        "kind": response.get("kind"),
        "issuer": response.get("issuer") or None,
        "relayed": bool(response.get("relayed")),
        "responded_at": responded if response else None,
        "answers": line.answers,
        "verdict": line.link,
        "duplicate_of": line.duplicate_of,
        "reasons": [*line.reasons, *([response["reason"]] if response else [])],
    }


def ledger_row(line: ClockLine, office: Office, policy: Policy) -> dict[str, Any]:
    """One line of `ledger.jsonl`; `in_force` is false where `policy` had no such rule yet."""
    clause = policy.clause(line.clause)
    began = line.start_earliest.astimezone(office.zone).date()
    awaited = rules_awaited(policy, line.clause, began)
    caveat = [f"推演：该条自{awaited:%Y-%m-%d}起施行，事发时尚无此规定"] if awaited else []
    margin = (line.due_at - line.answered_at).total_seconds() if line.answered_at else None
    return {
        "incident": line.incident,
        "title": line.title,
        "clause": line.clause,
        "window": str(clause.window),
        "started_at": _instant(line.start_latest, office),
        "start_bounds": [
            _instant(line.start_earliest, office),
            _instant(line.start_latest, office),
        ],
        "start_basis": line.basis,
        "due_at": _instant(line.due_at, office),
        "verdict": line.verdict,
        "answered_at": _instant(line.answered_at, office),
        "response_url": line.response_url,
        "margin_s": margin,
        "in_force": awaited is None,
        "reasons": [line.words, *caveat, clause.quote],
    }


def alert_row(line: AlertLine, office: Office) -> dict[str, Any]:
    """One line of `alerts.jsonl`."""
    return {
        "at": _instant(line.at, office),
        "reason": line.reason,
        "incident": line.incident,
        "clause": line.clause or None,
        "recipient": line.recipient,
        "subject": line.subject,
    }


def summary(
    articles: Sequence[ArticleLine], clocks: Sequence[ClockLine], alerts: Sequence[AlertLine]
) -> dict[str, Any]:
    """The run in a few numbers."""
    verdicts: dict[str, dict[str, int]] = {}
    for clock in clocks:
        of_clause = verdicts.setdefault(clock.clause, {})
        of_clause[clock.verdict] = of_clause.get(clock.verdict, 0) + 1
    return {
        "articles": len(articles),
        "duplicates": sum(line.duplicate_of is not None for line in articles),
        "responses": sum(line.response is not None for line in articles),
        "incidents": len({line.incident for line in articles if line.incident}),
        "verdicts": verdicts,
        "alerts": len(alerts),
    }


def _instant(at: datetime | str | None, office: Office) -> str | None:
    if at is None:
        return None
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    return instant.astimezone(office.zone).isoformat()
