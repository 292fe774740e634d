"""Pages of a citizens' mailbox: labelled times and the unit that answered."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.letter_page import read_letter_page

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 1, tzinfo=UTC)

TABLE = """<html><body><h1>柏湾镇路灯不亮</h1><table>
<tr><th>信件编号</th><td>20260302-17</td><th>来信时间</th><td>2026-03-02 09:15:00</td></tr>
<tr><th>处理状态</th><td>已办结</td><th>答复时间</th><td>2026-03-06 17:02:11</td></tr>
<tr><th>答复单位</th><td>县住房和城乡建设局</td></tr></table>
<p>2025年12月起，柏湾镇中街路灯一直不亮。</p>
<p>您好，路灯已于2026年3月5日修复。</p></body></html>"""
LINES = """<html><body><div class="letter"><h2>咨询落户</h2>
<p><span>写信日期：2026年3月2日</span> <span>写信人：张**</span></p><p>请问落户要带什么材料？</p>
<h3>回复部门：县公安局</h3><p>回复日期：[2026-03-10]</p><p>请带户口簿。</p></div></body></html>"""
WAITING = """<html><body><p>提交时间: 2026-05-29 08:00 回复时间: 暂无</p><p>2026-05-01 停水</p>
</body></html>"""


@pytest.mark.parametrize(
    ("page", "sent", "replied", "unit"),
    [
        (TABLE, "2026-03-02 09:15", "2026-03-06 17:02", "县住房和城乡建设局"),
        (LINES, "2026-03-02 00:00", "2026-03-10 00:00", "县公安局"),
        (WAITING, "2026-05-29 08:00", None, ""),
        ("<html><body><p>2026-03-02 大会召开</p></body></html>", None, None, ""),
        ("", None, None, ""),
        ("受理时间 2026-03-03", "2026-03-03 00:00", None, ""),
    ],
)
def test_a_letters_page_states_its_times_by_label(
    page: str, sent: str | None, replied: str | None, unit: str
) -> None:
    read = read_letter_page(page.encode(), SHANGHAI, NOW)

    def said(when: object) -> str | None:
        earliest = getattr(when, "earliest", None)
        return f"{earliest.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if earliest else None

    assert (said(read.sent), said(read.replied), read.unit) == (sent, replied, unit)


@pytest.mark.parametrize(
    ("facts", "answered"),
    [
        ("<p>答复时间：2026-03-06</p>", True),
        ("<p>办理状态：已办结</p>", True),
        ("<p>处理状态：办理中</p><p>办理情况：正在办理，请您耐心等待。</p>", False),
        ("<p>办理状态：已受理</p><p>回复内容：您的来信已转县水务局处理。</p>", False),
        ("<p>回复内容：暂无</p>", False),
        ("<p>答复内容：</p><p>您好，管网已经修好，请放心使用。</p>", True),
        ("<p>请尽快给我答复，谢谢。</p>", False),
        ("<p>状态：已回复</p>", True),
    ],
)
def test_a_reply_shows_by_its_date_its_state_or_its_text(facts: str, answered: bool) -> None:
    body = f"<html><body><p>来信时间：2026-03-02</p>{facts}</body></html>"
    assert read_letter_page(body.encode(), SHANGHAI, NOW).answered is answered


def test_the_title_and_the_name_to_be_masked_are_read_by_their_labels() -> None:
    body = (
        "<table><tr><td>信件标题</td><td>咨询：柏湾镇窗口的营业时间</td></tr>"
        "<tr><td>来信人</td><td>周明远</td></tr></table><p>姓名：周先生</p><p>请问标题党管不管</p>"
    )
    read = read_letter_page(body.encode(), SHANGHAI, NOW)
    assert (read.title, read.writers) == ("咨询：柏湾镇窗口的营业时间", ("周明远", "周先生"))


def test_a_page_in_a_chinese_encoding_is_read_too() -> None:
    assert read_letter_page(TABLE.encode("gb18030"), SHANGHAI, NOW).unit == "县住房和城乡建设局"


@given(st.binary(max_size=300), st.text("来信回复时间单位：0123456789-月日<>td/", max_size=200))
def test_garbage_is_read_without_an_error(body: bytes, text: str) -> None:
    read_letter_page(body, SHANGHAI, NOW)
    read_letter_page(text.encode(), SHANGHAI, NOW)
