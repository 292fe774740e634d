from datetime import timedelta

import pytest

from monitor.judge.neighbours import NeighbourIndex
from monitor.judge.terms import Rarity, cosine, read_terms
from tests.judge.articles import BLAST, BLAST_AGAIN, BUS, START


def test_the_nearest_document_comes_first_with_its_cosine() -> None:
    rarity, index = Rarity(), NeighbourIndex()
    vectors = {
        name: rarity.vector(read_terms("", text).counts)
        for name, text in (("blast", BLAST), ("bus", BUS))
    }
    for name, vector in vectors.items():
        index.add(name, vector, START)
    asked = rarity.vector(read_terms("", BLAST_AGAIN).counts)
    nearest = index.query(asked, 5)[0]
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


def test_a_term_many_incidents_share_weighs_less_than_a_name() -> None:
    rarity = Rarity()
    for number in range(30):
        rarity.count(["爆炸", f"名{number}"], new_incident=True)
    weights = rarity.weigh({"名1": 1.0, "爆炸": 1.0})
    assert weights["名1"] > 2 * weights["爆炸"]


def test_a_site_name_behind_the_title_is_no_term() -> None:
    assert "临溪" not in read_terms("石桥烟花厂爆炸 - 临溪在线", "").title
