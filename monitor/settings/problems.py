"""Problems in files people write: collected, and shown all at once with a remedy each."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: in which file, at which key, what stands there, and what to do."""

    file: str
    key: str
    value: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key} = {self.value}: {self.remedy}"


class ConfigurationError(Exception):
    """Raised when a configuration cannot be used; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def unknown_key(file: str, path: str, key: str, known: Iterable[str]) -> Problem:
    """The problem of a key that means nothing, with the nearest one that does."""
    names = sorted(known)
    near = difflib.get_close_matches(key, names, n=1)
    remedy = f"no such key; did you mean {near[0]!r}?" if near else f"no such key; known: {names}"
    return Problem(file, f"{path}.{key}" if path else key, "(unknown)", remedy)
