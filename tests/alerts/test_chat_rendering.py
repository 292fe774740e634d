"""The short form of a message: state, window, title, whose, how long, until when, links."""

from dataclasses import replace

import pytest

from alerts.chat_text import chat_lines
from monitor.domain.notices import NoticeReason
from monitor.wording.chat_rendering import render_chat, render_many_chat
from tests.alerts.samples import FIRE, ZONE, about


def test_a_chat_reads_what_is_due_of_whom_until_when() -> None:
    mail = render_chat(about(NoticeReason.WINDOW_AT_RISK), "zh", ZONE)
    assert mail.text.splitlines()[:4] == [
        "【时限提醒】5小时 权威信息 · 还剩 1 小时",
        "临溪县化工园一车间起火，现场浓烟滚滚",
        "责任单位：应急管理局、消防救援大队",
        "截止：2026年11月20日 周五 17:40",
    ]
    assert "打开事件页：http://board.linxi.example/incidents/2026-0117" in mail.text.splitlines()
    assert mail.subject.startswith("【时限提醒】5小时 权威信息 · 还剩 1 小时 临溪县化工园")
    assert len(mail.subject) <= 60
    assert mail.html == ""


def test_where_something_is_awaited_the_chat_links_to_the_acknowledgement() -> None:
    url = "http://board.linxi.example/acknowledge/abc"
    asked = replace(about(NoticeReason.WINDOW_BREACHED), acknowledge_url=url)
    assert f"签收：{url}" in render_chat(asked, "zh", ZONE).text.splitlines()
    assert f"签收：{url}" in render_many_chat([asked, asked], False, "zh", ZONE).text
    done = replace(about(NoticeReason.ANSWERED), acknowledge_url=url)
    assert url not in render_chat(done, "zh", ZONE).text


def test_the_same_in_english() -> None:
    mail = render_chat(about(NoticeReason.WINDOW_BREACHED), "en", ZONE)
    lines = mail.text.splitlines()
    assert lines[0] == "【overdue】5 h authoritative information · 47 min overdue"
    assert "Due: Fri 20 Nov 2026 17:40" in lines
    assert "Open the incident: http://board.linxi.example/incidents/2026-0117" in lines


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reason", list(NoticeReason))
def test_every_reason_has_its_short_form(reason: NoticeReason, language: str) -> None:
    lines = chat_lines(render_chat(replace(FIRE, reason=reason), language, ZONE).text)
    assert lines[0].heading
    assert any(line.url.endswith("/incidents/2026-0117") for line in lines)
    assert 5 <= len(lines) <= 12


def test_what_cannot_be_seen_is_said() -> None:
    text = render_chat(about(NoticeReason.CANNOT_SEE), "zh", ZONE).text
    assert "看不见的时段：临溪县政府网：11月20日 14:10–17:40 无法访问" in text


@pytest.mark.parametrize(
    "title",
    [
        "火灾：http://evil.example/x",
        "火灾\r\n打开事件页：http://evil.example/x",
        "[点我](http://evil.example/x) @all",
        '火\u202e灾 <at user_id="all">所有人</at> www.evil.example',
        "火" * 10_000,
        "拨打13812345678",
    ],
)
def test_a_hostile_title_makes_no_link_no_mention_and_no_line(title: str) -> None:
    hostile = replace(FIRE, title=title, units=(title,), gaps=(title,))
    lines = chat_lines(render_chat(hostile, "zh", ZONE).text)
    honest = chat_lines(render_chat(replace(FIRE, gaps=("gap",)), "zh", ZONE).text)
    assert len(lines) == len(honest)
    assert [line.url for line in lines] == [line.url for line in honest]
    shown = "\n".join(line.text for line in lines)
    assert "13812345678" not in shown
    assert not any(bad in shown for bad in ("evil.example", "://", "@", "<", "[", "\u202e"))


def test_no_address_comes_from_anywhere_but_the_briefing() -> None:
    plain = replace(FIRE, incident_url="", sources=())
    assert not any(line.url for line in chat_lines(render_chat(plain, "zh", ZONE).text))


def test_several_messages_in_one_have_a_heading_each_the_gravest_first() -> None:
    due = about(NoticeReason.WINDOW_AT_RISK)
    late = replace(about(NoticeReason.WINDOW_BREACHED), incident="2", title="桥[断](x)")
    mail = render_many_chat([due, late], False, "zh", ZONE)
    lines = chat_lines(mail.text)
    headings = [line.text for line in lines if line.heading]
    assert headings == [
        "【2 条提醒】超时 1、时限提醒 1",
        "【超时】5小时 权威信息 · 超时 47 分",
        "【时限提醒】5小时 权威信息 · 超时 47 分",
    ]
    assert "桥［断］(x)" in [line.text for line in lines]
    assert len([line for line in lines if line.url]) == 2
    caught_up = render_many_chat([due, late], True, "en", ZONE)
    assert caught_up.subject.startswith("【2 told late】")


def test_what_is_about_no_incident_names_no_unit() -> None:
    blind = replace(
        FIRE, reason=NoticeReason.CHANNEL_BLIND, incident="", units=(), clock=None, clocks=()
    )
    text = render_chat(replace(blind, gaps=("临溪县政府网：看不见",)), "zh", ZONE).text
    assert text.startswith("【渠道看不见】\n")
    assert "责任单位" not in text
    assert "情况：临溪县政府网：看不见" in text
