"""What a person decides of an incident: it is named, logged, shown, stands, and can be undone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.domain.events import Event, EventKind
from monitor.domain.severity import EventGrade
from monitor.store.store import Store
from monitor.store.tables import ClockRow, IncidentRow
from monitor.usecases.correct import Destination, Ruling, move_articles
from monitor.usecases.decide_incident import (
    NoGrade,
    dismiss_incident,
    reinstate_clause,
    release_to_machine,
    reopen_incident,
    set_grade,
    waive_clause,
)
from monitor.usecases.office import Office
from monitor.usecases.verify import verify
from tests.usecases.county import (
    BBS,
    EXPLOSION,
    EXPLOSION_AGAIN,
    EXPLOSION_NOTICE,
    GOV,
    HOUR,
    MORNING,
    NEWS,
    YELLOW_WATER,
    YELLOW_WATER_ANSWER,
    County,
)

SOON = timedelta(minutes=15)


def ruling(hours: float = 3, reason: str = "经核实") -> Ruling:
    return Ruling("值班员甲", reason, MORNING + hours * HOUR)


def clock(county: County, clause: str, incident: int = 1) -> ClockRow:
    with county.store.read() as work:
        return ClockRow(**work.incidents.clocks(incident)[clause].model_dump())


def kept(county: County, incident: int = 1) -> IncidentRow:
    with county.store.read() as work:
        return IncidentRow(**work.incidents.get(incident).model_dump())


def events(county: County, kind: EventKind, incident: int = 1) -> list[Event]:
    with county.store.read() as work:
        return [event for event in work.events.of_incident(str(incident)) if event.kind is kind]


def complain(county: County) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + SOON)


def explode(county: County) -> None:
    """Two reports confirm a grave accident of 08:20."""
    for number, text in enumerate((EXPLOSION, EXPLOSION_AGAIN)):
        county.publish(text, MORNING + number * HOUR, BBS if number % 2 else NEWS)
        county.tick(MORNING + number * HOUR + SOON)


def overdue(county: County) -> None:
    """The complaint is overdue, and everybody was told."""
    complain(county)
    county.look(MORNING - HOUR, MORNING + 50 * HOUR)
    county.tick(MORNING + 50 * HOUR)
    assert county.verdicts()["nat-48h"] == "breached_open"


def test_a_dismissed_incident_is_not_timed_and_says_who_and_why(county: County) -> None:
    complain(county)
    dismiss_incident(county.store, county.office, 1, ruling(reason="外地事件"))
    assert set(county.verdicts().values()) == {"not_applicable"}
    assert "值班员甲：外地事件" in clock(county, "nat-48h").words_zh
    assert "值班员甲: 外地事件" in clock(county, "nat-48h").words_en
    (event,) = events(county, EventKind.INCIDENT_DISMISSED)
    assert (event.actor, event.reason) == ("值班员甲", "外地事件")
    county.tick(MORNING + 60 * HOUR)
    assert county.verdicts()["nat-48h"] == "not_applicable"


def test_articles_that_come_after_a_dismissal_are_counted_and_change_nothing(
    county: County,
) -> None:
    complain(county)
    dismiss_incident(county.store, county.office, 1, ruling())
    title, text = YELLOW_WATER
    county.publish((title, f"据临溪论坛消息：{text}"), MORNING + 5 * HOUR, NEWS)
    county.tick(MORNING + 5 * HOUR + SOON)
    assert county.verdicts()["nat-48h"] == "not_applicable"
    assert "此后又有1篇相关文章，仍不计时" in clock(county, "nat-48h").words_zh


def test_an_article_that_a_person_moves_in_does_not_revive_what_a_person_dismissed(
    county: County,
) -> None:
    complain(county)
    county.publish(EXPLOSION, MORNING + HOUR)
    county.tick(MORNING + HOUR + SOON)
    dismiss_incident(county.store, county.office, 1, ruling())
    move_articles(county.store, county.office, ["2"], 1, ruling(4))
    assert set(county.verdicts().values()) == {"not_applicable"}
    move_articles(county.store, county.office, ["1", "2"], Destination.NONE, ruling(5))
    assert kept(county).dismissed_by == "值班员甲"


def test_a_reopened_incident_is_timed_from_its_old_start(county: County) -> None:
    complain(county)
    before = clock(county, "nat-48h")
    dismiss_incident(county.store, county.office, 1, ruling())
    reopen_incident(county.store, county.office, 1, ruling(4))
    after = clock(county, "nat-48h")
    assert (after.verdict, after.due_at) == ("running", before.due_at)
    (event,) = events(county, EventKind.INCIDENT_REVIVED)
    assert event.actor == "值班员甲"


def test_a_dismissal_after_a_breach_is_told_to_whoever_read_of_the_breach(county: County) -> None:
    overdue(county)
    dismiss_incident(county.store, county.office, 1, ruling(60))
    told = {to for reason, _, to in county.owed() if reason == "breach_lifted"}
    assert told == {"duty", "water", "director"}
    found = clock(county, "nat-48h")
    assert found.breached_at is None
    assert found.former_breach_at == found.due_at
    assert "此前曾判为超时" in found.words_zh
    county.tick(MORNING + 70 * HOUR)
    assert "此前曾判为超时" in clock(county, "nat-48h").words_zh
    reopen_incident(county.store, county.office, 1, ruling(71))
    again = clock(county, "nat-48h")
    assert (again.verdict, again.former_breach_at) == ("breached_open", None)


def test_a_waived_clause_is_not_held_against_the_office_and_the_others_are(county: County) -> None:
    explode(county)
    waive_clause(county.store, county.office, 1, "nat-24h", ruling(reason="经上级同意"))
    assert county.verdicts()["nat-24h"] == "waived"
    assert county.verdicts()["nat-5h"] == "running"
    assert "值班员甲：经上级同意" in clock(county, "nat-24h").words_zh
    (event,) = events(county, EventKind.CLAUSE_WAIVED)
    assert (event.actor, event.data["clause"]) == ("值班员甲", "nat-24h")
    reinstate_clause(county.store, county.office, 1, "nat-24h", ruling(4, "豁免有误"))
    assert county.verdicts()["nat-24h"] == "running"
    (undone,) = events(county, EventKind.CLAUSE_REINSTATED)
    assert undone.reason == "豁免有误"


def test_a_person_raises_the_grade_and_new_figures_do_not_lower_it(county: County) -> None:
    complain(county)
    set_grade(county.store, county.office, 1, EventGrade.GRAVE, ruling(reason="已有百人就医"))
    assert county.verdicts() == {
        "nat-5h": "running",
        "nat-24h": "running",
        "nat-48h": "not_applicable",
    }
    row = kept(county)
    assert row.grade_reasons == ["人工定级：重大（值班员甲：已有百人就医）", "系统判定：未定级"]
    assert row.graded_at == MORNING + 3 * HOUR
    assert "grade_raised" in {reason for reason, _, _ in county.owed()}
    title, text = YELLOW_WATER
    county.publish((f"{title}（续）", text), MORNING + 4 * HOUR, NEWS)
    county.tick(MORNING + 4 * HOUR + SOON)
    assert (kept(county).grade_confirmed, kept(county).grade_by) == ("重大", "值班员甲")
    release_to_machine(county.store, county.office, 1, ruling(5))
    assert county.verdicts()["nat-48h"] == "running"
    assert (kept(county).grade_confirmed, kept(county).machine_grade) == ("", {})


def test_a_person_lowers_the_grade_and_what_the_machine_thinks_stands_beside(
    county: County,
) -> None:
    explode(county)
    set_grade(county.store, county.office, 1, EventGrade.LARGER, ruling(reason="实为3人遇难"))
    assert county.verdicts() == {
        "nat-5h": "not_applicable",
        "nat-24h": "not_applicable",
        "nat-48h": "running",
    }
    assert kept(county).grade_reasons[1].startswith("系统判定：重大")
    county.publish(EXPLOSION_NOTICE, MORNING + 3.5 * HOUR, GOV)
    county.tick(MORNING + 3.5 * HOUR + SOON)
    assert kept(county).grade_confirmed == "较大"
    assert kept(county).machine_grade["grade_confirmed"] == "重大"
    release_to_machine(county.store, county.office, 1, ruling(5))
    assert (kept(county).grade_confirmed, kept(county).figures["dead"]) == ("重大", 12)
    assert county.verdicts()["nat-5h"] == "met"


def test_a_breach_stays_on_record_after_the_grade_is_lowered(county: County) -> None:
    explode(county)
    county.look(MORNING - HOUR, MORNING + 6 * HOUR)
    county.tick(MORNING + 6 * HOUR)
    assert county.verdicts()["nat-5h"] == "breached_open"
    set_grade(county.store, county.office, 1, EventGrade.LARGER, ruling(7))
    found = clock(county, "nat-5h")
    assert (found.verdict, found.former_breach_at) == ("not_applicable", found.due_at)
    assert "此前曾判为超时" in found.words_zh
    changed = [event.data for event in events(county, EventKind.VERDICT_CHANGED)]
    assert any((d["clause"], d["new"]) == ("nat-5h", "breached_open") for d in changed)


def test_a_matter_found_untrue_has_no_grade_and_no_figures_and_stays_timed(
    county: County,
) -> None:
    explode(county)
    set_grade(county.store, county.office, 1, NoGrade.UNTRUE, ruling(reason="公安机关查实为谣言"))
    row = kept(county)
    assert (row.grade_confirmed, row.figures["dead"], row.figures["injured"]) == ("", 0, 0)
    assert "内容不实" in row.grade_reasons[0]
    assert county.verdicts()["nat-48h"] == "running"
    title, text = EXPLOSION
    county.publish((title, f"另据知情者称：{text}"), MORNING + 4 * HOUR, BBS)
    county.tick(MORNING + 4 * HOUR + SOON)
    assert set(kept(county).figures.values()) == {0}
    release_to_machine(county.store, county.office, 1, ruling(5))
    assert kept(county).figures["dead"] == 12


def test_a_grade_that_a_person_raises_late_is_labelled_and_no_plain_breach(county: County) -> None:
    complain(county)
    county.look(MORNING - HOUR, MORNING + 31 * HOUR)
    set_grade(county.store, county.office, 1, EventGrade.GRAVE, ruling(30))
    found = clock(county, "nat-5h")
    assert (found.verdict, found.late_on_upgrade) == ("breached_open", True)
    assert found.words_zh.startswith("升级时已超")
    assert "自升级起算至3月3日 20:00" in found.words_zh


def test_earlier_answers_are_matched_again_when_the_grade_rises(county: County) -> None:
    complain(county)
    county.publish(YELLOW_WATER_ANSWER, MORNING + 2 * HOUR, GOV)
    county.tick(MORNING + 2 * HOUR + SOON)
    set_grade(county.store, county.office, 1, EventGrade.GRAVE, ruling(30))
    assert county.verdicts()["nat-5h"] == "met"


def test_a_unit_that_does_not_have_to_answer_is_named_as_another(county: County) -> None:
    complain(county)
    town = replace(GOV, owner="emergency")
    county.publish(YELLOW_WATER_ANSWER, MORNING + 2 * HOUR, town)
    county.tick(MORNING + 2 * HOUR + SOON)
    found = clock(county, "nat-48h")
    assert found.verdict == "met"
    assert "由上级/条线发布" in found.words_zh


Deed = Callable[[Store, Office], None]


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        (lambda s, o: dismiss_incident(s, o, 9, ruling()), "incident 9"),
        (lambda s, o: reopen_incident(s, o, 1, ruling()), "not dismissed by a person"),
        (lambda s, o: waive_clause(s, o, 1, "nat-9h", ruling()), "nat-9h"),
        (lambda s, o: waive_clause(s, o, 1, "nat-follow", ruling()), "no clock"),
        (lambda s, o: reinstate_clause(s, o, 1, "nat-48h", ruling()), "not waived"),
        (lambda s, o: release_to_machine(s, o, 1, ruling()), "no person set"),
        (lambda s, o: set_grade(s, o, 9, EventGrade.GRAVE, ruling()), "incident 9"),
    ],
)
def test_what_cannot_be_decided_is_said_and_nothing_changes(
    county: County, deed: Deed, said: str
) -> None:
    complain(county)
    before = county.verdicts()
    with pytest.raises((KeyError, ValueError), match=said):
        deed(county.store, county.office)
    assert county.verdicts() == before


def test_the_same_decision_twice_is_refused(county: County) -> None:
    complain(county)
    dismiss_incident(county.store, county.office, 1, ruling())
    with pytest.raises(ValueError, match="dismissed already"):
        dismiss_incident(county.store, county.office, 1, ruling(4))
    waive_clause(county.store, county.office, 1, "nat-48h", ruling(5))
    with pytest.raises(ValueError, match="waived already"):
        waive_clause(county.store, county.office, 1, "nat-48h", ruling(6))


def test_the_log_gives_every_decision_again(county: County) -> None:
    explode(county)
    waive_clause(county.store, county.office, 1, "nat-24h", ruling())
    set_grade(county.store, county.office, 1, NoGrade.UNTRUE, ruling(4))
    dismiss_incident(county.store, county.office, 1, ruling(5))
    assert verify(county.store).sound
    reopen_incident(county.store, county.office, 1, ruling(6))
    release_to_machine(county.store, county.office, 1, ruling(7))
    assert verify(county.store).sound


RUMOUR = (
    "网传柏湾镇自来水厂投毒致30人死亡",
    (
        "3月2日上午，多个微信群流传消息称，临溪县柏湾镇自来水厂被人投毒，已有30人死亡，"
        "不少居民抢购瓶装水。居民质疑消息真假，希望有关部门尽快说明。"
    ),
)
REBUTTAL = (
    "关于网传“柏湾镇自来水厂投毒致30人死亡”的辟谣",
    (
        "3月2日，网络流传临溪县柏湾镇自来水厂被投毒致30人死亡的信息。经临溪县水务局会同公安机关核实，"
        "该信息不属实，系谣言。柏湾镇自来水水质正常。请广大群众不信谣、不传谣。临溪县水务局"
    ),
)


def test_a_rebuttal_alone_opens_no_incident(county: County) -> None:
    county.publish(REBUTTAL, MORNING, GOV)
    county.tick(MORNING + SOON)
    with county.store.read() as work:
        assert work.articles.get(1).incident_id is None


def test_a_rebuttal_answers_the_rumour_and_starts_no_short_window(county: County) -> None:
    county.publish(RUMOUR, MORNING, BBS)
    county.tick(MORNING + SOON)
    county.publish(REBUTTAL, MORNING + 5 * HOUR, replace(GOV, owner="water"))
    county.tick(MORNING + 5 * HOUR + SOON)
    assert county.verdicts() == {
        "nat-5h": "not_applicable",
        "nat-24h": "not_applicable",
        "nat-48h": "met",
    }
