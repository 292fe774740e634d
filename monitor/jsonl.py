"""JSON Lines in and out: a bad line is reported with its number and skipped, the rest is done."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO


class LineReport:
    """Counts what could not be read, and says it on stderr, one line each."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self.bad = 0

    def complain(self, path: Path, number: int, problem: str) -> None:
        """Note one bad line."""
        self.bad += 1
        self._stream.write(f"{path}:{number}: {problem}; skipped\n")


def read_lines(path: Path, report: LineReport) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with their line numbers. Raises OSError where it cannot be opened."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                report.complain(path, number, f"no JSON ({error})")
                continue
            if isinstance(record, dict):
                yield number, record
            else:
                report.complain(path, number, f"an object is wanted, got {type(record).__name__}")


def dump(row: object) -> str:
    """One row as one line, without the line end."""
    return json.dumps(row, ensure_ascii=False, separators=(", ", ": "))


def write_lines(rows: Iterable[object], stream: TextIO) -> None:
    """Write rows as they come."""
    for row in rows:
        stream.write(dump(row) + "\n")
