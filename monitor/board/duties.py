"""The page of obligations: where the office stands with each, and how a person enters the rest."""

from collections import Counter

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from monitor.board.screen import Screen, Setting
from monitor.domain.policy import Binding, Clause, ClauseKind
from monitor.domain.records import ACCEPTED, RecordKind
from monitor.domain.standing import DutyState
from monitor.usecases.watch_duties import DutyLine, DutyReading
from monitor.wording.duty_words import due_words, window_words

_FIRST_SHOWN = (
    DutyState.BREACHED_OPEN,
    DutyState.DUE_SOON,
    DutyState.UNDETERMINED,
    DutyState.NEEDS_ENTRY,
    DutyState.RUNNING,
)


def duty_pages(setting: Setting) -> APIRouter:
    """The page of obligations, over one setting."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    @router.get("/duties")
    def duties(request: Request) -> HTMLResponse:
        screen = Screen(setting, request)
        reading = setting.read_duties(screen.now)
        context = {
            "reading": reading,
            "lines": sorted(reading.lines, key=_urgency),
            "numbers": _numbers(reading),
            "entry_line": entry_line,
            "due_words": due_words,
            "window_words": window_words,
        }
        return screen.render("duties.html", context)

    return router


def entry_line(clause: Clause) -> str:
    """The command that enters something of a clause, to be filled in; empty where nothing is."""
    kinds = [kind.value for kind in ACCEPTED[clause.kind] if _applies(kind, clause)]
    if clause.follows_incidents or not kinds:
        return ""
    about = "" if clause.kind is ClauseKind.FREQUENCY else " --matter …"
    numbers = " --count … --of …" if clause.kind is ClauseKind.RATIO else ""
    return (
        f"huiying duty record {clause.id} {'|'.join(kinds)} -c … --at YYYY-MM-DD"
        f"{numbers} --subject …{about} --by … --reason …"
    )


def _applies(kind: RecordKind, clause: Clause) -> bool:
    return kind is not RecordKind.NEEDED or clause.binding is Binding.CONDITIONAL


def _urgency(line: DutyLine) -> int:
    """What somebody has to look at comes first, what is only shown last; else as written."""
    ranks = [_FIRST_SHOWN.index(s.state) for s in line.standings if s.state in _FIRST_SHOWN]
    return min(ranks, default=len(_FIRST_SHOWN))


def _numbers(reading: DutyReading) -> list[tuple[DutyState, int]]:
    """How many stand where, of the states that somebody has to look at."""
    states = Counter(standing.state for line in reading.lines for standing in line.standings)
    return [(state, states[state]) for state in _FIRST_SHOWN if states[state]]
