"""Several notices to one recipient as one mail: the gravest first, each with its own times."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment

from alerts.hygiene import LONGEST_SUBJECT, clean_briefing, cut, one_line
from alerts.outbox import RenderedMail
from monitor.domain.briefing import Briefing
from monitor.domain.verdict import Verdict
from monitor.wording.mail_view import MailView, view_mail
from monitor.wording.phrasing import dated_words
from monitor.wording.rendering import environment, html_language, inline_styles, words_with_own

_GRAVEST_FIRST = (
    Verdict.BREACHED_OPEN,
    Verdict.DUE_SOON,
    Verdict.RUNNING,
    Verdict.UNDETERMINED,
)
_SHORTEST_TITLE = 8
_NO_LIMIT = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """One notice: its facts, its phrases, and the state that a mail of its own would be headed.

    `due` is its limit, with the full date where it is told late.
    """

    facts: Briefing
    mail: MailView
    state: str
    due: str


@dataclass(frozen=True, slots=True)
class ManyView:
    """The phrases of a mail that stands for several."""

    head: str
    action: str
    counts: str
    items: tuple[Item, ...]
    as_of: str


def render_many(
    briefings: Sequence[Briefing],
    caught_up: bool,
    language: str,
    zone: ZoneInfo,
    own: Path | None = None,
) -> RenderedMail:
    """One mail for several briefings; `caught_up`: their limits passed while nobody looked.

    A pure function of its arguments, so that a mail sent again says the same.
    """
    table = words_with_own("email", language, own)
    many = view_many(briefings, caught_up, table, language, zone)
    context = {"many": many, "words": table, "language": html_language(language)}
    jinja = environment(own)
    return RenderedMail(
        subject=_subject(jinja, context, many),
        text=jinja.get_template("email/many.txt").render(context),
        html=inline_styles(jinja.get_template("email/many.html").render(context)),
    )


def view_many(
    briefings: Sequence[Briefing],
    caught_up: bool,
    table: dict[str, Any],
    language: str,
    zone: ZoneInfo,
) -> ManyView:
    """The view of several briefings with the message table of `templates/email`."""
    # One moment for all, the latest: "today" and "left" must not mean another day in each line.
    at = max(briefing.at for briefing in briefings)
    facts = [clean_briefing(replace(briefing, at=at)) for briefing in briefings]
    items = [_item(one, caught_up, table, language, zone) for one in facts]
    items.sort(key=_urgency)
    words, count = table["many"], len(items)
    states = Counter(item.state for item in items)
    return ManyView(
        head=words["late" if caught_up else "count"].format(count=count),
        action=words["caught_up" if caught_up else "action"].format(count=count),
        counts=table["phrase"]["list_comma"].join(f"{word} {n}" for word, n in states.items()),
        items=tuple(items),
        as_of=table["phrase"]["as_of"].format(at=dated_words(at, zone, language)),
    )


def _item(
    facts: Briefing, caught_up: bool, table: dict[str, Any], language: str, zone: ZoneInfo
) -> Item:
    mail = view_mail(facts, table, language, zone)
    due = mail.due
    if caught_up and mail.clock is not None:
        due = f"{table['label']['due']} {dated_words(mail.clock.due_at, zone, language)}"
    return Item(facts, mail, table["reason"][facts.reason.value]["state"], due)


def _urgency(item: Item) -> tuple[int, datetime]:
    verdict, clock = item.mail.verdict, item.mail.clock
    rank = _GRAVEST_FIRST.index(verdict) if verdict in _GRAVEST_FIRST else len(_GRAVEST_FIRST)
    return rank, clock.due_at if clock else _NO_LIMIT


def _subject(jinja: Environment, context: dict[str, Any], many: ManyView) -> str:
    """The subject line; where it grows too long, the first title gives way."""
    template = jinja.get_template("email/many_subject.txt")
    around = len(template.render(context, title="").strip())
    shown = cut(many.items[0].facts.title, max(LONGEST_SUBJECT - around, _SHORTEST_TITLE))
    return one_line(template.render(context, title=shown), LONGEST_SUBJECT)
