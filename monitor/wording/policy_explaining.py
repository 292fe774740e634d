"""The rules of one incident in the words of a duty officer, Chinese or English.

The same sentences stand in `huiying policy explain` and on the incident's page; only how a time is
said differs (`Manner`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.clock import Clock
from monitor.domain.policy import DEFAULT_START, Binding
from monitor.domain.readings import Reading
from monitor.domain.response import Link, Response
from monitor.domain.sight import BlindInterval
from monitor.domain.standing import Standing
from monitor.domain.verdict import Verdict
from monitor.domain.when import When
from monitor.usecases.explain_incident import (
    AnswerExplained,
    IncidentExplained,
    RuleExplained,
    WindowExplained,
)
from monitor.wording.duty_words import window_words
from monitor.wording.manner import Line, Manner
from monitor.wording.moment_lines import missing_words, moment_words
from monitor.wording.provenance import provenance_words

_HEADINGS = {
    "quote": ("条文", "Quotation"),
    "source": ("出处", "Source"),
    "document": ("文件", "Document"),
    "since": ("施行", "In force"),
    "limit": ("时限", "Limit"),
    "order": ("起算次序", "Counted from"),
    "start": ("起算", "Start"),
    "due": ("截止", "Due"),
    "answer": ("回应", "Response"),
    "not_counted": ("未计入", "Not counted"),
    "sight": ("可见", "Sight"),
    "verdict": ("结论", "Verdict"),
    "why": ("理由", "Reason"),
    "breached_at": ("超时时刻", "Breached at"),
    "noticed_at": ("系统发现时刻", "Noticed at"),
    "afresh": ("重算", "Counted afresh"),
    "state": ("状态", "State"),
    "apart": ("其他条款", "Other clauses"),
}
_BINDINGS = {
    Binding.HARD: ("", ""),
    Binding.CONDITIONAL: ("只在必要时适用", "binds only where necessary"),
    Binding.SOFT: ("不具约束力", "not binding"),
}
_EXCUSED = (Verdict.NOT_APPLICABLE, Verdict.WAIVED)
_MOST_NOT_COUNTED = 5
_HUIYING = "huiying"
_LINKED = {
    Link.AUTO: ("自动认定", "matched by machine"),
    Link.CONFIRMED: ("人工确认", "confirmed by a person"),
    Link.REVIEW: ("待人工确认", "waits for a person"),
    Link.OFFERED: ("有人提供，待人工确认", "offered by somebody, waits for a person"),
    Link.REJECTED: ("人工否定", "rejected by a person"),
}


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """What one basis makes of a window; `verdict` is None where that moment is not known."""

    basis: str
    start: str
    due: str
    verdict: Verdict | None
    why: str
    in_force: bool


def heading(key: str, manner: Manner) -> str:
    """What a kind of line is called."""
    return manner.pick(*_HEADINGS[key])


def origin(rule: RuleExplained, manner: Manner) -> Iterator[Line]:
    """The words of a clause and where they stand."""
    clause = rule.clause
    yield Line(heading("quote", manner), f"「{clause.quote}」")
    yield Line(heading("source", manner), clause.source)
    yield Line(heading("document", manner), rule.document)


def rule_lines(rule: RuleExplained, manner: Manner) -> Iterator[Line]:
    """Everything about one clause but its words: since when, from when, until when, and why."""
    clause = rule.clause
    yield Line(heading("since", manner), _since(rule, manner))
    if clause.window is not None:
        length = manner.pick(*window_words(clause.window))
        binding = manner.pick(*_BINDINGS[clause.binding])
        yield Line(heading("limit", manner), manner.joined([length, binding]))
    if rule.window is not None:
        yield from _window_lines(rule, rule.window, manner)
    elif rule.standing is not None:
        yield from _standing_lines(rule.standing, manner)
    elif rule.why_not is not None:
        if clause.times_incidents:
            yield Line(heading("verdict", manner), manner.pick(*Verdict.NOT_APPLICABLE.words))
        yield Line(heading("why", manner), manner.words(rule.why_not))
    else:
        said = manner.pick(
            "仅列明；条文没有时限，不判超时", "shown only: no limit is set, nothing is breached"
        )
        yield Line(heading("state", manner), said)


def reading_lines(window: WindowExplained, manner: Manner) -> tuple[ReadingLine, ...]:
    """The window under every basis.

    None for a window that does not run: it would not run from any other moment either.
    """
    if window.clock.verdict in _EXCUSED:
        return ()
    return tuple(_reading_line(reading, window.clock, manner) for reading in window.readings)


def unknown_lines(explained: IncidentExplained, manner: Manner) -> Iterator[Line]:
    """Clocks under clauses that the rules no longer hold, and how much runs on no incident."""
    for clock in explained.unknown:
        said = manner.pick(
            "现行规则里没有这一条，当时的结论是", "no clause of the rules in force; settled as"
        )
        yield Line(clock.clause, f"{said} {_verdict(clock, manner)}（{manner.words(clock.words)}）")
    if explained.apart:
        number = explained.apart
        zh = f"另有 {number} 条不随事件计时，见 huiying duty list"
        en = f"{number} more clauses run on no incident: huiying duty list"
        yield Line(heading("apart", manner), manner.pick(zh, en))


def _since(rule: RuleExplained, manner: Manner) -> str:
    first, last = rule.clause.effective_from, rule.clause.effective_to
    since = (
        manner.pick(f"{first} 起", f"since {first}")
        if first
        else manner.pick("未载明起始日", "no first day is stated")
    )
    until = manner.pick(f"至 {last}", f"until {last}") if last else ""
    return manner.joined([since, until])


def _window_lines(rule: RuleExplained, window: WindowExplained, manner: Manner) -> Iterator[Line]:
    clock = window.clock
    if clock.verdict not in _EXCUSED:
        bases = rule.clause.clock_start or DEFAULT_START
        order = " > ".join(manner.pick(*basis.words) for basis in bases)
        first = manner.pick("取其中第一个已知的", "the first of them that is known")
        yield Line(heading("order", manner), manner.joined([order, first]))
        yield Line(heading("start", manner), _start(clock, manner))
        yield Line(heading("due", manner), _due(clock.due_from, clock.due_at, manner))
        yield Line(heading("answer", manner), _answer(window, manner))
        for response, why in window.not_counted[:_MOST_NOT_COUNTED]:
            said = manner.joined([*_response_parts(response, manner), manner.words(why)])
            yield Line(heading("not_counted", manner), said)
        yield Line(heading("sight", manner), _sight(window, manner))
    yield Line(heading("verdict", manner), _verdict(clock, manner))
    yield Line(heading("why", manner), manner.words(clock.words))
    if clock.breached_at is not None:
        yield Line(heading("breached_at", manner), manner.at(clock.breached_at))
    if window.noticed_at is not None and clock.breached_at is not None:
        yield Line(heading("noticed_at", manner), manner.at(window.noticed_at))
    if window.afresh is not None:
        yield Line(heading("afresh", manner), _afresh(clock, window.afresh, manner))


def _start(clock: Clock, manner: Manner) -> str:
    basis = manner.pick(*clock.basis.words)
    basis = manner.pick(f"（{basis}）", f" ({basis})")
    source = manner.words(provenance_words(clock.start.source))
    return manner.joined([manner.when(clock.start) + basis, source])


def _due(due_from: datetime, due_at: datetime, manner: Manner) -> str:
    if due_from == due_at:
        return manner.pick(f"{manner.at(due_at)} 截止", manner.at(due_at))
    said = manner.when(When(due_from, due_at, ""))
    return manner.pick(f"{said}截止", said)


def _answer(window: WindowExplained, manner: Manner) -> str:
    if window.answer is None:
        return manner.pick(
            "未见本条要求的回应", "none of the kind that the clause asks for was seen"
        )
    answer = window.answer
    return manner.joined([*_response_parts(answer.response, manner), _linked(answer, manner)])


def _response_parts(response: Response, manner: Manner) -> list[str]:
    """Kind, issuer, time, whose page, and the page itself."""
    relayed = manner.pick("媒体转述", "relayed by the press")
    own = manner.pick("官方渠道发布", "on an official channel")
    title = manner.pick(f"《{response.title}》", f'"{response.title}"') if response.title else ""
    return [
        manner.pick(*response.kind.words),
        manner.unit_name(response.issuer) if response.issuer else "",
        manner.when(response.at),
        relayed if response.relayed else own,
        title,
        response.url,
    ]


def _linked(answer: AnswerExplained, manner: Manner) -> str:
    how = manner.pick(*_LINKED[answer.response.link])
    if answer.linked_by in ("", _HUIYING):
        return how
    at = manner.at(answer.linked_at)
    return manner.pick(f"{how}（{answer.linked_by}，{at}）", f"{how} ({answer.linked_by}, {at})")


def _sight(window: WindowExplained, manner: Manner) -> str:
    clock = window.clock
    if window.gaps:
        return manner.pick("看不见：", "not seen: ") + _gaps(window.gaps, manner)
    if not window.watched:
        return manner.pick(
            "没有监测任何可能回应的官方渠道", "no official channel that could answer is watched"
        )
    channels = manner.pick("、", ", ").join(window.watched)
    if clock.verdict in (Verdict.BREACHED_OPEN, Verdict.LATE_MET):
        return manner.pick(f"{channels}：时限内均可见", f"{channels}: seen over the whole window")
    if clock.answered is not None:
        return manner.pick(
            "已见回应，结论不取决于其他渠道是否可见",
            "an answer was seen: the verdict does not hang on what else could be seen",
        )
    return manner.pick(f"{channels}：至今均可见", f"{channels}: seen so far")


def _gaps(gaps: tuple[BlindInterval, ...], manner: Manner) -> str:
    said = (f"{title} {manner.between(start, end)}" for title, start, end in _united(gaps))
    return manner.pick("；", "; ").join(said)


def _united(gaps: tuple[BlindInterval, ...]) -> Iterator[tuple[str, datetime, datetime]]:
    """The gaps of each channel, those that overlap told as one."""
    for title in sorted({gap.title for gap in gaps}):
        spans = sorted((gap.start, gap.end) for gap in gaps if gap.title == title)
        start, end = spans[0]
        for first, last in spans[1:]:
            if first > end:
                yield title, start, end
                start = first
            end = max(end, last)
        yield title, start, end


def _verdict(clock: Clock, manner: Manner) -> str:
    word = manner.pick(*clock.verdict.words)
    provisional = manner.pick("事件等级尚未确认", "the event grade is not confirmed")
    return manner.joined([word, provisional if clock.provisional else ""])


def _afresh(settled: Clock, clock: Clock, manner: Manner) -> str:
    """What today's evidence says, and whether that will change the verdict."""
    word, why = manner.pick(*clock.verdict.words), manner.words(clock.words)
    if settled.wake_at is None:
        stands = manner.pick("以当时的结论为准", "the verdict of the time stands")
    else:
        stands = manner.pick("结论待下次核对时更新", "the verdict is settled at the next check")
    return manner.pick(
        f"按现存记录得「{word}」（{why}）；{stands}",
        f"what is kept now gives “{word}” ({why}); {stands}",
    )


def _standing_lines(standing: Standing, manner: Manner) -> Iterator[Line]:
    if standing.start is not None:
        yield Line(heading("start", manner), moment_words(standing.start, manner))
    if standing.due_from is not None and standing.due_at is not None:
        yield Line(heading("due", manner), _due(standing.due_from, standing.due_at, manner))
    if standing.done is not None:
        yield Line(heading("answer", manner), manner.when(standing.done))
    yield Line(heading("state", manner), manner.pick(*standing.state.words))
    yield Line(heading("why", manner), manner.words(standing.words))


def _reading_line(reading: Reading, settled: Clock, manner: Manner) -> ReadingLine:
    basis = manner.pick(*reading.basis.words)
    clock = settled if reading.basis is settled.basis else reading.clock
    if clock is None:
        unknown = missing_words(reading.basis, manner)
        return ReadingLine(basis, "", "", None, unknown, in_force=False)
    return ReadingLine(
        basis=basis,
        start=manner.when(clock.start),
        due=_due(clock.due_from, clock.due_at, manner),
        verdict=clock.verdict,
        why=manner.words(clock.words),
        in_force=clock is settled,
    )
