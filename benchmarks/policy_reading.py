"""How well policy documents are read: python benchmarks/policy_reading.py FOLDER TRUTH.json

TRUTH.json maps a file's name to what a person found in it:
`{"clauses": [{"quote", "kind", "window", "due", "calendar"}], "also": [quotes], "rows": {item:
[units]}}`. `also` are duties that are right but carry no number: finding them is neither asked
for nor false. A `calendar` of null is not compared. Prints one line a document and the sum.
"""

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.policy_reading.as_json import reading_row
from monitor.policy_reading.document import read_document
from monitor.policy_reading.likeness import likeness

ALIKE = 0.6
COLUMNS = ("clauses", "found", "kind", "window", "calendar", "all right", "false", "of all", "rows")


def measure(row: dict[str, Any], truth: dict[str, Any], misses: list[str]) -> Counter[str]:
    """Counts for one document; what is missed or false goes to `misses` in words."""
    count: Counter[str] = Counter()
    left = list(row["clauses"])
    for asked in truth["clauses"]:
        count["clauses"] += 1
        best = max(left, key=lambda one: _score(one, asked), default=None)
        if best is None or likeness(best["quote"], asked["quote"]) < ALIKE:
            misses.append(f"missed: {asked['quote']}")
            continue
        left.remove(best)
        count += _compared(best, asked, misses)
    for other in left:
        right = [*truth.get("also", []), *(asked["quote"] for asked in truth["clauses"])]
        known = any(likeness(other["quote"], quote) >= ALIKE for quote in right)
        if not known or any(
            _same_limit(other, asked) and likeness(other["quote"], asked["quote"]) >= ALIKE
            for asked in truth["clauses"]
        ):
            count["false"] += 1
            misses.append(
                f"false: {other['kind']} {other['window'] or other['due']} {other['quote']}"
            )
    count["of all"] = len(row["clauses"])
    count += _rows(row, truth.get("rows", {}), misses)
    return count


def _score(one: dict[str, Any], asked: dict[str, Any]) -> float:
    return likeness(one["quote"], asked["quote"]) + 0.5 * _same_limit(one, asked)


def _same_limit(one: dict[str, Any], asked: dict[str, Any]) -> bool:
    return all(one[key] == asked[key] for key in ("kind", "window", "due"))


def _compared(one: dict[str, Any], asked: dict[str, Any], misses: list[str]) -> Counter[str]:
    right = {
        "kind": one["kind"] == asked["kind"],
        "window": (one["window"], one["due"]) == (asked["window"], asked["due"]),
        "calendar": asked["calendar"] in (None, one["calendar"]),
    }
    if not all(right.values()):
        read = [one[key] for key in ("kind", "window", "due", "calendar")]
        misses.append(f"wrong: {asked['quote']} read as {read}")
    return Counter(found=1, **{"all right": int(all(right.values()))}, **right)


def _rows(row: dict[str, Any], truth: dict[str, list[str]], misses: list[str]) -> Counter[str]:
    read = {str(found["item"]): found["units"] for found in row["responsibility"]}
    for item, units in truth.items():
        if read.get(item) != units:
            misses.append(f"row {item}: {read.get(item)} is not {units}")
    good = sum(read.get(item) == units for item, units in truth.items())
    extra = len(set(read) - set(truth)) if truth else 0
    return Counter({"rows": good, "all rows": len(truth) + extra})


def main(folder: Path, truth_file: Path) -> None:
    """Measure every document of the truth file."""
    zone = ZoneInfo("Asia/Shanghai")
    total: Counter[str] = Counter()
    misses: list[str] = []
    print("document".ljust(28), *(name.rjust(9) for name in COLUMNS))
    for name, truth in json.loads(truth_file.read_text(encoding="utf-8")).items():
        body = (folder / name).read_bytes()
        row = reading_row(read_document(body, name, datetime.now(UTC), zone))
        count = measure(row, truth, misses)
        total += count
        _line(name, count)
    _line("all", total)
    asked, found = max(total["clauses"], 1), max(total["of all"], 1)
    print(
        f"\nfound {total['found'] / asked:.3f}   all right {total['all right'] / asked:.3f}"
        f"   false {total['false'] / found:.3f}   rows {total['rows']}/{total['all rows']}"
    )
    print(*misses, sep="\n")


def _line(name: str, count: Counter[str]) -> None:
    print(name[:28].ljust(28), *(str(count[column]).rjust(9) for column in COLUMNS))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
