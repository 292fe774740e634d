"""Gather what a message about a notice says, from the store and the policy."""

from datetime import datetime, timedelta

from monitor.domain.briefing import Briefing, ClockBrief, Source, window_label
from monitor.domain.clock import Clock
from monitor.domain.incident import IncidentFacts
from monitor.domain.notices import Notice
from monitor.domain.response import Response
from monitor.domain.severity import Category, Grading
from monitor.domain.sight import BlindInterval
from monitor.domain.verdict import Verdict
from monitor.domain.when import Precision, When
from monitor.domain.words import Words
from monitor.store.mapping import article_of
from monitor.store.store import Work
from monitor.usecases.office import Office

_MOST_SOURCES = 5
_SUMMARY_CHARACTERS = 120


def brief(
    work: Work,
    office: Office,
    facts: IncidentFacts,
    clocks: tuple[Clock, ...],
    notice: Notice,
    now: datetime,
) -> Briefing:
    """The briefing of one notice as things stand at `now`."""
    row = work.incidents.get(int(facts.id))
    articles = work.articles.of_incident(int(facts.id))
    answers = {response.id: response for response in facts.responses}
    running = tuple(c for c in clocks if c.verdict is not Verdict.NOT_APPLICABLE)
    mine = next((clock for clock in clocks if clock.clause == notice.clause), None)
    reports = [article_of(a) for a in articles if a.duplicate_of is None][:_MOST_SOURCES]
    return Briefing(
        reason=notice.reason,
        at=now,
        incident=facts.id,
        title=row.title,
        place=row.place,
        category=Words(Category(row.category).chinese, row.category.replace("_", " ")),
        grade=grade_words(facts.grading),
        units=tuple(office.unit_name(unit) for unit in facts.units),
        clock=clock_brief(office, mine, answers) if mine else None,
        clocks=tuple(clock_brief(office, clock, answers) for clock in running),
        sources=tuple(
            Source(a.title, a.url, _channel_title(office, a.channel), say(a.when, office))
            for a in reports
        ),
        answers=tuple(
            Source(r.title, r.url, r.issuer, say(r.at, office)) for r in facts.responses if r.counts
        ),
        gaps=tuple(say_gap(gap, office) for gap in (mine.gaps if mine else ())),
        incident_url=office.incident_url(facts.id),
        office=office.name,
        summary=reports[0].text[:_SUMMARY_CHARACTERS] if reports else "",
    )


def clock_brief(office: Office, clock: Clock, answers: dict[str, Response]) -> ClockBrief:
    """One clock as messages and pages show it."""
    clause = office.policy.clause(clock.clause)
    answer = answers.get(clock.answered_by or "")
    margin = clock.margin
    return ClockBrief(
        clause=clock.clause,
        label=window_label(clause, clock.window),
        verdict=clock.verdict,
        words=clock.words,
        basis=Words(*clock.basis.words),
        start_text=say(clock.start, office),
        due_at=clock.due_at,
        due_from=clock.due_from,
        quote=clause.quote,
        rule_source=clause.source,
        provisional=clock.provisional,
        answered_text=say(answer.at, office) if answer else "",
        margin_s=margin.total_seconds() if margin is not None else None,
    )


def grade_words(grading: Grading) -> Words:
    """The event grade in words; a possible one only where it would start shorter windows."""
    if grading.confirmed is not None:
        return Words(grading.confirmed.value, grading.confirmed.english)
    if grading.possible is not None and grading.possible.starts_short_windows:
        return Words(f"可能达到{grading.possible.value}", f"possibly {grading.possible.english}")
    return Words("未定级", "not graded")


def say(when: When, office: Office) -> str:
    """An instant as people write it, no more exact than it is known: `7月20日 (时刻不详)`."""
    early, late = when.earliest.astimezone(office.zone), when.latest.astimezone(office.zone)
    day = f"{early.month}月{early.day}日"
    if when.is_exact:
        return f"{day} {early:%H:%M}"
    if when.precision is Precision.DAY and late - early >= timedelta(hours=23):
        return f"{day} (时刻不详)"
    other = "" if early.date() == late.date() else f"{late.month}月{late.day}日 "
    return f"{day} {early:%H:%M}–{other}{late:%H:%M} 之间"


def say_gap(gap: BlindInterval, office: Office) -> str:
    """A blind interval in words."""
    span = When(gap.start, gap.end, "polls", Precision.MINUTE)
    return f"{gap.title}：{say(span, office).removesuffix(' 之间')} 看不见"


def _channel_title(office: Office, name: str) -> str:
    channel = office.channels.get(name)
    return channel.title if channel else name
