"""A reading as `huiying policy read --json` prints it."""

from typing import Any

from monitor.domain.policy import ClauseKind
from monitor.policy_reading.found import FoundClause, Reading


def reading_row(reading: Reading) -> dict[str, Any]:
    """Title, number, dates, clauses, units and table rows, ready for JSON."""
    heading = reading.heading
    days = {
        "written": heading.written,
        "published": heading.published,
        "effective": heading.effective,
    }
    return {
        "title": heading.title or None,
        "document_number": heading.number or None,
        "dates": {name: day.isoformat() if day else None for name, day in days.items()},
        "clauses": [_clause(clause) for clause in reading.clauses],
        "units": [unit.name for unit in reading.units],
        "responsibility": [
            {
                "item": row.item,
                "task": row.task or None,
                "text": row.text,
                "units": [unit.name for unit in row.units],
                "lead": [unit.name for unit in row.units if unit.leads],
                "merged": row.merged,
                "line": row.line,
            }
            for table in reading.tables
            for row in table.rows
        ],
        "missing_items": [number for table in reading.tables for number in table.missing],
    }


def _clause(clause: FoundClause) -> dict[str, Any]:
    due = clause.due.isoformat() if clause.due else clause.every_year or None
    return {
        "quote": clause.quote,
        "place": [{"section": section, "line": line} for section, line in clause.places],
        "kind": clause.kind.value,
        "window": clause.window or None,
        "due": due if clause.kind is ClauseKind.FIXED_DATE else None,
        "every_year": bool(clause.every_year),
        "calendar": clause.calendar or None,
        "min_count": clause.min_count or None,
        "min_ratio": clause.ratio,
        "binding": clause.binding.value,
        "grades": list(clause.grades),
        "category": clause.category,
        "satisfied_by": list(clause.satisfied_by),
        "trigger": clause.trigger or None,
        "channels": list(clause.channels),
        "subject": clause.subject or None,
        "units": [unit.name for unit in clause.units]
        or ([clause.subject] if clause.subject else []),
        "confidence": clause.confidence,
        "doubts": list(clause.doubts),
    }
