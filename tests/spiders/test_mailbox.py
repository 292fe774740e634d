"""Citizens' letters from a real server to their verdicts: crawled, looked at again, judged."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from monitor.domain.channel import ChannelKind
from monitor.domain.letters import LetterVerdict
from monitor.domain.page_again import PageState
from monitor.store.letter_tables import LetterRow
from monitor.store.store import Store
from monitor.store.tables import ArticleRow, IncidentRow, PollRow
from spiders.letter_port import LetterJob
from tests.domain.calendars import local
from tests.spiders.conftest import Crawl, LocalSite, MemoryPort
from tests.spiders.mailbox import Mailbox, letter
from tests.spiders.web import rss

MONDAY = local("2026-03-02 10:00")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LIMIT = local("2026-03-10 00:00")  # the 24:00 of the fifth working day after Monday


@pytest.fixture
def mailbox(tmp_path: Path, site: LocalSite) -> Iterator[Mailbox]:
    """An empty mailbox, on SQLite."""
    store = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    yield Mailbox(store, site)
    store.close()


def daily(mailbox: Mailbox, start: datetime, days: int) -> datetime:
    """The crawler works once a day; gives the time of its last round."""
    for number in range(days + 1):
        mailbox.crawl(start + number * DAY, lists=False)
    return start + days * DAY


def test_letters_are_crawled_judged_and_open_no_incident(store: Store, site: LocalSite) -> None:
    box = Mailbox(store, site, owner="water", selector="")
    box.put(
        1, "柏湾镇中街路灯不亮", "2026-03-02 09:15", "2026-03-04 17:00", unit="县住房和城乡建设局"
    )
    box.put(2, "石桥村已经停水三天", "2026-02-09", "2026-02-28")
    box.put(3, "青石小学门口积水", "2026-03-02 09:00", unit="县教育局")
    now = local("2026-03-05 10:00")
    box.crawl(now)
    reading = box.read(now)
    assert {line.title: (line.unit, line.reading.verdict.value) for line in reading.lines} == {
        "柏湾镇中街路灯不亮": ("housing", "on_time"),
        "石桥村已经停水三天": ("water", "late"),  # no unit on its page: the mailbox's owner
        "青石小学门口积水": ("", "waiting"),
    }
    assert reading.clause is not None
    assert reading.clause.id == "sw-5wd"
    assert [(rate.unit, rate.share) for rate in reading.rates] == [
        ("县住房和城乡建设局", 1.0),
        ("县教育局", None),
        ("县水务局", 0.0),
    ]
    with Session(store.engine) as session:
        assert session.exec(select(ArticleRow)).all() == []
        assert session.exec(select(IncidentRow)).all() == []
        (poll,) = session.exec(select(PollRow)).all()
        assert (poll.outcome, poll.items, poll.new_items) == ("ok", 3, 3)
    asked = len(site.paths())
    box.crawl(now + HOUR)  # nothing is fetched twice: only the list itself
    assert site.paths()[asked:] == ["/letters/"]


def test_a_page_edited_later_carries_the_reply_and_is_left_alone_then(mailbox: Mailbox) -> None:
    mailbox.put(1, "柏湾镇路灯不亮", "2026-03-02 09:15")
    mailbox.crawl(MONDAY)
    assert mailbox.verdict(MONDAY) == "waiting"
    mailbox.crawl(MONDAY + DAY - HOUR, lists=False)
    assert mailbox.row().seen_at == MONDAY  # a day between two looks
    mailbox.put(1, "柏湾镇路灯不亮", "2026-03-02 09:15", "2026-03-03")
    mailbox.crawl(MONDAY + DAY, lists=False)
    line = mailbox.line(MONDAY + DAY)
    assert line.reading.verdict is LetterVerdict.ON_TIME
    assert line.reading.letter.replied is not None
    assert line.reading.letter.replied.latest == MONDAY + DAY  # a day is over when we read of it
    row = mailbox.row()
    assert (row.next_at, row.first_seen_at, row.seen_at) == (None, MONDAY, MONDAY + DAY)
    asked = len(mailbox.site.paths())
    daily(mailbox, MONDAY + 2 * DAY, 3)
    assert len(mailbox.site.paths()) == asked


def test_a_reply_without_a_date_lies_between_two_looks(mailbox: Mailbox) -> None:
    mailbox.put(1, "柏湾镇路灯不亮", "2026-03-02 09:15")
    mailbox.crawl(MONDAY)
    mailbox.put(1, "柏湾镇路灯不亮", "2026-03-02 09:15", undated="yes")
    mailbox.crawl(MONDAY + DAY, lists=False)
    replied = mailbox.line(MONDAY + DAY).reading.letter.replied
    assert replied is not None
    assert (replied.earliest, replied.latest) == (MONDAY, MONDAY + DAY)
    assert mailbox.verdict(MONDAY + DAY) == "on_time"


@pytest.mark.parametrize(
    ("replied", "verdict"), [("2026-03-09 23:59", "on_time"), ("2026-03-10 00:00", "late")]
)
def test_the_fifth_working_day_counts_whole_and_the_day_of_the_letter_does_not(
    mailbox: Mailbox, replied: str, verdict: str
) -> None:
    mailbox.put(1, "柏湾镇路灯不亮", "2026-03-02 00:00", replied)
    now = local("2026-03-12 10:00")
    mailbox.crawl(now)
    assert mailbox.verdict(now) == verdict


def test_overdue_is_said_as_seen_at_a_look_after_the_limit(mailbox: Mailbox) -> None:
    mailbox.put(1, "柏湾镇路灯不亮", "2026-03-02 09:15")
    mailbox.crawl(MONDAY)
    last = daily(mailbox, MONDAY, 7)
    assert last == local("2026-03-09 10:00")
    assert mailbox.verdict(LIMIT - timedelta(seconds=1)) == "waiting"
    assert mailbox.verdict(LIMIT) == "waiting"  # just passed; the next look is to come
    mailbox.crawl(last + DAY, lists=False)
    line = mailbox.line(last + DAY)
    assert line.reading.verdict is LetterVerdict.UNANSWERED
    assert "截至 2026-03-10 10:00 查看" in line.reading.words.zh


@pytest.mark.parametrize("status", [500, 503, 403])
def test_a_page_that_cannot_be_read_again_accuses_nobody(mailbox: Mailbox, status: int) -> None:
    mailbox.put(1, "柏湾镇路灯不亮", "2026-03-02 09:15")
    mailbox.crawl(MONDAY)
    mailbox.site.put("/letters/1.html", "busy", status=status)
    for day in range(1, 12):
        mailbox.crawl(MONDAY + day * DAY, lists=False)
    line = mailbox.line(MONDAY + 11 * DAY)
    assert line.reading.verdict is LetterVerdict.UNDETERMINED
    assert "没能再看到页面" in line.reading.words.zh
    mailbox.put(1, "柏湾镇路灯不亮", "2026-03-02 09:15")
    mailbox.crawl(MONDAY + 13 * DAY, lists=False)
    assert mailbox.verdict(MONDAY + 13 * DAY) == "unanswered"


def test_a_page_that_is_gone_or_another_one_accuses_nobody(mailbox: Mailbox) -> None:
    for number in (1, 2, 3):
        mailbox.put(number, f"第{number}封信的标题", "2026-03-02 09:15")
    mailbox.crawl(MONDAY)
    del mailbox.site.answers["/letters/1.html"]
    mailbox.site.put("/letters/2.html", "<html><body><p>系统升级，敬请谅解。</p></body></html>")
    mailbox.put(3, "另一封信", "2026-03-06 08:00")
    mailbox.crawl(MONDAY + DAY, lists=False)
    assert mailbox.row(1).next_at == MONDAY + DAY + HOUR  # once may be a slip
    mailbox.crawl(MONDAY + DAY + HOUR, lists=False)
    assert mailbox.row(1).next_at is None
    now = MONDAY + 10 * DAY
    for number in (1, 2, 3):
        assert mailbox.verdict(now, number) == "undetermined", number
    assert "页面已不存在" in mailbox.line(now, 1).reading.words.zh
    assert mailbox.line(now, 3).title == "第3封信的标题"


def test_a_page_that_holds_no_letter_is_counted_apart_and_asked_for_twice_more(
    mailbox: Mailbox,
) -> None:
    mailbox.put(1, "信箱使用须知", "")
    mailbox.site.put("/letters/1.html", b"\xff\xfe\x00<html><p>\xd0\xc5" + b"<td>" * 500)
    mailbox.crawl(MONDAY)
    reading = mailbox.read(MONDAY)
    assert (reading.lines, reading.unread) == ((), 1)
    daily(mailbox, MONDAY, 20)
    assert mailbox.site.paths().count("/letters/1.html") == 3
    mailbox.put(2, "柏湾镇路灯不亮", "2026-03-22 09:15")
    mailbox.crawl(MONDAY + 21 * DAY)
    assert len(mailbox.read(MONDAY + 21 * DAY).lines) == 1


def test_a_letter_is_looked_at_for_sixty_days_and_no_longer(mailbox: Mailbox) -> None:
    mailbox.put(1, "柏湾镇路灯不亮", "2026-03-02 09:15")
    mailbox.crawl(MONDAY)
    with mailbox.store.write() as work:
        row = work.letters.by_url(f"{mailbox.site.base}/letters/1.html")
        assert row is not None
        row.next_at = MONDAY + 59 * DAY
        work.letters.keep(row)
    mailbox.crawl(MONDAY + 59 * DAY, lists=False)
    assert mailbox.row().next_at == MONDAY + 60 * DAY
    mailbox.crawl(MONDAY + 60 * DAY, lists=False)
    assert mailbox.row().next_at is None
    assert mailbox.verdict(MONDAY + 90 * DAY) == "unanswered"  # as it was seen on that day


def test_a_year_without_holidays_is_said(mailbox: Mailbox) -> None:
    mailbox.put(1, "柏湾镇路灯不亮", "2035-03-02 09:15")
    now = local("2035-03-03 10:00")
    mailbox.crawl(now)
    reading = mailbox.read(now)
    assert reading.missing_years == (2035,)
    assert mailbox.verdict(now) == "undetermined"
    assert "缺少 2035 年放假安排" in mailbox.line(now).reading.words.zh


def test_nothing_personal_is_stored(mailbox: Mailbox) -> None:
    title = "周明远反映石桥村停水，联系电话138-0000-1234，身份证33010219900307123X"
    mailbox.put(1, title, "2026-03-02 09:15", unit="县水务局")
    mailbox.crawl(MONDAY)
    assert mailbox.line(MONDAY).title == "某某反映石桥村停水，联系电话***，身份证***"
    stored = Path(str(mailbox.store.engine.url.database)).parent
    held = b"".join(path.read_bytes() for path in stored.glob("huiying.db*"))
    for secret in ("周明远", "13800001234", "138-0000-1234", "33010219900307123X"):
        assert secret.encode() not in held
    with Session(mailbox.store.engine) as session:
        (row,) = session.exec(select(LetterRow)).all()
        assert "text" not in type(row).model_fields


def test_a_letter_that_could_not_be_stored_is_read_again_at_the_next_look(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    link = site.put("/letters/1.html", letter("柏湾镇路灯不亮", "2026-03-02 09:15"))
    port.watch(site.put("/rss", rss(link)), kind=ChannelKind.MAILBOX)
    port.away = True
    poll = crawl.look()
    assert (poll.new_items, dict(port.memory().waiting)) == (0, {link: 0})
    port.away = False
    assert crawl.look().new_items == 1
    assert [(look.url, look.listed) for look in port.letters] == [(link, True)]
    assert port.articles == {}


def test_a_server_that_is_away_is_no_look_at_the_letter(port: MemoryPort, crawl: Crawl) -> None:
    port.pages.append(LetterJob("http://127.0.0.1:9/1.html", "box", "http://127.0.0.1:9/"))
    crawl.step()
    (look,) = port.letters
    assert (look.state, look.listed, look.page) == (PageState.BLIND, False, None)
    assert look.detail


def test_letters_stay_findable_by_their_words(mailbox: Mailbox) -> None:
    mailbox.put(1, "柏湾镇路灯不亮", "2024-03-04 09:15", "2024-03-05 09:00", unit="县水务局")
    mailbox.put(2, "100%_的停水", "2026-03-02 09:15")
    mailbox.crawl(MONDAY)
    book = mailbox.book()
    assert [line.title for line in book.find("路灯", MONDAY)] == ["柏湾镇路灯不亮"]
    assert [line.title for line in book.find("%_", MONDAY)] == ["100%_的停水"]
    assert [line.title for line in book.find("水务", MONDAY)] == ["柏湾镇路灯不亮"]
    assert [line.title for line in mailbox.read(MONDAY).lines] == ["100%_的停水"]
