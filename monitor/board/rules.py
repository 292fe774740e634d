"""The rules of an incident as its page shows them: windows first, the other clauses folded."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.board.screen import Screen
from monitor.domain.clock import Clock
from monitor.domain.verdict import Verdict
from monitor.usecases.explain_incident import IncidentExplained, RuleExplained
from monitor.wording.manner import Line, Manner
from monitor.wording.moment_lines import moments
from monitor.wording.policy_explaining import (
    ReadingLine,
    reading_lines,
    rule_lines,
    unknown_lines,
)

_EXCUSED = (Verdict.NOT_APPLICABLE, Verdict.WAIVED)


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One clause; `state` is a verdict, a standing's state, or `not_applicable`."""

    label: str
    state: str
    word: str
    share: float
    quote: str
    source: str
    lines: tuple[Line, ...]
    readings: tuple[ReadingLine, ...] = ()


@dataclass(frozen=True, slots=True)
class RulesShown:
    """The windows of an incident, its other clauses, and the moments they are counted from."""

    windows: tuple[RuleCard, ...]
    others: tuple[RuleCard, ...]
    notes: tuple[Line, ...]
    moments: tuple[Line, ...]


def rules_shown(explained: IncidentExplained, screen: Screen) -> RulesShown:
    """The cards of an incident's page, what runs or ran before what never did."""
    manner = Manner(screen.language, screen.when, screen.between, screen.setting.unit_name)
    timed = sorted(_windows(explained), key=lambda pair: pair[1].verdict in _EXCUSED)
    return RulesShown(
        windows=tuple(_window_card(rule, clock, screen, manner) for rule, clock in timed),
        others=tuple(_other_card(rule, manner) for rule in explained.rules if rule.window is None),
        notes=tuple(unknown_lines(explained, manner)),
        moments=tuple(moments(explained, manner)),
    )


def _windows(explained: IncidentExplained) -> Iterator[tuple[RuleExplained, Clock]]:
    for rule in explained.rules:
        if rule.window is not None:
            yield rule, rule.window.clock


def _window_card(rule: RuleExplained, clock: Clock, screen: Screen, manner: Manner) -> RuleCard:
    until = min(screen.now, clock.answered.latest) if clock.answered else screen.now
    return RuleCard(
        label=screen.labels(clock.clause, clock.window).in_language(screen.language),
        state=clock.verdict.value,
        word=screen.pick(clock.verdict.words),
        share=min(1.0, max(0.0, clock.share_passed(until))),
        quote=rule.clause.quote,
        source=f"{rule.clause.source} · {rule.document}",
        lines=tuple(rule_lines(rule, manner)),
        readings=reading_lines(rule.window, manner) if rule.window else (),
    )


def _other_card(rule: RuleExplained, manner: Manner) -> RuleCard:
    standing = rule.standing
    na = Verdict.NOT_APPLICABLE
    shown = manner.pick(*rule.clause.kind.words)
    state, word = (standing.state.value, standing.state.words) if standing else (na.value, na.words)
    return RuleCard(
        label=shown,
        state=state,
        word=manner.pick(*word) if standing or rule.clause.times_incidents else "",
        share=1.0,
        quote=rule.clause.quote,
        source=f"{rule.clause.source} · {rule.document}",
        lines=tuple(rule_lines(rule, manner)),
    )
