"""Which units answer for a matter: the one named, else by topic, else by town."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from monitor.domain.severity import Category
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
    head, body = reading_form(title), reading_form(text)
    whole = f"{head}\n{body}"
    kinds: tuple[Callable[[Unit], bool], ...] = (
        lambda unit: _names_any(head, (unit.name, *unit.aliases)),
        lambda unit: _names_any(body, (unit.name, *unit.aliases)),
        lambda unit: category.value in unit.topics or _names_any(whole, unit.topics),
        lambda unit: _names_any(whole, unit.towns),
    )
    for fits in kinds:
        found = tuple(unit.id for unit in units if fits(unit))
        if found:
            return found
    return ()


def _names_any(text: str, names: Iterable[str]) -> bool:
    return any(name in text for name in map(matching_form, names) if name)
