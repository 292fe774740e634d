"""Let the judge read what has arrived, and turn its advice into incidents and responses."""

import logging
from datetime import datetime, timedelta

from monitor.domain.article import Article
from monitor.domain.channel import ChannelKind
from monitor.domain.events import EventKind
from monitor.domain.joining import Finding, join
from monitor.domain.judgement import Answering, Judgement
from monitor.domain.notices import NoticeReason
from monitor.domain.response import ResponseKind
from monitor.judge.judge import Judge
from monitor.store.mapping import article_of
from monitor.store.store import Store, Work
from monitor.usecases.join_article import filing_event, join_article
from monitor.usecases.link_answers import link_answers
from monitor.usecases.link_earlier import link_earlier_rebuttals
from monitor.usecases.office import Office
from monitor.usecases.propose import propose_merge, propose_split
from monitor.usecases.settle import settle
from monitor.usecases.take_over import take_over_corrections

logger = logging.getLogger(__name__)

_BATCH = 200

_RECENT = timedelta(days=7)
"""What happened longer ago is no news of an old case."""


def judge_new_articles(store: Store, judge: Judge, office: Office, now: datetime) -> int:
    """Judge one batch of unjudged articles in the order they were published; returns how many.

    Each article is one transaction; one that cannot be judged is logged, marked as read with the
    error as its reason, and stops nothing.
    """
    with store.read() as work:
        waiting = [(row.id or 0, article_of(row)) for row in work.articles.unjudged(_BATCH)]
    for article_id, article in waiting:
        take_over_corrections(store, judge)
        _judge_one(store, judge, office, article_id, article, now)
    return len(waiting)


def _judge_one(
    store: Store, judge: Judge, office: Office, article_id: int, article: Article, now: datetime
) -> None:
    unread = Judgement.unread(article.id, "判读失败，需人工查看")
    try:
        judgement = judge.read(article)
    except Exception:  # a page that breaks the judge must not stop every page after it
        logger.exception("the judge could not read article %s (%s)", article.id, article.url)
        judgement = unread
    try:
        incident, opened = _file_one(store, office, article_id, article, judgement, now)
    except Exception:  # nor one that cannot be filed; where the store is away, this raises again
        logger.exception("article %s (%s) could not be filed", article.id, article.url)
        incident, opened = _file_one(store, office, article_id, article, unread, now)
    judge.remember(article, incident)
    if incident is not None:
        if opened and article.channel_kind is not ChannelKind.OFFICIAL:
            link_earlier_rebuttals(store, judge, office, int(incident), article, now)
        propose_split(store, judge, incident, now)


def _file_one(
    store: Store,
    office: Office,
    article_id: int,
    article: Article,
    judgement: Judgement,
    now: datetime,
) -> tuple[str | None, bool]:
    with store.write() as work:
        return _file(work, office, article_id, article, judgement, now)


def _file(
    work: Work,
    office: Office,
    article_id: int,
    article: Article,
    judgement: Judgement,
    now: datetime,
) -> tuple[str | None, bool]:
    """Keep the judgement, join or open the incident, link the response.

    Returns the incident, and whether the article opened it.
    """
    row = work.articles.get(article_id)
    finding = finding_from(article, judgement)
    incident_id = _belongs_to(judgement)
    opened = incident_id is None and _opens(office, article, judgement)
    if opened:
        incident_id = work.incidents.open(join([finding])).id
    work.articles.mark_judged(row, finding, judgement, incident_id, now)
    announce: dict[int, NoticeReason | None] = {}
    if incident_id is not None:
        propose_merge(work, judgement, incident_id, now)
        announce[incident_id] = _join(work, article, incident_id, opened, judgement, now)
    for touched in link_answers(work, office, row, article, judgement, incident_id, now):
        announce.setdefault(touched, None)
    for touched, reason in announce.items():
        settle(work, office, touched, now, reason)
    return (str(incident_id) if incident_id is not None else None), opened


def finding_from(article: Article, judgement: Judgement) -> Finding:
    """What an article contributes to its incident."""
    return Finding(
        article=article.id,
        channel_kind=article.channel_kind,
        title=article.title,
        when=article.when,
        first_seen_at=article.first_seen_at,
        category=judgement.category,
        figures=judgement.figures.figures,
        as_of=judgement.figures.as_of,
        grading=judgement.grading,
        occurred=judgement.occurred,
        units=judgement.units,
        place=judgement.place,
        authority=judgement.response is not None
        and judgement.response.kind is not ResponseKind.OFFICIAL_ACT,
        duplicate=judgement.duplicate_of is not None,
        exposed=judgement.exposed,
        court_stage=judgement.court_stage,
    )


def _belongs_to(judgement: Judgement) -> int | None:
    """The incident an article is filed under: where it belongs, else what it surely answers."""
    if judgement.belongs_to is not None:
        return int(judgement.belongs_to.incident)
    sure = [c for c in judgement.answers if c.verdict is Answering.AUTO]
    return int(sure[0].incident) if sure and judgement.response is not None else None


def _opens(office: Office, article: Article, judgement: Judgement) -> bool:
    """Whether an article that belongs nowhere starts an incident. Old news found late does not.

    An office's own notice that may answer something known waits for a person instead.
    """
    waits = bool(judgement.answers) and judgement.answers[0].verdict is Answering.REVIEW
    if waits and article.channel_kind is ChannelKind.OFFICIAL:
        return False
    fresh = article.when.latest >= article.first_seen_at - office.backlog
    return judgement.relevance.opens_incident and fresh and not _only_recalls(article, judgement)


def _only_recalls(article: Article, judgement: Judgement) -> bool:
    """Whether an article speaks again of a matter long silent, and tells nothing new of it.

    New is what an authority or a court did, or what happened in the last days.
    """
    spoken = judgement.response
    told = spoken is not None and spoken.kind is not ResponseKind.OFFICIAL_ACT
    if judgement.echoes is None or told or judgement.court_stage:
        return False
    happened = judgement.occurred
    return happened is None or happened.latest < article.when.earliest - _RECENT


def _join(
    work: Work,
    article: Article,
    incident_id: int,
    opened: bool,
    judgement: Judgement,
    now: datetime,
) -> NoticeReason | None:
    """Take the article's facts into its incident; returns what there is to announce."""
    if opened:
        reason = "；".join(judgement.reasons)
        kind = EventKind.INCIDENT_OPENED
        work.events.append(filing_event(kind, str(incident_id), article, reason, now))
        return NoticeReason.INCIDENT_OPENED
    why = judgement.belongs_to.reason if judgement.belongs_to else "回应本事件"
    return join_article(work, article, incident_id, why, now)


def remembered(store: Store, now: datetime, span: timedelta) -> list[tuple[Article, str | None]]:
    """The articles of the last `span` with their incidents, to rebuild the judge's memory."""
    with store.read() as work:
        rows = work.articles.judged_since(now - span)
        return [
            (article_of(row), str(row.incident_id) if row.incident_id else None) for row in rows
        ]
