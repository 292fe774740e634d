"""Several notices in one mail: the gravest first, real times, the look of the single mail."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.hygiene import LONGEST_SUBJECT
from monitor.domain.briefing import Briefing
from monitor.domain.notices import NoticeReason
from monitor.wording.many_mail import render_many
from tests.alerts.samples import DUE, ZONE, about

R = NoticeReason
STORM = [
    replace(about(reason), incident=str(number), title=f"第{number}起：居民反映停水")
    for number, reason in enumerate(
        [R.INCIDENT_OPENED, R.ANSWERED, R.WINDOW_AT_RISK, R.CANNOT_SEE, R.WINDOW_BREACHED] * 2
    )
]


def test_it_says_how_many_of_what_and_the_overdue_come_first() -> None:
    mail = render_many(STORM, caught_up=False, language="zh", zone=ZONE)
    assert mail.subject.startswith("[10 条提醒] 超时 2、时限提醒 2、新事件 2")
    assert len(mail.subject) <= LONGEST_SUBJECT
    places = [mail.text.index(f"第{number}起") for number in (4, 9, 2, 7, 0, 5, 3, 8, 1, 6)]
    assert places == sorted(places)
    assert all(briefing.incident_url in mail.text for briefing in STORM)


def test_it_says_the_same_when_it_is_sent_again() -> None:
    first, again = (render_many(STORM, False, "zh", ZONE) for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ("补报", "11月20日")), ("en", ("told late", "20 Nov"))]
)
def test_what_is_told_late_names_the_real_times(language: str, words: tuple[str, ...]) -> None:
    late = [replace(b, at=DUE + timedelta(days=1)) for b in STORM if b.reason is R.WINDOW_BREACHED]
    mail = render_many(late, caught_up=True, language=language, zone=ZONE)
    assert words[0] in mail.subject
    assert words[1] in mail.text


def test_one_moment_stands_for_all() -> None:
    early = replace(about(R.WINDOW_AT_RISK), at=DUE - timedelta(hours=2))
    mail = render_many([early, about(R.WINDOW_AT_RISK)], False, "zh", ZONE)
    assert mail.text.count("还剩 1 小时") == 2


@given(st.text(max_size=300), st.sampled_from(list(NoticeReason)))
def test_hostile_titles_stay_text(title: str, reason: NoticeReason) -> None:
    known = reason if reason in {b.reason for b in STORM} else R.INCIDENT_OPENED
    hostile = replace(about(known), title=f"<script>alert(1)</script>{title}")
    mail = render_many([hostile, STORM[0]], False, "zh", ZONE)
    assert "<script" not in mail.html
    assert mail.subject.isprintable()
    assert len(mail.subject) <= LONGEST_SUBJECT


def test_two_hundred_are_one_readable_mail() -> None:
    storm = [
        replace(about(R.WINDOW_BREACHED), incident=str(n), title=f"第{n}起") for n in range(200)
    ]
    mail = render_many(storm, False, "zh", ZONE)
    assert mail.text.count("第") >= 200
    assert len(mail.html) < 400_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=shutil.which("chromium"))
        yield browser
        browser.close()


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_on_any_screen(
    chromium: Any, tmp_path: Path, width: int, scheme: str
) -> None:
    long: list[Briefing] = [replace(STORM[0], title="很长的标题" * 40), *STORM]
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.set_content(render_many(long, False, "zh", ZONE).html)
    picture = tmp_path / f"many-{width}-{scheme}.png"
    page.screenshot(path=picture, full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    seen = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (seen == "rgb(241, 245, 249)") is (scheme == "light")
    assert picture.stat().st_size > 10_000
    page.close()
