"""Progress on long work: a bar on a terminal, nothing in a pipe or a log."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track

Item = TypeVar("Item")
_WORTH_A_BAR = 20


def over(items: Sequence[Item], what: str) -> Iterator[Item]:
    """Go through `items` with a bar on stderr, where somebody can see it."""
    if len(items) < _WORTH_A_BAR or not sys.stderr.isatty():
        return iter(items)
    return iter(track(items, description=what, console=Console(stderr=True), transient=True))
