"""When a page was published, from the best of the places that state it.

Order: meta elements, JSON-LD, time elements, the time printed near the title, the date in the
address, the time of the last update, and at last what scripts assign. A vaguer statement is made
finer by one further down the order that agrees with it on the day. The date in which a document
was written (成文日期) is a different fact and is never taken for it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from monitor.domain.when import Precision, When
from monitor.text.dates import find_dates, read
from monitor.text.page.head import Head
from monitor.text.page.tree import Block, Tree

_META = (
    "pubdate", "publishdate", "publish_date", "publish-date", "publishtime", "publish_time",
    "pubtime", "pub_date", "_pubtime", "apub:time", "article:published_time",
    "og:article:published_time", "og:published_time", "weibo:article:create_at",
    "article:create_at", "bytedance:published_time", "datepublished", "firstpublishedtime",
    "og:release_date", "dc.date.issued", "dcterms.issued", "date",
)  # fmt: skip
_UPDATED = ("dateupdate", "datemodified", "article:modified_time", "og:updated_time", "lastmod")
_LABEL = re.compile(
    r"(?:发布|發布|发表|發表|发稿|上传|时间|時間|日期|来源|來源|posted|published|date)[^\d\n]{0,12}$",
    re.I,
)
_AFTER = re.compile(r"来源|來源|作者|编辑|发布|发表|点击|浏览|阅读|评论|字号|稿源")
_OTHER = re.compile(
    r"(?:成文|印发|生效|实施|施行|截止|开始|结束|注册|登录|加入|有效期|出生|生成|签发|起止|报名|举办|今天是|现在是|今日|当前)"
    r"[^\d\n]{0,10}$"
)
_UPDATE = re.compile(r"(?:最后|最近|更新|修改)[^\d\n]{0,8}$")
_NAMED_TIME = re.compile(r"time|date|info|meta|source|pub|laiyuan|from|author", re.IGNORECASE)
_IN_URL = re.compile(
    r"(?<!\d)((?:20|19)\d{2})[-/_.]?(0[1-9]|1[0-2])[-/_.]?(0[1-9]|[12]\d|3[01])(?!\d)"
)
_RELATIVE = re.compile(
    r"(?:今天|昨天|前天)\s*\d{1,2}:\d{2}|\d{1,2}\s?(?:分钟|小时|天)前|刚刚"
    r"|(?<![\d./-])\d{1,2}[-月]\d{1,2}日?\s{0,2}\d{1,2}:\d{2}"
)
# One set of characters in front, for which the engine skips ahead: most blocks hold none.
_DATED = re.compile(
    r"[\d前刚年](?:(?<=前)|(?<=刚)刚|(?<=[〇零○一二三四五六七八九]年)|(?<=\d)\s*[-/.年月:：\u2010-\u2015])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_AGO = re.compile("[前刚昨今]")
_MIDNIGHT = re.compile(r"(?<=\d)[T\s]\s*0?0:00(?::00)?(?:\.0+)?\s*(?:Z|[+-]00:?00|\+08:?00)?\s*$")
_EXACT = (Precision.SECOND, Precision.MINUTE)
_NEAR = 25
_JUST_ABOVE = 4
_LONG = 2000
_A_LABEL = 14
_DATE_LABEL = re.compile(r"(?:日\s*期|时\s*间|時\s*間)\s*[:：]?\s*$")
_DATED_BLOCKS = 2000
_LEAST = 4.0
_ANSWER = 4.0
"""What a date loses that stands among the replies to a post or below a text headed by its time."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where in a tree its headline stands (-1: nowhere), its article, and the lines of posts."""

    title_at: int
    body: list[Block]
    posts: list[int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What every reading of a time needs: the office's zone and when the page was fetched.

    `updated` is the page's own last update, or else the publication it states: it bounds times
    that are printed without a year.
    `disbelieved` gathers why times that claim to be the publication were not used: "future",
    "impossible" or "too_old".
    """

    zone: ZoneInfo
    fetched_at: datetime
    updated: datetime | None = None
    disbelieved: set[str] = field(default_factory=set)

    def until(self, updated: When | None) -> "Asked":
        """The same, with the page's last update known."""
        return replace(self, updated=updated.latest) if updated else self

    def read_printed(self, raw: str, *, claims: bool) -> When | None:
        """A printed time, which may have no year or be relative to the moment of fetching."""
        if self.updated and not _YEAR.search(raw) and not _AGO.search(raw):
            return replace(self, fetched_at=self.updated, updated=None).read(raw, "visible")
        return self.read(raw, "visible", claims=claims)

    def read(self, raw: str, source: str, *, claims: bool = False) -> When | None:
        """A believable time, or None; exact midnight is a date that a program filled up.

        `claims`: what is read says that it is the publication, so a wrong one is worth a word.
        """
        reading = read(_MIDNIGHT.sub("", raw), self.zone, self.fetched_at, source)
        if claims and reading.rejected not in ("", "unreadable"):
            self.disbelieved.add(reading.rejected)
        return reading.when


def find_published(head: Head, tree: Tree, layout: Layout, url: str, asked: Asked) -> When | None:
    """The time of publication with its provenance, or None where the page states none."""
    in_url = _from_url(url, asked)
    updated = next(_read_meta(head, _UPDATED, asked), None)
    linked = next(_read_all(head.linked_data_dates, "json-ld", asked), None)
    named = next(_read_meta(head, _META, asked), None)
    seen = _visible(tree, layout, in_url, asked.until(updated or named or linked))
    if seen and linked and _is_first_of(seen, linked, asked):
        linked = None
    stated = (named, linked, next(_read_all(head.times, "time element", asked), None))
    order = (
        *(when for when in stated if not (when and seen and _is_local_as_utc(when, seen, asked))),
        seen,
        in_url,
        updated,
        next(_read_all(head.script_dates, "script", asked), None),
    )
    candidates = [when for when in order if when]
    best = candidates[0] if candidates else None
    for other in candidates[1:]:
        if best and _finer(other, best):
            best = other
    return best


def _is_first_of(seen: When, linked: When, asked: Asked) -> bool:
    """Whether the printed time is earlier on the same day than that of the linked data.

    Programs write the last update there, while what is printed is the publication.
    """
    same_day = (
        seen.earliest.astimezone(asked.zone).date() == linked.earliest.astimezone(asked.zone).date()
    )
    return same_day and seen.precision in _EXACT and seen.earliest < linked.earliest


def _is_local_as_utc(stated: When, seen: When, asked: Asked) -> bool:
    """Whether a stated time shows the printed clock but calls it UTC.

    Programs put a Z behind the local time: 09:30Z above a printed 09:30 is no 17:30.
    """
    if stated.precision not in _EXACT or seen.precision not in _EXACT:
        return False
    printed = seen.earliest.astimezone(asked.zone)
    as_utc = printed.replace(tzinfo=UTC, second=0)
    return as_utc != printed and stated.earliest.replace(second=0) == as_utc


def _finer(other: When, best: When) -> bool:
    """Whether `other` says the same as `best`, only more exactly."""
    if best.precision in _EXACT or other.precision not in _EXACT:
        return False
    return best.earliest <= other.earliest < best.latest


def _read_meta(head: Head, names: Iterable[str], asked: Asked) -> Iterator[When]:
    for name in names:
        value = head.meta.get(name)
        if value and (when := asked.read(value, f"meta:{name}", claims=True)):
            yield when


def _read_all(values: Iterable[str], source: str, asked: Asked) -> Iterator[When]:
    for value in values:
        if when := asked.read(value, source, claims=source == "json-ld"):
            yield when


def _from_url(url: str, asked: Asked) -> When | None:
    match = _IN_URL.search(url)
    return asked.read("-".join(match.groups()), "url") if match else None


def _visible(tree: Tree, layout: Layout, in_url: When | None, asked: Asked) -> When | None:
    """The printed time that looks most like the one of publication."""
    title_at, posts = layout.title_at, layout.posts
    in_body = {id(block) for block in layout.body}
    places = [at for at, block in enumerate(tree.blocks) if id(block) in in_body]
    best: When | None = None
    best_score = _LEAST
    headed = False
    second_post = posts[1] if len(posts) > 1 else len(tree.blocks)
    dated = (pair for pair in enumerate(tree.blocks) if _DATED.search(pair[1].text))
    for at, block in islice(dated, _DATED_BLOCKS):
        answers = at >= second_post or (headed and at > places[-1])
        label = _label_before(tree, at)
        for text, start, end in _printed(block):
            score = _likeness(block, (label, text), start, end, id(block) in in_body)
            score += _nearness(at, title_at, places) - (_ANSWER if answers else 0)
            if score <= best_score - 3:
                continue
            claims = bool(_LABEL.search(text[max(0, start - 24) : start]))
            when = asked.read_printed(text[start:end], claims=claims)
            if when is None:
                continue
            score += 3 if in_url and in_url.earliest <= when.earliest < in_url.latest else 0
            if score > best_score:
                best, best_score = when, score
                headed = bool(places) and title_at < at < places[0] and when.precision in _EXACT
    return best


def _printed(block: Block) -> Iterator[tuple[str, int, int]]:
    """Where dates stand in a block; only its beginning and its end are looked at."""
    text = block.spaced
    if block.weight > 400 or len(text) > _LONG:
        text = text[:300]
    spans = find_dates(text)
    for start, end in spans[:4]:
        yield text, start, end
    if not spans and len(text) < 60 and (match := _RELATIVE.search(text)):
        yield text, *match.span()


def _label_before(tree: Tree, at: int) -> str:
    """What the block before says, if it is a label (成文日期) whose date stands in its own cell."""
    said = tree.blocks[at - 1].spaced if at else ""
    return said if len(said) <= _A_LABEL and _DATE_LABEL.search(said) else ""


def _likeness(block: Block, words: tuple[str, str], start: int, end: int, in_body: bool) -> float:
    """How much the words and the element around a date speak for a time of publication."""
    label, text = words
    before = text[max(0, start - 24) : start] or label
    if _OTHER.search(before):
        return -9.0
    score = 1.0 + 3 * (":" in text[start:end] or "时" in text[start:end])
    score += -2 if _UPDATE.search(before) else 4 if _LABEL.search(before) else 0
    score += 2 if _AFTER.search(text) and len(text) < 150 else 0
    score += (
        1 if _NAMED_TIME.search(f"{block.el.get('class') or ''} {block.el.get('id') or ''}") else 0
    )
    score += 2 if len(text) <= 80 else -3 if len(text) > 160 else 0
    labelled = _LABEL.search(before) or _AFTER.search(text)
    score -= 4 if in_body and block.stops and len(text) > 20 and not labelled else 0
    score -= 3 if block.aside else 0
    # buttons have a few characters, a headline of another article has more
    return score - (2 if block.linked > 8 * block.links else 0)


def _nearness(at: int, title_at: int, body: list[int]) -> float:
    """Times of publication stand between the title and the body, or else right around them."""
    after = 3.0 if len(body) > 3 and at >= body[-1] else 0.0
    if body and 0 <= body[0] - at <= _JUST_ABOVE:
        return 4.0 - 0.15 * (body[0] - at)
    if title_at < 0:
        return 2 - min(6.0, at / 40) - after
    distance = at - title_at
    if distance < 0:
        return (1.0 if distance >= -6 else -3.0) - after
    return (4 - distance * 0.15 if distance <= _NEAR else -min(4.0, distance / 60)) - after
