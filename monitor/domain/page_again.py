"""Looking again at a page that answered: still there, changed, gone, or not to be seen."""

import hashlib
import re
from datetime import datetime, timedelta
from enum import StrEnum

LOOKS_AFTER = (timedelta(hours=24), timedelta(days=7))
"""How long after it was first seen a page is looked at again."""

GONE_APART = timedelta(hours=1)
"""A page is taken for withdrawn once it was gone on two looks at least this far apart."""

_FIRST_RETRY = timedelta(hours=1)
_LONGEST_RETRY = timedelta(hours=24)
_MOST_RETRIES = 8

_NOTHING_SAID = 400
"""Letters and digits; a page that only says that something is missing hardly has more."""

_DENIES = re.compile(
    r"(?:页面|网页|内容|文章|信息|稿件|链接|资源|文件|地址)[^。，！\n]{0,12}?"
    r"(?:不存在|已?被?删除|已?下线|已?下架|已?撤[回下稿]|已?失效|找不到|未找到|无法找到)"
    r"|(?:找不到|未找到|没有找到|无法找到)[^。，！\n]{0,12}?(?:页面|网页|内容|文章|信息|资源|文件|地址)"
    r"|已被(?:作者|发布者|管理员|发布单位)?(?:删除|撤回|下架)|您访问的[^。，！\n]{0,12}?不存在"
    r"|^\W{0,9}404(?![\d室号])|(?:http|error|错误)\W{0,3}404(?!\d)"
    r"|not found|no longer (?:exists|available)",
    re.IGNORECASE,
)
_OVERLOADED = re.compile(
    r"(?<!\d)50[0-4](?!\d)|bad gateway|service unavailable|gateway time-?out|server error"
    r"|(?:访问|请求|操作)(?:过于|太|过)(?:频繁|快)|验证码|(?:安全|人机|身份|滑动)验证|(?:系统|服务器|网络)"
    r"[^。，！\n]{0,6}(?:繁忙|忙|错误|异常|维护|升级)|维护中|稍[后候](?:再试|重试|访问|再访问)"
    r"|too many requests|access denied|forbidden|captcha",
    re.IGNORECASE,
)
_SHINGLE = 8
_TRACE = 0.1  # of the former text; a name and an address at the foot of every page are less

_COUNTER = re.compile(r"(?:阅读|浏览|点击|访问)(?:次数|人数|量|数)?[::]?\d{1,9}次?")


class PageState(StrEnum):
    """What one look at a page came to. Only `gone` says that the server denies the page."""

    SEEN = "seen"
    GONE = "gone"
    BLIND = "blind"


def text_sha256(title: str, text: str) -> str:
    """What tells two versions of a page's text apart; blanks and visit counters do not."""
    solid = _COUNTER.sub("", "".join(f"{title}\n{text}".split()))
    return hashlib.sha256(solid.encode("utf-8", "surrogatepass")).hexdigest()


def said_gone(said: str, whole: str, former_title: str, former_text: str) -> PageState | None:
    """What a page that answered 200 says of itself: gone, too busy to say, or None: it is a page.

    `said` is its title and text, `whole` everything that can be read on it. A denial is short, and
    nothing of the former title or text is left anywhere; where nothing is known of these, nobody
    can tell. An error page of a site in trouble denies nothing, whatever else it says.
    """
    if len(_solid(said)) > _NOTHING_SAID:
        return None
    said = said[: 8 * _NOTHING_SAID]
    busy = _OVERLOADED.search(said) is not None
    if not busy and not _DENIES.search(said):
        return None
    left = _is_left(whole, former_title, former_text)
    if left:
        return None
    return PageState.BLIND if busy or left is None else PageState.GONE


def _is_left(whole: str, former_title: str, former_text: str) -> bool | None:
    """Whether something of what stood on a page still does; None where that is not known."""
    text, title, former = _solid(whole), _solid(former_title), _solid(former_text)
    if not title and not former:
        return None
    return bool(title and title in text) or _left(former, text) >= _TRACE


def _left(former: str, text: str) -> float:
    """How much of the former text still stands there."""
    last = min(len(former), 20_000) - _SHINGLE + 1
    if last <= 0:
        return float(bool(former) and former in text)
    return sum(former[at : at + _SHINGLE] in text for at in range(last)) / last


def _solid(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def planned_look(first_seen_at: datetime, stage: int, now: datetime) -> datetime | None:
    """When the look of that stage (from 0) is due, at once where it is overdue; None after all."""
    if stage >= len(LOOKS_AFTER):
        return None
    return max(first_seen_at + LOOKS_AFTER[stage], now)


def retry_after(failures: int) -> timedelta | None:
    """How long to wait after so many blind looks in a row; None: leave it to the next stage."""
    if failures > _MOST_RETRIES:
        return None
    return min(_FIRST_RETRY * (1 << (failures - 1)), _LONGEST_RETRY)
