"""The proof pack: what is in it, that it checks by itself, and that no change goes unnoticed."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from monitor.cli import build_app
from monitor.proof.check import check_pack
from monitor.proof.pack import MANIFEST, manifest_hash
from monitor.store.store import Store
from monitor.usecases.prove import prove
from tests.usecases.county import MORNING, OFFICE, WATER, YELLOW_WATER, YELLOW_WATER_ANSWER, County

NOW = MORNING + timedelta(days=3)
PAGE = b"<html><h1>" + YELLOW_WATER[0].encode() + "致电13812345678</h1></html>".encode()


def answered(store: Store) -> County:
    """A matter that was answered in time, the page of its first report kept."""
    county = County(store)
    county.publish(YELLOW_WATER, MORNING)
    county.publish(YELLOW_WATER_ANSWER, MORNING + timedelta(hours=20), WATER)
    county.look(MORNING, NOW, WATER)
    county.tick(NOW)
    with store.write() as work:
        sha256 = hashlib.sha256(PAGE).hexdigest()
        work.articles.get(1).body_sha256 = sha256
        work.page_copies.keep(sha256, PAGE, "text/html", MORNING)
    return county


@pytest.fixture
def made(tmp_path: Path) -> Iterator[bytes]:
    store = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    answered(store)
    yield prove(store, OFFICE, 1, NOW, "值班员甲")
    store.close()


def opened(archive: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(archive))


def changed(archive: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The same archive with other files."""
    source = opened(archive)
    files = {name: source.read(name) for name in source.namelist()}
    change(files)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in files.items():
            target.writestr(name, content)
    return buffer.getvalue()


def test_a_pack_holds_the_evidence_and_is_whole(store: Store) -> None:
    answered(store)
    made = prove(store, OFFICE, 1, NOW, "值班员甲")
    archive = opened(made)
    names = set(archive.namelist())
    assert {"README.txt", "summary.docx", "rules.json", "answers.json", "looks.jsonl"} <= names
    rules = json.loads(archive.read("rules.json"))
    clocks = {rule["clause"]: rule["clock"] for rule in rules["rules"] if rule["clock"]}
    assert clocks["nat-48h"]["verdict"] == "met"
    [page] = [name for name in names if name.startswith("pages/")]
    assert archive.read(page) == PAGE
    assert b"13812345678" not in archive.read("articles/000001.json")
    alerts = archive.read("alerts.jsonl").decode().splitlines()
    assert {json.loads(line)["reason"] for line in alerts} >= {"incident_opened"}
    checked = check_pack(made)
    assert checked.problems == ()
    assert checked.entries == len(archive.read("events.jsonl").decode().splitlines()) > 3
    with store.read() as work:
        last = work.events.of_incident("1")[-1]
    assert (last.kind.value, last.data["manifest_sha256"]) == ("proof_made", manifest_hash(made))

    archive = prove(store, OFFICE, 1, NOW, "值班员甲", with_pages=False)
    assert not [name for name in opened(archive).namelist() if name.startswith("pages/")]
    assert check_pack(archive).problems == ()


def alter_alert(files: dict[str, bytes]) -> None:
    files["alerts.jsonl"] = files["alerts.jsonl"].replace(b"incident_opened", b"incident_openeD")


def leave_out(files: dict[str, bytes]) -> None:
    del files["looks.jsonl"]


def add(files: dict[str, bytes]) -> None:
    files["more.txt"] = b"x"


def rewrite_entry(files: dict[str, bytes]) -> None:
    """Alter an entry, and the manifest with it."""
    lines = files["events.jsonl"].decode().splitlines()
    row = json.loads(lines[1])
    row["reason"] = "另有原因"
    lines[1] = json.dumps(row, ensure_ascii=False, sort_keys=True)
    files["events.jsonl"] = ("\n".join(lines) + "\n").encode()
    manifest = json.loads(files[MANIFEST])
    digest = hashlib.sha256(files["events.jsonl"]).hexdigest()
    manifest["files"]["events.jsonl"]["sha256"] = digest
    files[MANIFEST] = json.dumps(manifest).encode()


def other_page(files: dict[str, bytes]) -> None:
    """Put another page in the place of one, and into the manifest."""
    [name] = [name for name in files if name.startswith("pages/")]
    files[name] = b"<html>another</html>"
    manifest = json.loads(files[MANIFEST])
    manifest["files"][name]["sha256"] = hashlib.sha256(files[name]).hexdigest()
    files[MANIFEST] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (alter_alert, "alerts.jsonl: altered"),
        (leave_out, "looks.jsonl: missing"),
        (add, "more.txt: not in the manifest"),
        (rewrite_entry, "does not give its hash"),
        (other_page, "is not the page that was fetched"),
    ],
)
def test_every_change_is_found(
    made: bytes, change: Callable[[dict[str, bytes]], None], said: str
) -> None:
    [problem] = check_pack(changed(made, change)).problems
    assert said in problem


@given(st.binary(max_size=400))
def test_any_bytes_at_all_get_a_clear_answer(content: bytes) -> None:
    assert check_pack(content).problems


def run(*words: str) -> Result:
    return CliRunner().invoke(build_app("proof"), ["proof", *words])


def test_a_pack_is_made_and_verified_by_command(tmp_path: Path) -> None:
    folder, out = tmp_path / "office", tmp_path / "p.zip"
    assert CliRunner().invoke(build_app("init"), ["init", str(folder)]).exit_code == 0
    store = Store.open(f"sqlite:///{folder / 'huiying.db'}")
    county = County(store)
    county.publish(YELLOW_WATER, MORNING)
    county.tick(NOW)
    store.close()
    assert run("1", "-c", str(folder), "--out", str(out)).exit_code == 0
    printed = run("verify", str(out))
    assert (printed.exit_code, printed.output.partition(":")[0]) == (0, "whole")
    out.write_bytes(changed(out.read_bytes(), add))
    printed = run("verify", str(out))
    assert (printed.exit_code, "more.txt: not in the manifest" in printed.output) == (1, True)


@pytest.mark.parametrize("words", [("verify",), ("twelve",), ("verify", "no-such.zip")])
def test_a_wrong_call_is_a_clear_error(words: tuple[str, ...]) -> None:
    printed = run(*words)
    assert printed.exit_code == 2
    assert "Traceback" not in printed.output
