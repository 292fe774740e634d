"""The weekly digest: its figures, its edges and its page."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import html as lxml_html

from monitor.digest.figures import Rate
from monitor.digest.page import render_digest
from monitor.digest.view import summarise
from monitor.domain.summary import Tally
from monitor.domain.verdict import Verdict
from tests.alerts.digest_samples import FACTS, LINES, NEXT_MONDAY, line

HOUR = timedelta(hours=1)


def test_the_week_in_figures() -> None:
    view = summarise(FACTS)
    assert view.total.tally == Tally(on_time=8, late=2, overdue=2, undetermined=1, running=2)
    assert str(view.total.rate) == "67 % (8/12)"
    assert (view.incidents, view.new_incidents) == (13, 13)
    assert [bar.name for bar in view.by_window] == ["5", "24", "48"]
    assert [str(bar.rate) for bar in view.by_window] == ["50 % (1/2)", "50 % (1/2)", "75 % (6/8)"]
    assert [item.title for item in view.missed] == [
        "临溪县化工园车间起火",
        "临溪县城南路面塌陷",
        "临溪县县道客车侧翻",
        "临溪县柳桥镇拆迁纠纷",
    ]
    assert [item.title for item in view.coming] == ["临溪县养殖场异味", "临溪县景区索道停运"]


def test_those_who_missed_most_stand_first_and_small_numbers_are_marked() -> None:
    bars = summarise(FACTS).by_unit
    assert [bar.name for bar in bars][:2] == ["住建局", "应急管理局"]
    assert all(bar.rate.small for bar in bars)
    assert next(bar for bar in bars if bar.name == "").tally.running == 1


def test_windows_that_do_not_run_appear_nowhere() -> None:
    waived = replace(line(0), verdict=Verdict.WAIVED, window=7 * HOUR, units=("无关局",))
    view = summarise(replace(FACTS, lines=(waived,)))
    assert view.total.tally.total == view.incidents == 0
    assert view.by_window == view.by_unit == ()


def test_what_comes_is_counted_once_and_soonest_first() -> None:
    further = line(13, incident="later", due_at=NEXT_MONDAY + 100 * HOUR)
    view = summarise(replace(FACTS, coming=(further, line(13), line(0))))
    assert [item.incident for item in view.coming][-1] == "later"
    assert len(view.coming) == 3


def test_the_strip_counts_each_incident_once_with_its_first_answer() -> None:
    view = summarise(FACTS)
    found = {cell.hours: (cell.on_time, cell.late) for cell in view.strip if cell.count}
    # 县道客车侧翻 was answered once for two windows, for one of them late
    assert found == {2: (1, 0), 5: (2, 0), 10: (1, 1), 24: (1, 0), 48: (2, 0), 96: (0, 1)}
    assert (view.median, view.slowest_tenth) == (9 * HOUR, 55 * HOUR)


@pytest.mark.parametrize(
    ("hours", "column"), [(0, 1), (1, 1), (5, 5), (5.001, 10), (48, 48), (96, 96), (97, None)]
)
def test_an_answer_at_a_limit_stands_before_its_line(hours: float, column: int | None) -> None:
    one = line(4, answered_at=line(4).start_earliest + hours * HOUR)
    [cell] = [cell for cell in summarise(replace(FACTS, lines=(one,))).strip if cell.count]
    assert cell.hours == column


def test_an_answer_before_the_first_report_enters_no_average() -> None:
    early = line(4, answered_at=line(4).start_earliest - HOUR)
    view = summarise(replace(FACTS, lines=(early,)))
    assert (view.answered, view.median) == (0, None)
    assert view.total.tally.on_time == 1


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (10, 12, "83 % (10/12)"),
        (0, 0, "—"),
        (0, 3, "0 % (0/3)"),
        (3, 3, "100 % (3/3)"),
        # 0 and 100 only where they are exact
        (999, 1000, "99 % (999/1000)"),
        (1, 1000, "1 % (1/1000)"),
    ],
)
def test_a_percentage_never_travels_without_its_fraction(part: int, whole: int, said: str) -> None:
    assert str(Rate(part, whole)) == said


@pytest.mark.parametrize(("whole", "small"), [(9, True), (10, False)])
def test_few_cases_are_marked(whole: int, small: bool) -> None:
    assert Rate(1, whole).small is small


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_answers_the_four_questions(language: str) -> None:
    page = lxml_html.fromstring(render_digest(FACTS, language))
    text = " ".join(page.text_content().split())
    expected = {
        "zh-CN": ("13 件事件、15 项时限：按时 8，未按时 4", "超时 5 天 22 小时", "还剩 2 小时"),
        "en": ("Incidents 13, windows 15: on time 8, missed 4", "5 d 22 h overdue", "2 h left"),
    }
    for phrase in (*expected[language], "(8/12)", "住建局", "临溪县政府网", "94 % (951/1008)"):
        assert phrase in text
    links = {a.get("href") for a in page.iter("a")}
    assert "http://board.linxi.example/incidents/6" in links
    assert "http://www.linxi.example/8.html" in links


def test_the_page_is_one_file_in_both_themes() -> None:
    page = render_digest(FACTS, "zh-CN")
    assert not re.search(r"<link|<script|@import|url\(", page)
    assert set(re.findall(r'src="([^"]{22})', page)) == {"data:image/png;base64,"}
    assert "prefers-color-scheme: dark" in page
    assert page.index("charset") < 1024  # where browsers look for it
    without_pictures = re.sub(r'src="data:[^"]*"', "", page)
    assert len(without_pictures.encode()) < 102_400  # beyond that a mail service cuts it off


def test_a_quiet_week_reads_as_one() -> None:
    quiet = replace(FACTS, lines=(), channels=())
    assert "本周没有需要计时的事件。" in render_digest(quiet, "zh-CN")
    assert "No incident had to be timed this week." in render_digest(quiet, "en")


def test_a_week_in_which_all_missed_were_late_shows_no_red_mark() -> None:
    late = render_digest(replace(FACTS, lines=(line(2),)), "zh-CN")
    body = late[late.index("<body") :]
    assert "c-breached_open" not in body
    assert "c-late_met" in body


def test_the_digest_is_the_same_whenever_it_is_written() -> None:
    shuffled = replace(FACTS, lines=tuple(reversed(LINES)))
    assert render_digest(shuffled, "zh-CN") == render_digest(FACTS, "zh-CN")


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", "火灾" * 5000, "\u202e灾火\x00", "电话13812345678"]
)
def test_hostile_titles_stay_text(title: str) -> None:
    bad = line(0, title=title, units=(title,), incident_url="javascript:x")
    page = render_digest(replace(FACTS, lines=(bad,)), "zh-CN")
    assert not lxml_html.fromstring(page).xpath("//script")
    assert not re.search("[\x00\u202e]|13812345678|javascript", page)
    assert len(page) < 60_000


def test_a_week_of_thousands_stays_readable() -> None:
    many = tuple(line(n % 15, incident=str(n)) for n in range(5000))
    page = render_digest(replace(FACTS, lines=many), "zh-CN")
    assert "见台账" in page
    assert len(page) < 600_000
