"""A rebuttal quotes the rumour, and is often crawled before it: link it when the rumour is found.

The rebuttal had nothing to answer then and opens nothing by itself. Filed under the incident that
the rumour opens, it is its first trace: what it tells of the rumour bounds when that became
public, and where it tells nothing, no limit that counts from there can be said to be missed.
"""

import logging
from dataclasses import replace
from datetime import datetime

from monitor.domain.article import Article
from monitor.domain.judgement import Answering, Candidate, Judgement
from monitor.domain.response import ResponseKind
from monitor.domain.when import When
from monitor.judge.judge import Judge
from monitor.store.mapping import article_of
from monitor.store.store import Store, Work
from monitor.usecases.join_article import join_article
from monitor.usecases.link_answers import BEFORE_FIRST_REPORT, link_answers
from monitor.usecases.office import Office
from monitor.usecases.settle import settle

logger = logging.getLogger(__name__)

_MEANS, _MAY_MEAN = 0.5, 0.25
"""How much rebuttal and rumour must say of each other: to be sure, and to ask a person.

The first rumour after a rebuttal need not be the one that it denies, so that words in common are
not enough. Of 150 denials of real rumours held against 250 others, none of a different matter
reached half.
"""

_MOST = 20
"""Rebuttals without their rumour are few; so many of the last days are held against a new one."""


def link_earlier_rebuttals(
    store: Store,
    judge: Judge,
    office: Office,
    incident_id: int,
    opener: Article,
    now: datetime,
) -> list[int]:
    """Link the official rebuttals of the last days that answer a new incident; returns their ids.

    `opener` is the report that opened it, and `judge` remembers it already. Only rebuttals on
    official channels, filed nowhere and linked to nothing, that came after what is told to have
    happened. What only may be the answer becomes a card, as always.
    """
    since = opener.when.earliest - BEFORE_FIRST_REPORT
    with store.read() as work:
        waiting = [article_of(row) for row in work.articles.unlinked_rebuttals(since, _MOST)]
    linked = []
    for article in waiting:
        try:
            judgement = _meant(judge.read(_as_if_after(article, opener)), str(incident_id))
        except Exception:  # a page that breaks the judge must not stop every page after it
            logger.exception("the judge could not read article %s again", article.id)
            continue
        if judgement is None:
            continue
        sure = judgement.belongs_to is not None
        with store.write() as work:
            if not _link(work, office, incident_id, article, judgement, now):
                continue
        linked.append(int(article.id))
        if sure:
            judge.remember(article, str(incident_id))
    return linked


def _as_if_after(article: Article, opener: Article) -> Article:
    """The rebuttal as if it had come after the rumour: only then can it be told what it answers."""
    at = max(article.when.latest, opener.when.latest)
    return replace(article, published=When.at(at, "rumour"), first_seen_at=at)


def _meant(judgement: Judgement, incident: str) -> Judgement | None:
    """What the judge says of the rebuttal and this incident alone; None where it means another.

    Only one that surely answers keeps the incident it belongs to.
    """
    reading, belongs = judgement.response, judgement.belongs_to
    if reading is None or reading.kind is not ResponseKind.REBUTTAL or reading.relayed:
        return None
    if belongs is None or belongs.incident != incident or _quotes(belongs) < _MAY_MEAN:
        return None
    if _quotes(belongs) >= _MEANS:
        return replace(judgement, answers=(), recounted=())
    card = replace(belongs, verdict=Answering.REVIEW, reason=f"{belongs.reason}，请人工确认")
    return replace(judgement, belongs_to=None, answers=(card,), recounted=())


def _quotes(belongs: Candidate) -> float:
    """How much of the rumour's name the rebuttal says, and of its own title the rumour."""
    return min(belongs.features.get("name", 0.0), belongs.features.get("title", 0.0))


def _link(
    work: Work,
    office: Office,
    incident_id: int,
    article: Article,
    judgement: Judgement,
    now: datetime,
) -> bool:
    """Link one rebuttal, and file it where it surely answers; False where it answers nothing."""
    belongs = judgement.belongs_to
    row = work.articles.get(int(article.id))
    happened = work.incidents.facts(incident_id).occurred
    if happened is not None and article.when.latest < happened.earliest:
        return False
    under = incident_id if belongs else None
    if not link_answers(work, office, row, article, judgement, under, now):
        return False
    if belongs:
        work.articles.refile(row, incident_id)
        join_article(work, article, incident_id, belongs.reason, now)
    settle(work, office, incident_id, now)
    return True
