"""Phrases of the word tables as patterns: either-or and gaps, and nothing else.

`a|b` stands for either, a space joins two parts, `…` stands for up to 12 characters inside one
clause and `……` for up to 40 inside one sentence: `组织|举行……演练` finds 举行2026年地震应急演练.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from monitor.judge.tables import table

_JOINT: Final = re.compile(r"(……|…| )")
_JOINTS: Final = {" ": "", "…": r"[^,。;:!?\n]{0,12}", "……": r"[^。;\n]{0,40}"}


def pattern_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern that finds any of the phrases, the longest where several start alike."""
    return re.compile("|".join(_source(one) for one in sorted(phrases, key=len, reverse=True)))


@lru_cache(maxsize=64)
def phrases(name: str, section: str, key: str) -> re.Pattern[str]:
    """The pattern of one list in a word table, such as ("relevance.toml", "real", "drill")."""
    return pattern_of(table(name)[section][key])


def _source(phrase: str) -> str:
    return "".join(
        _either(part) if part not in _JOINTS else _JOINTS[part] for part in _JOINT.split(phrase)
    )


def _either(part: str) -> str:
    words = [re.escape(word) for word in part.split("|")]
    return words[0] if len(words) == 1 else f"(?:{'|'.join(words)})"
