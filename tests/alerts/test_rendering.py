"""What a mail says and how it looks, for every reason and in both languages."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from jinja2 import UndefinedError
from lxml import html as lxml_html

from monitor.domain.briefing import Source
from monitor.domain.notices import NoticeReason
from monitor.domain.verdict import Verdict
from monitor.wording.rendering import environment, message_table, render_mail, templates_folder
from tests.alerts.samples import DUE, FIRE, FIVE_HOURS, ZONE, about, standing

REASONS = list(NoticeReason)
LANGUAGES = ("zh-CN", "en")
NOTHING_AWAITED = {
    NoticeReason.ANSWERED,
    NoticeReason.ANSWERED_LATE,
    NoticeReason.BREACH_LIFTED,
    NoticeReason.CHANNEL_BLIND,
    NoticeReason.CHANNEL_BACK,
    NoticeReason.UNWATCHED,
    NoticeReason.DIGEST,
}
HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "template": "{{ 7 * 7 }}{% raw %}{braces}",
    "line breaks": "火灾\r\nBcc: spy@evil.example\r\n\r\n请汇款",
    "flood": "火灾" * 5000,
    "direction": "\u202e灾火\u2066县溪临\u200f",
    "controls": "火\x00灾\x1b[2J\x07\ud800",
    "quotes": "\"'><a href='http://evil.example'>点我</a>",
    "spam": "【中奖】加微信13812345678领取！！！http://evil.example/?a=1&b=2 www.evil.example",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_reads_whole(reason: NoticeReason, language: str) -> None:
    mail = render_mail(about(reason), language, ZONE)
    table = message_table("email", language)
    assert mail.subject.startswith(f"[{table['reason'][reason.value]['state']}] ")
    assert len(mail.subject) <= 60
    for body in (mail.text, mail.html):
        assert "临溪县化工园一车间起火，现场浓烟滚滚" in body
        assert "最迟要在5小时内发布权威信息" in body
        assert "国办发〔2016〕80号" in body
        assert "http://news.linxi.example/2026/1120/118.html" in body
        assert "http://board.linxi.example/incidents/2026-0117" in body
        assert "拒不" not in body


@pytest.mark.parametrize(
    ("reason", "first_line"),
    [
        (
            "incident_opened",
            "请核实事件，并在今天 17:40 前回应（5小时权威信息），还剩 4 小时 40 分。",
        ),
        (
            "grade_raised",
            "事件等级已升为「重大」，请按新时限回应：5小时权威信息，今天 17:40 截止，还剩 4 小时。",
        ),
        ("window_at_risk", "请在今天 17:40 前回应（5小时权威信息），还剩 1 小时，目前未见回应。"),
        (
            "window_breached",
            "请尽快回应并说明进展：「5小时权威信息」已于今天 17:40 到期，未见回应。",
        ),
        ("answered", "无需再催：「5小时权威信息」已按时回应，请留意后续发布。"),
        (
            "answered_late",
            "无需再催：「5小时权威信息」已回应，晚于今天 17:40 的时限，请核对用时并留存说明。",
        ),
        (
            "cannot_see",
            "请人工核查：「5小时权威信息」在今天 17:40 前是否已有回应，目前无法判定。",
        ),
    ],
)
def test_the_first_line_says_what_to_do(reason: str, first_line: str) -> None:
    mail = render_mail(about(NoticeReason(reason)), "zh-CN", ZONE)
    assert mail.text.splitlines()[0] == first_line
    shown = lxml_html.fromstring(mail.html).find("body").text_content().split("\n")
    assert next(line.strip() for line in shown if line.strip()) == first_line


def test_the_subject_names_state_window_matter_and_unit() -> None:
    fire = replace(about(NoticeReason.WINDOW_BREACHED), title="临溪县化工园火灾")
    subject = render_mail(fire, "zh-CN", ZONE).subject
    assert subject == "[超时] 5小时 权威信息 · 临溪县化工园火灾 · 应急管理局"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_title_gives_way_to_state_window_and_unit(language: str) -> None:
    fire = replace(about(NoticeReason.ANSWERED_LATE), title="火灾" * 100, units=("局" * 40,))
    subject = render_mail(fire, language, ZONE).subject
    assert len(subject) <= 60
    assert subject.startswith(("[逾期回应] 5小时 权威信息 · 火灾", "[answered late] 5 h auth"))
    assert "火灾" in subject


@pytest.mark.parametrize(
    ("reason", "big"),
    [
        ("window_at_risk", "还剩 1 小时"),
        ("window_breached", "超时 47 分"),
        ("answered", "提前 1 小时 20 分"),
        ("answered_late", "晚 2 小时 45 分"),
    ],
)
def test_the_largest_figure_is_the_countdown_or_the_margin(reason: str, big: str) -> None:
    mail = render_mail(about(NoticeReason(reason)), "zh-CN", ZONE)
    assert f" · {big}\n" in mail.text
    assert f">{big}</div>" in mail.html


def test_a_breach_told_at_its_very_deadline_reads_as_overdue() -> None:
    at_due = replace(about(NoticeReason.WINDOW_BREACHED), at=DUE)
    assert "超时 不到 1 分" in render_mail(at_due, "zh-CN", ZONE).text


def test_a_vague_due_time_is_shown_as_an_interval() -> None:
    vague = standing(Verdict.DUE_SOON, "起算时刻不够精确", "", due_from=DUE - timedelta(minutes=20))
    mail = render_mail(replace(about(NoticeReason.WINDOW_AT_RISK), clock=vague), "zh-CN", ZONE)
    assert "今天 17:20–17:40 之间" in mail.text
    assert mail.text.startswith("请在今天 17:20–17:40 前回应（5小时权威信息）")


def test_what_could_not_be_seen_is_said_and_when() -> None:
    mail = render_mail(about(NoticeReason.CANNOT_SEE), "zh-CN", ZONE)
    for body in (mail.text, mail.html):
        assert "临溪县政府网：11月20日 14:10–17:40 无法访问" in body


def test_a_provisional_clock_says_so() -> None:
    guess = replace(FIVE_HOURS, provisional=True)
    assert "暂计" in render_mail(replace(FIRE, clock=guess), "zh-CN", ZONE).html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_a_briefing_with_next_to_nothing_still_reads(reason: NoticeReason, language: str) -> None:
    bare = replace(
        FIRE, reason=reason, clock=None, clocks=(), sources=(), units=(), place="", incident_url=""
    )
    mail = render_mail(bare, language, ZONE)
    assert FIRE.title in mail.text
    assert "None" not in mail.text + mail.html
    assert "href" not in mail.html


def test_without_a_clock_of_its_own_a_mail_speaks_of_the_nearest() -> None:
    assert "今天 17:40" in render_mail(replace(FIRE, clock=None), "zh-CN", ZONE).text


def test_a_long_list_is_cut_and_the_rest_is_counted() -> None:
    many = tuple(Source(f"第{n}条", f"http://n.example/{n}", "临溪在线", "") for n in range(20))
    mail = render_mail(replace(FIRE, sources=many), "zh-CN", ZONE)
    assert "第7条" in mail.text
    assert "第8条" not in mail.text
    assert "另有 12 条" in mail.text
    assert "另有 12 条" in mail.html


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_stays_text(text: str) -> None:
    source = Source(text, "javascript:alert(1)", text, text)
    briefing = replace(
        FIRE, title=text, place=text, units=(text,), gaps=(text,), summary=text, sources=(source,)
    )
    mail = render_mail(briefing, "zh-CN", ZONE)
    assert len(mail.subject) <= 60
    assert mail.subject.isprintable()
    page = lxml_html.fromstring(mail.html)
    assert not page.xpath("//script | //img | //@onerror")
    assert {a.get("href") for a in page.iter("a")} == {FIRE.incident_url}
    for body in (mail.text, mail.html):
        assert not re.search("[\x00-\x08\x0b-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069]", body)
        assert "javascript" not in body
        assert len(body) < 60_000
        body.encode()
    assert not any(line.startswith("Bcc:") for line in mail.text.splitlines())
    assert not re.search(r"://evil|www\.evil|13812345678", mail.subject + mail.text + mail.html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_what_awaits_somebody_carries_both_links_of_its_recipient(
    reason: NoticeReason, language: str
) -> None:
    links = {
        "acknowledge_url": "http://b.example/a/t",
        "answered_url": "http://b.example/a/t/answered",
    }
    mail = render_mail(replace(about(reason), **links), language, ZONE)
    query = "?lang=en" if language == "en" else ""
    hrefs = [a.get("href") for a in lxml_html.fromstring(mail.html).iter("a")]
    for url in links.values():
        assert (url + query in hrefs) is (reason not in NOTHING_AWAITED)
        assert (f"{url}{query}\n" in mail.text) is (reason not in NOTHING_AWAITED)
    first = message_table("email", language)["button"]["acknowledge"]
    if reason not in NOTHING_AWAITED:
        assert hrefs[0] == links["acknowledge_url"] + query
        assert f"{first}{message_table('email', language)['phrase']['colon']}http" in mail.text
    else:
        assert first not in mail.text


@pytest.mark.parametrize("reason", REASONS)
def test_a_mail_needs_nothing_from_outside_and_keeps_its_dark_theme(reason: NoticeReason) -> None:
    page = render_mail(about(reason), "zh-CN", ZONE).html
    assert not re.search(r"<img|<link|<script|@import|url\(", page)
    assert "prefers-color-scheme: dark" in page
    assert "max-width: 480px" in page
    assert page.index("charset") < 1024  # where browsers look for it
    verdict = about(reason).clock
    assert verdict is not None
    assert f"c-{verdict.verdict.value}" in page  # colour and shape
    assert verdict.verdict.words[0] in page  # and the word


@pytest.mark.parametrize("folder", ["email", "digest"])
def test_both_languages_say_the_same_things(folder: str) -> None:
    def paths(table: object, path: str = "") -> set[str]:
        if not isinstance(table, dict):
            return {path + "".join(sorted(set(re.findall(r"\{\w+\}", str(table)))))}
        return {p for name, item in table.items() for p in paths(item, f"{path}.{name}")}

    # The same keys, and in each the same facts.
    assert paths(message_table(folder, "zh-CN")) == paths(message_table(folder, "en"))


def test_every_reason_has_its_words() -> None:
    assert set(message_table("email", "en")["reason"]) == {reason.value for reason in REASONS}


def test_names_of_templates_decide_about_escaping_and_missing_names_fail() -> None:
    jinja = environment()
    assert jinja.autoescape is not False
    assert callable(jinja.autoescape)
    assert jinja.autoescape("email/body.html")
    assert not jinja.autoescape("email/body.txt")
    with pytest.raises(UndefinedError):
        jinja.from_string("{{ nobody }}").render()


def test_the_templates_of_a_checkout_are_found() -> None:
    assert (templates_folder() / "email" / "body.html").is_file()
