"""Which labels a store gives to fit thresholds to."""

from datetime import timedelta

from monitor.domain.response import Link
from monitor.judge.thresholds import Thresholds
from monitor.usecases.correct import Destination, Ruling, move_articles
from monitor.usecases.decide_response import decide_response
from monitor.usecases.tune_judge import labels_of, tune_judge
from tests.usecases.county import (
    EXPLOSION,
    EXPLOSION_AGAIN,
    HOUR,
    MORNING,
    WATER,
    YELLOW_WATER,
    YELLOW_WATER_ANSWER,
    County,
    Text,
)

SOON = timedelta(minutes=15)
RULING = Ruling("甲", "看过原文", MORNING + 9 * HOUR)
EXPLOSION_ONCE_MORE = (
    "恒泽化工厂爆炸现场搜救仍在进行",
    (
        "3月2日，临溪县经济开发区恒泽化工厂发生爆炸，造成12人死亡、20人受伤。"
        "记者在现场看到，消防员仍在厂区车间搜救，周边道路已实行交通管制，居民被劝离。"
    ),
)


def arrive(county: County, *texts: Text) -> None:
    for number, text in enumerate(texts):
        county.publish(text, MORNING + number * HOUR)
        county.tick(MORNING + number * HOUR + SOON)


def test_what_stands_beside_a_correction_uncorrected_counts_as_right(county: County) -> None:
    arrive(county, EXPLOSION, EXPLOSION_AGAIN, EXPLOSION_ONCE_MORE)
    with county.store.read() as work:
        assert labels_of(work) == {}
    move_articles(county.store, county.office, ["2"], Destination.NONE, RULING)
    with county.store.read() as work:
        found = {(label.article, label.right): label for label in labels_of(work)["belongs"]}
    assert found.keys() == {("2", False), ("3", True)}
    assert all(label.score >= Thresholds().belongs for label in found.values())


def test_the_last_word_on_an_article_counts(county: County) -> None:
    arrive(county, EXPLOSION, EXPLOSION_AGAIN)
    move_articles(county.store, county.office, ["2"], Destination.NONE, RULING)
    move_articles(county.store, county.office, ["2"], 1, RULING)
    with county.store.read() as work:
        (label,) = labels_of(work)["belongs"]
    assert (label.article, label.right) == ("2", True)


def test_a_decision_on_an_answer_speaks_of_two_thresholds(county: County) -> None:
    arrive(county, YELLOW_WATER)
    county.publish(YELLOW_WATER_ANSWER, MORNING + 3 * HOUR, WATER)
    county.tick(MORNING + 3 * HOUR + SOON)
    decide_response(
        county.store, county.office, 1, Link.CONFIRMED, actor="甲", reason="属实", now=MORNING
    )
    with county.store.read() as work:
        found = labels_of(work)
    assert [(label.article, label.right) for label in found["answers"]] == [("2", True)]
    assert [(label.article, label.right) for label in found["surely_the_same"]] == [("2", True)]


def test_a_probability_of_other_weights_says_nothing_a_sum_is_made_anew(county: County) -> None:
    arrive(county, YELLOW_WATER)
    county.publish(YELLOW_WATER_ANSWER, MORNING + 3 * HOUR, WATER)
    county.tick(MORNING + 3 * HOUR + SOON)
    decide_response(
        county.store, county.office, 1, Link.CONFIRMED, actor="甲", reason="属实", now=MORNING
    )
    with county.store.write() as work:
        row = work.articles.get(2)
        measures = {**row.decision["measures"], "answers.likeness": 9.0}
        belongs = {**row.decision["belongs_to"], "score": 99.0}
        row.decision = {**row.decision, "measures": measures, "belongs_to": belongs}
    with county.store.read() as work:
        found = labels_of(work)
    assert "answers" not in found
    assert found["surely_the_same"][0].score < 3


def test_too_few_labels_are_counted_in_the_refusal(county: County) -> None:
    arrive(county, EXPLOSION, EXPLOSION_AGAIN)
    move_articles(county.store, county.office, ["2"], Destination.NONE, RULING)
    outcome = tune_judge(county.store, Thresholds())
    assert "belongs 1 (0 right)" in outcome.refusal
    assert outcome.thresholds == Thresholds()
