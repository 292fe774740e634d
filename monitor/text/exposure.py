"""When a matter became public, as a later text tells it: 3月23日某报报道此事, 9月1日有网友发帖.

The first page we have is seldom the first there was. A text that names who made the matter public
and on which day tightens the start of the clocks; one that only gives a date of something else,
or of what an organ or a company published, says nothing.
"""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from monitor.domain.when import When
from monitor.text.occurrence import stated_times
from monitor.text.reading import Sentence, reading_form, sentences

_READ: Final = 120  # sentences; how it all came out often stands in the review at the end
_LONGEST: Final = timedelta(days=14)  # before the text itself: further back is another story
_BY_PEOPLE: Final = re.compile(
    r"(?:网友|网民|网帖|帖子|网文|自媒体|微博用户|博主|朋友圈|论坛|贴吧|抖音|视频号?|@)[^,。;]{0,30}?"
    r"(?:发帖|发文|发布|爆料|曝光|反映|质疑|投诉|举报|上传|热传|流传|刷屏|转发|发微博|连续发|在网上)"
)
_BY_MEDIA: Final = re.compile(
    r"(?:<[^<>]{2,12}>|日报|晚报|早报|晨报|都市报|周末报|商报|青年报|法制报|周刊|电视台|媒体)"
    r"[^,。;]{0,8}?(?:报道|曝光|刊发|刊登|披露|率先|发表|播出)"
)
_PUBLIC: Final = re.compile(f"{_BY_PEOPLE.pattern}|{_BY_MEDIA.pattern}")
_STIRS: Final = re.compile(
    r"(?:引发|引起|受到|掀起|成为)[^。;]{0,14}(?:关注|热议|舆论|讨论|哗然|质疑|焦点|轰动)|刷屏|刷爆|热传|疯传"
)
_THIS: Final = re.compile(r"(?:该|此|这一?|本|上述)(?:案|事|事件|消息|件事|起|视频|帖)")
_NOT_THIS: Final = re.compile(
    r"另据|此前曾|曾经|类似|另一|无独有偶|回应|通报|声明|说明|辟谣|不实|谣言|假"
)
# What an organ, a company or a hospital publishes of its own exposes nothing.
_OWN: Final = re.compile(
    r"(?:官方|政务|官微|医院|公司|集团|酒店|学校|警方|公安|法院|检察|政府|发布)"
    r"[^,。;]{0,4}(?:微博|微信|官微)"
)
_LEAD: Final = 300
_SHARED: Final = 4  # bigrams of title and lead that a sentence must carry to be of this matter
_HAN_PAIR: Final = re.compile(r"(?=([\u4e00-\u9fff]{2}))")


def exposed(title: str, text: str, published: When | None, zone: ZoneInfo) -> When | None:
    """The earliest time at which, by this text, the matter was made public; None where untold.

    An interval in UTC with source "told", as wide as the wording is vague, never after publication.
    """
    body = reading_form(text)
    if published is None or not _is_public(body):
        return None
    headline = reading_form(title)[:200]
    told = [
        when
        for sentence in sentences(body)[:_READ]
        if _tells(sentence, headline, body)
        for when in stated_times(_head(sentence), published, zone)[:1]
        if published.earliest - _LONGEST <= when.earliest
    ]
    first = min(told, key=lambda when: (when.latest, when.earliest), default=None)
    return replace(first, source="told") if first else None


def _tells(sentence: Sentence, headline: str, body: str) -> bool:
    """Whether a sentence says that somebody made this very matter public."""
    if not _is_public(sentence.text):
        return False
    if _NOT_THIS.search(sentence.text) or _OWN.search(sentence.text):
        return False
    if _STIRS.search(sentence.text) or _THIS.search(sentence.text):
        return True
    others = body[: min(sentence.start, _LEAD)] + body[sentence.end : _LEAD]
    named = set(_HAN_PAIR.findall(f"{headline}\n{others}"))
    return len(named & set(_HAN_PAIR.findall(sentence.text))) >= _SHARED


def _is_public(text: str) -> bool:
    """Whether somebody made something public; each pattern by itself is searched much faster."""
    return bool(_BY_PEOPLE.search(text) or _BY_MEDIA.search(text))


def _head(sentence: Sentence) -> Sentence:
    """The sentence up to who made it public and what they did: times behind are others'."""
    found = _PUBLIC.search(sentence.text)
    return sentence._replace(text=sentence.text[: found.end()] if found else "")
