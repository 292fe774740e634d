"""Whether an article is a matter of ours at all: our place, really happened, and to be answered.

Each of the three answers carries its reason in Chinese. The order of the tests is that of an
editor: drills, anniversaries and warnings first, then rebuttals and policy, then whether anything
went wrong: without a signal of that, nobody is asked to answer.
"""

import re
from typing import Final

from monitor.domain.judgement import FiguresReading, Relevance
from monitor.domain.severity import Category
from monitor.domain.when import When
from monitor.judge.phrases import Hit, PhraseBook, phrase_book
from monitor.judge.reality import unreal
from monitor.judge.signals import names_event, read_signals
from monitor.text.figures import read_figures
from monitor.text.places import Gazetteer
from monitor.text.reading import lead_of, reading_form, without_dateline

_DOCUMENT_NUMBER: Final = re.compile(r"〔20\d\d〕|\[20\d\d\]\s*\d+号")
_FIRST_ARTICLE: Final = re.compile(r"\s*第一[条章]|\s*各[^。\n]{2,60}:")
_LATER_ARTICLE: Final = re.compile(r"\n\s*第一[条章]")
_LETTERHEAD: Final = 1500  # characters in which a document shows what it is
_TOLD: Final = 4  # words shown with a reason


def relevance(
    title: str,
    text: str,
    published: When | None,
    gazetteer: Gazetteer,
    category: Category,
    *,
    figures: FiguresReading | None = None,
) -> Relevance:
    """Ours, real and a matter: what each rests on stands in `reasons`.

    A drill word in passing does not make a real accident a drill; in an open jurisdiction every
    place is ours; a rebuttal answers a matter and is none itself. `figures` are those of the same
    text where they were read before; else they are read here.
    """
    head, body = reading_form(title), without_dateline(reading_form(text))
    where = gazetteer.locate(title, text)
    hurt = _someone_hurt(figures or read_figures(title, text, published))
    not_real = unreal(head, body, published, hurt)
    not_asked, asked = _asked(head, body, hurt)
    return Relevance(
        ours=where.ours,
        real=not_real is None,
        matter=not_asked is None,
        places=where.places,
        reasons=(
            where.reason,
            not_real or "正在发生或刚发生的事",
            not_asked or f"属于需回应的事项({category.chinese}):{asked}",
        ),
    )


def _someone_hurt(reading: FiguresReading) -> bool:
    figures = reading.figures
    return any((figures.dead, figures.missing, figures.dead_or_missing, figures.injured))


def _book() -> PhraseBook:
    return phrase_book("relevance.toml", "real", "kind")


def _kind(key: str, text: str) -> Hit | None:
    return _book().first(f"kind.{key}", text)


def _asked(head: str, body: str, hurt: bool) -> tuple[str | None, str]:
    """Why an article asks for no answer (None where it does), and what asks for one."""
    lead = lead_of(body, 3)
    title = head or lead[:60]
    if _kind("rebuttal", title) or (not names_event(head) and _kind("rebuttal", lead)):
        return "辟谣信息是对传言的回应,本身不另立事项", ""
    if _kind("commentary", head):
        return "评论文章,本身不是事件", ""
    if _is_policy(title, lead, body, hurt):
        return "政策文件或解读", ""
    if hurt:
        return None, "有人员伤亡"
    signals = read_signals(title, body)
    if signals.enough:
        return None, "、".join(signals.words[:_TOLD])
    if signals.against:
        return f"例行、服务或正面信息:{'、'.join(signals.against[:_TOLD])}", ""
    return "没有需要回应的内容", ""


def _is_policy(title: str, lead: str, body: str, hurt: bool) -> bool:
    top = body[:_LETTERHEAD]
    passed_on = phrase_book("relevance.toml", "kind.policy_text")
    if (
        _FIRST_ARTICLE.match(top)
        or _LATER_ARTICLE.search(top)
        or passed_on.has("kind.policy_text", top)
    ):
        return True
    named = _kind("policy", title) or _DOCUMENT_NUMBER.search(title)
    return bool(named or _names_document(title)) and not (hurt and _book().has("real.now", lead))


def _names_document(title: str) -> bool:
    """Whether a title names a document (条例》) or what was done with one (预案印发)."""
    deeds = {hit.start for hit in _book().hits("kind.policy_deed", title)}
    for found in _book().hits("kind.policy_document", title):
        after = title[found.end : found.end + 1]
        if not after or after in '》>)"' or found.end in deeds:
            return True
    return False
