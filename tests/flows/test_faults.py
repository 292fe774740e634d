"""Killed, cut off and fed rubbish: nothing that is owed is lost."""

import os
import signal
import socket
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.store.store import Store
from monitor.store.tables import ArticleRow
from tests.alerts.mailbox import Mailbox, free_port, serving
from tests.flows.programs import huiying, running, until

COMPLAINT = (
    "柏湾镇自来水连续三天发黄，居民不敢用",
    (
        "柏湾镇多名居民反映，家中自来水浑浊发黄。居民质疑水厂水质不达标，多次投诉未得到答复，"
        "希望有关部门尽快查明原因。"
    ),
)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The starter configuration with no channels of the real web in it, and no digests.

    A new office owes the digest of last week at once, which is no message of these tests.
    """
    folder = tmp_path / "office"
    assert huiying("init", str(folder)).returncode == 0
    settings = folder / "huiying.toml"
    starter = settings.read_text(encoding="utf-8")
    assert "\n[digest]\n" in starter
    settings.write_text(starter.replace("\n[digest]\n", "\n[digest]\nkinds = []\n"), "utf-8")
    (folder / "channels.toml").write_text(
        '[[channel]]\nname = "gov"\ntitle = "县政府"\nkind = "official"\nreader = "list"\n'
        'url = "http://127.0.0.1:9/"\nevery = "PT1H"\n',
        encoding="utf-8",
    )
    return folder


def point_mail_at(office: Path, port: int) -> None:
    """Let the configuration name a mail server on this machine."""
    path = office / "huiying.toml"
    text = path.read_text(encoding="utf-8")
    current = text.split("[mail]")[1].split("port = ")[1].split("\n")[0]
    head, mail = text.split("[mail]")
    path.write_text(
        f"{head}[mail]{mail.replace(f'port = {current}', f'port = {port}', 1)}", "utf-8"
    )


def let_a_complaint_arrive(office: Path) -> None:
    """An article is stored, as the crawler would store it."""
    now = datetime.now(UTC) - timedelta(minutes=5)  # noqa: TID251  # a real process reads it
    store = Store.open(f"sqlite:///{office / 'huiying.db'}")
    title, text = COMPLAINT
    with store.write() as work:
        work.articles.add(
            ArticleRow(
                channel="news",
                channel_kind="news",
                url="http://news.example/1",
                title=title,
                text=text,
                first_seen_at=now,
            )
        )
    store.close()


def outbox(office: Path) -> list[tuple[str, str | None]]:
    """(state, claimed_at) of every message, as it stands in the file."""
    with closing(sqlite3.connect(office / "huiying.db", timeout=10)) as database:
        try:
            return database.execute("SELECT state, claimed_at FROM outbox ORDER BY id").fetchall()
        except sqlite3.OperationalError:
            return []  # the tables are still being made


@contextmanager
def mute_server(port: int) -> Iterator[None]:
    """A mail server that accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        held: list[socket.socket] = []
        listener.settimeout(0.2)
        done = threading.Event()

        def accept() -> None:
            while not done.is_set():
                try:
                    held.append(listener.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()
            for connection in held:
                connection.close()


def test_a_loop_killed_between_commit_and_send_sends_once_it_is_back(
    office: Path, tmp_path: Path
) -> None:
    port = free_port()
    point_mail_at(office, port)
    let_a_complaint_arrive(office)
    with mute_server(port), running(tmp_path / "log", "watch", "-c", str(office)) as loop:
        until(lambda: [row for row in outbox(office) if row[1]], "a claimed message")
        loop.send_signal(signal.SIGKILL)
        loop.wait()
    assert [state for state, _ in outbox(office)] == ["pending"]
    box = Mailbox()
    with serving(box, port), running(tmp_path / "log", "watch", "-c", str(office)):
        until(lambda: [row for row in outbox(office) if row[0] == "sent"], "the mark")
    assert len(box.received) == 1


def test_while_the_mail_server_is_down_everything_waits_and_then_goes_out_in_order(
    office: Path, tmp_path: Path
) -> None:
    port = free_port()
    point_mail_at(office, port)
    let_a_complaint_arrive(office)
    with running(tmp_path / "log", "watch", "-c", str(office)):
        until(lambda: outbox(office), "a message")
    box = Mailbox()
    with serving(box, port), running(tmp_path / "log", "watch", "-c", str(office)):
        until(lambda: box.received, "the mail", 120)
    assert [str(message["Subject"])[:4] for message in box.received] == ["[新事件"]


def test_a_supervised_role_that_is_killed_comes_back_and_leaves_the_others_alone(
    office: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    path = office / "huiying.toml"
    text = path.read_text(encoding="utf-8").replace("# port = 8600", f"port = {free_port()}")
    path.write_text(text, encoding="utf-8")
    with running(log, "run", "-c", str(office)) as whole:
        children = until(lambda: _children(whole.pid), "three children")
        os.kill(children["watch"], signal.SIGKILL)
        again = until(
            lambda: (now := _children(whole.pid)) and now["watch"] != children["watch"] and now,
            "a new clock loop",
        )
    assert {role: again[role] for role in ("crawl", "serve")} == {
        role: children[role] for role in ("crawl", "serve")
    }
    assert "watch ended with status -9" in log.read_text(encoding="utf-8")


def _children(parent: int) -> dict[str, int] | None:
    """The process of each role, once all three are there."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "ppid=,pid=,args="], capture_output=True, text=True, check=False
    ).stdout
    found = {}
    for line in listed.splitlines():
        above, process, arguments = line.split(maxsplit=2)
        for role in ("crawl", "watch", "serve"):
            if int(above) == parent and f" {role} -c" in arguments:
                found[role] = int(process)
    return found if len(found) == 3 else None


def test_all_mistakes_of_a_configuration_are_named_at_once(office: Path) -> None:
    (office / "huiying.toml").write_text(
        '[office]\nname = "县"\nzone = "Asia/Shanghia"\nprofle = "x"\n'
        '[mail]\nhost = "h"\nsender = "nobody"\n[[recipients]]\nname = "a"\naddress = "b"\n'
        'roles = ["boss"]\n',
        encoding="utf-8",
    )
    (office / "channels.toml").write_text(
        '[[channel]]\nname = "gov"\ntitle = "县"\nkind = "oficial"\nreader = "list"\nurl = "ftp://x"\n',
        encoding="utf-8",
    )
    done = huiying("check", "-c", str(office))
    assert done.returncode == 2
    for part in (
        "huiying.toml: office.zone",
        "did you mean 'profile'",
        "mail.sender",
        "recipients.0.address",
        "recipients.0.roles",
        "channels.toml: channel.0.kind",
        "write a web address",
    ):
        assert part in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["group", "grade"])
def test_a_bad_line_is_reported_with_its_number_and_the_rest_is_done(
    tmp_path: Path, command: str
) -> None:
    path = tmp_path / "in.jsonl"
    good = '{"id": "1", "title": "火灾", "text": "发生火灾。", "published_at": "2026-03-02"}'
    path.write_text(f'{good}\nno json\n[1]\n{{"id": 7}}\n', encoding="utf-8")
    done = huiying(command, str(path))
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert [line.split(":")[1] for line in done.stderr.splitlines()] == ["2", "3", "4"]


def test_the_demo_refuses_a_folder_that_is_not_its_own_and_a_port_in_use(
    office: Path, tmp_path: Path
) -> None:
    refused = huiying("demo", "--once", "--dir", str(office), "--port", str(free_port()))
    assert refused.returncode == 2
    assert "holds something else" in refused.stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        busy = huiying("demo", "--once", "--dir", str(tmp_path / "demo"), "--port", str(port))
    assert busy.returncode == 2
    assert "is in use" in busy.stderr


@pytest.mark.parametrize(
    "call",
    [
        ("bogus",),
        ("check", "-c", "no/such/folder"),
        ("digest", "--week", "last"),
        ("replay", "no-such-file", "-c", "x", "--out", "y"),
        ("extract", "no-such-file"),
        ("extract", "--fetched-at", "soon", __file__),
        ("demo", "--port", "x"),
        ("run", "-c", "no/such/folder"),
    ],
    ids=" ".join,
)
def test_a_wrong_call_says_what_is_wrong_and_shows_no_traceback(
    call: tuple[str, ...], office: Path
) -> None:
    arguments = (*call, "-c", str(office)) if call[0] == "digest" else call
    done = huiying(*arguments)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "body", [b"", b"\0\xff" * 5000, b"<html" * 10_000, "<p>文".encode("utf-16")]
)
def test_rubbish_is_read_as_a_page_without_a_text(tmp_path: Path, body: bytes) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(body)
    done = huiying("extract", str(page))
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1
