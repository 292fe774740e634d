"""A draft becomes the office's own rule: checked whole, nothing lost, nothing overwritten."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.policy import Clause
from monitor.policy_reading.compare import ChangeKind, compare, limit_of
from monitor.policy_reading.document import read_document
from monitor.policy_reading.draft import default_id, draft_toml, make_draft
from monitor.policy_reading.unit_draft import unit_drafts, units_toml
from monitor.settings.config_files import UnitsFile
from monitor.settings.policy_adoption import policy_in_force, prepare, write
from monitor.settings.policy_files import load_policy
from monitor.settings.problems import ConfigurationError

NOW = datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
TEXT = """
临溪县人民政府办公室关于印发2026年政务公开工作要点的通知
临政办发〔2026〕8号
一、加强政务舆情回应
(一)严格执行特别重大、重大突发事件最迟4小时发布权威信息、24小时内举行新闻发布会的要求,对其他政务舆情在72小时内予以回应,并持续发布"权威"信息。
责任单位:县委宣传部、县应急局、各乡镇
(二)政务新媒体每10天有更新,解读比例不低于50%,10月底前完成改版,每年1月31日前公布年报。
(三)必要时在12小时内召开媒体通气会通报舆情。
临溪县人民政府办公室
2026年3月2日
"""
DRAFT_HEAD = '[profile.linxi-2026]\ntitle = "临溪县"\neffective_from = "2026-03-02"\n'
CLAUSE = """
[[profile.linxi-2026.clause]]
id = "{id}"
kind = "deadline"
window = "{window}"
quote = "引文"
source = "出处"
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "huiying.toml").write_text('[office]\nname = "县办"\nprofile = "national"\n')
    return folder


def drafted(folder: Path, text: str = TEXT) -> Path:
    reading = read_document(text.encode(), "a.txt", NOW, ZoneInfo("Asia/Shanghai"))
    draft = make_draft(reading, "linxi-2026", load_policy("national"))
    path = folder / "policy-draft.toml"
    path.write_text(draft_toml(draft), encoding="utf-8")
    return path


def adopted(folder: Path, draft: Path) -> Path | None:
    return write(folder, prepare(folder, draft, "王某", NOW), NOW)


def test_a_draft_is_a_policy_file_that_says_where_each_clause_stands(office: Path) -> None:
    path = drafted(office)
    text = path.read_text(encoding="utf-8")
    assert "# sure 0.85, at 一(一) (line 5)" in text
    policy = load_policy("linxi-2026", path)
    clauses = {limit_of(clause): clause for clause in policy.profile.clauses}
    assert set(clauses) >= {"PT4H", "PT24H", "PT72H", "P10D", "0.5", "2026-10-31", "01-31"}
    assert clauses["PT4H"].replaces == "nat-5h"
    assert clauses["PT4H"].source == "临政办发〔2026〕8号 一(一)"
    assert clauses["PT4H"].responsible == "县委宣传部、县应急局、各乡镇"
    assert policy.profile.effective_from == date(2026, 3, 2)


def test_the_adopted_windows_time_incidents_and_never_loosen(office: Path) -> None:
    adopted(office, drafted(office))
    policy = load_policy("linxi-2026", office / "policy.toml")
    timed = {c.id: str(c.window) for c in policy.windows_on(date(2026, 3, 9))}
    # 4 h takes the place of 5 h; 72 h is longer than 48 h, so both stay
    assert sorted(timed.values()) == ["PT24H", "PT48H", "PT4H", "PT72H"]
    assert "nat-5h" not in timed
    assert "nat-48h" in timed


def test_what_differs_from_the_rules_in_force_is_named(office: Path) -> None:
    changes = prepare(office, drafted(office), "王某", NOW).changes
    named = {limit_of(c.clause): c.kind for c in changes if c.clause is not None}
    assert named["PT4H"] is ChangeKind.CHANGED
    assert named["PT24H"] is ChangeKind.SAME
    assert named["PT72H"] is ChangeKind.LOOSER
    assert named["P10D"] is ChangeKind.NEW
    assert not [change for change in changes if change.kind is ChangeKind.GONE]


def test_clauses_of_the_offices_own_profile_that_a_new_document_drops_are_gone() -> None:
    in_force = load_policy("qionglai-2023")
    kept: list[Clause] = [c for c in in_force.profile.clauses if c.id != "ql-10d"]
    gone = [change.before for change in compare(kept, in_force) if change.kind is ChangeKind.GONE]
    assert [clause.id for clause in gone if clause] == ["ql-10d"]


def test_a_second_adoption_replaces_its_profile_and_keeps_everything_else(office: Path) -> None:
    own = '# kept\n[profile.other]\ntitle = "别的"\n# inside\ninherits = ["national"]\n'
    (office / "policy.toml").write_text(own, encoding="utf-8")
    draft = drafted(office)
    first = adopted(office, draft)
    assert first is not None
    assert first.read_text(encoding="utf-8") == own
    second = adopted(office, drafted(office, TEXT.replace("4小时", "3小时")))
    assert second is not None
    assert second != first
    text = (office / "policy.toml").read_text(encoding="utf-8")
    assert text.count("[profile.linxi-2026]") == 1
    assert "# kept" in text
    assert "# inside" in text
    assert "adopted by 王某 on 2026-03-09 01:30" in text
    windows = {
        str(c.window)
        for c in load_policy("linxi-2026", office / "policy.toml").clauses_on(date(2026, 4, 1))
    }
    assert "PT3H" in windows
    assert "PT4H" not in windows


def test_the_profile_in_use_is_read_from_the_office_file(office: Path) -> None:
    assert policy_in_force(office).profile.id == "national"
    assert not prepare(office, drafted(office), "王某", NOW).in_use
    adopted(office, drafted(office))
    (office / "huiying.toml").write_text('[office]\nname = "县办"\nprofile = "linxi-2026"\n')
    assert policy_in_force(office).profile.id == "linxi-2026"
    assert prepare(office, drafted(office), "王某", NOW).in_use


def problems_of(office: Path, text: str) -> list[str]:
    path = office / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        prepare(office, path, "王某", NOW)
    assert not (office / "policy.toml").exists()
    return [str(problem) for problem in caught.value.problems]


def test_every_mistake_of_a_draft_is_named_at_once(office: Path) -> None:
    text = (
        DRAFT_HEAD
        + 'inherits = ["national", "linxi-2026"]\nquaility = 1\n'
        + CLAUSE.format(id="a", window="PT0H")
        + CLAUSE.format(id="a", window="-PT5H")
        + 'due = "2026-02-30"\n'
        + CLAUSE.format(id="b", window="PT5H")
        + CLAUSE.format(id="b", window="PT6H")
        + CLAUSE.format(id="c", window="PT5H")
        + 'calendar = "lunar"\n'
        + 'due_every_year = "13-01"\nmin_ratio = 2\n'
    )
    problems = problems_of(office, text)
    for part in (
        "quaility",
        "'PT0H'",
        "'-PT5H'",
        "has a clause of that id",
        "2026-02-30",
        "'lunar'",
        "'13-01'",
        "min_ratio",
        "in a circle",
    ):
        assert sum(part in problem for problem in problems) == 1, (part, problems)
    assert all("\n" not in problem for problem in problems)


def test_a_circle_through_another_profile_is_seen(office: Path) -> None:
    own = '[profile.other]\ntitle = "别的"\ninherits = ["linxi-2026"]\n'
    (office / "policy.toml").write_text(own + DRAFT_HEAD, encoding="utf-8")
    path = office / "bad.toml"
    path.write_text(DRAFT_HEAD + 'inherits = ["other"]\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="circle"):
        prepare(office, path, "王某", NOW)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("profile = 3", "[profile.NAME]"),
        ("[profile.a]\n[profile.b]", "one profile"),
        ("not toml", "mend the TOML"),
        ("[profile.a]\ninherits = ['nowhere']", "known profiles"),
        ("[profile.a]\nclause = 'x'", "shape"),
    ],
)
def test_what_is_no_draft_is_refused(office: Path, text: str, part: str) -> None:
    assert any(part in problem for problem in problems_of(office, text))


def test_units_are_drafted_once_each_and_everybody_is_nobody() -> None:
    text = TEXT + "序号\n任务\n责任单位\n1\n会商。\n县应急局、县公安局、县直各部门\n"
    reading = read_document(text.encode(), "a.txt", NOW, ZoneInfo("Asia/Shanghai"))
    rows = [row for table in reading.tables for row in table.rows]
    units = unit_drafts(reading.units, rows)
    assert [(unit.id, unit.name, unit.items) for unit in units] == [
        ("publicity", "县委宣传部", ()),
        ("emergency", "县应急局", ("1",)),
        ("police", "县公安局", ("1",)),
    ]
    assert "县直各部门" in units_toml(units, ["县直各部门"]).split("[[unit]]")[0]
    assert default_id(reading) == "draft-2026"


def test_a_draft_of_units_is_a_units_file() -> None:
    text = TEXT + '序号\n任务\n责任单位\n1\n会商。\n县应急局、县"某"局、县应急局、县卫健局\n'
    reading = read_document(text.encode(), "a.txt", NOW, ZoneInfo("Asia/Shanghai"))
    rows = [row for table in reading.tables for row in table.rows]
    written = units_toml(unit_drafts(reading.units, rows), [])
    file = UnitsFile.model_validate(tomllib.loads(written))
    assert len({unit.id for unit in file.unit}) == len(file.unit) >= 3
