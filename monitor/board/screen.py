"""One request's view of the board: its language, its `now`, and the words templates ask for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from monitor.board.countdowns import Countdown, countdown_of
from monitor.board.log_words import log_words
from monitor.board.marks import shared_runs
from monitor.board.phrases import LANGUAGES, named, phrase
from monitor.board.security import CONTENT_POLICY, safe_link
from monitor.board.times import exact, when_words
from monitor.domain.policy import Policy
from monitor.domain.severity import Category, EventGrade
from monitor.domain.verdict import Verdict
from monitor.domain.when import When
from monitor.store.views import Views
from monitor.store.views_clocks import Labels, labels_of
from monitor.store.views_records import ClockCard, EventItem, ResponseItem
from monitor.usecases.explain_incident import ExplainIncident, IncidentExplained
from monitor.usecases.watch_duties import DutyReading
from monitor.wording import phrasing
from monitor.wording.rendering import html_language, templates_folder

_COOKIE = "language"
_COOKIE_AGE_S = 365 * 24 * 3600
_REFRESH_S = 15
_REFRESH_FAST_S = 2
_FAST = 60.0  # board seconds a real second, from which on a board is refreshed faster


ReadDuties = Callable[[datetime], DutyReading]
"""Reads the obligations that run on no incident, as of a moment."""


def no_duties(_now: datetime) -> DutyReading:
    """The duties of a board that is given none."""
    return DutyReading()


def no_explanation(_incident: int, _now: datetime) -> IncidentExplained | None:
    """The rules of an incident on a board that cannot explain them."""
    return None


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a board as long as it runs.

    `tell_pace` gives board seconds per real second: 1, but in a simulated run any number, and 0
    while time stands still.
    """

    views: Views
    clock: Callable[[], datetime]
    zone: ZoneInfo
    policy: Policy
    office: str
    language: str
    tell_pace: Callable[[], float]
    unit_name: Callable[[str], str]
    read_duties: ReadDuties = no_duties
    explain: ExplainIncident = no_explanation

    @property
    def pace(self) -> float:
        """How fast the board's time runs just now."""
        return self.tell_pace()


@cache
def _environment() -> Environment:
    jinja = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.globals |= {"safe_link": safe_link, "shared_runs": shared_runs, "Verdict": Verdict}
    return jinja


class Screen:
    """Words, times and links for one page, in one language; `now` is read once."""

    def __init__(self, setting: Setting, request: Request) -> None:
        self.setting = setting
        self.request = request
        self.now = setting.clock()
        asked = request.query_params.get("lang", "")
        wanted = (asked, request.cookies.get(_COOKIE, ""), setting.language[:2])
        self.language = next((word for word in wanted if word in LANGUAGES), "zh")
        self.chosen = asked in LANGUAGES
        self.labels: Labels = labels_of(setting.policy)

    @property
    def html_language(self) -> str:
        """The language as HTML names it."""
        return html_language(self.language)

    @property
    def other_language(self) -> str:
        """The address of this page in the other language."""
        other = "zh" if self.language == "en" else "en"
        return str(self.request.url.include_query_params(lang=other).query)

    def t(self, key: str, **values: object) -> str:
        """A string of the board."""
        return phrase(self.language, key, **values)

    def named(self, table: str, value: str) -> str:
        """A value of an enum in words."""
        return named(self.language, table, value)

    def pick(self, words: tuple[str, str]) -> str:
        """One of a Chinese and an English word."""
        return words[1 if self.language == "en" else 0]

    def instant(self, at: datetime) -> str:
        """`今天 17:40`."""
        return phrasing.instant_words(at, self.now, self.setting.zone, self.language)

    def exact(self, at: datetime) -> str:
        """`2026-11-20 17:40:05`."""
        return exact(at, self.setting.zone)

    def when(self, value: When) -> str:
        """A time as well as it is known."""
        return when_words(value, self.now, self.setting.zone, self.language)

    def between(self, start: datetime, end: datetime) -> str:
        """A stretch of time."""
        start_words = self.instant(start)
        same_day = start_words.rpartition(" ")[0] == self.instant(end).rpartition(" ")[0]
        end_words = self.instant(end).rpartition(" ")[2] if same_day else self.instant(end)
        return f"{start_words}–{end_words}"

    def day_share(self, at: datetime) -> float:
        """Where an instant lies in the 24 hours before `now`, from 0 to 1."""
        return round(1 - (self.now - at) / timedelta(hours=24), 4)

    def countdown(self, card: ClockCard) -> Countdown:
        """The biggest figure of a card."""
        return countdown_of(card, self.now, self.language)

    def due(self, card: ClockCard) -> str:
        """`今天 17:40 截止`, or both ends where the start is vague."""
        if card.due_from == card.due_at:
            return self.t("due_at", at=self.instant(card.due_at))
        bounds, zone = (card.due_from, card.due_at), self.setting.zone
        between = phrasing.between_words(*bounds, self.now, zone, self.language)
        return self.t("due_between", at=between)

    @property
    def refresh_s(self) -> int:
        """Seconds between two refreshes; in simulated time hours pass in fewer."""
        return _REFRESH_FAST_S if self.setting.pace > _FAST else _REFRESH_S

    def label(self, card: ClockCard) -> str:
        """How a window is called: `5小时 权威信息`."""
        return self.labels(card.clause, card.window).in_language(self.language)

    def clause_label(self, clause_id: str) -> str:
        """How the window of a clause is called; its id where the rules in force do not hold it."""
        try:
            clause = self.setting.policy.clause(clause_id)
        except KeyError:
            return clause_id
        length = clause.window.elapsed if clause.window else None
        if length is None:
            return clause_id
        return self.labels(clause_id, length).in_language(self.language)

    def entry(self, event: EventItem) -> str:
        """An entry of the log in words."""
        return log_words(event, self.clause_label, self.language)

    def issuer(self, answer: ResponseItem) -> str:
        """Who answered; the channel's title where nobody is named."""
        return self.setting.unit_name(answer.issuer) if answer.issuer else answer.channel_title

    def category(self, value: Category) -> str:
        """A category in words."""
        return self.pick((value.chinese, value.value.replace("_", " ")))

    def grade(self, value: EventGrade) -> str:
        """An event grade in words."""
        return self.pick((value.value, value.english))

    def units(self, ids: tuple[str, ...]) -> str:
        """Unit names, joined; empty where no unit is known."""
        joint = ", " if self.language == "en" else "、"
        return joint.join(self.setting.unit_name(unit) for unit in ids)

    def render(
        self,
        template: str,
        context: Mapping[str, object],
        *,
        policy: str = CONTENT_POLICY,
        status: int = 200,
    ) -> HTMLResponse:
        """A page; its content security policy and the chosen language go with it."""
        html = _environment().get_template(f"board/{template}")
        body = html.render(screen=self, t=self.t, now=self.now, **context)
        headers = {"content-security-policy": policy, "cache-control": "no-store"}
        response = HTMLResponse(body, status_code=status, headers=headers)
        if self.chosen:
            response.set_cookie(
                _COOKIE, self.language, max_age=_COOKIE_AGE_S, httponly=True, samesite="lax"
            )
        return response
