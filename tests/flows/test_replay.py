"""`huiying replay`: the whole system in simulated time over a small archive."""

import json
from pathlib import Path

from tests.flows.programs import huiying
from tests.usecases.county import YELLOW_WATER, YELLOW_WATER_ANSWER


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_archive_in_any_order_gives_the_ledger_the_alerts_and_the_digests(
    tmp_path: Path,
) -> None:
    office, out, archive = tmp_path / "office", tmp_path / "out", tmp_path / "archive.jsonl"
    assert huiying("init", str(office)).returncode == 0
    rows = [
        ("answer", YELLOW_WATER_ANSWER, "2026-03-03 15:00", "official"),
        ("complaint", YELLOW_WATER, "2026-03-02 09:00", "news"),
    ]
    archive.write_text(
        "".join(
            json.dumps(
                {
                    "id": name,
                    "title": text[0],
                    "text": text[1],
                    "published_at": at,
                    "channel_kind": kind,
                },
                ensure_ascii=False,
            )
            + "\n"
            for name, text, at, kind in rows
        ),
        encoding="utf-8",
    )
    done = huiying("replay", str(archive), "-c", str(office), "--out", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    articles = {row["id"]: row for row in lines(out / "articles.jsonl")}
    assert articles["complaint"]["incident"] == articles["answer"]["answers"] == "1"
    (line,) = lines(out / "ledger.jsonl")
    assert (line["window"], line["verdict"]) == ("PT48H", "met")
    assert line["started_at"] == "2026-03-02T09:00:00+08:00"
    assert line["answered_at"] == "2026-03-03T15:00:00+08:00"
    assert line["margin_s"] == 18 * 3600
    assert line["in_force"] is True
    reasons = [alert["reason"] for alert in lines(out / "alerts.jsonl")]
    assert reasons == ["incident_opened", "window_at_risk", "answered"]
    assert [path.name for path in (out / "digests").iterdir()] == ["2026-W10.html"]
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["incidents"] == 1


def test_an_archive_older_than_the_rule_is_timed_by_it_and_says_so(tmp_path: Path) -> None:
    office, out, archive = tmp_path / "office", tmp_path / "out", tmp_path / "archive.jsonl"
    assert huiying("init", str(office)).returncode == 0
    title, text = YELLOW_WATER
    row = {"id": "old", "title": title, "text": text, "published_at": "2015-03-02 09:00"}
    archive.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    assert huiying("replay", str(archive), "-c", str(office), "--out", str(out)).returncode == 0
    (line,) = lines(out / "ledger.jsonl")
    assert (line["window"], line["in_force"]) == ("PT48H", False)
    assert any("2016-07-30起施行" in reason for reason in line["reasons"])
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["windows_before_the_rule"] == 1
