"""Where a time is known from, in words: `When.source` as the rooms of the house write it."""

from monitor.domain.sighting import BACKDATED, LISTED, UNLISTED
from monitor.domain.words import Words

_NOTES = {
    "clamped": ("晚于实际看到的时间，已改正", "corrected: it was seen earlier"),
    UNLISTED: (
        "不早于：此前巡查的列表中尚无此页",
        "not before: the lists we read until then did not have it",
    ),
    LISTED: ("不晚于：巡查时已在列表中", "not after: it was on the list we read then"),
    BACKDATED: (
        "所载日期早于首次列出，可能为补登，未作改动",
        "dated before it was first listed, perhaps posted late; left as stated",
    ),
}
"""What our looks have to say of a stated time, behind its source: see `domain/sighting.py`."""

_SOURCES = {
    "visible": ("网页正文所示时间", "the time shown on the page"),
    "json-ld": ("网页结构化数据", "the page's structured data"),
    "url": ("网址中的日期", "the date in the address"),
    "feed": ("订阅源所载时间", "the feed's time"),
    "list": ("栏目列表所载时间", "the list's time"),
    "sitemap": ("网站地图所载时间", "the sitemap's time"),
    "text": ("正文叙述", "told in the text"),
    "told": ("正文叙述", "told in the text"),
    "crawl": ("两次巡查之间首次出现", "appeared between two looks"),
    "first_seen": ("系统首次看到的时间", "when it was first seen"),
    "detected": ("系统首次看到的时间", "when it was first seen"),
    "graded": ("等级确认的时刻", "when the grade was known"),
    "archive": ("档案所载时间", "as the archive states it"),
    "mail": ("邮件中的签收链接", "the link in the mail"),
    "board": ("看板登记", "entered on the board"),
    "person": ("人工登记", "entered by a person"),
}


def provenance_words(source: str) -> Words:
    """What a source is called; one that we do not know stands for itself."""
    plain, *rest = source.split(", ")
    notes = [_NOTES.get(note, (note, note)) for note in rest]
    kind, _, name = plain.partition(":")
    if kind == "meta":
        zh, en = f"网页元数据 {name}".rstrip(), f"the page's metadata {name}".rstrip()
    else:
        zh, en = _SOURCES.get(kind, (plain, plain))
    return Words(
        "，".join([zh, *(note for note, _ in notes)]), ", ".join([en, *(note for _, note in notes)])
    )
