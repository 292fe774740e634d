"""Everything that is kept of one article: what the judge decided, of what, and what people said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.domain.response import Link
from monitor.domain.when import When
from monitor.store.mapping import published_of
from monitor.store.store import Store, Work
from monitor.store.tables import ArticleRow, CorrectionRow


@dataclass(frozen=True, slots=True)
class LinkExplained:
    """An incident that the article was linked to as its answer, and by whom."""

    incident: int
    link: Link
    score: float
    linked_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectionExplained:
    """What a person said: whether the article belongs to, or answers, an incident."""

    at: datetime
    actor: str
    reason: str
    kind: str
    incident: int
    right: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """One article with its decision as it was kept, JSON by part; instants are aware.

    `finding` and `decision` are empty for an article that was judged before decisions were kept,
    `judged_at` is None for one that waits for the judge. `titles` names the incidents spoken of.
    """

    article: int
    url: str
    title: str
    published: When | None
    first_seen_at: datetime
    judged_at: datetime | None
    duplicate_of: int | None
    incident: int | None
    finding: Mapping[str, Any]
    decision: Mapping[str, Any]
    reasons: tuple[str, ...]
    links: tuple[LinkExplained, ...]
    corrections: tuple[CorrectionExplained, ...]
    titles: Mapping[int, str]


def explain_article(store: Store, name: str) -> Explanation:
    """What is kept of the article with that number or address; raises KeyError for an unknown."""
    with store.read() as work:
        row = work.articles.named(name)
        links = tuple(
            LinkExplained(
                link.incident_id, Link(link.link), link.score, link.linked_by, link.reason
            )
            for link in work.incidents.links_by(row.id or 0)
        )
        corrections = tuple(map(_correction, work.corrections.of_article(row.id or 0)))
        return Explanation(
            article=row.id or 0,
            url=row.url,
            title=row.title,
            published=published_of(row),
            first_seen_at=row.first_seen_at,
            judged_at=row.judged_at,
            duplicate_of=row.duplicate_of,
            incident=row.incident_id,
            finding=row.finding,
            decision=row.decision,
            reasons=tuple(row.reasons),
            links=links,
            corrections=corrections,
            titles=_titles(work, row, links, corrections),
        )


def _correction(row: CorrectionRow) -> CorrectionExplained:
    return CorrectionExplained(row.at, row.actor, row.reason, row.kind, row.incident_id, row.right)


def _titles(
    work: Work,
    row: ArticleRow,
    links: tuple[LinkExplained, ...],
    corrections: tuple[CorrectionExplained, ...],
) -> dict[int, str]:
    """The titles of all incidents that the explanation names and the store knows."""
    decision = row.decision
    weighed = [decision.get("belongs_to"), decision.get("runner_up"), *decision.get("answers", [])]
    named = {int(candidate["incident"]) for candidate in weighed if candidate}
    named |= {link.incident for link in links} | {said.incident for said in corrections}
    if row.incident_id is not None:
        named.add(row.incident_id)
    return work.incidents.titles(named)
