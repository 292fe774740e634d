"""`huiying replay --profile`: what another profile would have made of an archive."""

import json
from dataclasses import replace
from pathlib import Path

from monitor.domain.archive_policy import for_archive
from monitor.domain.article import Article
from monitor.domain.channel import ChannelKind
from monitor.domain.when import When
from monitor.replay import Replay
from monitor.store.store import Store
from monitor.what_if import Side, compare
from tests.flows.programs import huiying
from tests.usecases.county import (
    EXPLOSION,
    EXPLOSION_NOTICE,
    HOUR,
    MORNING,
    OFFICE,
    YELLOW_WATER,
    YELLOW_WATER_ANSWER,
    judge,
)

OWN = """
[profile.linxi]
title = "临溪县试行办法"
effective_from = "2025-01-01"
inherits = ["national"]

[[profile.linxi.clause]]
id = "lx-12h"
replaces = "nat-48h"
kind = "deadline"
grades = ["*other"]
window = "PT12H"
satisfied_by = ["statement"]
binding = "hard"
quote = "其他舆情12小时内回应"
source = "临溪县试行办法 三"
"""


def archive(path: Path, *rows: tuple[tuple[str, str], str, str]) -> Path:
    """An archive of a few articles: text, time, kind of channel."""
    records = [
        {"id": str(n), "title": title, "text": text, "published_at": at, "channel_kind": kind}
        for n, ((title, text), at, kind) in enumerate(rows)
    ]
    path.write_text(
        "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records),
        encoding="utf-8",
    )
    return path


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_shorter_window_is_shown_with_both_verdicts_and_both_limits(tmp_path: Path) -> None:
    office, out = tmp_path / "office", tmp_path / "out"
    assert huiying("init", str(office)).returncode == 0
    (office / "policy.toml").write_text(OWN, encoding="utf-8")
    file = archive(
        tmp_path / "a.jsonl",
        (YELLOW_WATER, "2026-03-02 09:00", "news"),
        (YELLOW_WATER_ANSWER, "2026-03-03 15:00", "official"),
    )
    done = huiying("replay", str(file), "-c", str(office), "--out", str(out), "--profile", "linxi")
    assert done.returncode == 0
    (row,) = lines(out / "what_if.jsonl")
    here, there = row["here"], row["there"]
    assert (here["clause"], here["verdict"]) == ("nat-48h", "met")  # type: ignore[index]
    assert (there["clause"], there["verdict"]) == ("lx-12h", "late_met")  # type: ignore[index]
    assert there["due"] == ["2026-03-02T21:00:00+08:00"] * 2  # type: ignore[index]
    assert there["in_force"] is True  # type: ignore[index]
    assert "lx-12h" in done.stderr
    assert json.loads(done.stdout)["incidents"] == 1


def test_timed_again_at_the_end_the_facts_give_the_ledger_of_the_run(store: Store) -> None:
    timed = for_archive(OFFICE.policy)
    office = replace(OFFICE, archive=True, policy=timed)
    run = Replay(store, judge(), office)
    run.run(
        Article(str(n), "a", ChannelKind(kind), "", *text, When.at(at, "archive"), at)
        for n, (text, kind, at) in enumerate(
            (
                (YELLOW_WATER, "news", MORNING),
                (EXPLOSION, "news", MORNING + HOUR),
                (EXPLOSION_NOTICE, "official", MORNING + 3 * HOUR),
                (YELLOW_WATER_ANSWER, "official", MORNING + 70 * HOUR),
            )
        )
    )
    here = Side(OFFICE.policy, timed)
    again = {
        (pair.case.facts.id, pair.here.clause): (pair.here.verdict.value, pair.here.due_at)
        for pair in compare(run.cases(), here, here).pairs
        if pair.here
    }
    _, ledger, _ = run.lines()
    assert again == {(line.incident, line.clause): (line.verdict, line.due_at) for line in ledger}
    assert {verdict for verdict, _ in again.values()} >= {"met", "late_met"}


def test_where_nothing_differs_it_says_so(tmp_path: Path) -> None:
    office, out = tmp_path / "office", tmp_path / "out"
    assert huiying("init", str(office)).returncode == 0
    file = archive(tmp_path / "a.jsonl", (YELLOW_WATER, "2026-03-02 09:00", "news"))
    arguments = ("replay", str(file), "-c", str(office), "--out", str(out))
    done = huiying(*arguments, "--profile", "qionglai-2023", "--profile", "national")
    assert done.returncode == 0
    assert "qionglai-2023: no window would have been judged otherwise" in done.stderr
    assert "national: no window would have been judged otherwise" in done.stderr
    assert lines(out / "what_if.jsonl") == []


def test_a_profile_of_later_years_is_supposed_for_old_reports_and_says_so(tmp_path: Path) -> None:
    office, out = tmp_path / "office", tmp_path / "out"
    assert huiying("init", str(office)).returncode == 0
    file = archive(tmp_path / "a.jsonl", (EXPLOSION, "2014-03-02 10:30", "news"))
    arguments = ("replay", str(file), "-c", str(office), "--out", str(out))
    assert huiying(*arguments, "--profile", "shanwei-2018").returncode == 0
    (row,) = lines(out / "what_if.jsonl")
    assert row["here"] is None
    assert row["there"]["clause"] == "sw-5h"  # type: ignore[index]
    assert row["there"]["in_force"] is False  # type: ignore[index]


def test_an_unknown_profile_is_refused_before_anything_runs(tmp_path: Path) -> None:
    office, out = tmp_path / "office", tmp_path / "out"
    assert huiying("init", str(office)).returncode == 0
    file = archive(tmp_path / "a.jsonl", (YELLOW_WATER, "2026-03-02 09:00", "news"))
    done = huiying(
        "replay", str(file), "-c", str(office), "--out", str(out), "--profile", "shanwei"
    )
    assert done.returncode == 2
    assert "shanwei-2018" in done.stderr
    assert not out.exists()
