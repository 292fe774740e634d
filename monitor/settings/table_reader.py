"""Reads single values of one table of a policy file, noting each mistake at its key."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from monitor.settings.problems import Problem

T = TypeVar("T")


class TableReader:
    """Converts single values of one table, noting a problem where one cannot be read."""

    def __init__(
        self, file: str, where: str, raw: Mapping[str, Any], problems: list[Problem]
    ) -> None:
        self.raw = raw
        self._file, self._where, self._problems = file, where, problems

    def require(self, *keys: str) -> None:
        """Note each of `keys` that is absent."""
        for key in keys:
            if key not in self.raw:
                self.note(key, "(missing)", "it is needed here")

    def text(self, key: str) -> str:
        """The text at `key`; empty where it is absent or no text."""
        value = self.raw.get(key, "")
        if isinstance(value, str):
            return value
        self.note(key, repr(value), "write a text in quotes")
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of the list at `key`."""
        value = self.raw.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.note(key, repr(value), "write a list of texts in quotes")
        return ()

    def one(self, key: str, convert: Callable[[str], T], remedy: str) -> T | None:
        """The value at `key` converted, or None where it is absent or wrong."""
        if key not in self.raw:
            return None
        return self._convert(key, self.raw[key], convert, remedy)

    def many(self, key: str, convert: Callable[[str], T], remedy: str) -> tuple[T, ...]:
        """The list at `key`, item by item."""
        value = self.raw.get(key, [])
        if not isinstance(value, list):
            self.note(key, repr(value), f"write a list {remedy}")
            return ()
        items = (self._convert(key, item, convert, remedy) for item in value)
        return tuple(item for item in items if item is not None)

    def _convert(self, key: str, value: Any, convert: Callable[[str], T], remedy: str) -> T | None:
        try:
            return convert(str(value))
        except ValueError as error:
            self.note(key, repr(value), remedy or str(error))
            return None

    def note(self, key: str, value: str, remedy: str) -> None:
        """Note a mistake at a key: what stands there, and what to do."""
        self._problems.append(Problem(self._file, f"{self._where}.{key}", value, remedy))


def one_of(known: "set[str] | tuple[str, ...]") -> Callable[[str], str]:
    """A conversion that lets only known words through."""

    def convert(text: str) -> str:
        if text not in known:
            raise ValueError(text)
        return text

    return convert
