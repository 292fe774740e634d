from datetime import timedelta

import numpy as np
import pytest

from monitor.judge.neighbours import NeighbourIndex
from monitor.judge.rarity import Rarity, Weighted, cosine
from monitor.judge.terms import headline, numbers_of, read_terms, terms_in
from tests.judge.articles import BLAST, BLAST_AGAIN, BUS, START


def vector_of(text: str) -> Weighted:
    terms = read_terms("", text)
    return Rarity().vector(terms.numbers, terms.counts)


def test_the_nearest_document_comes_first_with_its_cosine() -> None:
    index = NeighbourIndex()
    vectors = {name: vector_of(text) for name, text in (("blast", BLAST), ("bus", BUS))}
    for name, vector in vectors.items():
        index.add(name, vector.items(), START)
    asked = vector_of(BLAST_AGAIN)
    nearest = index.query(asked.items(), 5)[0]
    assert nearest.id == "blast"
    assert nearest.cosine == pytest.approx(cosine(asked, vectors["blast"]), abs=1e-5)


def test_no_more_than_the_asked_number_come_back() -> None:
    index = NeighbourIndex()
    for number in range(10):
        index.add(str(number), {"爆炸": 1.0 - number / 20}, START)
    assert [near.id for near in index.query({"爆炸": 1.0}, 3)] == ["0", "1", "2"]


def test_an_unknown_term_finds_nothing() -> None:
    index = NeighbourIndex()
    index.add("a", {"爆炸": 1.0}, START)
    assert index.query({"公交": 1.0}, 3) == []
    assert index.query({}, 3) == []


def test_documents_older_than_the_instant_are_forgotten() -> None:
    index = NeighbourIndex()
    index.add("old", {"爆炸": 1.0, "石桥": 0.1}, START)
    index.add("new", {"爆炸": 1.0}, START + timedelta(days=2))
    index.forget_before(START + timedelta(days=1))
    assert [near.id for near in index.query({"爆炸": 1.0, "石桥": 1.0}, 3)] == ["new"]
    index.add("newest", {"石桥": 1.0}, START + timedelta(days=3))
    assert [near.id for near in index.query({"石桥": 1.0}, 3)] == ["newest"]
    assert len(index) == 2


def test_a_common_term_leads_to_the_newest_documents_only() -> None:
    index = NeighbourIndex(newest=8)
    for number in range(100):
        index.add(str(number), {"爆炸": 1.0, f"地{number}": 1.0}, START)
    found = {near.id for near in index.query({"爆炸": 1.0}, 100)}
    assert "99" in found
    assert len(found) <= 8
    assert [near.id for near in index.query({"地0": 1.0}, 5)] == ["0"]


def test_documents_are_told_apart_however_many_there_are() -> None:
    index = NeighbourIndex()
    for number in range(70_000):  # more than there are buckets to sum up in
        index.add(str(number), {number: 1.0}, START)
    asked = {100: 1.0, 100 + (1 << 16): 0.5}
    assert [(near.id, near.cosine) for near in index.query(asked, 5)] == [
        ("100", 1.0),
        (str(100 + (1 << 16)), 0.5),
    ]


def test_a_term_many_incidents_share_weighs_less_than_a_name() -> None:
    rarity = Rarity()
    for number in range(30):
        rarity.count(numbers_of(["爆炸", f"宏{chr(0x4E00 + number)}"]), new_incident=True)
    common, name = terms_in("爆炸"), terms_in("宏丁")
    once = np.ones(1, np.float32)
    assert rarity.weigh(name, once).weights[0] > 1.5 * rarity.weigh(common, once).weights[0]
    assert rarity.names(common, once).weights[0] == 0
    assert rarity.names(name, once).weights[0] > 0.5


def test_a_site_name_behind_the_title_is_no_part_of_it() -> None:
    assert headline("石桥烟花厂爆炸 - 临溪在线") == "石桥烟花厂爆炸"


def test_a_figure_and_what_it_counts_are_one_term() -> None:
    assert set(terms_in("死亡11人").tolist()) == set(numbers_of(["死亡", "11人"]).tolist())
    assert len(terms_in("11人员")) == 1  # the word belongs to the figure, and not to what follows


def test_joints_of_the_sentence_make_no_terms() -> None:
    assert len(terms_in("的厂")) == 0
    assert len(terms_in("")) == 0


def test_title_and_lead_count_for_more() -> None:
    terms = read_terms("石桥", f"宏远{'。' * 300}烟花")
    counts = dict(zip(terms.numbers.tolist(), terms.counts.tolist(), strict=True))
    title, lead, rest = (counts[int(terms_in(word)[0])] for word in ("石桥", "宏远", "烟花"))
    assert title > lead > rest == 1.0
    assert terms.title.tolist() == terms_in("石桥").tolist()
