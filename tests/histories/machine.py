"""The machine that makes up histories: what may happen, in any order, and what must always hold."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from monitor.domain.response import Link, ResponseKind
from monitor.domain.severity import EventGrade, Grading
from monitor.domain.sight import Look
from monitor.domain.when import Precision, When
from monitor.settings.policy_files import load_policy
from tests.histories.claims import Situation, overclaims
from tests.histories.houses import BareHouse, House, StoreHouse
from tests.histories.story import START, Answer, Story, Told

POLICY = load_policy("national")
LONG_AFTER = timedelta(days=60)
MOST_ARTICLES = 7

# Minutes after the start: close to the limits of 5, 24 and 48 hours, on either side.
_MINUTES = (0, 1, 30, 60, 120, 299, 300, 301, 360, 1440, 1441, 1500, 2880, 2881, 2941)
_minutes = st.sampled_from(_MINUTES)
_widths = st.sampled_from((0, 0, 0, 30, 60, 240, 1440))
_grades = st.sampled_from((None, None, EventGrade.GRAVE, EventGrade.LARGER))
_kinds = st.sampled_from((ResponseKind.STATEMENT, ResponseKind.PRESS_CONFERENCE))
_units = st.sampled_from(((), ("water",)))
_any = st.integers(min_value=0, max_value=50)


def _span(minutes: int, width: int) -> When:
    earliest = START + timedelta(minutes=minutes)
    precision = Precision.HOUR if width else Precision.MINUTE
    return When(earliest, earliest + timedelta(minutes=width), "page", precision)


class Histories(RuleBasedStateMachine):
    """One history: reports, answers, decisions, moves, merges, looks, outages and restarts.

    After each step: no verdict claims more than the intervals allow, and the log gives what is
    kept. In the end, long after: the verdicts are those of the same facts in the order of time.
    """

    house: House

    def make_house(self, story: Story) -> House:
        """The house that lives through it."""
        return BareHouse(story)

    @initialize(minutes=_minutes, width=_widths, grade=_grades, units=_units)
    def begin(self, minutes: int, width: int, grade: Any, units: tuple[str, ...]) -> None:
        """There is a house, and a first report."""
        self.story = Story(POLICY)
        self.story.looks.append(Look(START - timedelta(minutes=30)))
        self.house = self.make_house(self.story)
        self.house.look(self.story.looks)
        self.opened = 0
        self._report(None, minutes, width, 0, None, Grading(grade, grade), units)

    @precondition(lambda self: len(self.story.told) < MOST_ARTICLES)
    @rule(
        which=_any,
        minutes=_minutes,
        width=_widths,
        lag=_minutes,
        occurred=st.none() | st.tuples(_minutes, _widths),
        confirmed=_grades,
        possible=_grades,
        units=_units,
    )
    def report(
        self,
        which: int,
        minutes: int,
        width: int,
        lag: int,
        occurred: tuple[int, int] | None,
        confirmed: EventGrade | None,
        possible: EventGrade | None,
        units: tuple[str, ...],
    ) -> None:
        """A report of an incident, or of a new one; perhaps with another grade."""
        incident = self._alive(which)
        if self.opened < 2 and which % 4 == 0:
            incident = None
        self._report(incident, minutes, width, lag, occurred, Grading(confirmed, possible), units)

    def _report(
        self,
        incident: int | None,
        minutes: int,
        width: int,
        lag: int,
        occurred: tuple[int, int] | None,
        grading: Grading,
        units: tuple[str, ...],
    ) -> None:
        happened = _span(*occurred) if occurred else None
        self._tell(incident, minutes, width, lag, occurred=happened, grading=grading, units=units)

    @precondition(lambda self: len(self.story.told) < MOST_ARTICLES)
    @rule(
        which=_any, minutes=_minutes, width=_widths, lag=_minutes, kind=_kinds, sure=st.booleans()
    )
    def answer(
        self, which: int, minutes: int, width: int, lag: int, kind: ResponseKind, sure: bool
    ) -> None:
        """An authority publishes what answers an incident, or may."""
        incident = self._alive(which)
        if incident is not None:
            self._tell(incident, minutes, width, lag, answers=kind, sure=sure)

    def _tell(self, incident: int | None, minutes: int, width: int, lag: int, **what: Any) -> None:
        """The crawler sees an article, at once or after a while; it is never seen ahead of now."""
        story = self.story
        published = _span(minutes, width)
        seen = published.earliest + timedelta(minutes=lag)
        if seen > story.now:
            self._wait_until(seen)
        number = len(story.told) + 1
        told = Told(number, published, seen, **what)
        story.told[number] = told
        if incident is None:
            self.opened += 1
        if told.answers:
            link = Link.AUTO if told.sure else Link.REVIEW
            story.answers[number] = Answer(incident or self.opened, link)
        surely = told.answers is None or told.sure
        story.filed[number] = (incident or self.opened) if surely else None
        self.house.tell(told, incident)
        self._holds()

    @precondition(lambda self: self.story.answers)
    @rule(which=_any, confirm=st.booleans())
    def decide(self, which: int, confirm: bool) -> None:
        """A person confirms or rejects an answer."""
        number = sorted(self.story.answers)[which % len(self.story.answers)]
        link = Link.CONFIRMED if confirm else Link.REJECTED
        self.story.answers[number].link = link
        self.house.decide(number, link)
        self._holds()

    @rule(which=_any, to=_any)
    def move(self, which: int, to: int) -> None:
        """A person moves an article to another incident, or out of all."""
        filed = [number for number, incident in self.story.filed.items() if incident]
        if not filed:
            return
        number = filed[which % len(filed)]
        target = self._incident(to) if to % 5 else None
        if self.story.filed[number] == target:
            return
        self.story.file(number, target)
        self.house.move(number, target)
        self._holds()

    @precondition(lambda self: self.opened >= 2)
    @rule(turned=st.booleans())
    def merge(self, turned: bool) -> None:
        """A person makes one incident of two."""
        incident, into = (1, 2) if turned else (2, 1)
        moved = [told.number for told in self.story.articles(incident)]
        if not moved:
            return
        for number in moved:
            self.story.file(number, into)
        for answer in self.story.answers.values():
            answer.incident = into if answer.incident == incident else answer.incident
        self.house.merge(incident, into)
        self._holds()

    @rule(
        minutes=st.sampled_from((1, 60, 241, 300, 1440, 2880)),
        outage=st.booleans(),
        back=st.booleans(),
    )
    def time_passes(self, minutes: int, outage: bool, back: bool) -> None:
        """Time passes, with looks at the channels or, in an outage, with one only at its end."""
        story = self.story
        end = story.now + timedelta(minutes=minutes)
        looks = []
        at = story.looks[-1].at
        while not outage and at + timedelta(hours=3) < end:
            at += timedelta(hours=3)
            if at > story.now:
                looks.append(Look(at, reaches_back=at - story.looks[-1].at <= timedelta(hours=4)))
        looks.append(Look(end, reaches_back=back))
        story.looks.extend(looks)
        self.house.look(looks)
        self._wait_until(end)
        self._holds()

    def _wait_until(self, instant: Any) -> None:
        self.story.now = max(self.story.now, instant)

    @rule()
    def restart(self) -> None:
        """The process ends; what was only in its memory is gone."""
        self.house.restart()
        self._holds()

    def _alive(self, which: int) -> int | None:
        """An incident that still has articles: the judge remembers no other."""
        alive = sorted({incident for incident in self.story.filed.values() if incident})
        return alive[which % len(alive)] if alive else None

    def _incident(self, which: int) -> int:
        return 1 + which % max(self.opened, 1)

    def _holds(self) -> None:
        story = self.story
        for incident in range(1, self.opened + 1):
            facts = story.facts(incident)
            seen = [told.seen for told in story.articles(incident)]
            assert not seen or facts.detected_at == min(seen)
            for clock in self.house.verdicts(incident).values():
                claims = overclaims(Situation(clock, facts, POLICY, story.watches(), story.now))
                assert not (found := list(claims)), (clock, found)
        assert not (quarrels := self.house.quarrels()), quarrels

    def teardown(self) -> None:
        """Long after, when nothing waits any more: the verdicts of the facts in order of time."""
        if not hasattr(self, "story"):
            return
        self.story.now += LONG_AFTER
        for incident in range(1, self.opened + 1):
            lived = {c: clock.verdict for c, clock in self.house.verdicts(incident).items()}
            in_order = {c.clause: c.verdict for c in self.story.clocks(incident)}
            assert lived == in_order, (incident, lived, in_order)
        assert not (quarrels := self.house.quarrels()), quarrels


class StoredHistories(Histories):
    """The same, lived through by the real use cases on a real store."""

    def make_house(self, story: Story) -> House:
        """Real use cases."""
        return StoreHouse(story)

    def teardown(self) -> None:
        """As above; then let the store go."""
        try:
            super().teardown()
        finally:
            if isinstance(getattr(self, "house", None), StoreHouse):
                self.house.close()  # type: ignore[attr-defined]
