"""A real mail server of Debian: what it takes arrives, what it refuses is told apart."""

import getpass
import grp
import mailbox as mailboxes
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alerts.mail import SmtpTransport
from alerts.returns import DrainReport
from alerts.sender import Sender
from alerts.smtp_session import SmtpSettings
from alerts.streams import MAIL
from alerts.wording import Wording
from benchmarks.breaches import NOW, open_overdue
from monitor.adapters.outbox import StoreOutbox
from monitor.store.store import Store
from monitor.wording.many_mail import render_many
from monitor.wording.rendering import render_mail
from tests.alerts.mailbox import free_port
from tests.flows.programs import until

_CONFIG = """\
exim_user = {user}
exim_group = {group}
never_users =
deliver_drop_privilege
keep_environment =
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
pid_file_path = {folder}/pid
primary_hostname = mx.linxi.example
tls_advertise_hosts =
host_lookup =
acl_smtp_rcpt = recipient
begin acl
recipient:
  defer local_parts = full
        message = 4.2.2 the mailbox is full
  deny local_parts = gone
       message = 5.1.1 no such user here
  accept domains = linxi.example
  deny message = 5.7.1 relay not permitted
begin routers
here:
  driver = accept
  transport = file
begin transports
file:
  driver = appendfile
  file = {folder}/box
  envelope_to_add
"""


@dataclass(frozen=True)
class Mta:
    """A running mail server and the file into which it puts all mail."""

    port: int
    box: Path

    def subjects(self) -> dict[str, str]:
        """The subject of each mail that was delivered, by recipient."""
        if not self.box.exists():
            return {}
        box = mailboxes.mbox(self.box)
        try:
            return {
                mail["Envelope-to"]: str(make_header(decode_header(mail["Subject"])))
                for mail in box
            }
        finally:
            box.close()


@pytest.fixture
def mta() -> Iterator[Mta]:
    """Exim on loopback, as whoever runs the tests; it never delivers as root."""
    user = "Debian-exim" if os.getuid() == 0 else getpass.getuser()
    # Not below pytest's own folder, which no other user may open.
    with tempfile.TemporaryDirectory(prefix="huiying-exim-") as name:
        folder, port = Path(name), free_port()
        group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
        (folder / "spool").mkdir()
        config, log = folder / "exim.conf", folder / "exim.log"
        config.write_text(_CONFIG.format(user=user, group=group, port=port, folder=folder))
        for path in (folder, folder / "spool"):
            shutil.chown(path, user, group)
        command = ["exim4", "-C", str(config), "-bdf"]
        with log.open("wb") as stream:
            process = subprocess.Popen(
                command, stdout=stream, stderr=stream, user=user, group=group, extra_groups=[]
            )
            try:
                until(lambda: _listens(port, process, log), "the mail server")
                yield Mta(port, folder / "box")
            finally:
                process.terminate()
                process.wait(20)


def _listens(port: int, process: subprocess.Popen[bytes], log: Path) -> bool:
    assert process.poll() is None, log.read_text()
    settings = SmtpSettings("127.0.0.1", port, "huiying@linxi.example", "none")
    try:
        SmtpTransport(settings).check()
    except Exception:  # not there yet, whatever it says
        return False
    return True


@pytest.mark.needs("exim4")
def test_a_real_mail_server_delivers_what_it_takes_and_says_what_it_does_not(
    mta: Mta, tmp_path: Path
) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    names = ("zhiban", "gone", "full", "ju")
    with store.write() as work:
        for number, name in enumerate(names, 1):
            open_overdue(work, number, NOW, f"{name}@linxi.example")
        open_overdue(work, 5, NOW, "zhiban@elsewhere.example")
    settings = SmtpSettings("127.0.0.1", mta.port, "huiying@linxi.example", "none")
    words = Wording(render_mail, ZoneInfo("Asia/Shanghai"), render_many)
    sender = Sender(StoreOutbox(store), {MAIL: SmtpTransport(settings)}, words)
    assert sender.drain(NOW) == DrainReport(sent=2, failed=2, dead=1)
    found = until(lambda: len(mta.subjects()) == 2 and mta.subjects(), "two mails in the box")
    assert found["zhiban@linxi.example"].startswith("[超时]")
    assert found["ju@linxi.example"].startswith("[超时]")
    with store.read() as work:
        [given_up] = work.outbox.dead()
        assert (given_up.recipient, given_up.last_error) == (
            "gone@linxi.example",
            "recipient refused: 550 5.1.1 no such user here",
        )
    store.close()
