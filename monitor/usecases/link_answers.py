"""Link what an article carries to what it answers: its own answer, and earlier ones it tells of."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.article import Article
from monitor.domain.events import MACHINE, Event, EventKind
from monitor.domain.incident import IncidentFacts
from monitor.domain.judgement import Answering, Candidate, Judgement, ResponseReading
from monitor.domain.response import Link, ResponseKind
from monitor.domain.when import When
from monitor.store.store import Work
from monitor.store.tables import ArticleRow
from monitor.usecases.office import Office, Relayed

BEFORE_FIRST_REPORT = timedelta(days=3)
"""How long before the first report we have an answer may have been given, by a later text."""


def link_answers(
    work: Work,
    office: Office,
    row: ArticleRow,
    article: Article,
    judgement: Judgement,
    incident_id: int | None,
    now: datetime,
) -> list[int]:
    """Link an authority's publication to what it answers; returns the incidents touched."""
    touched: list[int] = []
    reading = judgement.response
    if reading is not None and _may_answer(reading, judgement, office):
        for candidate in _answered(judgement, incident_id):
            facts = work.incidents.facts(int(candidate.incident))
            at = _responded_at(reading.at, article, facts)
            if not _came_before(facts, at) and _link(
                work, office, row, reading, at, candidate, now
            ):
                touched.append(int(candidate.incident))
    if incident_id is not None and _link_told(work, office, row, judgement, incident_id, now):
        touched.append(incident_id)
    return list(dict.fromkeys(touched))


def _link(
    work: Work,
    office: Office,
    row: ArticleRow,
    reading: ResponseReading,
    at: When,
    candidate: Candidate,
    now: datetime,
    part: int = 0,
) -> bool:
    """Keep one answer as that of a candidate, and log it; False where it is known already."""
    unit = office.unit_named(reading.issuer)
    reading = replace(reading, issuer=office.unit_name(reading.issuer))
    link = _link_state(candidate, reading.relayed, office)
    linked = work.incidents.link(
        int(candidate.incident),
        row,
        reading,
        at,
        link,
        candidate.score,
        candidate.reason,
        MACHINE,
        now,
        part,
        unit,
    )
    if linked is None:
        return False
    if link.counts and not reading.relayed and not part and not office.archive:
        work.page_checks.plan(row, now)
    data = {"response": linked.id, "link": link.value, "kind": reading.kind.value}
    why = f"{reading.reason}；{candidate.reason}"
    event = Event(EventKind.RESPONSE_LINKED, now, candidate.incident, reason=why, data=data)
    work.events.append(event)
    return True


def _link_told(
    work: Work,
    office: Office,
    row: ArticleRow,
    judgement: Judgement,
    incident_id: int,
    now: datetime,
) -> bool:
    """Link the answers an article tells of that came before every answer known so far."""
    told = [one for one in judgement.recounted if _may_answer(one, judgement, office)]
    if not told:
        return False
    facts = work.incidents.facts(incident_id)
    why = judgement.belongs_to.reason if judgement.belongs_to else "报道本事件的文章提到"
    candidate = Candidate(str(incident_id), 1.0, Answering.AUTO, why)
    linked = [
        _link(work, office, row, reading, at, candidate, now, part)
        for part, reading, at in _earlier(told, facts)
    ]
    return any(linked)


def _earlier(
    told: Iterable[ResponseReading], facts: IncidentFacts
) -> list[tuple[int, ResponseReading, When]]:
    """Of the answers told of, those that would be the first of their kind, numbered from 1.

    An answer cannot come before what it answers.
    """
    known = [r for r in facts.responses if r.link not in (Link.REJECTED, Link.OFFERED)]
    found = []
    for part, reading in enumerate(told, start=1):
        at = reading.at
        if at is None or _came_before(facts, at):
            continue
        alike = [r.at.latest for r in known if _same_sort(r.kind, reading.kind)]
        if all(at.latest < latest for latest in alike):
            found.append((part, reading, at.no_earlier_than(_since(facts))))
    return found


def _came_before(facts: IncidentFacts, at: When) -> bool:
    """Whether an answer was given before there was anything to answer: it was to something else."""
    return at.latest < _since(facts)


def _since(facts: IncidentFacts) -> datetime:
    began = facts.occurred.earliest if facts.occurred else facts.first_public.earliest
    return min(began, facts.first_public.earliest - BEFORE_FIRST_REPORT)


def _same_sort(one: ResponseKind, other: ResponseKind) -> bool:
    """Whether two answers satisfy the same clauses, as far as a conference is not a statement."""
    held = ResponseKind.PRESS_CONFERENCE
    return (one is held) == (other is held)


def _may_answer(reading: ResponseReading, judgement: Judgement, office: Office) -> bool:
    """A court's act is no answer; what the press relays of another place answers nothing here."""
    if reading.kind is ResponseKind.OFFICIAL_ACT:
        return False
    if not reading.relayed:
        return True
    return judgement.relevance.ours and office.relayed is not Relayed.IGNORE


def _answered(judgement: Judgement, incident_id: int | None) -> list[Candidate]:
    """What a publication answers: all it surely answers, else the best it may.

    A notice that opened its incident, or that the judge files under one, answers that one.
    """
    sure = [c for c in judgement.answers if c.verdict is Answering.AUTO]
    if not sure and incident_id is not None:
        why = judgement.belongs_to.reason if judgement.belongs_to else "官方首先发布"
        return [Candidate(str(incident_id), 1.0, Answering.AUTO, why)]
    return sure[:1] or [c for c in judgement.answers if c.verdict is Answering.REVIEW][:1]


def _link_state(candidate: Candidate, relayed: bool, office: Office) -> Link:
    if candidate.verdict is not Answering.AUTO:
        return Link.REVIEW
    return Link.REVIEW if relayed and office.relayed is Relayed.REVIEW else Link.AUTO


def _responded_at(claimed: When | None, article: Article, facts: IncidentFacts) -> When:
    """When the answer was given: the time it states, but never after we saw the page.

    One on a page that states none, and that our looks do not bound, may have stood there for long.
    """
    seen = article.first_seen_at
    if claimed is None and article.published is None:
        return When(min(_since(facts), seen), seen, "first_seen")
    return (claimed or article.when).no_later_than(seen)
