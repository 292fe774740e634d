"""Every rule that concerns an incident, from the store to the sentence."""

from dataclasses import replace

import pytest

from monitor.domain.channel import Poll, PollOutcome
from monitor.domain.response import Link
from monitor.domain.standing import DutyState
from monitor.domain.verdict import Verdict
from monitor.settings.policy_files import load_policy
from monitor.store.store import Store
from monitor.usecases.decide_response import decide_response
from monitor.usecases.explain_incident import IncidentExplained, RuleExplained, explain_incident
from monitor.usecases.office import Office
from monitor.wording.manner import dated_manner
from monitor.wording.moment_lines import opening
from monitor.wording.policy_explained_rows import explained_row
from monitor.wording.policy_explaining import reading_lines, rule_lines
from tests.usecases.county import (
    BBS,
    EXPLOSION,
    EXPLOSION_NOTICE,
    GOV,
    HOUR,
    MORNING,
    NEWS,
    OFFICE,
    WATER,
    YELLOW_WATER,
    YELLOW_WATER_ANSWER,
    ZONE,
    County,
)


def watch(county: County, hours: int) -> None:
    """Both official channels are looked at every ten minutes for so long."""
    with county.store.write() as work:
        for step in range(-6, 6 * hours):
            at = MORNING + step * HOUR / 6
            for channel in (GOV, WATER):
                poll = Poll(channel.name, at, at, PollOutcome.OK, items=5)
                work.channels.record(poll, {}, channel.every, None)


def explained(county: County, hours: float) -> IncidentExplained:
    return explain_incident(county.store, county.office, 1, MORNING + hours * HOUR)


def rule(found: IncidentExplained, clause: str) -> RuleExplained:
    (one,) = [rule for rule in found.rules if rule.clause.id == clause]
    return one


def said(found: IncidentExplained, clause: str, language: str = "zh") -> dict[str, str]:
    """What is said of a clause, by heading."""
    manner = dated_manner(ZONE, language, OFFICE.unit_name)
    return {line.heading: line.sentence for line in rule_lines(rule(found, clause), manner)}


@pytest.fixture
def answered(county: County) -> County:
    """A complaint that the water office answered on its own channel after a day."""
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + HOUR)
    county.publish(YELLOW_WATER_ANSWER, MORNING + 24 * HOUR, WATER)
    county.tick(MORNING + 25 * HOUR)
    return county


def test_a_window_says_since_when_from_when_until_when_by_what_and_why(answered: County) -> None:
    lines = said(explained(answered, 26), "nat-48h")
    assert lines["施行"] == "2016-07-30 起"
    assert lines["时限"] == "48小时"
    assert lines["起算次序"].startswith("监测发现时间 > 首次公开时间")
    assert lines["起算"] == "2026-03-02 09:10（监测发现时间），系统首次看到的时间"
    assert lines["截止"] == "2026-03-04 09:10 截止"
    assert lines["回应"].startswith(
        "权威信息，县水务局，2026-03-03 09:00，官方渠道发布，《关于柏湾镇"
    )
    assert lines["回应"].endswith("自动认定")
    assert lines["结论"] == "按时回应"
    assert "在时限之内" in lines["理由"]
    english = said(explained(answered, 26), "nat-48h", "en")
    assert english["Due"] == "2026-03-04 09:10"
    assert english["Verdict"] == "on time"
    assert english["Response"].endswith("matched by machine")


def test_who_confirmed_an_answer_is_named(county: County) -> None:
    watch(county, 60)
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + HOUR)
    county.publish(YELLOW_WATER_ANSWER, MORNING + 24 * HOUR, WATER)
    county.tick(MORNING + 25 * HOUR)
    decide_response(
        county.store, county.office, 1, Link.REJECTED, actor="张某", reason="另一处", now=MORNING
    )
    lines = said(explained(county, 60), "nat-48h")
    assert "人工否定" in lines["未计入"]
    assert lines["回应"] == "未见本条要求的回应"
    decide_response(
        county.store,
        county.office,
        1,
        Link.CONFIRMED,
        actor="张某",
        reason="一致",
        now=MORNING + 30 * HOUR,
    )
    assert said(explained(county, 60), "nat-48h")["回应"].endswith(
        "人工确认（张某，2026-03-03 15:00）"
    )


def test_gaps_are_named_where_nothing_could_be_seen(county: County) -> None:
    watch(county, 10)
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + HOUR)
    county.tick(MORNING + 60 * HOUR)
    lines = said(explained(county, 60), "nat-48h")
    assert lines["结论"] == "无法判定"
    assert lines["可见"] == (
        "看不见：临溪县人民政府 2026-03-02 18:50 至 2026-03-04 21:00；"
        "临溪县水务局 2026-03-02 18:50 至 2026-03-04 21:00"
    )


def test_a_late_verdict_says_what_was_watched(county: County) -> None:
    watch(county, 60)
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + HOUR)
    county.tick(MORNING + 60 * HOUR)
    lines = said(explained(county, 60), "nat-48h")
    assert lines["可见"] == "临溪县人民政府、临溪县水务局：时限内均可见"
    assert lines["超时时刻"] == "2026-03-04 09:10"
    assert lines["系统发现时刻"] == "2026-03-04 21:00"


def test_a_clause_that_does_not_apply_says_why(answered: County) -> None:
    found = explained(answered, 26)
    assert said(found, "nat-5h") == {
        "施行": "2016-11-10 起",
        "时限": "5小时",
        "结论": "不适用",
        "理由": "事件等级：未达到，本条只适用于特别重大、重大",
    }


def under(store: Store, profile: str) -> Office:
    """The county under another document, and a store with its complaint."""
    county = County(store, replace(OFFICE, policy=load_policy(profile)))
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + HOUR)
    return county.office


def test_replaced_clauses_and_those_that_came_later_are_told_apart(store: Store) -> None:
    office = under(store, "qionglai-2023")
    found = explain_incident(store, office, 1, MORNING + HOUR)
    why = rule(found, "nat-48h").why_not
    assert why is not None
    assert (why.zh, why.en) == ("已由 ql-48h 取代", "replaced by ql-48h")
    assert rule(found, "ql-48h").window is not None
    assert rule(found, "ql-first-responsible").window is None
    assert said(found, "ql-first-responsible")["状态"].startswith("仅列明")
    assert found.apart > 0


def test_an_incident_older_than_the_document_keeps_the_rules_of_its_day(store: Store) -> None:
    late = load_policy("qionglai-2023")
    profiles = tuple(
        replace(
            profile,
            clauses=tuple(
                replace(c, effective_from=MORNING.date().replace(year=2027))
                if profile.id == "qionglai-2023"
                else c
                for c in profile.clauses
            ),
        )
        for profile in late.lineage
    )
    county = County(store, replace(OFFICE, policy=replace(late, lineage=profiles)))
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + HOUR)
    found = explained(county, 1)
    why = rule(found, "ql-48h").why_not
    assert why is not None
    assert why.zh == "2027-03-02起施行，事发时（2026-03-02）尚无此规定"
    assert rule(found, "nat-48h").window is not None


def test_what_has_no_clock_shows_where_it_stands(answered: County) -> None:
    follow = rule(explained(answered, 30), "nat-follow")
    assert follow.standing is not None
    assert follow.standing.state is DutyState.RUNNING


def test_continued_publication_waits_for_the_first_answer(county: County) -> None:
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + HOUR)
    assert said(explained(county, 2), "nat-follow")["理由"] == "首次回应之后才开始"


def test_the_readings_stand_beside_the_verdict_in_force(county: County) -> None:
    watch(county, 50)
    county.publish(EXPLOSION, MORNING + HOUR, NEWS)
    county.tick(MORNING + 2 * HOUR)
    county.publish(EXPLOSION_NOTICE, MORNING + 5.8 * HOUR, GOV)
    county.tick(MORNING + 6 * HOUR)
    county.tick(MORNING + 40 * HOUR)
    window = rule(explained(county, 40), "nat-5h").window
    assert window is not None
    manner = dated_manner(ZONE, "zh", OFFICE.unit_name)
    lines = {line.basis: line for line in reading_lines(window, manner)}
    assert lines["事发时间"].in_force
    assert lines["事发时间"].verdict is Verdict.LATE_MET
    assert lines["首次公开时间"].verdict is Verdict.MET
    assert lines["首次公开时间"].due == "2026-03-02 15:00 截止"
    assert (lines["交办时间"].verdict, lines["交办时间"].why) == (None, "未登记")


def test_the_moments_are_told_with_where_they_are_known_from(answered: County) -> None:
    manner = dated_manner(ZONE, "en", OFFICE.unit_name)
    lines = {line.heading: line.sentence for line in opening(explained(answered, 26), manner)}
    assert lines["detection"] == "2026-03-02 09:10, when it was first seen"
    assert lines["assignment"] == "not entered"
    assert lines["Rules"].startswith("the clauses in force on 2026-03-02")


def test_the_verdict_that_was_settled_stands_where_the_evidence_is_gone(county: County) -> None:
    watch(county, 60)
    county.publish(YELLOW_WATER, MORNING, BBS)
    county.tick(MORNING + HOUR)
    county.tick(MORNING + 60 * HOUR)
    with county.store.write() as work:
        work.channels.forget_polls_before(MORNING + 200 * HOUR)
    lines = said(explained(county, 300), "nat-48h")
    assert lines["结论"] == "已超时"
    assert lines["重算"].startswith("按现存记录得「无法判定」")


def test_as_json_every_rule_carries_its_words_and_its_reasons(answered: County) -> None:
    row = explained_row(explained(answered, 26))
    assert row["moments"]["assigned"] is None
    rules = {rule["clause"]: rule for rule in row["rules"]}
    clock = rules["nat-48h"]["clock"]
    assert rules["nat-48h"]["quote"] == "对其他政务舆情应在48小时内予以回应"
    assert (clock["verdict"], clock["answer"]["linked_by"]) == ("met", "huiying")
    assert clock["due"] == ["2026-03-04T01:10:00+00:00"] * 2
    assert [r["basis"] for r in clock["readings"]][-2:] == ["assigned", "acknowledged"]
    assert rules["nat-follow"]["standing"]["state"] == "running"


def test_an_incident_that_is_not_there_is_an_error(county: County) -> None:
    with pytest.raises(KeyError, match="incident 9"):
        explain_incident(county.store, county.office, 9, MORNING)
