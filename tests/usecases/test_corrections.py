"""What people correct: moves, merges, splits; the log, the labels and the judge's memory."""

from datetime import timedelta

import pytest

from monitor.domain.article import Article
from monitor.domain.events import EventKind
from monitor.domain.judgement import Judgement
from monitor.domain.response import Link
from monitor.judge.judge import Judge, JudgeSetup
from monitor.store.proposals import ProposalKind
from monitor.store.tables import ProposalRow
from monitor.text.places import Gazetteer, Jurisdiction
from monitor.usecases.correct import Destination, Ruling, merge_incidents, move_articles
from monitor.usecases.decide_response import decide_response
from monitor.usecases.explain_article import explain_article
from monitor.usecases.propose import decline_proposal
from monitor.usecases.take_over import take_over_corrections
from monitor.usecases.verify import verify
from tests.chains import first_break
from tests.usecases.county import (
    BBS,
    EXPLOSION,
    EXPLOSION_AGAIN,
    GOV,
    HOUR,
    MORNING,
    NEWS,
    WATER,
    YELLOW_WATER,
    YELLOW_WATER_ANSWER,
    ZONE,
    County,
    Text,
)

SOON = timedelta(minutes=15)
LATER = MORNING + 6 * HOUR
RULING = Ruling("值班员甲", "看过原文", LATER)


def arrive(county: County, *texts: Text) -> None:
    """The texts appear an hour apart and are judged at once."""
    for number, text in enumerate(texts):
        county.publish(text, MORNING + number * HOUR, BBS if number % 2 else NEWS)
        county.tick(MORNING + number * HOUR + SOON)


def filed(county: County) -> dict[int, int | None]:
    """Where every article is filed."""
    with county.store.read() as work:
        rows = work.articles.judged_since(MORNING - HOUR)
        return {row.id or 0: row.incident_id for row in rows}


def kinds(county: County, incident: int) -> list[str]:
    with county.store.read() as work:
        return [event.kind.value for event in work.events.of_incident(str(incident))]


def test_a_moved_article_changes_both_incidents_the_log_and_the_labels(county: County) -> None:
    arrive(county, EXPLOSION, EXPLOSION_AGAIN, YELLOW_WATER)
    assert filed(county) == {1: 1, 2: 1, 3: 2}
    assert move_articles(county.store, county.office, ["2"], 2, RULING) == 2
    assert filed(county) == {1: 1, 2: 2, 3: 2}
    for incident in (1, 2):
        assert EventKind.ARTICLE_MOVED in kinds(county, incident)
    with county.store.read() as work:
        labels = work.corrections.of_article(2)
        events = work.events.of_incident("1")
        assert first_break(work.events.stored()) is None
    assert [(row.kind, row.incident_id, row.right) for row in labels] == [
        ("belongs", 1, False),
        ("belongs", 2, True),
    ]
    assert labels[0].score is not None
    assert labels[0].score > 0.5
    assert labels[0].features
    moved = next(event for event in events if event.kind is EventKind.ARTICLE_MOVED)
    assert (moved.actor, moved.reason) == ("值班员甲", "看过原文")
    assert moved.data["to"] == 2


def test_a_move_settles_what_the_facts_now_give(county: County) -> None:
    arrive(county, EXPLOSION, EXPLOSION_AGAIN)  # two reports confirm the grade
    assert county.verdicts()["nat-48h"] == "not_applicable"
    move_articles(county.store, county.office, ["2"], Destination.NONE, RULING)
    with county.store.read() as work:
        assert work.incidents.get(1).grade_confirmed == ""
    assert county.verdicts()["nat-48h"] == "running"


def test_reprints_go_with_their_article(county: County) -> None:
    title, text = YELLOW_WATER
    arrive(county, EXPLOSION, YELLOW_WATER, (title, f"据临溪论坛消息：{text}"))
    assert filed(county)[3] == filed(county)[2]
    move_articles(county.store, county.office, ["2"], 1, RULING)
    assert filed(county) == {1: 1, 2: 1, 3: 1}


def test_several_articles_split_off_become_one_new_incident_that_is_announced(
    county: County,
) -> None:
    arrive(county, EXPLOSION, EXPLOSION_AGAIN, YELLOW_WATER)
    move_articles(county.store, county.office, ["3"], 1, RULING)
    new = move_articles(county.store, county.office, ["2", "3"], Destination.NEW, RULING)
    assert new == 3
    assert filed(county) == {1: 1, 2: 3, 3: 3}
    assert "nat-48h" in county.verdicts(3)
    with county.store.read() as work:
        opened = [e for e in work.events.of_incident("3") if e.kind is EventKind.INCIDENT_OPENED]
    assert [event.actor for event in opened] == ["值班员甲"]


def test_an_emptied_incident_is_dismissed_with_the_reason_and_revived_when_filled(
    county: County,
) -> None:
    arrive(county, EXPLOSION, YELLOW_WATER)
    move_articles(county.store, county.office, ["2"], Destination.NONE, RULING)
    with county.store.read() as work:
        assert "看过原文" in work.incidents.get(2).dismissed_zh
    assert set(county.verdicts(2).values()) == {"not_applicable"}
    move_articles(county.store, county.office, ["2"], 2, RULING)
    with county.store.read() as work:
        assert work.incidents.get(2).dismissed_zh == ""
    assert county.verdicts(2)["nat-48h"] == "running"
    assert EventKind.INCIDENT_REVIVED in kinds(county, 2)


def test_merging_takes_articles_and_answers_over_and_dismisses_the_first(county: County) -> None:
    arrive(county, YELLOW_WATER, EXPLOSION)
    county.publish(YELLOW_WATER_ANSWER, MORNING + 3 * HOUR, WATER)
    county.tick(MORNING + 3 * HOUR + SOON)
    assert county.verdicts(1)["nat-48h"] == "met"
    assert merge_incidents(county.store, county.office, 1, 2, RULING) == 2
    assert filed(county) == {1: 2, 2: 2, 3: 2}
    with county.store.read() as work:
        assert work.incidents.responses(1) == []
        (answer,) = work.incidents.responses(2)
        assert work.incidents.get(1).dismissed_zh.startswith("已并入事件2")
    assert answer.link is Link.AUTO
    assert county.verdicts(2)["nat-48h"] == "met"
    assert set(county.verdicts(1).values()) == {"not_applicable"}


def test_an_answer_that_is_moved_away_answers_no_more(county: County) -> None:
    arrive(county, YELLOW_WATER)
    county.publish(YELLOW_WATER_ANSWER, MORNING + 3 * HOUR, WATER)
    county.tick(MORNING + 3 * HOUR + SOON)
    move_articles(county.store, county.office, ["2"], Destination.NONE, RULING)
    with county.store.read() as work:
        (answer,) = work.incidents.responses(1)
    assert answer.link is Link.REJECTED
    assert county.verdicts(1)["nat-48h"] == "running"


@pytest.mark.parametrize(
    ("names", "to", "said"),
    [
        (["99"], 1, "99"),
        (["http://nowhere.example/"], 1, "nowhere"),
        (["2"], 99, "99"),
        (["1"], 1, "that is where they are"),
        (["1"], Destination.NEW, "all articles of incident 1"),
    ],
)
def test_what_cannot_be_moved_is_said_and_nothing_changes(
    county: County, names: list[str], to: int | Destination, said: str
) -> None:
    arrive(county, EXPLOSION, YELLOW_WATER)
    before = filed(county), kinds(county, 1), kinds(county, 2)
    with pytest.raises((KeyError, ValueError), match=said):
        move_articles(county.store, county.office, names, to, RULING)
    assert (filed(county), kinds(county, 1), kinds(county, 2)) == before


def test_an_incident_is_not_merged_into_itself_nor_when_empty(county: County) -> None:
    arrive(county, EXPLOSION, YELLOW_WATER)
    with pytest.raises(ValueError, match="itself"):
        merge_incidents(county.store, county.office, 1, 1, RULING)
    merge_incidents(county.store, county.office, 2, 1, RULING)
    with pytest.raises(ValueError, match="holds no article"):
        merge_incidents(county.store, county.office, 2, 1, RULING)


@pytest.mark.parametrize(("actor", "reason"), [("", "为何"), ("某人", " ")])
def test_a_ruling_needs_a_name_and_a_reason(actor: str, reason: str) -> None:
    with pytest.raises(ValueError, match="name and a reason"):
        Ruling(actor, reason, MORNING)


def test_a_running_judge_takes_corrections_over_before_the_next_article(county: County) -> None:
    arrive(county, EXPLOSION, YELLOW_WATER)
    merge_incidents(county.store, county.office, 1, 2, RULING)
    county.publish(EXPLOSION_AGAIN, MORNING + 2 * HOUR)
    county.tick(MORNING + 2 * HOUR + SOON)
    assert filed(county)[3] == 2
    assert take_over_corrections(county.store, county.judge) == 0  # taken over already


def test_what_a_person_split_off_draws_its_like(county: County) -> None:
    arrive(county, YELLOW_WATER, EXPLOSION)
    move_articles(county.store, county.office, ["2"], 1, RULING)
    move_articles(county.store, county.office, ["2"], Destination.NEW, RULING)
    county.publish(EXPLOSION_AGAIN, MORNING + 2 * HOUR)
    county.tick(MORNING + 2 * HOUR + SOON)
    assert filed(county) == {1: 1, 2: 3, 3: 3}


def test_a_decision_on_an_answer_is_a_label(county: County) -> None:
    arrive(county, YELLOW_WATER)
    county.publish(YELLOW_WATER_ANSWER, MORNING + 3 * HOUR, WATER)
    county.tick(MORNING + 3 * HOUR + SOON)
    decide_response(
        county.store, county.office, 1, Link.REJECTED, actor="甲", reason="答非所问", now=LATER
    )
    with county.store.read() as work:
        (label,) = work.corrections.of_article(2)
    assert (label.kind, label.incident_id, label.right) == ("answers", 1, False)
    assert label.score is not None
    assert "likeness" in label.features


def _proposed(county: County) -> list[ProposalRow]:
    with county.store.read() as work:
        return [ProposalRow(**row.model_dump()) for row in work.proposals.waiting(10)]


def _propose(county: County, one: int, other: int) -> bool:
    row = ProposalRow(
        at=MORNING, kind=ProposalKind.MERGE.value, incident_id=one, other_id=other, reason="相近"
    )
    with county.store.write() as work:
        return work.proposals.propose(row)


def test_a_merge_is_proposed_once_and_done_by_the_merge_itself(county: County) -> None:
    arrive(county, EXPLOSION, YELLOW_WATER)
    assert _propose(county, 1, 2)
    assert not _propose(county, 2, 1)
    assert len(_proposed(county)) == 1
    merge_incidents(county.store, county.office, 2, 1, RULING)
    assert _proposed(county) == []


def test_a_declined_proposal_is_not_made_again_nor_declined_twice(county: County) -> None:
    arrive(county, EXPLOSION, YELLOW_WATER)
    _propose(county, 1, 2)
    decline_proposal(county.store, 1, RULING)
    assert _proposed(county) == []
    assert not _propose(county, 1, 2)
    with pytest.raises(ValueError, match="值班员甲"):
        decline_proposal(county.store, 1, RULING)
    with pytest.raises(KeyError):
        decline_proposal(county.store, 9, RULING)
    assert EventKind.PROPOSAL_DECIDED in kinds(county, 2)


def test_everything_kept_of_an_article_can_be_asked_by_number_or_address(county: County) -> None:
    arrive(county, EXPLOSION, EXPLOSION_AGAIN)
    move_articles(county.store, county.office, ["2"], Destination.NEW, RULING)
    by_number = explain_article(county.store, "2")
    assert explain_article(county.store, by_number.url) == by_number
    assert by_number.decision["belongs_to"]["incident"] == "1"
    assert by_number.decision["measures"]["belongs"] == 0.5
    assert [(said.incident, said.right) for said in by_number.corrections] == [
        (1, False),
        (2, True),
    ]
    assert by_number.titles.keys() == {1, 2}
    with pytest.raises(KeyError):
        explain_article(county.store, "77")


def test_an_article_judged_before_decisions_were_kept_is_explained_by_its_reasons(
    county: County,
) -> None:
    arrive(county, EXPLOSION)
    with county.store.write() as work:
        work.articles.get(1).decision = {}
    kept = explain_article(county.store, "1")
    assert kept.decision == {}
    assert kept.reasons
    assert kept.published is not None
    assert kept.judged_at == MORNING + SOON


def test_official_channels_stay_out_of_proposals_they_do_not_cause(county: County) -> None:
    arrive(county, YELLOW_WATER)
    county.publish(YELLOW_WATER_ANSWER, MORNING + HOUR, GOV)
    county.tick(MORNING + HOUR + SOON)
    assert _proposed(county) == []


class Overtaken(Judge):
    """A judge that is reading while a person, in another process, empties the incident."""

    house: County

    def read(self, article: Article) -> Judgement:
        """As the judge does; what it advises is overtaken before it is taken in."""
        judgement = super().read(article)
        if article.id == "2":
            move_articles(self.house.store, self.house.office, ["1"], Destination.NONE, RULING)
        return judgement


def test_an_emptied_incident_into_which_an_article_is_filed_again_is_timed_again(
    county: County,
) -> None:
    judge = Overtaken(JudgeSetup(Gazetteer(Jurisdiction()), zone=ZONE))
    judge.house, county.judge = county, judge
    arrive(county, EXPLOSION, EXPLOSION_AGAIN)
    assert filed(county) == {1: None, 2: 1}
    with county.store.read() as work:
        row = work.incidents.get(1)
        assert (row.dismissed_zh, row.dismissed_en) == ("", "")
        assert row.detected_at == MORNING + HOUR + timedelta(minutes=10)
        revived = [
            event
            for event in work.events.of_incident("1")
            if event.kind is EventKind.INCIDENT_REVIVED
        ]
    assert len(revived) == 1
    assert "全部移出" in str(revived[0].data["why"])
    assert "running" in county.verdicts().values()
    assert verify(county.store).sound
