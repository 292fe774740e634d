"""The secret behind the links in mails: given in a file, or made once and kept."""

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import build_app
from monitor.settings.config import load_settings
from monitor.settings.link_secret import SECRET_FILE, kept_secret, read_secret
from monitor.settings.problems import ConfigurationError
from monitor.usecases.mail_links import LIFETIME, Claim, LinkExpired, LinkForged, MailLinks
from monitor.wiring import mail_links

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
CLAIM = Claim("0f" * 16, 7, "王值班", NOW)
LINKS = MailLinks("s" * 32, "https://board.linxi.example/")


def token(links: MailLinks = LINKS, claim: Claim = CLAIM) -> str:
    return links.acknowledge_url(claim).rpartition("/")[2]


def test_a_link_says_who_was_told_what_until_it_expires() -> None:
    assert LINKS.acknowledge_url(CLAIM).startswith("https://board.linxi.example/a/")
    assert LINKS.answered_url(CLAIM) == f"{LINKS.acknowledge_url(CLAIM)}/answered"
    assert LINKS.read(token(), NOW + LIFETIME) == CLAIM
    with pytest.raises(LinkExpired):
        LINKS.read(token(), NOW + LIFETIME + timedelta(seconds=1))


@pytest.mark.parametrize(
    "forged",
    [
        "",
        ".",
        "a.b",
        "A" * 5000,
        token(MailLinks("t" * 32, "")),
        token()[:-2],
        f"{token()}A",
        token().swapcase(),
        "\u7b7e\u6536",
        "\x00",
    ],
)
def test_what_was_not_signed_with_the_secret_is_forged(forged: str) -> None:
    with pytest.raises(LinkForged):
        LINKS.read(forged, NOW)


def test_a_long_name_makes_no_long_link() -> None:
    named = replace(CLAIM, name="王" * 1000)
    assert len(LINKS.answered_url(named)) < 500
    assert LINKS.read(token(claim=named), NOW).name == "王" * 60


def test_a_secret_is_made_once_for_its_owner_alone_and_all_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(kept_secret, [tmp_path] * 16))
    (secret,) = secrets
    assert len(secret) >= 40
    assert stat.S_IMODE((tmp_path / SECRET_FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [SECRET_FILE]
    assert kept_secret(tmp_path) == secret


def test_a_short_secret_is_none(tmp_path: Path) -> None:
    (tmp_path / SECRET_FILE).write_text("short\n", encoding="utf-8")
    with pytest.raises(ValueError, match="at least 16"):
        read_secret(tmp_path / SECRET_FILE)


def test_the_configuration_names_a_secret_or_one_is_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert CliRunner().invoke(build_app("init"), ["init", str(tmp_path)]).exit_code == 0
    starter = tmp_path / "huiying.toml"
    kept = mail_links(load_settings(tmp_path))
    assert kept is not None
    assert kept.secret == kept_secret(tmp_path)
    text = starter.read_text(encoding="utf-8")
    starter.write_text(text.replace("[board]", '[board]\nlink_secret_file = "own"'), "utf-8")
    with pytest.raises(ConfigurationError, match="link_secret_file"):
        load_settings(tmp_path)
    (tmp_path / "own").write_text("x" * 20, encoding="utf-8")
    settings = load_settings(tmp_path)
    assert settings.link_secret == "x" * 20
    nowhere = replace(settings, link_secret="", folder=tmp_path / "nowhere")
    assert mail_links(nowhere) is None  # a mail without buttons is better than none
    assert "link_secret_file" in caplog.text
