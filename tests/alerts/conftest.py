"""Certificates and servers for the tests of this room."""

import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from alerts.mail import SmtpTransport
from alerts.smtp_session import SmtpSettings
from tests.alerts.mailbox import PASSWORD, USER, BreakingServer, Mailbox, free_port, serving


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """A certificate authority of an intranet."""
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its certificate as a file."""
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture(scope="session")
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    """The server's side of a secured line."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def settings(ca_file: Path) -> SmtpSettings:
    """Settings for a server with STARTTLS and a log-in."""
    return SmtpSettings(
        host="127.0.0.1",
        port=free_port(),
        sender="回应监测 <huiying@linxi.example>",
        username=USER,
        password=PASSWORD,
        timeout_s=5,
        ca_file=str(ca_file),
    )


@pytest.fixture
def mailbox(settings: SmtpSettings, server_tls: ssl.SSLContext) -> Iterator[Mailbox]:
    """A running server and what arrived there."""
    box = Mailbox()
    with serving(box, settings.port, starttls=server_tls):
        yield box


@pytest.fixture
def transport(settings: SmtpSettings) -> Iterator[SmtpTransport]:
    """The mail transport, closed at the end."""
    with SmtpTransport(settings) as mail:
        yield mail


@pytest.fixture
def breaking() -> Iterator[Callable[[str, str], BreakingServer]]:
    """Starts servers that break off."""
    servers: list[BreakingServer] = []

    def start(stage: str, act: str) -> BreakingServer:
        server = BreakingServer(stage, act)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
