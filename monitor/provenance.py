"""Where a time is known from, in words: `When.source` as the rooms of the house write it."""

from monitor.domain.words import Words

_CLAMPED = ", clamped"
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
    "person": ("人工登记", "entered by a person"),
}


def provenance_words(source: str) -> Words:
    """What a source is called; one that we do not know stands for itself."""
    clamped = source.endswith(_CLAMPED)
    plain = source.removesuffix(_CLAMPED)
    kind, _, name = plain.partition(":")
    if kind == "meta":
        zh, en = f"网页元数据 {name}".rstrip(), f"the page's metadata {name}".rstrip()
    else:
        zh, en = _SOURCES.get(kind, (plain, plain))
    if clamped:
        return Words(f"{zh}，晚于实际看到的时间，已改正", f"{en}, corrected: it was seen earlier")
    return Words(zh, en)
