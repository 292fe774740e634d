"""Whether an article tells of something that really happened, and happened now.

Drills, anniversaries, warnings, foiled plans and tales of old years are none; a drill at which
somebody was hurt is, and so is an old case that moves again.
"""

import re
from typing import Final

from monitor.domain.when import When
from monitor.judge.phrases import Hit, phrase_book
from monitor.judge.signals import names_complaint, names_event
from monitor.text.figure_context import SHANGHAI
from monitor.text.reading import lead_of

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_MANY_DRILLS: Final = 4  # a text that says 演练 this often is about one
_LATEST: Final = 2000  # characters in which an old case would say that it moves again


def unreal(head: str, body: str, published: When | None, hurt: bool) -> str | None:
    """Why an article tells of nothing that really happened now, in Chinese; None where it does.

    `head` and `body` are in reading form; `hurt` tells whether somebody was hurt or killed.
    """
    lead = lead_of(body)
    if _is_drill(head, lead, body, hurt):
        return "演练或演习,并非真实事件"
    if _real("foiled", head):
        return "未遂或被制止,事件没有发生"
    fresh = hurt and _real("now", lead)
    back = _real("look_back", head)
    moves = back and _real("moves_again", head) and "案例" not in back.text
    if back and not moves and not fresh:
        return f"回顾或纪念类内容:{back.text}"
    supposed = _supposed(head)
    if supposed and not fresh and not _complains(head, lead):
        return f"提示或假设类内容:{supposed.text}"
    if _only_old_years(head, body, published):
        return "所述均为往年旧事"
    return None


def _supposed(head: str) -> Hit | None:
    opening = _real("supposed_start", head)
    return opening if opening and not opening.start else _real("supposed", head)


def _complains(head: str, lead: str) -> bool:
    """Whether somebody writes of his own trouble, which goes on however old or conditional."""
    return names_complaint(head) or _real("voice", lead) is not None


def _real(key: str, text: str) -> Hit | None:
    return phrase_book("relevance.toml", "real", "kind").first(f"real.{key}", text)


def _is_drill(head: str, lead: str, body: str, hurt: bool) -> bool:
    if _real("drill_is_news", head):
        return False
    if _real("drill", head):
        return True
    if hurt and not _real("drill_supposes", lead):
        return False
    held = _real("drill_held", lead) is not None
    if names_event(head) and not held:
        return False
    drills = phrase_book("relevance.toml", "real.drill")
    return held or len(drills.hits("real.drill", body)) >= _MANY_DRILLS


def _only_old_years(head: str, body: str, published: When | None) -> bool:
    """Whether every year named lies before the year of publication, and nothing says 'now'."""
    if published is None:
        return False
    year = published.latest.astimezone(SHANGHAI).year
    years = [int(found) for found in _YEAR.findall(f"{head}\n{body}")]
    first = lead_of(body, 3)
    return (
        bool(years)
        and max(years) < year - 1
        and bool(_YEAR.search(f"{head}\n{first}"))
        and not _real("now", first)
        and not _complains(head, first)
        and not _real("moves_again", f"{head}\n{body[:_LATEST]}")
    )
