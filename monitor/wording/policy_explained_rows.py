"""The rules of one incident as plain JSON: instants in ISO 8601, reasons in both languages."""

from datetime import date
from typing import Any

from monitor.domain.clock import Clock
from monitor.domain.readings import Reading
from monitor.domain.response import Response
from monitor.domain.sight import BlindInterval
from monitor.domain.standing import Standing
from monitor.domain.when import When
from monitor.domain.words import Words
from monitor.usecases.explain_incident import IncidentExplained, RuleExplained, WindowExplained

Row = dict[str, Any]


def explained_row(explained: IncidentExplained) -> Row:
    """All of an explanation as one object."""
    facts = explained.facts
    return {
        "incident": facts.id,
        "title": explained.title,
        "day": explained.day.isoformat(),
        "moments": {basis.value: _when(moment) for basis, moment in facts.moments.items()},
        "rules": [_rule(rule) for rule in explained.rules],
        "unknown": [_clock(clock) for clock in explained.unknown],
        "apart": explained.apart,
    }


def _rule(rule: RuleExplained) -> Row:
    clause = rule.clause
    return {
        "clause": clause.id,
        "profile": clause.profile,
        "document": rule.document,
        "source": clause.source,
        "quote": clause.quote,
        "kind": clause.kind.value,
        "binding": clause.binding.value,
        "window": str(clause.window) if clause.window else None,
        "effective_from": _iso(clause.effective_from),
        "effective_to": _iso(clause.effective_to),
        "clock": _window(rule.window) if rule.window else None,
        "standing": _standing(rule.standing) if rule.standing else None,
        "does_not_apply": _words(rule.why_not),
    }


def _window(window: WindowExplained) -> Row:
    answer = window.answer
    return {
        **_clock(window.clock),
        "answer": answer
        and {
            **_response(answer.response),
            "linked_by": answer.linked_by,
            "linked_at": _iso(answer.linked_at),
        },
        "not_counted": [
            {**_response(response), "why": _words(why)} for response, why in window.not_counted
        ],
        "watched": list(window.watched),
        "gaps": [_gap(gap) for gap in window.gaps],
        "noticed_at": _iso(window.noticed_at),
        "afresh": _clock(window.afresh) if window.afresh else None,
        "readings": [_reading(reading) for reading in window.readings],
    }


def _reading(reading: Reading) -> Row:
    clock = _clock(reading.clock) if reading.clock else None
    return {"basis": reading.basis.value, "clock": clock, "in_force": reading.in_force}


def _clock(clock: Clock) -> Row:
    return {
        "clause": clock.clause,
        "basis": clock.basis.value,
        "start": _when(clock.start),
        "due": [_iso(clock.due_from), _iso(clock.due_at)],
        "verdict": clock.verdict.value,
        "why": _words(clock.words),
        "provisional": clock.provisional,
        "late_on_upgrade": clock.late_on_upgrade,
        "answered": _when(clock.answered),
        "breached_at": _iso(clock.breached_at),
    }


def _response(response: Response) -> Row:
    return {
        "id": response.id,
        "kind": response.kind.value,
        "issuer": response.issuer,
        "at": _when(response.at),
        "relayed": response.relayed,
        "link": response.link.value,
        "title": response.title,
        "url": response.url,
    }


def _standing(standing: Standing) -> Row:
    return {
        "state": standing.state.value,
        "why": _words(standing.words),
        "start": _when(standing.start),
        "due": [_iso(standing.due_from), _iso(standing.due_at)],
        "done": _when(standing.done),
    }


def _gap(gap: BlindInterval) -> Row:
    return {
        "channel": gap.channel,
        "title": gap.title,
        "start": _iso(gap.start),
        "end": _iso(gap.end),
    }


def _when(when: When | None) -> Row | None:
    if when is None:
        return None
    return {
        "earliest": _iso(when.earliest),
        "latest": _iso(when.latest),
        "source": when.source,
        "precision": when.precision.value,
    }


def _words(words: Words | None) -> Row | None:
    return None if words is None else {"zh": words.zh, "en": words.en}


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
