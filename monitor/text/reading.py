"""The form in which facts are read from a text, and its sentences.

Unlike `matching_form` it keeps lines and full stops, which say where one statement ends. Readers
fold their input themselves, so they take the original as well as text already folded.
"""

import re
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from monitor.text.normalise import matching_lines

LONGEST: Final = 20_000
"""Characters of a text that are read for facts; news states them early."""

_FULL_STOP: Final = re.compile(r"\.(?:(?<!\d\.)|(?!\d))")
_DATELINE: Final = re.compile(
    r".{0,40}?(?:\d{1,2}[日号]|[一二三四五六七八九十]{1,3}[日号])[^,。\n]{0,4}[电讯](?:\([^)]{0,80}\))?"
)
# Longer runs without a stop are cut, so that what is asked of a sentence stays cheap.
_OPENING: Final = 12  # sentences
_SENTENCE: Final = re.compile(r"[^。!?;\n]{1,400}[。!?;\n]{0,400}")


class Sentence(NamedTuple):
    """One sentence and where it starts; `number` counts from 0."""

    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)


@lru_cache(maxsize=32)
def reading_form(text: str) -> str:
    """Half-width, Simplified, lower case, with 。 and line breaks kept; at most `LONGEST` long."""
    whole = text[:LONGEST].encode("utf-8", "ignore").decode("utf-8")  # lone surrogates go
    return _FULL_STOP.sub("。", "\n".join(matching_lines(whole)))


def sentences(text: str, most: int | None = None) -> tuple[Sentence, ...]:
    """The sentences of a text in reading form, the first `most` of them where that is given."""
    if most is not None and most <= _OPENING:  # asked for by many, a different number by each
        return _first_sentences(text, _OPENING)[:most]
    return _first_sentences(text, most)


@lru_cache(maxsize=32)
def _first_sentences(text: str, most: int | None) -> tuple[Sentence, ...]:
    return tuple(
        [
            Sentence(number, found.start(), found.group())
            for number, found in enumerate(islice(_SENTENCE.finditer(text), most))
        ]
    )


def lead_of(text: str, count: int = 2) -> str:
    """The first `count` sentences of a text in reading form."""
    return "".join(sentence.text for sentence in sentences(text, count))


def without_dateline(text: str) -> str:
    """Text without its 新华社北京7月1日电: when and where it was written, not when it happened."""
    found = _DATELINE.match(text)
    return text[found.end() :] if found else text
