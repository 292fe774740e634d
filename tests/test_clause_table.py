"""The table of `docs/duties.md`: every clause has its test or its page, and both are there."""

import re
from pathlib import Path

import pytest

from monitor.board.duties import entry_line
from monitor.domain.policy import Clause
from monitor.settings.policy_files import load_profiles

ROOT = Path(__file__).resolve().parents[1]
CLAUSES = [clause for profile in load_profiles().values() for clause in profile.clauses]
_ROW = re.compile(r"^\| ([a-z]{2,3}-[a-z0-9-]+) \| `([^`]+)::(\w+)` \| (.+) \|$", re.MULTILINE)
ROWS = {row[0]: row[1:] for row in _ROW.findall((ROOT / "docs/duties.md").read_text("utf-8"))}


def test_no_clause_is_missing_and_none_is_made_up() -> None:
    assert set(ROWS) == {clause.id for clause in CLAUSES}
    assert len(ROWS) == 31


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_the_test_of_a_clause_is_there_and_names_it(clause: Clause) -> None:
    file, test, _page = ROWS[clause.id]
    text = (ROOT / file).read_text(encoding="utf-8")
    assert f"def {test}(" in text
    assert f'"{clause.id}"' in text


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_what_a_person_has_to_enter_has_its_page(clause: Clause) -> None:
    page = ROWS[clause.id][2]
    if entry_line(clause) and not clause.times_incidents:
        assert f"`/duties#clause-{clause.id}`" in page
    else:
        assert page == "–"


@pytest.mark.shared_data
def test_the_profiles_hold_every_clause_of_the_reference(shared_data: Path) -> None:
    reference = (shared_data.parent / "policy" / "profiles.toml").read_text(encoding="utf-8")
    ids = set(re.findall(r'^id = "(.+)"$', reference, re.MULTILINE))
    assert ids == {clause.id for clause in CLAUSES}
    quotes = set(re.findall(r'^quote = "(.+)"$', reference, re.MULTILINE))
    assert quotes == {clause.quote for clause in CLAUSES}
