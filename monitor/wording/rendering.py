"""Templates: where they are, how they are set up, and how a briefing becomes a mail.

Text that was crawled is cleaned before it meets a template (`alerts.hygiene`) and escaped by it.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from alerts.hygiene import LONGEST_SUBJECT, clean_briefing, cut, one_line
from alerts.outbox import RenderedMail
from monitor.domain.briefing import Briefing
from monitor.domain.verdict import Verdict
from monitor.wording import phrasing
from monitor.wording.mail_view import view_mail

_SHORTEST_TITLE = 8
_LONGEST_WINDOW = 30


def templates_folder() -> Path:
    """The templates: inside an installed package, or at the top level of a checkout."""
    monitor = Path(__file__).resolve().parent.parent
    installed = monitor / "_templates"
    return installed if installed.is_dir() else monitor.parent / "templates"


@cache
def environment(own: Path | None = None) -> Environment:
    """The Jinja environment of the product: HTML is escaped, text is not, a missing name fails.

    What an office's `own` folder of templates holds stands in place of ours.

    Filters, all with explicit arguments: `instant(reference, zone, language)`,
    `dated|day|day_time|day_before(zone, language)`, `left(now, language)`, `span|margin(language)`,
    `state_word(language)`, `state_look`; what each says stands in `monitor.wording.phrasing`.
    """
    jinja = Environment(
        loader=FileSystemLoader([*([own] if own else []), templates_folder()]),
        autoescape=select_autoescape(enabled_extensions=("html", "svg"), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {
        "day": phrasing.day_words,
        "day_before": phrasing.day_before_words,
        "left": phrasing.left_words,
        "instant": phrasing.instant_words,
        "day_time": phrasing.day_time_words,
        "dated": phrasing.dated_words,
        "span": phrasing.span_words,
        "margin": phrasing.margin_words,
        "state_word": phrasing.state_word,
        "state_look": phrasing.state_look,
    }
    jinja.globals["looks"] = [(verdict, phrasing.state_look(verdict)) for verdict in Verdict]
    return jinja


def html_language(language: str) -> str:
    """The language as HTML names it: "en", anything else Chinese."""
    return "en" if language == "en" else "zh-CN"


@cache
def message_table(folder: str, language: str) -> dict[str, Any]:
    """The fixed words of `templates/<folder>` in a language: "en", anything else Chinese."""
    return _words(templates_folder() / folder, language)


def words_with_own(folder: str, language: str, own: Path | None) -> dict[str, Any]:
    """The fixed words, with those that an office's own folder changes; it need not hold them all.

    Raises OSError, UnicodeDecodeError or TOMLDecodeError for an own file that cannot be read.
    """
    ours = message_table(folder, language)
    if own is None or not (own / folder / _words_file(language)).exists():
        return ours
    return _laid_over(ours, _words(own / folder, language))


def _words(folder: Path, language: str) -> dict[str, Any]:
    return tomllib.loads((folder / _words_file(language)).read_text(encoding="utf-8"))


def _words_file(language: str) -> str:
    return f"words.{html_language(language)}.toml"


def _laid_over(ours: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    laid = dict(ours)
    for key, value in own.items():
        below = ours.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            value = _laid_over(below, value)
        laid[key] = value
    return laid


def inline_styles(html: str) -> str:
    """The page with its rules written into the elements, as mail clients want it; loads nothing.

    A style element marked `data-css-inline="keep"` stays as it is: the place for media rules.
    """
    return _inliner().inline(html)


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)


def render_mail(
    briefing: Briefing, language: str, zone: ZoneInfo, own: Path | None = None
) -> RenderedMail:
    """The mail for a briefing: subject (at most 60 characters), plain text and HTML.

    A function of its arguments and of the templates in `own`, if an office has any; "today" is the
    day on which the notice was owed. Raises whatever an office's own template may.
    """
    facts = clean_briefing(briefing)
    table = words_with_own("email", language, own)
    mail = view_mail(facts, table, language, zone)
    words = table | {"state": table["reason"][facts.reason.value]["state"]}
    context = {
        "facts": facts,
        "mail": mail,
        "words": words,
        "language": html_language(language),
    }
    jinja = environment(own)
    return RenderedMail(
        subject=_subject(jinja, context, facts.title, mail.window),
        text=jinja.get_template("email/body.txt").render(context),
        html=inline_styles(jinja.get_template("email/body.html").render(context)),
    )


def _subject(jinja: Environment, context: dict[str, Any], title: str, window: str) -> str:
    """The subject line; where it grows too long, the title gives way and the state stays."""
    template = jinja.get_template("email/subject.txt")
    context = context | {"window": cut(window, _LONGEST_WINDOW)}
    around = len(template.render(context, title="").strip())
    shown = cut(title, max(LONGEST_SUBJECT - around, _SHORTEST_TITLE))
    return one_line(template.render(context, title=shown), LONGEST_SUBJECT)
