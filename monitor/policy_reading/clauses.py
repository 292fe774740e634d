"""Sentences to clauses: each limit with its quotation and what it is about, each duty once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from monitor.domain.due import ELAPSED
from monitor.domain.policy import ClauseKind
from monitor.policy_reading.due_days import due_days_in
from monitor.policy_reading.duties import Duty, duties_in
from monitor.policy_reading.facets import about, answers_named, binding_of, subject_of, trigger_of
from monitor.policy_reading.found import FoundClause
from monitor.policy_reading.frequencies import frequencies_in
from monitor.policy_reading.heading import Heading
from monitor.policy_reading.lengths import lengths_in
from monitor.policy_reading.likeness import likeness
from monitor.policy_reading.limit import Limit
from monitor.policy_reading.obligation import asks, hide_titles
from monitor.policy_reading.outline import Passage
from monitor.policy_reading.quoting import quote_spans, tidy
from monitor.policy_reading.ratios import ratios_in

_SAME = 0.55
_MOST_LIMITS = 12
_MOST_CLAUSES = 600
_SHOWN_LATE = timedelta(days=180)
_LIKEWISE = re.compile(
    r"(?:时效|时限|期限|时间要求|办理要求)[^,，。]{0,6}(?:参照|按照?|比照)[^,，。]{0,8}(?:执行|办理|落实)|参照(?:上述|以上|前述|此|本)[^,，。]{0,8}(?:时限|时效|要求)(?:执行|办理)"
)
_INCIDENT_UPDATES = re.compile(r"续报|更新|滚动|进展|动态|间隔")


def read_clauses(passages: Sequence[Passage], heading: Heading) -> tuple[FoundClause, ...]:
    """The clauses of a document in order; what it says twice is one clause with two places."""
    found: list[FoundClause] = []
    for passage in passages:
        if len(found) > _MOST_CLAUSES:
            break  # no document of an office says so much
        if passage.told or passage.text.strip("《》") in heading.title:
            continue
        timed = _timed(passage, heading)
        if not timed and _LIKEWISE.search(passage.text):
            timed = _likewise(passage, found)
        found += timed
        found += [
            FoundClause(
                quote=duty.quote,
                kind=duty.kind,
                confidence=duty.sure,
                places=((passage.place, passage.line),),
                calendar="",
                binding=binding_of(duty.quote, numbered=False),
                satisfied_by=_answers_of(duty),
                grades=("*",) if duty.kind is ClauseKind.CONTINUATION else (),
                subject=subject_of("", duty.quote),
                units=passage.units,
            )
            for duty in duties_in(passage, bool(timed))
        ]
    return tuple(_said_once(found))


def _answers_of(duty: Duty) -> tuple[str, ...]:
    """What satisfies a duty; one that names no answer is shown on no incident."""
    if duty.kind is ClauseKind.CONTINUATION:
        return ("update",)
    return answers_named(duty.quote) if duty.kind is ClauseKind.DUTY else ()


def limits_in(sentence: str, heading: Heading) -> list[Limit]:
    """The limits of a sentence in order; of two that overlap the surer reading stays."""
    shown = hide_titles(sentence)
    ranked = [
        *due_days_in(shown, heading.year, _written_by(heading)),
        *frequencies_in(shown),
        *lengths_in(shown),
        *ratios_in(shown),
    ]
    kept: list[Limit] = []
    for limit in sorted(ranked, key=lambda one: (-_rank(one), one.start)):
        if all(limit.end <= other.start or other.end <= limit.start for other in kept):
            kept.append(limit)
    return sorted(kept, key=lambda one: one.start)


def _written_by(heading: Heading) -> date | None:
    """The latest day before which a limit was surely past; a page may show a document late."""
    if heading.written or not heading.published:
        return heading.written
    return heading.published - _SHOWN_LATE


def _rank(limit: Limit) -> float:
    """Days of the calendar and frequencies are longer patterns: what they cover is theirs."""
    first = {ClauseKind.FIXED_DATE: 3, ClauseKind.FREQUENCY: 2, ClauseKind.MINIMUM_DURATION: 1}
    guessed = limit.doubt.startswith("no period")
    return limit.sure if guessed else first.get(limit.kind, 0) + limit.sure


def _timed(passage: Passage, heading: Heading) -> list[FoundClause]:
    text = passage.text
    limits = _without_guesses(limits_in(text, heading))[:_MOST_LIMITS]
    shown = hide_titles(text)
    clauses = []
    for limit, (start, end) in zip(limits, quote_spans(text, limits), strict=True):
        # What the limit itself stands in decides; a neighbour taken in for reading may report.
        if asks(shown, shown[start:end], heading.year):
            clauses.append(_clause(passage, limit, (start, end)))
    return clauses


def _without_guesses(limits: Sequence[Limit]) -> list[Limit]:
    """A count without a period is not a limit of its own beside one that names its period."""
    periods = any(
        one.kind is ClauseKind.FREQUENCY and not one.doubt.startswith("no period") for one in limits
    )
    return [one for one in limits if not (periods and one.doubt.startswith("no period"))]


def _clause(passage: Passage, limit: Limit, span: tuple[int, int]) -> FoundClause:
    start, end = span
    quote, own = tidy(passage.text[start:end]), passage.text[limit.start : end]
    before = passage.text[: limit.start]
    topic = about(passage.text[:start], quote, own, passage.place)
    kind = limit.kind
    recurring_update = (
        kind is ClauseKind.FREQUENCY
        and limit.calendar == ELAPSED
        and _INCIDENT_UPDATES.search(quote)
    )
    if recurring_update:
        kind = ClauseKind.CONTINUATION
    timing = topic.incident and kind in (ClauseKind.DEADLINE, ClauseKind.CONTINUATION)
    trigger = trigger_of(before, limit.before) if kind is ClauseKind.DEADLINE else ""
    subject = subject_of(passage.text[:start], quote)
    modal = re.search(r"要|应|须|必须|不得|最迟|不少于|不低于|确保|前", quote)
    return FoundClause(
        quote=quote,
        kind=kind,
        confidence=round(max(0.1, limit.sure - (0 if modal else 0.08)), 2),
        places=((passage.place, passage.line),),
        window=limit.window,
        calendar=limit.calendar,
        due=limit.due,
        every_year=limit.every_year,
        min_count=limit.min_count,
        ratio=limit.ratio,
        at_most=limit.at_most,
        binding=binding_of(quote, numbered=True),
        grades=topic.grades if timing else (),
        category=topic.category if timing else "any",
        satisfied_by=topic.satisfied_by if timing or not topic.incident else (),
        channels=topic.channels,
        clock_start=topic.clock_start if timing else (),
        trigger="" if timing else trigger,
        subject=subject,
        units=passage.units,
        doubts=(limit.doubt,) if limit.doubt else (),
    )


def _likewise(passage: Passage, found: Sequence[FoundClause]) -> list[FoundClause]:
    """…时效参照执行: the limit of the deadline before it."""
    model = next((one for one in reversed(found) if one.kind is ClauseKind.DEADLINE), None)
    if model is None or passage.line - model.places[0][1] > 3:
        return []
    topic = about("", passage.text, passage.text, passage.place)
    return [
        replace(
            model,
            quote=tidy(passage.text),
            places=((passage.place, passage.line),),
            confidence=0.6,
            channels=topic.channels or model.channels,
            doubts=(f"takes over {model.window} from the clause before it",),
        )
    ]


def _said_once(found: Iterable[FoundClause]) -> list[FoundClause]:
    """Joins what a document says twice, in its text and in its table."""
    kept: list[FoundClause] = []
    for clause in found:
        for at, other in enumerate(kept):
            if _same(clause, other):
                kept[at] = _joined(other, clause)
                break
        else:
            kept.append(clause)
    return kept


def _joined(first: FoundClause, again: FoundClause) -> FoundClause:
    """The fuller wording first; both places are kept."""
    fuller = again if not first.limit and len(again.quote) > len(first.quote) else first
    other = first if fuller is again else again
    return replace(
        fuller,
        places=(*fuller.places, *other.places),
        units=fuller.units or other.units,
        confidence=max(first.confidence, again.confidence),
    )


def _same(one: FoundClause, other: FoundClause) -> bool:
    if (one.kind, one.limit, one.binding, one.grades) != (
        other.kind,
        other.limit,
        other.binding,
        other.grades,
    ):
        return False
    return likeness(one.quote, other.quote) >= _SAME
