"""What our looks at a list prove about when a page on it was published, and what they do not."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.adapters.ingest import published
from monitor.domain.channel import Channel, ChannelKind, PollOutcome, Reader
from monitor.domain.page import ListedItem, Page
from monitor.domain.sighting import Sighting
from monitor.domain.when import Precision, When
from spiders.looks import Limits, Look, LookEnded
from spiders.port import ChannelJob, ChannelMemory, FetchedArticle
from tests.spiders.conftest import Crawl, LocalSite, MemoryPort

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)  # Monday 12:00 in Shanghai
EVERY = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
OLD = tuple(f"old-{n}" for n in range(8))


def day_of(at: datetime) -> When:
    """The whole day of an instant, as a page that states no time of day claims it."""
    start = at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return When(start.astimezone(UTC), (start + DAY).astimezone(UTC), "visible", Precision.DAY)


@dataclass
class House:
    """One channel, looked at by hand; remembers as the store does."""

    reader: Reader = Reader.LIST
    memory: ChannelMemory = field(default_factory=ChannelMemory)
    stored: dict[str, FetchedArticle] = field(default_factory=dict)

    def look(
        self,
        at: datetime,
        names: Sequence[str],
        *,
        dates: dict[str, When] | None = None,
        dated: bool = True,
        fails: Sequence[str] = (),
        fresh: bool = True,
    ) -> Look:
        """A look that read the list; old pages are dated the day before, the rest the day of."""
        items = [
            ListedItem(name, name, _date(name, at, dates or {}) if dated else None)
            for name in names
        ]
        channel = Channel("gov", "县政府", ChannelKind.OFFICIAL, self.reader, "http://gov.example/")
        look = Look(ChannelJob(channel, self.memory), at, Limits())
        for page in look.plan(items, [name for name in names if name not in self.stored], at):
            if page.url in fails:
                look.failed(page.url)
            else:
                self.stored[page.url] = _article(channel, page, look, at)
                look.read(page.url)
        ended = look.seen(at, status=200, size=1, etag="", last_modified="", fresh=fresh)
        self.memory = ended.memory
        return look

    def other(self, at: datetime, outcome: PollOutcome) -> None:
        """A look that did not read the list."""
        channel = Channel("gov", "县政府", ChannelKind.OFFICIAL, self.reader, "http://gov.example/")
        look = Look(ChannelJob(channel, self.memory), at, Limits())
        unchanged = outcome is PollOutcome.NOT_MODIFIED
        ended: LookEnded = look.not_modified(at, 304) if unchanged else look.blind(at, outcome, "")
        self.memory = ended.memory

    def sighting(self, name: str = "new") -> Sighting:
        """What is known of the listing of a page that was read."""
        return self.stored[name].sighting


def _date(name: str, at: datetime, dates: dict[str, When]) -> When:
    return dates.get(name) or day_of(at - DAY if name.startswith("old") else at)


def _article(channel: Channel, item: ListedItem, look: Look, at: datetime) -> FetchedArticle:
    page = Page(item.url, item.title, "正文", item.published)
    return FetchedArticle(channel, item.url, page, item, at, look.sighting(item.url), "0", 200)


@pytest.fixture
def house() -> House:
    """A channel seen twice, whole, before the new page comes at NOON."""
    before = House()
    before.look(NOON - 2 * EVERY, OLD)
    before.look(NOON - EVERY, OLD)
    return before


BOUND = NOON - 3 * EVERY  # the earlier of the last two looks, less one interval


def test_a_page_missing_from_two_whole_lists_came_after_the_earlier_less_one_interval(
    house: House,
) -> None:
    house.look(NOON, ["new", *OLD])
    assert house.sighting() == Sighting(NOON, BOUND)
    when = published(house.stored["new"])
    assert when == When(BOUND, NOON, "visible, unlisted before, listed by", Precision.DAY)


def test_the_first_look_at_a_channel_shows_only_that_the_page_was_there() -> None:
    house = House()
    house.look(NOON, ["new", *OLD])
    assert house.sighting() == Sighting(NOON)
    when = published(house.stored["new"])
    assert when == replace(day_of(NOON), latest=NOON, source="visible, listed by")


def test_one_look_without_the_page_is_not_enough() -> None:
    house = House()
    house.look(NOON - EVERY, OLD)
    house.look(NOON, ["new", *OLD])
    assert house.sighting().absent_until is None


@pytest.mark.parametrize(
    "outcome",
    [PollOutcome.TIMEOUT, PollOutcome.BLOCKED, PollOutcome.EMPTY, PollOutcome.NOT_MODIFIED],
)
def test_a_look_that_read_no_list_shows_nothing(house: House, outcome: PollOutcome) -> None:
    for minutes in range(0, 120, 10):
        house.other(NOON + minutes * MINUTE, outcome)
    house.look(NOON + 2 * 6 * EVERY, ["new", *OLD])
    assert house.sighting().absent_until == BOUND  # as far back as the list was last read


def test_a_list_that_does_not_reach_back_shows_nothing(house: House) -> None:
    house.look(NOON, [f"flood-{n}" for n in range(8)])
    house.look(NOON + EVERY, ["new", *(f"flood-{n}" for n in range(8))])
    assert house.sighting("flood-3").absent_until is None
    assert house.sighting().absent_until == BOUND


def test_an_old_copy_of_the_list_shows_nothing(house: House) -> None:
    house.look(NOON, OLD, fresh=False)
    house.look(NOON + EVERY, ["new", *OLD])
    assert house.sighting().absent_until == BOUND


def test_a_list_that_went_backwards_shows_nothing(house: House) -> None:
    house.look(NOON, ["first", *OLD])
    house.look(NOON + EVERY, OLD)  # what was just listed is gone again: a copy from before
    house.look(NOON + 2 * EVERY, ["new", "first", *OLD])
    assert house.memory.complete[-1] == NOON + 2 * EVERY
    assert house.sighting().absent_until == NOON - 2 * EVERY


@pytest.mark.parametrize(("age", "alive"), [(7, True), (8, False)])
def test_a_list_without_anything_new_for_a_week_may_be_dead(age: int, alive: bool) -> None:
    house = House()
    start = day_of(NOON).earliest + 2 * EVERY
    dates = {name: replace(day_of(start), earliest=start - age * DAY) for name in OLD}
    house.look(start - 2 * EVERY, OLD, dates=dates)
    house.look(start - EVERY, OLD, dates=dates)
    house.look(start, ["new", *OLD], dates=dates)
    assert (house.sighting().absent_until is not None) is alive


def test_a_list_without_dates_is_alive_where_it_moved() -> None:
    house = House()
    for looks in range(4):
        house.look(NOON + looks * EVERY, OLD, dated=False)
    house.look(NOON + 4 * EVERY, ["first", *OLD], dated=False)
    house.look(NOON + 5 * EVERY, ["first", *OLD], dated=False)
    house.look(NOON + 6 * EVERY, ["new", "first", *OLD], dated=False)
    assert house.sighting("first").absent_until is None  # nothing had ever moved before
    assert house.sighting().absent_until == NOON + 3 * EVERY
    when = published(house.stored["new"])
    assert when == When(NOON + 3 * EVERY, NOON + 6 * EVERY, "crawl", Precision.MINUTE)


def test_a_page_that_failed_was_published_when_it_was_listed(house: House) -> None:
    house.look(NOON, ["new", *OLD], fails=["new"])
    house.look(NOON + EVERY, ["new", *OLD], fails=["new"])
    house.look(NOON + 2 * EVERY, ["new", *OLD])
    assert house.sighting() == Sighting(NOON, BOUND)
    assert house.memory.sightings == {}


def test_a_page_that_fell_out_of_the_list_unread_was_listed_before(house: House) -> None:
    house.look(NOON, ["new", *OLD], fails=["new"])
    for looks in range(1, 5):
        house.look(NOON + looks * EVERY, OLD)
    house.look(NOON + 5 * EVERY, ["new", *OLD])
    assert house.sighting() == Sighting(NOON, BOUND)


def test_a_page_at_the_end_of_a_list_moved_up_when_another_was_taken_down(house: House) -> None:
    house.look(NOON, [*OLD[:4], *OLD[5:], "new"], dated=False)
    assert house.sighting().absent_until is None
    assert published(house.stored["new"]) is None


def test_a_list_that_is_not_in_the_order_of_time_shows_nothing(house: House) -> None:
    dates = {name: day_of(NOON - (8 - n) * DAY) for n, name in enumerate(OLD)}
    house.look(NOON, ["new", *OLD], dates=dates)
    assert house.sighting().absent_until is None


def test_an_item_pinned_on_top_does_not_disturb_the_order(house: House) -> None:
    dates = {"old-0": day_of(NOON - 90 * DAY)}
    house.look(NOON, ["old-0", "new", *OLD[1:]], dates=dates)
    assert house.sighting().absent_until == BOUND


def test_a_page_dated_the_day_before_is_noted_and_not_moved(house: House) -> None:
    yesterday = day_of(NOON - DAY)
    house.look(NOON, ["late", "new", *OLD], dates={"late": yesterday})
    assert published(house.stored["late"]) == replace(yesterday, source="visible, backdated?")
    # and the list may have come late altogether: nothing follows for its neighbour
    assert house.sighting().absent_until is None


def test_looks_close_upon_one_another_are_one(house: House) -> None:
    house.look(NOON, OLD)
    house.look(NOON + MINUTE, OLD)
    house.look(NOON + 2 * MINUTE, ["new", *OLD])
    assert house.sighting().absent_until == NOON - 2 * EVERY


def test_a_sitemap_shows_only_that_the_page_was_there() -> None:
    house = House(reader=Reader.SITEMAP)
    for looks in (3, 2, 1):
        house.look(NOON - looks * EVERY, OLD)
    house.look(NOON, ["new", *OLD])
    assert house.sighting() == Sighting(NOON)


@settings(deadline=None)  # a busy machine is no failure
@given(
    lag=st.integers(0, 10),
    born=st.lists(st.integers(-60, 500), min_size=3, max_size=12, unique=True),
    looks=st.lists(
        st.tuples(st.integers(1, 60), st.sampled_from(["whole"] * 5 + ["304", "down"])),
        min_size=8,
        max_size=25,
    ),
    failing=st.integers(0, 3),
    dated=st.booleans(),
)
def test_the_truth_lies_within_the_bounds_for_any_lag_up_to_one_interval(
    lag: int, born: list[int], looks: list[tuple[int, str]], failing: int, dated: bool
) -> None:
    """Truthful lists, newest first, shown up to one interval late; pages dated by their day."""
    truth = {f"page-{minute}": NOON + minute * MINUTE for minute in sorted(born, reverse=True)}
    dates = {name: day_of(at) for name, at in truth.items()} | {o: day_of(NOON - DAY) for o in OLD}
    house = House()
    at = NOON - 2 * EVERY
    for place, (gap, kind) in enumerate(looks):
        at += gap * MINUTE
        if kind == "down":
            house.other(at, PollOutcome.TIMEOUT)
            continue
        if kind == "304":
            house.other(at, PollOutcome.NOT_MODIFIED)
            continue
        seen = [name for name, since in truth.items() if since <= at - lag * MINUTE]
        fails = seen if failing and place % (failing + 1) == 0 else ()
        house.look(at, [*seen, *OLD], dates=dates, dated=dated, fails=fails)
    for name, born_at in truth.items():
        if name in house.stored:
            page = replace(house.stored[name].page, published=dates[name])
            when = published(replace(house.stored[name], page=page))
            assert when is not None
            assert when.earliest <= born_at <= when.latest
            alone = house.stored[name].sighting.alone()
            assert alone is None or alone.earliest <= born_at <= alone.latest


def put_column(site: LocalSite, *names: str, age: str = "0") -> None:
    """A list page of a county office, dated by the day, and its pages."""
    rows = ""
    for place, name in enumerate(names):
        day = "2026-11-16" if place == 0 and name == "停水" else "2026-11-15"
        title = f"临溪县{name}有关情况的通报"
        body = f"<p>{'临溪县有关部门已经赶到现场，正在了解情况，后续进展将及时发布。' * 4}</p>"
        link = site.put(
            f"/content/{name}.html",
            f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
            f"<div>发布日期：{day}</div>{body}</body></html>",
        )
        rows += f'<li><a href="{link}">{title}</a><span>{day}</span></li>'
    site.put("/col/", f"<html><body><ul>{rows}</ul></body></html>", Age=age)


OLDER = ("桥面", "积水", "供暖", "校车", "路灯", "垃圾")


def test_a_crawl_bounds_a_page_that_states_only_its_day(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    put_column(site, *OLDER)
    port.watch(site.base + "/col/", Reader.LIST)
    start = crawl.now
    crawl.look()
    crawl.look()
    put_column(site, "停水", *OLDER)
    crawl.look()

    (article,) = [one for one in port.articles.values() if "停水" in one.url]
    when = published(article)
    assert when is not None
    assert (when.earliest, when.latest) == (start - EVERY, start + 2 * EVERY)
    assert when.source.endswith(", unlisted before, listed by")


def test_a_crawl_takes_no_copy_for_a_fresh_list(
    site: LocalSite, port: MemoryPort, crawl: Crawl
) -> None:
    put_column(site, *OLDER, age="601")
    port.watch(site.base + "/col/", Reader.LIST)
    crawl.look()
    crawl.look()
    assert port.memory().complete == ()
    put_column(site, *OLDER, age="600")
    crawl.look()
    assert len(port.memory().complete) == 1
