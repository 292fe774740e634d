"""Which units answer for a matter: the one named, else by topic, else by town."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.domain.severity import Category
from monitor.text.lexicon import Lexicon
from monitor.text.normalise import matching_form
from monitor.text.reading import reading_form


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit (责任单位) as configured.

    `aliases` are other names the public uses; `topics` are categories ("fire") or words of the
    matter (供水); `towns` are the places it answers for.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()


def responsible_units(
    title: str, text: str, category: Category, units: Sequence[Unit]
) -> tuple[str, ...]:
    """The ids of the units that answer for a matter, the surest kind of evidence only.

    A unit that the title names goes first, then one named in the text, then those whose topic it
    is, then the town where it happened. Within one kind, the order of the configuration. Empty
    where nothing fits.
    """
    folded, words = _folded(tuple(units))
    head, body = (_said(words, reading_form(part)) for part in (title, text))
    whole = head | body
    kinds: tuple[Callable[[Unit], bool], ...] = (
        lambda unit: _names_any(head, (unit.name, *unit.aliases)),
        lambda unit: _names_any(body, (unit.name, *unit.aliases)),
        lambda unit: category.value in unit.topics or _names_any(whole, unit.topics),
        lambda unit: _names_any(whole, unit.towns),
    )
    for fits in kinds:
        found = tuple(unit.id for unit in folded if fits(unit))
        if found:
            return found
    return ()


@lru_cache(maxsize=4)
def _folded(units: tuple[Unit, ...]) -> tuple[tuple[Unit, ...], Lexicon[str]]:
    """The units with their words in matching form, and all these words together."""
    folded = tuple(
        Unit(
            unit.id,
            matching_form(unit.name),
            *(
                tuple(map(matching_form, words))
                for words in (unit.aliases, unit.topics, unit.towns)
            ),
        )
        for unit in units
    )
    words = {
        word: word
        for unit in folded
        for word in (unit.name, *unit.aliases, *unit.topics, *unit.towns)
    }
    return folded, Lexicon(words)


def _said(words: Lexicon[str], text: str) -> frozenset[str]:
    return frozenset(word for _, _, word in words.every(text))


def _names_any(said: frozenset[str], names: Sequence[str]) -> bool:
    return any(name in said for name in names)
