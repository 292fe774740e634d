"""`huiying policy`: from a document to a rule in force, as a person calls it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from monitor.cli import build_app
from monitor.domain.when import When
from monitor.settings.config import load_settings
from monitor.store.mapping import when_columns
from monitor.store.store import Store
from monitor.store.tables import ArticleRow
from monitor.usecases.judge_articles import judge_new_articles
from monitor.wiring import House
from tests.usecases.county import MORNING

TEXT = """临溪县人民政府办公室关于印发2026年政务公开工作要点的通知
临政办发〔2026〕8号
一、对特别重大、重大突发事件最迟4小时发布权威信息。
责任单位:县委宣传部
二、政务新媒体每10天有更新。
临溪县人民政府办公室
2026年3月2日
"""

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls `huiying` in a folder that holds a configuration `office` and a document."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Result:
        return CliRunner(env={"COLUMNS": "200"}).invoke(build_app(arguments[0]), list(arguments))

    assert call("init", "office").exit_code == 0
    Path("points.txt").write_text(TEXT, encoding="utf-8")
    return call


def test_a_document_becomes_a_draft_and_the_draft_a_rule(run: Run) -> None:
    shown = run("policy", "read", "points.txt", "-c", "office", "--id", "linxi-2026")
    assert shown.exit_code == 0
    assert "PT4H" in shown.stdout
    assert "policy-draft.toml" in shown.stderr
    units = Path("units-draft.toml").read_text(encoding="utf-8")
    assert 'name = "县委宣传部"' in units
    done = run("policy", "adopt", "policy-draft.toml", "-c", "office", "--by", "王某")
    assert done.exit_code == 0
    assert 'profile = "linxi-2026"' in done.stdout
    settings = Path("office/huiying.toml")
    text = settings.read_text(encoding="utf-8")
    named = text.replace("[office]\n", '[office]\nprofile = "linxi-2026"\n')
    settings.write_text(named, encoding="utf-8")
    assert load_settings(Path("office")).policy.profile.id == "linxi-2026"
    listed = run("policy", "list", "-c", "office").stdout
    assert "replaced by linxi-2026-01" in listed


def test_json_is_one_object_and_writes_no_draft(run: Run) -> None:
    result = run("policy", "read", "points.txt", "--json")
    row = json.loads(result.stdout)
    assert row["document_number"] == "临政办发〔2026〕8号"
    assert row["dates"]["written"] == "2026-03-02"
    first = row["clauses"][0]
    assert (first["kind"], first["window"], first["calendar"]) == ("deadline", "PT4H", "elapsed")
    assert (first["due"], first["units"]) == (None, ["县委宣传部"])
    assert row["units"] == ["县委宣传部"]
    assert row["changes"][0] == {
        "change": "changed",
        "clause": "draft-2026-01",
        "before": "nat-5h",
    }
    assert not Path("policy-draft.toml").exists()


def test_no_file_is_overwritten(run: Run) -> None:
    assert run("policy", "read", "points.txt").exit_code == 0
    assert run("policy", "read", "points.txt").exit_code == 0
    assert Path("policy-draft-2.toml").exists()
    again = run("policy", "read", "points.txt", "--out", "policy-draft.toml")
    assert again.exit_code == 2
    assert "is there already" in again.stderr


def test_a_dry_run_only_shows(run: Run) -> None:
    run("policy", "read", "points.txt")
    result = run(
        "policy", "adopt", "policy-draft.toml", "-c", "office", "--by", "王某", "--dry-run"
    )
    assert result.exit_code == 0
    assert not Path("office/policy.toml").exists()


def test_mistakes_of_a_draft_are_lines_and_nothing_is_written(run: Run) -> None:
    Path("bad.toml").write_text("[profile.x]\ncolour = 1\ninherits = ['y']\n")
    result = run("policy", "adopt", "bad.toml", "-c", "office", "--by", "王某")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 2
    assert not Path("office/policy.toml").exists()


@pytest.mark.parametrize("by", ["", "  "])
def test_an_adoption_needs_a_name(run: Run, by: str) -> None:
    run("policy", "read", "points.txt")
    result = run("policy", "adopt", "policy-draft.toml", "-c", "office", "--by", by)
    assert result.exit_code == 2


@pytest.mark.parametrize("name", ["nat-48h", "shanwei-2018"])
def test_a_clause_or_a_profile_is_shown_with_quotation_and_source(run: Run, name: str) -> None:
    result = run("policy", "show", name)
    assert result.exit_code == 0
    assert "quotation" in result.stdout
    assert "source" in result.stdout


def test_an_unknown_name_is_said(run: Run) -> None:
    result = run("policy", "show", "nowhere")
    assert result.exit_code == 1
    assert "huiying policy list" in result.stderr


def test_without_a_configuration_the_shipped_profiles_are_listed(run: Run) -> None:
    result = run("policy", "list")
    assert result.exit_code == 0
    assert "qionglai-2023" in result.stdout


def test_what_cannot_be_read_or_says_nothing_is_one_line(run: Run) -> None:
    Path("scan.pdf").write_bytes(b"%PDF-1.4 nothing")
    Path("empty.txt").write_text("今天天气很好。", encoding="utf-8")
    for name in ("scan.pdf", "empty.txt"):
        result = run("policy", "read", name, "--json")
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1


def test_a_directory_without_a_configuration_is_refused(run: Run) -> None:
    result = run("policy", "list", "-c", "nowhere")
    assert result.exit_code == 2
    assert "huiying.toml" in result.stderr


def test_an_incident_is_explained_in_either_language_and_as_one_object(run: Run) -> None:
    store = Store.open(f"sqlite:///{Path('office/huiying.db').resolve()}")
    with store.write() as work:
        row = ArticleRow(
            channel="news",
            channel_kind="news",
            url="http://news.example/1",
            title="临溪县柏湾镇自来水连续三天发黄，居民不敢用",
            text="柏湾镇多名居民反映，家中自来水浑浊发黄，多次拨打热线投诉未得到答复。",
            **when_columns("published", When.at(MORNING, "visible")),
            first_seen_at=MORNING,
        )
        work.articles.add(row)
    house = House(load_settings(Path("office")), lambda: MORNING)
    judge_new_articles(store, house.judge(), house.office, MORNING)
    store.close()
    chinese = run("policy", "explain", "1", "-c", "office")
    assert chinese.exit_code == 0
    for expected in (
        "条文：「对其他政务舆情应在48小时内予以回应」",
        "出处：国办发〔2016〕61号 三",
        "起算：2026-03-02 09:00（监测发现时间）",
        "首次公开时间：2026-03-02 09:00，网页正文所示时间",
        "交办时间：未登记",
        "（采用）",
    ):
        assert expected in chinese.stdout
    english = run("policy", "explain", "1", "-c", "office", "--lang", "en").stdout
    assert "Start: 2026-03-02 09:00 (detection)" in english
    row = json.loads(run("policy", "explain", "1", "-c", "office", "--json").stdout)
    assert {rule["clause"] for rule in row["rules"]} >= {"nat-5h", "nat-48h", "nat-follow"}
    missing = run("policy", "explain", "7", "-c", "office")
    assert (missing.exit_code, missing.stderr) == (1, "there is no incident 7\n")


def test_a_document_without_a_duty_is_said_to_have_none_and_nothing_is_written(run: Run) -> None:
    Path("plain.txt").write_text("临溪县今天晴。\n", encoding="utf-8")
    refused = run("policy", "read", "plain.txt")
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert not list(Path().glob("*draft*.toml"))
