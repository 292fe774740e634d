"""What a group chat is told of a briefing: the mail in a few lines, in the same phrases."""

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from alerts.chat_text import unlinked
from alerts.hygiene import LONGEST_SUBJECT, clean_briefing, cut
from alerts.outbox import RenderedMail
from monitor.domain.briefing import Briefing
from monitor.wording.mail_view import MailView, view_mail
from monitor.wording.many_mail import Item, view_many
from monitor.wording.phrasing import dated_words
from monitor.wording.rendering import message_table

GAPS_SHOWN = 5


def render_chat(briefing: Briefing, language: str, zone: ZoneInfo) -> RenderedMail:
    """The short form of a message, one item a line; `name：address` is a link, nothing else is.

    A pure function of its arguments. What was crawled is cleaned, and its addresses are taken out.
    """
    facts = clean_briefing(briefing)
    table = message_table("email", language)
    view = view_mail(facts, table, language, zone)
    lines = [line for line in _lines(facts, view, table, language, zone) if line]
    subject = cut(f"{lines[0]} {facts.title}", LONGEST_SUBJECT)
    return RenderedMail(subject, "\n".join(lines) + "\n")


def render_many_chat(
    briefings: Sequence[Briefing], caught_up: bool, language: str, zone: ZoneInfo
) -> RenderedMail:
    """The short form of several briefings in one message, each under a heading of its own.

    `caught_up`: their limits passed while nobody looked. A pure function of its arguments.
    """
    table = message_table("email", language)
    many = view_many(briefings, caught_up, table, language, zone)
    head = unlinked(f"【{many.head}】{many.counts}")
    parts = [[head, many.action, _signature(many.items[0].facts, many.as_of)]]
    parts += [list(_item(item, table)) for item in many.items]
    text = "\n\n".join("\n".join(line for line in part if line) for part in parts)
    return RenderedMail(cut(head, LONGEST_SUBJECT), text + "\n")


def _item(item: Item, table: dict[str, Any]) -> Iterator[str]:
    yield _headline(item.state, item.mail)
    yield unlinked(item.facts.title)
    yield unlinked(" · ".join(part for part in (item.mail.whose, item.mail.due) if part))
    links = (*item.mail.deeds[:1], *item.mail.buttons[:1])
    yield from (_link(name, url, table) for name, url in links)


def _lines(
    facts: Briefing, view: MailView, table: dict[str, Any], language: str, zone: ZoneInfo
) -> Iterator[str]:
    label, colon = table["label"], table["phrase"]["colon"]
    state = table["reason"][facts.reason.value]["state"]
    yield _headline(state, view)
    yield unlinked(facts.title)
    if facts.incident:
        units = table["phrase"]["list_comma"].join(facts.units) or label["unknown_unit"]
        yield unlinked(f"{label['units']}{colon}{units}")
    if view.clock is not None:
        yield f"{label['due']}{colon}{dated_words(view.clock.due_at, zone, language)}"
    for gap in facts.gaps[:GAPS_SHOWN]:
        yield unlinked(f"{view.gaps_heading}{colon}{gap}")
    note = facts.note.in_language(language)
    yield unlinked(f"{label['note']}{colon}{note}") if note else ""
    yield unlinked(view.action)
    yield from (_link(name, url, table) for name, url in (*view.deeds, *view.buttons))
    yield _signature(facts, view.as_of)


def _headline(state: str, view: MailView) -> str:
    standing = " · ".join(part for part in (view.window, view.big) if part)
    return unlinked(f"【{state}】{standing}")


def _link(name: str, url: str, table: dict[str, Any]) -> str:
    return f"{name}{table['phrase']['colon']}{url}"


def _signature(facts: Briefing, as_of: str) -> str:
    return unlinked(f"{facts.office} · {as_of}")
