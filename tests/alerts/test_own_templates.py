"""An office's own templates: in force where they work; a mistake in them loses no mail."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.wording.own_templates import OwnFirst
from monitor.wording.rendering import render_mail
from tests.alerts.samples import FIRE, ZONE

DEEDS = {"acknowledge_url": "http://b.example/a/t", "answered_url": "http://b.example/a/t/answered"}
WITH_LINKS = replace(FIRE, **DEEDS)

Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(name: str, text: str) -> None:
        path = tmp_path / "email" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return put


def test_without_a_folder_the_mail_is_ours(tmp_path: Path) -> None:
    ours = render_mail(WITH_LINKS, "zh-CN", ZONE)
    assert OwnFirst(tmp_path / "none").mail(WITH_LINKS, "zh-CN", ZONE) == ours
    assert OwnFirst(tmp_path).mail(WITH_LINKS, "zh-CN", ZONE) == ours


def test_what_the_folder_holds_stands_in_place_of_ours(tmp_path: Path, write: Write) -> None:
    write("body.txt", "【内部】{{ facts.title }}\n")
    write("words.zh-CN.toml", '[button]\nacknowledge = "我已知悉"\n')
    mail = OwnFirst(tmp_path).mail(replace(WITH_LINKS, title="<b>火</b>"), "zh-CN", ZONE)
    assert mail.text == "【内部】<b>火</b>"  # text is no HTML
    assert "我已知悉" in mail.html
    assert "已有回应" in mail.html  # what the own words leave out is ours
    assert "<b>火" not in mail.html
    assert "我已知悉" not in render_mail(WITH_LINKS, "zh-CN", ZONE).html


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("body.html", "{% if %}"),
        ("body.html", "{{ nobody.knows.this }}"),
        ("body.html", "{% include 'email/nowhere.html' %}"),
        ("body.html", "{{ 1 / 0 }}"),
        ("body.html", "{% extends 'email/body.html' %}"),  # itself, for ever
        ("body.txt", "{{ facts.title() }}"),
        ("body.txt", "   \n"),
        ("subject.txt", ""),
        ("words.zh-CN.toml", "[button\n"),
        ("words.zh-CN.toml", 'button = "none"\n'),
        ("words.zh-CN.toml", '[reason.incident_opened]\naction = "{nothing}"\n'),
    ],
)
def test_a_mistake_in_them_falls_back_to_ours_and_says_so(
    tmp_path: Path, write: Write, name: str, text: str
) -> None:
    write(name, text)
    ours = render_mail(WITH_LINKS, "zh-CN", ZONE)
    mail = OwnFirst(tmp_path).mail(WITH_LINKS, "zh-CN", ZONE)
    assert mail.subject == ours.subject
    assert mail.text.startswith(ours.text.rstrip())
    for body in (mail.text, mail.html):
        assert "自定的邮件模板有误" in body
        assert DEEDS["answered_url"] in body
    assert mail.html.count("</body>") == 1


def test_bytes_that_are_no_text_fall_back_too(tmp_path: Path, write: Write) -> None:
    write("body.txt", "")
    (tmp_path / "email" / "body.txt").write_bytes(b"\xff\xfe\x00")
    assert "standard one" in OwnFirst(tmp_path).mail(FIRE, "en", ZONE).text


def test_a_mail_that_stands_for_several_falls_back_as_well(tmp_path: Path, write: Write) -> None:
    write("many.html", "{{ nobody }}")
    mail = OwnFirst(tmp_path).many([WITH_LINKS, FIRE], False, "zh-CN", ZONE)
    assert "自定的邮件模板有误" in mail.text
    assert DEEDS["acknowledge_url"] in mail.html


def test_a_reason_with_markup_stays_text(tmp_path: Path, write: Write) -> None:
    write("body.html", "{{ '<script>'.nothing.at.all }}{{ raise('<script>') }}")
    assert "<script>" not in OwnFirst(tmp_path).mail(FIRE, "zh-CN", ZONE).html
