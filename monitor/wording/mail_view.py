"""What a mail shows of a briefing, in phrases of one language and in the order of reading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from alerts.hygiene import cut
from monitor.domain.briefing import Briefing, ClockBrief, Source
from monitor.domain.notices import NoticeReason
from monitor.domain.verdict import Verdict
from monitor.wording.phrasing import (
    StateLook,
    between_words,
    dated_words,
    instant_words,
    left_words,
    margin_words,
    state_look,
    state_word,
)

PAGES_SHOWN = 8
_LONGEST_UNIT = 14
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_WAITING = (Verdict.RUNNING, Verdict.DUE_SOON)
_VERDICT_WITHOUT_CLOCK = {
    NoticeReason.WINDOW_BREACHED: Verdict.BREACHED_OPEN,
    NoticeReason.REMINDER: Verdict.BREACHED_OPEN,
    NoticeReason.ANSWERED: Verdict.MET,
    NoticeReason.ANSWERED_LATE: Verdict.LATE_MET,
    NoticeReason.CANNOT_SEE: Verdict.UNDETERMINED,
    NoticeReason.CHANNEL_BLIND: Verdict.UNDETERMINED,
    NoticeReason.CHANNEL_BACK: Verdict.MET,
    NoticeReason.UNWATCHED: Verdict.UNDETERMINED,
    NoticeReason.DIGEST: Verdict.MET,
}
_AWAITING = frozenset(
    {
        NoticeReason.INCIDENT_OPENED,
        NoticeReason.GRADE_RAISED,
        NoticeReason.WINDOW_AT_RISK,
        NoticeReason.WINDOW_BREACHED,
        NoticeReason.CANNOT_SEE,
        NoticeReason.ANSWER_WITHDRAWN,
        NoticeReason.REMINDER,
        NoticeReason.ESCALATED,
    }
)
_OF_NO_INCIDENT = frozenset(
    {
        NoticeReason.CHANNEL_BLIND,
        NoticeReason.CHANNEL_BACK,
        NoticeReason.UNWATCHED,
        NoticeReason.DIGEST,
    }
)


@dataclass(frozen=True, slots=True)
class OtherClock:
    """One more window of the same incident, as a line of its own."""

    label: str
    verdict: Verdict
    look: StateLook
    state: str
    due: str


@dataclass(frozen=True, slots=True)
class MailView:
    """The phrases of one mail. Empty strings and tuples stand for what there is nothing to say of.

    `rows` are (label, value); `lists` are (heading, pages, how many more); `deeds` are what the
    recipient can do by a link of their own, `buttons` where to read on, both (name, address).
    """

    action: str
    verdict: Verdict
    look: StateLook
    state: str
    window: str
    whose: str
    big: str
    due: str
    about: str
    clock: ClockBrief | None
    rows: tuple[tuple[str, str], ...]
    others: tuple[OtherClock, ...]
    lists: tuple[tuple[str, Sequence[Source], str], ...]
    deeds: tuple[tuple[str, str], ...]
    buttons: tuple[tuple[str, str], ...]
    as_of: str
    gaps_heading: str


def view_mail(facts: Briefing, table: dict[str, Any], language: str, zone: ZoneInfo) -> MailView:
    """The view of a cleaned briefing with the message table of `templates/email`."""
    return _MailWriter(facts, table, language, zone).view()


class _MailWriter:
    """Holds what every phrase of one mail needs: facts, words, language and zone."""

    def __init__(
        self, facts: Briefing, table: dict[str, Any], language: str, zone: ZoneInfo
    ) -> None:
        self._facts = facts
        self._table = table
        self._language = language
        self._zone = zone
        self._clock = facts.clock or _nearest(facts.clocks)

    def view(self) -> MailView:
        clock, facts = self._clock, self._facts
        verdict = clock.verdict if clock else _VERDICT_WITHOUT_CLOCK.get(facts.reason)
        verdict = verdict or Verdict.RUNNING
        as_of = dated_words(facts.at, self._zone, self._language)
        return MailView(
            action=self._action(),
            verdict=verdict,
            look=state_look(verdict),
            state=self._state(verdict),
            window=self._label(clock) if clock else "",
            whose=cut(facts.units[0], _LONGEST_UNIT) if facts.units else "",
            big=self._big(clock) if clock else "",
            due=self._due_line(clock) if clock else "",
            about=self._about(),
            clock=clock,
            rows=tuple((label, value) for label, value in self._rows() if value),
            others=tuple(self._other(item) for item in facts.clocks if item != clock),
            lists=tuple(self._lists()),
            deeds=tuple((name, url) for name, url in self._deeds() if url),
            buttons=tuple((name, url) for name, url in self._buttons() if url),
            as_of=self._table["phrase"]["as_of"].format(at=as_of),
            gaps_heading=self._table["label"]["facts" if self._of_no_incident else "gaps"],
        )

    @property
    def _of_no_incident(self) -> bool:
        return self._facts.reason in _OF_NO_INCIDENT and not self._facts.incident

    def _state(self, verdict: Verdict) -> str:
        """The state of the window; what is about none says its own."""
        if self._of_no_incident:
            return str(self._table["reason"][self._facts.reason.value]["state"])
        return state_word(verdict, self._language)

    def _action(self) -> str:
        """The first line: what to do."""
        phrases = self._table["reason"][self._facts.reason.value]
        grade = self._facts.grade.in_language(self._language)
        clock = self._clock
        if clock is None:
            return str(phrases["alone"]).format(grade=grade)
        left = left_words(clock.due_at, self._facts.at, self._language)
        due = self._due(clock)
        action = str(phrases["action"]).format(
            window=self._label(clock), due=due, left=left, grade=grade
        )
        # "before between two instants" is no Chinese: by the later of them it must be there
        return _BETWEEN_HAN.sub("", action.replace(" 之间 前", " 前"))

    def _label(self, clock: ClockBrief) -> str:
        return clock.label.in_language(self._language)

    def _due(self, clock: ClockBrief) -> str:
        """The due time, as an interval where the start is only known as one."""
        return between_words(
            clock.due_from, clock.due_at, self._facts.at, self._zone, self._language
        )

    def _due_line(self, clock: ClockBrief) -> str:
        suffix = self._table["phrase"]["due_suffix"]
        due = self._due(clock)
        return f"{suffix} {due}" if self._language == "en" else f"{due} {suffix}"

    def _big(self, clock: ClockBrief) -> str:
        """The largest figure of the mail: the countdown, or how far the answer was from it."""
        if clock.margin_s is not None:
            return margin_words(timedelta(seconds=clock.margin_s), self._language)
        if clock.verdict in _WAITING or clock.verdict is Verdict.BREACHED_OPEN:
            return self._countdown(clock)
        return ""

    def _countdown(self, clock: ClockBrief) -> str:
        at = self._facts.at
        if clock.verdict is Verdict.BREACHED_OPEN:
            # A breach is owed at the very due time, which is inclusive: say "overdue" from there.
            at = max(at, clock.due_at + timedelta(microseconds=1))
        return left_words(clock.due_at, at, self._language)

    def _about(self) -> str:
        """Where it is, what it is and how grave."""
        facts = self._facts
        grade = facts.grade.in_language(self._language)
        graded = f"{self._table['label']['grade']} {grade}" if grade else ""
        parts = (facts.place, facts.category.in_language(self._language), graded)
        return " · ".join(part for part in parts if part)

    def _rows(self) -> Iterator[tuple[str, str]]:
        facts, label, clock = self._facts, self._table["label"], self._clock
        comma = self._table["phrase"]["list_comma"]
        yield label["note"], facts.note.in_language(self._language)
        if self._of_no_incident:
            return
        yield label["units"], comma.join(facts.units) or label["unknown_unit"]
        if clock is not None:
            basis = clock.basis.in_language(self._language)
            yield label["start"], " · ".join(part for part in (clock.start_text, basis) if part)
            yield label["due"], dated_words(clock.due_at, self._zone, self._language)
            yield label["standing"], clock.words.in_language(self._language)
            yield label["answered"], clock.answered_text
        yield label["summary"], facts.summary

    def _other(self, clock: ClockBrief) -> OtherClock:
        due = instant_words(clock.due_at, self._facts.at, self._zone, self._language)
        return OtherClock(
            label=self._label(clock),
            verdict=clock.verdict,
            look=state_look(clock.verdict),
            state=state_word(clock.verdict, self._language),
            due=due if clock.verdict.is_open else "",
        )

    def _lists(self) -> Iterator[tuple[str, Sequence[Source], str]]:
        """Answers, then sources: the first few of each, and how many were left out."""
        label, more = self._table["label"], self._table["phrase"]["more"]
        for heading, pages in (
            (label["answers"], self._facts.answers),
            (label["sources"], self._facts.sources),
        ):
            left_out = len(pages) - PAGES_SHOWN
            if pages:
                note = more.format(count=left_out) if left_out > 0 else ""
                yield heading, pages[:PAGES_SHOWN], note

    def _deeds(self) -> Iterator[tuple[str, str]]:
        """What the recipient can do about what is awaited: take note of it, or point to it."""
        facts, button = self._facts, self._table["button"]
        if facts.reason not in _AWAITING:
            return
        language = "?lang=en" if self._language == "en" else ""
        for name, url in (
            (button["acknowledge"], facts.acknowledge_url),
            (button["answered"], facts.answered_url),
        ):
            yield name, f"{url}{language}" if url else ""

    def _buttons(self) -> Iterator[tuple[str, str]]:
        button, facts = self._table["button"], self._facts
        yield button["board" if self._of_no_incident else "incident"], facts.incident_url
        if facts.answers:
            yield button["answer"], facts.answers[0].url
        elif facts.sources:
            yield button["source"], facts.sources[0].url


def _nearest(clocks: Sequence[ClockBrief]) -> ClockBrief | None:
    """The open clock with the least time left, for notices that are about no single window."""
    waiting = [clock for clock in clocks if clock.verdict.is_open]
    return min(waiting, key=lambda clock: clock.due_at, default=None)
