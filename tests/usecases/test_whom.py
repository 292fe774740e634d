"""Whom an alert reaches: the rota, deputies, silences and quiet hours on real messages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from monitor.domain.events import EventKind
from monitor.domain.fold import canonical, fold
from monitor.domain.notices import NoticeReason
from monitor.domain.quiet_hours import QuietHours
from monitor.domain.rota import Absence, Rota, Rotation
from monitor.domain.silences import Silence
from monitor.settings.workday_files import national_calendar
from monitor.store.outbox_tables import OutboxRow
from monitor.store.store import Store
from monitor.usecases.office import Office, Recipient
from monitor.usecases.silence import add_silence, end_silence
from monitor.usecases.verify import verify
from monitor.usecases.whom import Matter, whom
from tests.usecases.county import BBS, EXPLOSION, HOUR, MORNING, OFFICE, YELLOW_WATER, ZONE, County

CALENDAR = national_calendar()
DAY = timedelta(days=1)
NIGHT = QuietHours(ZONE, CALENDAR, time(22), time(7))


def person(name: str, *roles: str, **other: object) -> Recipient:
    return Recipient(f"{name}@linxi.example", roles or ("duty",), name=name, **other)  # type: ignore[arg-type]


ZHANG, LI, BOX = person("zhang"), person("li"), person("box")
HEAD = person("head", "department_head")
DIRECTOR = person("director", "office_director")
TURNS = Rotation("duty", (("zhang",), ("li",)), date(2026, 3, 2), time(8, 30))
STAFF = (ZHANG, LI, BOX, HEAD, DIRECTOR)
TUESDAY = MORNING + DAY


def office(*away: Absence, staff: tuple[Recipient, ...] = STAFF) -> Office:
    rota = Rota(ZONE, CALENDAR, (TURNS,), away)
    return replace(OFFICE, recipients=staff, rota=rota)


def told(found: list[Recipient]) -> list[str]:
    return [f"{r.name} {r.note.zh}".strip() for r in found]


@pytest.mark.parametrize(
    ("at", "roles", "who"),
    [
        (MORNING, ("duty",), ["zhang", "box"]),  # whom no roster names is told always
        (TUESDAY, ("duty",), ["li", "box"]),
        (MORNING, ("department_head",), ["head"]),
        (MORNING, ("duty", "office_director"), ["zhang", "box", "director"]),
        (MORNING, ("publicity",), ["zhang", "li", "box", "head", "director"]),  # nobody holds it
        (
            MORNING - DAY,  # before the first turn
            ("duty",),
            [f"{name} 值班表此刻没有排人，故通知全体" for name in ("zhang", "li", "box")],
        ),
    ],
)
def test_of_a_role_those_on_shift_are_told(
    at: datetime, roles: tuple[str, ...], who: list[str]
) -> None:
    assert told(office().told(roles, (), at)) == who


def test_a_deputy_is_told_with_the_reason_said() -> None:
    away = Absence("zhang", MORNING - DAY, MORNING + 5 * DAY, "li")
    assert told(office(away).told(("duty",), (), MORNING)) == ["box", "li 代 zhang"]
    assert told(office(away).told(("duty",), (), TUESDAY)) == ["li", "box"]
    nobody = replace(away, deputy="")
    assert told(office(nobody, staff=(ZHANG,)).told(("duty",), (), MORNING)) == ["zhang"]


def test_a_person_with_two_addresses_is_stood_in_for_at_both() -> None:
    phone = replace(LI, address="wecom:li")
    away = Absence("zhang", MORNING - DAY, MORNING + DAY, "li")
    found = office(away, staff=(ZHANG, LI, phone)).told(("duty",), (), MORNING)
    assert [(r.address, r.note.en) for r in found] == [
        ("li@linxi.example", "standing in for zhang"),
        ("wecom:li", "standing in for zhang"),
    ]


def silence(**what: str) -> Silence:
    return Silence(MORNING, MORNING + 5 * DAY, "李值班", "演练", **what)


def matter(reason: NoticeReason, due_in: timedelta = 10 * HOUR) -> Matter:
    return Matter(reason, ("duty",), ("water",), "1", MORNING + due_in)


def test_a_breach_of_which_all_are_silenced_reaches_the_director() -> None:
    quiet = [silence(incident="1")]
    found = whom(office(), quiet, matter(NoticeReason.WINDOW_BREACHED), MORNING)
    assert [(a.recipient.name, a.state) for a in found] == [
        ("zhang", "silenced"),
        ("box", "silenced"),
        ("director", "pending"),
    ]
    assert found[-1].recipient.note.zh == "应收件人均在静默中，故通知您"
    found = whom(office(), quiet, matter(NoticeReason.WINDOW_AT_RISK), MORNING)
    assert {a.state for a in found} == {"silenced"}


def test_without_a_director_everybody_hears_of_that_breach() -> None:
    quiet = [silence(unit="water")]
    small = office(staff=(ZHANG, LI))
    found = whom(small, quiet, matter(NoticeReason.WINDOW_BREACHED), MORNING)
    assert {(a.recipient.name, a.state) for a in found} == {("zhang", "pending"), ("li", "pending")}


def test_one_who_is_not_silenced_is_enough() -> None:
    quiet = [silence(recipient="zhang")]
    found = whom(office(), quiet, matter(NoticeReason.WINDOW_BREACHED), MORNING)
    assert [(a.recipient.name, a.state) for a in found] == [
        ("zhang", "silenced"),
        ("box", "pending"),
    ]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    yield opened
    opened.close()


def messages(store: Store) -> list[OutboxRow]:
    with Session(store.engine) as session:
        return list(session.exec(select(OutboxRow).order_by(col(OutboxRow.id))))


def test_what_can_wait_is_kept_with_the_end_of_the_quiet_hours(store: Store) -> None:
    staff = (replace(ZHANG, quiet=NIGHT), DIRECTOR)
    county = County(store, office(staff=staff))
    night = MORNING + 14 * HOUR  # 23:00
    county.publish(YELLOW_WATER, night, BBS)
    county.tick(night + HOUR / 4)
    (opened,) = (row for row in messages(store) if row.recipient.startswith("zhang"))
    assert opened.held_until == opened.next_try_at == MORNING + 22 * HOUR  # 07:00
    with store.write() as work:
        assert work.outbox.claim(MORNING + 21 * HOUR, 10, HOUR) == []
    again = Store.open(str(store.engine.url))  # nothing of it is in memory
    with again.write() as work:
        (claimed,) = work.outbox.claim(MORNING + 22 * HOUR, 10, HOUR)
        assert claimed.key == opened.key
    again.close()


def test_an_explosion_at_night_waits_for_nobody(store: Store) -> None:
    county = County(store, office(staff=(replace(ZHANG, quiet=NIGHT), DIRECTOR)))
    night = MORNING + 14 * HOUR
    county.publish(EXPLOSION, night)
    county.publish((EXPLOSION[0] + "（续）", EXPLOSION[1]), night, BBS)
    county.tick(night + HOUR / 4)
    assert messages(store)
    assert {row.held_until for row in messages(store)} == {None}


def test_a_change_of_shift_repeats_nothing_and_the_next_step_goes_to_the_new_shift(
    store: Store,
) -> None:
    county = County(store, office())
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.look(MORNING, MORNING + 30 * HOUR)
    county.tick(MORNING + HOUR / 4)
    county.tick(MORNING + 24 * HOUR + HOUR / 2)  # half of 48 hours: Tuesday 09:30, 李's shift
    county.publish(
        (YELLOW_WATER[0] + "（续）", YELLOW_WATER[1]), MORNING + 24 * HOUR, url="http://n/2"
    )
    county.tick(MORNING + 25 * HOUR)
    on_duty = [
        (row.reason, row.recipient.partition("@")[0])
        for row in messages(store)
        if row.recipient.startswith(("zhang", "li"))
    ]
    assert ("incident_opened", "zhang") in on_duty
    assert ("window_at_risk", "li") in on_duty
    assert ("incident_opened", "li") not in on_duty
    assert len(on_duty) == len(set(on_duty))


def test_a_step_told_before_the_shift_changed_is_not_told_anew(store: Store) -> None:
    county = County(store, office())
    county.publish(YELLOW_WATER, MORNING - 2 * HOUR, BBS)  # half of it is over at 07:00 on Tuesday
    county.look(MORNING - 2 * HOUR, MORNING + 25 * HOUR)
    county.tick(MORNING - 2 * HOUR + HOUR / 4)
    county.tick(MORNING + 22 * HOUR + HOUR / 4)  # 张's shift
    county.publish(
        (YELLOW_WATER[0] + "（续）", YELLOW_WATER[1]), MORNING + 23 * HOUR, url="http://n/2"
    )
    county.tick(MORNING + 25 * HOUR)  # 李's
    at_risk = [row.recipient for row in messages(store) if row.reason == "window_at_risk"]
    assert "zhang@linxi.example" in at_risk
    assert "li@linxi.example" not in at_risk


def test_a_silence_leaves_its_messages_in_the_outbox_and_is_in_the_log(store: Store) -> None:
    county = County(store, office())
    add_silence(store, county.office, silence(recipient="zhang"))
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + HOUR / 4)
    (muted,) = (row for row in messages(store) if row.recipient.startswith("zhang"))
    assert (muted.state, muted.silence_id) == ("silenced", 1)
    with store.write() as work:
        assert muted.key not in {row.key for row in work.outbox.claim(MORNING + DAY, 99, HOUR)}
    ended = end_silence(store, 1, by="李值班", reason="结束", now=MORNING + HOUR)
    assert not ended.in_force(MORNING + HOUR)
    with store.read() as work:
        entries = [entry.event for entry in work.events.stored() if entry.event]
        kinds = [event.kind for event in entries]
        assert kinds.count(EventKind.SILENCE_BEGUN) == kinds.count(EventKind.SILENCE_ENDED) == 1
        assert canonical(fold(entries).rows) == canonical(work.state())
    assert verify(store).sound


def test_what_cannot_be_silenced_is_said(store: Store) -> None:
    house = office()
    for what, message in (
        ({"recipient": "nobody"}, "recipient 'nobody'"),
        ({"unit": "nowhere"}, "unit 'nowhere'"),
        ({"incident": "77"}, "incident 77"),
    ):
        with pytest.raises(KeyError, match=message):
            add_silence(store, house, silence(**what))
    add_silence(store, house, silence(recipient="zhang"))
    end_silence(store, 1, by="李值班", reason="结束", now=MORNING + HOUR)
    for number in (1, 2):
        with pytest.raises(KeyError, match="in force"):
            end_silence(store, number, by="李值班", reason="结束", now=MORNING + HOUR)
    with pytest.raises(ValueError, match="a name and a reason"):
        end_silence(store, 1, by="", reason="结束", now=MORNING)


NAMES = ("zhang", "li", "box", "head", "director")
SOMEBODY = st.sampled_from(NAMES)
SPANS = st.tuples(st.integers(-3, 3), st.integers(1, 6)).map(
    lambda span: (MORNING + span[0] * DAY, MORNING + (span[0] + span[1]) * DAY)
)
AWAY = st.builds(
    lambda who, span, deputy: Absence(who, *span, deputy), SOMEBODY, SPANS, SOMEBODY | st.just("")
)
MUTED = st.builds(
    lambda what: silence(**what),
    st.one_of(
        SOMEBODY.map(lambda name: {"recipient": name}),
        st.sampled_from([{"unit": "water"}, {"incident": "1"}, {"incident": "2"}]),
    ),
)


@given(
    st.lists(AWAY, max_size=5),
    st.lists(MUTED, max_size=5),
    st.frozensets(SOMEBODY),
    st.sampled_from(list(NoticeReason)),
    st.integers(-60, 60).map(lambda hours: MORNING + hours * HOUR),
)
def test_no_notice_goes_nowhere_and_a_breach_always_goes_out_at_once_to_somebody(
    away: list[Absence],
    muted: list[Silence],
    sleepers: frozenset[str],
    reason: NoticeReason,
    now: datetime,
) -> None:
    staff = tuple(replace(r, quiet=NIGHT) if r.name in sleepers else r for r in STAFF)
    found = whom(office(*away, staff=staff), muted, matter(reason), now)
    assert found
    addresses = [one.recipient.address for one in found]
    assert len(set(addresses)) == len(addresses)
    for one in found:
        assert one.held_until is None or one.held_until > now
        assert not (one.silence and one.held_until)
    if reason is NoticeReason.WINDOW_BREACHED:
        assert any(one.state == "pending" for one in found)
        assert all(one.held_until is None for one in found)
