"""How explanations are said: the language, how times are written, what units are called."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.domain.when import When
from monitor.domain.words import Words


@dataclass(frozen=True, slots=True)
class Manner:
    """How the sentences are said: the language ("en", else Chinese), times, and names of units."""

    language: str
    when: Callable[[When], str]
    between: Callable[[datetime, datetime], str]
    unit_name: Callable[[str], str]

    def pick(self, zh: str, en: str) -> str:
        """One of a Chinese and an English word."""
        return en if self.language == "en" else zh

    def words(self, words: Words) -> str:
        """A reason in the language."""
        return words.in_language(self.language)

    def at(self, instant: datetime) -> str:
        """An instant that is known exactly."""
        return self.when(When.at(instant, ""))

    def joined(self, parts: list[str]) -> str:
        """Parts of one sentence, without the empty ones."""
        return self.pick("，", ", ").join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said, under its heading."""

    heading: str
    sentence: str


def dated_manner(zone: ZoneInfo, language: str, unit_name: Callable[[str], str]) -> Manner:
    """Times with their full date, for what may be read years later."""

    def instant(at: datetime) -> str:
        local = at.astimezone(zone)
        return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"

    def between(start: datetime, end: datetime) -> str:
        return f"{instant(start)} {'to' if language == 'en' else '至'} {instant(end)}"

    def when(value: When) -> str:
        if value.is_exact:
            return instant(value.earliest)
        said = between(value.earliest, value.latest)
        return f"between {said}".replace(" to ", " and ") if language == "en" else f"{said} 之间"

    return Manner(language, when, between, unit_name)
