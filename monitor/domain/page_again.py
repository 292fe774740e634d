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
