"""The ledger as a document: the columns that fit on a page, in the order of the spreadsheet."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from alerts.hygiene import safe_line
from monitor.domain.ledger import LedgerEntry
from monitor.papers.columns import Reading, verdict_words
from monitor.papers.word_file import Writer, word_file
from monitor.wording.phrasing import dated_words, day_time_words

_LONGEST_TITLE = 60


def ledger_docx(
    entries: Iterable[LedgerEntry],
    reading: Reading,
    zone: ZoneInfo,
    office: str,
    span: str,
    folder: Path | None = None,
) -> bytes:
    """One row a window; `folder` is the configuration directory with an office's own template."""

    def context(writer: Writer) -> dict[str, Any]:
        return {
            "title": reading.pick(("政务舆情回应台账", "Ledger of responses")),
            "office": office,
            "span": span,
            "at": dated_words(reading.now, zone, reading.language),
            "rows": [_row(entry, reading, zone, writer) for entry in entries],
        }

    return word_file("ledger.docx", context, folder)


def _row(entry: LedgerEntry, reading: Reading, zone: ZoneInfo, writer: Writer) -> dict[str, Any]:
    def at(instant: datetime) -> str:
        return day_time_words(instant, zone, reading.language)

    answer = at(entry.answered.earliest) if entry.answered else ""
    return {
        "number": entry.incident,
        "title": writer.link(entry.url, safe_line(entry.title, _LONGEST_TITLE)),
        "units": reading.pick(("、", ", ")).join(entry.units),
        "label": reading.pick((entry.label_zh, entry.label_en)),
        "start": at(entry.start.earliest),
        "due": at(entry.due_at),
        "verdict": verdict_words(entry, reading),
        "answer": writer.link(entry.answer_url, answer),
        "why": safe_line(reading.pick((entry.words_zh, entry.words_en))),
    }
