"""A decision in words: every feature has some, and the parts come to the whole."""

import pytest

from monitor.judge.thresholds import Thresholds, measures
from monitor.store.decisions import candidate_of, decision_json, weighed
from monitor.wording.explaining import FEATURES, Part, parts, total
from tests.judge.articles import BLAST, BLAST_AGAIN, NOTICE, article
from tests.usecases.county import judge


@pytest.mark.parametrize("kind", ["belongs", "answers"])
def test_every_weight_in_force_has_words(kind: str) -> None:
    named = [name for name in measures(Thresholds()) if name.startswith(f"{kind}.")]
    without = {"answers.delay_squared", "answers.ask_from"}  # told with the delay; a threshold
    for name in set(named) - without:
        assert name.partition(".")[2] in FEATURES[kind], name


def test_the_parts_come_to_the_score() -> None:
    reader = judge()
    reader.remember(article("1", "临溪宏远烟花厂爆炸", BLAST), "1")
    decision = decision_json(reader.read(article("2", "烟花厂爆炸次日", BLAST_AGAIN, 20)))
    found = parts("belongs", decision["belongs_to"], decision["measures"])
    assert total(found) == pytest.approx(decision["belongs_to"]["score"], abs=0.01)
    assert all(part.value != 0 for part in found)


def test_an_answers_parts_are_told_as_counted_not_as_logarithms() -> None:
    reader = judge()
    reader.remember(article("1", "临溪宏远烟花厂爆炸", BLAST), "1")
    notice = article("2", "烟花厂爆炸情况通报", NOTICE, 48, official=True)
    decision = decision_json(reader.read(notice))
    found = {
        part.words: part for part in parts("answers", decision["answers"][0], decision["measures"])
    }
    assert found["相隔天数"].value == pytest.approx(2.0, abs=0.6)
    assert 0 < (found["用语相似度"].value or 0) < 1.01
    assert total(list(found.values())) is not None


def test_without_the_weights_there_is_no_sum() -> None:
    assert parts("belongs", {"features": {"name": 0.5}}, {}) == [
        Part(FEATURES["belongs"]["name"], 0.5, None)
    ]
    assert total(parts("belongs", {"features": {"name": 0.5}}, {})) is None
    assert total(parts("belongs", {}, {})) is None


def test_what_a_decision_had_weighed_is_found_by_incident() -> None:
    kept = {"incident": "7", "score": 0.4, "verdict": "none", "reason": "", "features": {}}
    decision = {"belongs_to": None, "runner_up": kept, "answers": []}
    assert weighed(decision, "belongs", 7) == candidate_of(kept)
    assert weighed(decision, "belongs", 8) is None
    assert weighed(decision, "answers", 7) is None
    assert weighed({}, "answers", 7) is None
