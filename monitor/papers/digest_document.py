"""The digest as a document, from the same view as the page: the same figures, the same order."""

import base64
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.digest.charts import answers_chart, bars_chart
from monitor.digest.facts import DigestFacts
from monitor.digest.figures import Bar
from monitor.digest.view import DigestView, summarise
from monitor.domain.corrections import Correction
from monitor.domain.summary import LedgerLine
from monitor.papers.word_file import Writer, word_file
from monitor.wording.phrasing import (
    day_before_words,
    day_time_words,
    left_words,
    margin_words,
    span_words,
)
from monitor.wording.rendering import message_table


def digest_docx(facts: DigestFacts, language: str, folder: Path | None = None) -> bytes:
    """The digest of a period; `folder` is the configuration directory."""
    return word_file("digest.docx", _Digest(facts, language).context, folder)


class _Digest:
    """Holds what every phrase of one document needs: facts, figures, words, language."""

    def __init__(self, facts: DigestFacts, language: str) -> None:
        self._facts = facts
        self._language = language
        self._words = message_table("digest", language)
        self._view = summarise(facts)

    def context(self, writer: Writer) -> dict[str, Any]:
        """What the template is filled with."""
        facts, view, words = self._facts, self._view, self._words
        period = facts.period
        first = day_time_words(period.start, facts.zone, self._language).rpartition(" ")[0]
        return {
            "title": words["period"][period.kind.value]["title"],
            "office": facts.office,
            "period": period.name,
            "span": f"{first}–{day_before_words(period.end, facts.zone, self._language)}",
            "headline": self._headline(view),
            "rate": str(view.total.rate),
            "before": str(view.before or ""),
            "flow": words["head"]["flow"].format(
                new=view.new_incidents,
                before=facts.carried.from_before,
                begun=facts.carried.begun,
                answered=facts.carried.answered,
                next=facts.carried.into_next,
                articles=facts.articles,
            ),
            "missed": [self._line(line, writer) for line in view.missed],
            "coming": [self._line(line, writer) for line in view.coming],
            "undetermined": [self._line(line, writer) for line in view.undetermined],
            "units": [self._unit(bar) for bar in view.by_unit],
            "bars": writer.picture(_png(bars_chart(view.by_unit, view.total, words))),
            "answers": writer.picture(_png(answers_chart(view.answers, view.median, words))),
            "times": self._times(view),
            "corrections": [self._correction(item) for item in view.corrections],
            "channels": [
                {
                    "title": row.title,
                    "seen": str(row.seen),
                    "blind": span_words(row.blind, self._language) if row.is_blind else "—",
                }
                for row in view.channels
            ],
            "method": " ".join(text.format(n=view.small) for text in words["method"].values()),
        }

    def _headline(self, view: DigestView) -> str:
        tally, words = view.total.tally, self._words
        if not tally.total:
            return str(words["period"][self._facts.period.kind.value]["quiet"])
        return str(words["head"]["headline"]).format(
            incidents=view.incidents,
            windows=tally.total,
            on_time=tally.on_time,
            missed=tally.late + tally.overdue,
            undetermined=tally.undetermined,
            running=tally.running,
        )

    def _line(self, line: LedgerLine, writer: Writer) -> dict[str, Any]:
        comma = self._words["phrase"]["comma"]
        if line.margin is not None:
            result = margin_words(line.margin, self._language)
        else:
            result = left_words(line.due_at, self._facts.frozen_at, self._language)
        english = self._language == "en"
        return {
            "title": writer.link(line.incident_url, line.title),
            "units": comma.join(line.units) or self._words["phrase"]["unassigned"],
            "label": line.label_en if english else line.label_zh,
            "due": self._at(line.due_at),
            "result": result,
            "why": line.words_en if english else line.words_zh,
        }

    def _unit(self, bar: Bar) -> dict[str, Any]:
        tally = bar.tally
        return {
            "name": bar.name or self._words["phrase"]["unassigned"],
            "on_time": tally.on_time,
            "late": tally.late,
            "overdue": tally.overdue,
            "undetermined": tally.undetermined,
            "running": tally.running,
            "rate": f"{bar.rate}{' *' if bar.rate.whole and bar.rate.small else ''}",
        }

    def _correction(self, item: Correction) -> dict[str, Any]:
        english = self._language == "en"
        now = item.now.verdict.words[english] if item.now else self._words["change"]["none"]
        return {
            "period": item.said.period,
            "title": item.said.title,
            "label": item.said.label_en if english else item.said.label_zh,
            "was": item.said.verdict.words[english],
            "now": now,
        }

    def _times(self, view: DigestView) -> str:
        if view.median is None or view.slowest_tenth is None:
            return str(self._words["phrase"]["no_answers"])
        return str(self._words["phrase"]["median"]).format(
            median=span_words(view.median, self._language),
            slowest=span_words(view.slowest_tenth, self._language),
            n=view.answered,
        )

    def _at(self, at: datetime) -> str:
        return day_time_words(at, self._facts.zone, self._language)


def _png(address: str) -> bytes:
    """The picture behind a `data:` address."""
    return base64.b64decode(address.partition(",")[2])
