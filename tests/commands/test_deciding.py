"""`huiying incident` as an officer calls it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from monitor.cli import build_app
from monitor.settings.config import load_settings
from monitor.store.store import Store
from tests.usecases.county import MORNING, YELLOW_WATER, County

UNIT = "police"
WHO = ("--by", "值班员甲", "--reason", "看过原文")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Path]:
    """A configuration directory with the store of a county in which one matter arose."""
    assert CliRunner().invoke(build_app("init"), ["init", str(tmp_path)]).exit_code == 0
    store = Store.open(load_settings(tmp_path).store_url)
    county = County(store)
    county.publish(YELLOW_WATER, MORNING)
    county.tick(MORNING + timedelta(minutes=15))
    store.close()
    return tmp_path


def run(office: Path, *words: str, who: tuple[str, ...] = WHO) -> Result:
    call = ["incident", *words, "-c", str(office), *who]
    return CliRunner().invoke(build_app("incident"), call)


def verdict(office: Path, clause: str) -> str:
    store = Store.open(load_settings(office).store_url)
    with store.read() as work:
        found = work.incidents.clocks(1)[clause].verdict
    store.close()
    return found


def test_every_decision_and_its_opposite(office: Path) -> None:
    clause = "nat-48h"
    assert "dismissed" in run(office, "dismiss", "1").output
    assert verdict(office, clause) == "not_applicable"
    assert "timed again" in run(office, "reopen", "1").output
    assert "waived" in run(office, "waive", "1", clause).output
    assert verdict(office, clause) == "waived"
    assert "counts again" in run(office, "reinstate", "1", clause).output
    assert run(office, "grade", "1", "重大").exit_code == 0
    assert verdict(office, clause) == "not_applicable"
    assert run(office, "grade", "1", "untrue").exit_code == 0
    assert run(office, "grade", "1", "machine").exit_code == 0
    assert verdict(office, clause) not in ("not_applicable", "waived")


def test_an_incident_is_assigned_acknowledged_and_either_is_taken_back(office: Path) -> None:
    who = ("--by", "值班员甲")
    said = run(office, "assign", "1", "--unit", UNIT, "--at", "2026-03-02T10:00", who=who)
    assert f"assigned to {UNIT} (entry 1)" in said.output
    said = run(office, "acknowledge", "1", "--note", "已转核查", who=who)
    assert "acknowledged by 值班员甲 (entry 1)" in said.output
    shown = CliRunner().invoke(build_app("policy"), ["policy", "explain", "1", "-c", str(office)])
    assert "2026-03-02 10:00" in shown.output
    assert "未登记" not in shown.output
    assert "entry 1 withdrawn" in run(office, "withdraw", "1", "--assignment", "1").output
    assert "entry 1 withdrawn" in run(office, "withdraw", "1", "--acknowledgement", "1").output
    shown = CliRunner().invoke(build_app("policy"), ["policy", "explain", "1", "-c", str(office)])
    assert "未登记" in shown.output


@pytest.mark.parametrize(
    ("words", "who", "status", "said"),
    [
        (("dismiss", "9"), WHO, 1, "there is no incident 9"),
        (("reopen", "1"), WHO, 1, "was not dismissed by a person"),
        (("waive", "1", "nat-follow"), WHO, 1, "nothing to waive"),
        (("grade", "1", "很大"), WHO, 2, "特别重大"),
        (("dismiss", "1"), (), 1, "needs a name and a reason"),
        (("assign", "1"), WHO[:2], 1, "names the unit"),
        (("assign", "1", "--unit", "无此单位"), WHO[:2], 1, "there is no unit 无此单位"),
        (("assign", "1", "--unit", UNIT, "--at", "昨天"), WHO[:2], 2, "2026-03-02T14:30"),
        (("acknowledge", "1"), (), 1, "needs a name"),
        (("withdraw", "1"), WHO, 2, "--assignment or --acknowledgement"),
        (("withdraw", "1", "--assignment", "4"), WHO, 1, "there is no assignment 4"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    office: Path, words: tuple[str, ...], who: tuple[str, ...], status: int, said: str
) -> None:
    found = run(office, *words, who=who)
    assert found.exit_code == status
    assert said in found.output
