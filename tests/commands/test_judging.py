"""`huiying judge` and `huiying review` as an officer calls them."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from monitor.cli import build_app
from monitor.domain.response import Link
from monitor.judge import evidence
from monitor.judge.tuning import Label
from monitor.settings.config import load_settings
from monitor.store.store import Store
from monitor.store.tables import ArticleRow, ProposalRow
from monitor.usecases.take_over import take_over_corrections
from monitor.wiring import House
from tests.usecases.county import (
    EXPLOSION,
    EXPLOSION_AGAIN,
    HOUR,
    MORNING,
    WATER,
    YELLOW_WATER,
    YELLOW_WATER_ANSWER,
    County,
)

SOON = timedelta(minutes=15)
WHO = ("--by", "值班员甲", "--reason", "看过原文")

Run = Callable[..., Result]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A configuration directory with the store of a county in which three matters arose."""
    runner = CliRunner()
    assert runner.invoke(build_app("init"), ["init", str(tmp_path)]).exit_code == 0
    return tmp_path


@pytest.fixture
def kept(office: Path) -> Iterator[Store]:
    """The store that the commands open too."""
    store = Store.open(load_settings(office).store_url)
    county = County(store)
    arrivals = (EXPLOSION, EXPLOSION_AGAIN, YELLOW_WATER)
    for number, text in enumerate(arrivals):
        county.publish(text, MORNING + number * HOUR)
        county.tick(MORNING + number * HOUR + SOON)
    county.publish(YELLOW_WATER_ANSWER, MORNING + 5 * HOUR, WATER)
    county.tick(MORNING + 5 * HOUR + SOON)
    yield store
    store.close()


@pytest.fixture
def run(office: Path, kept: Store) -> Run:
    """Calls `huiying` with that configuration."""

    def call(*arguments: str) -> Result:
        wanted = build_app(arguments[0])
        return CliRunner(env={"COLUMNS": "200"}).invoke(wanted, [*arguments, "-c", str(office)])

    return call


def incident_of(store: Store, number: int) -> int | None:
    with store.read() as work:
        return work.articles.get(number).incident_id


def test_an_officer_reads_what_was_decided_of_what_and_from_which_score_on(run: Run) -> None:
    done = run("judge", "explain", "2")
    assert done.exit_code == 0
    for said in (
        "同一事件：事件 1",
        "门槛 0.50",
        "死亡12",
        "原文：“",
        "确认",
        "与全部报道共同内容的相似度",
        "合计",
        "不是官方回应",
    ):
        assert said in done.stdout, said


def test_an_answer_is_explained_with_its_candidates_and_what_became_of_it(run: Run) -> None:
    shown = run("judge", "explain", "4").stdout
    for said in ("权威信息，water", "可能回应：事件 2", "自动认定", "用语相似度", "回应结论"):
        assert said in shown, said


def test_what_people_said_since_is_part_of_the_explanation(run: Run) -> None:
    assert run("judge", "correct", "2", "--to", "2", *WHO).exit_code == 0
    shown = run("judge", "explain", "2").stdout
    assert "值班员甲：不属于事件 1" in shown
    assert "值班员甲：属于事件 2" in shown


def test_everything_kept_comes_as_json(run: Run, kept: Store) -> None:
    with kept.read() as work:
        url = work.articles.get(2).url
    data = json.loads(run("judge", "explain", url, "--json").stdout)
    assert (data["article"], data["incident"]) == (2, 1)
    assert data["decision"]["belongs_to"]["features"]["nearest"] > 0
    assert data["decision"]["measures"]["belongs"] == 0.5


@pytest.mark.parametrize("name", ["99", "http://nowhere.example/a", "9" * 40, "٣"])
def test_an_unknown_article_is_one_clear_line(run: Run, name: str) -> None:
    done = run("judge", "explain", name)
    assert (done.exit_code, done.stderr) == (1, f"there is no article {name}\n")


def test_articles_are_moved_split_off_and_taken_out(run: Run, kept: Store) -> None:
    assert run("judge", "correct", "2", "--to", "2", *WHO).stdout == "2: incident 2\n"
    assert incident_of(kept, 2) == 2
    assert run("judge", "correct", "2", "--new", *WHO).stdout == "2: incident 3\n"
    assert run("judge", "correct", "2", "--none", *WHO).stdout == "2: none\n"
    assert incident_of(kept, 2) is None


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("2", "--to", "99", *WHO), 1, "there is no incident 99"),
        (("2", "--to", "1", *WHO), 1, "nothing to move"),
        (("2", "--to", "2", "--by", "甲"), 1, "needs a name and a reason"),
        (("2", "--to", "2", "--new", *WHO), 2, "say one of them"),
        (("2", *WHO), 2, "say one of them"),
    ],
)
def test_what_cannot_be_corrected_is_said_in_a_line(
    run: Run, arguments: tuple[str, ...], status: int, said: str
) -> None:
    done = run("judge", "correct", *arguments)
    assert done.exit_code == status
    assert said in done.stderr


def test_incidents_are_merged(run: Run, kept: Store) -> None:
    done = run("judge", "merge", "2", "1", *WHO)
    assert done.stdout == "incident 2: 2 articles moved to incident 1\n"
    assert incident_of(kept, 3) == 1
    assert "there is no incident 9" in run("judge", "merge", "9", "1", *WHO).stderr


def test_review_lists_proposals_with_the_command_and_they_can_be_declined(
    run: Run, kept: Store
) -> None:
    with kept.write() as work:
        for kind, other, articles in (("merge", 8, [2]), ("split", 0, [2, 3])):
            row = ProposalRow(
                at=MORNING, kind=kind, incident_id=7, other_id=other, articles=articles
            )
            assert work.proposals.propose(row)
        number = str(work.proposals.waiting(100)[-2].id)
    shown = run("review").stdout
    assert "huiying judge merge 8 7" in shown
    assert "huiying judge correct 2 3 --new" in shown
    assert run("judge", "decline", number, *WHO).stdout == f"proposal {number}: declined\n"
    assert "judge merge 8 7" not in run("review").stdout
    assert "there is no proposal 99" in run("judge", "decline", "99", *WHO).stderr


def test_a_response_decided_in_review_is_explained(run: Run, kept: Store) -> None:
    assert run("review", "--reject", "1", *WHO).exit_code == 0
    shown = run("judge", "explain", "4").stdout
    assert "人工否定（值班员甲）" in shown
    assert "没有回应事件 2" in shown
    with kept.read() as work:
        assert work.incidents.response(1).link == Link.REJECTED.value


def labelled(store: Store, count: int, line: Callable[[Label], bool]) -> None:
    """Articles that the judge joined to one incident, and what a person said of each."""
    for number in range(count):
        score = 0.5 + (number * 37 % count) / count / 2
        with store.write() as work:
            row = ArticleRow(
                channel="news",
                channel_kind="news",
                url=f"http://news.example/label/{number}",
                title="标题",
                first_seen_at=MORNING,
                decision={"belongs_to": _joined(score)},
            )
            work.articles.add(row)
            label = Label(str(row.id), score, True)
            work.corrections.add(
                row, "belongs", 1, right=line(label), actor="甲", reason="核对", now=MORNING
            )


def _joined(score: float) -> dict[str, object]:
    weights = evidence.weights()
    features = {"whole": (score - weights.get("base", 0.0)) / weights["whole"]}
    return {"incident": "1", "score": score, "verdict": "auto", "reason": "", "features": features}


def test_few_labels_change_nothing_and_it_says_how_many_are_needed(run: Run, office: Path) -> None:
    done = run("judge", "tune")
    assert done.exit_code == 1
    assert "a threshold needs 40" in done.stderr
    assert "belongs 0" in done.stderr
    assert not (office / "judge.toml").exists()


def test_thresholds_are_fitted_reported_written_and_read_at_the_next_start(
    run: Run, kept: Store, office: Path
) -> None:
    labelled(kept, 120, lambda label: label.score >= 0.65)
    dry = run("judge", "tune", "--dry-run")
    assert dry.exit_code == 0
    assert "held back" in dry.stdout
    assert not (office / "judge.toml").exists()
    done = run("judge", "tune")
    assert done.exit_code == 0
    assert "the next start uses it" in done.stdout
    found = load_settings(office).thresholds
    assert found.belongs == pytest.approx(0.65, abs=0.02)
    again = run("judge", "tune")
    assert "fit as well as any" in again.stdout


def test_a_fit_that_fails_on_the_labels_held_back_is_refused(
    run: Run, kept: Store, office: Path
) -> None:
    labelled(kept, 150, lambda label: label.held_back or label.score >= 0.7)
    done = run("judge", "tune")
    assert done.exit_code == 1
    assert "belongs would do worse" in done.stderr
    assert not (office / "judge.toml").exists()


def test_a_judge_that_starts_holds_what_was_corrected_before(
    run: Run, kept: Store, office: Path
) -> None:
    assert run("judge", "merge", "2", "1", *WHO).exit_code == 0
    settings = load_settings(office)
    started = House(settings, lambda: MORNING + 6 * HOUR).judge()
    assert take_over_corrections(kept, started) == 0
    assert run("judge", "correct", "3", "--new", *WHO).exit_code == 0
    assert take_over_corrections(kept, started) == 2
