"""The digest as a page: one HTML file without outside parts, for mail, board and folder."""

from monitor.digest.charts import answers_chart, bars_chart
from monitor.digest.facts import DigestFacts
from monitor.digest.view import summarise
from monitor.wording.rendering import environment, html_language, inline_styles, message_table


def render_digest(facts: DigestFacts, language: str) -> str:
    """The digest as one HTML file; `language` "en" or Chinese. Its charts are pictures inside."""
    words = message_table("digest", language)
    view = summarise(facts)
    page = (
        environment()
        .get_template("digest/digest.html")
        .render(
            facts=facts,
            view=view,
            words=words,
            kind=words["period"][facts.period.kind.value],
            bars=bars_chart(view.by_unit, view.total, words),
            answers=answers_chart(view.answers, view.median, words),
            language=html_language(language),
            zone=facts.zone,
        )
    )
    return inline_styles(page)


def digest_text(facts: DigestFacts, language: str) -> str:
    """The digest in plain text, complete by itself: the figures, what was missed, what comes."""
    words = message_table("digest", language)
    return (
        environment()
        .get_template("digest/digest.txt")
        .render(
            facts=facts,
            view=summarise(facts),
            words=words,
            kind=words["period"][facts.period.kind.value],
            language=html_language(language),
            zone=facts.zone,
        )
    )


def digest_subject(facts: DigestFacts, language: str) -> str:
    """The subject of the mail that carries it: `[周报] 2026-W47 · 按时 67 % (8/12) · 未按时 4`."""
    words = message_table("digest", language)
    view = summarise(facts)
    tally = view.total.tally
    return str(words["head"]["subject"]).format(
        title=words["period"][facts.period.kind.value]["short"],
        period=facts.period.name,
        rate=view.total.rate,
        missed=tally.late + tally.overdue,
    )
