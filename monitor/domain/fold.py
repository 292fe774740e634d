"""The state is a fold over the log: what the entries say, taken in their order, is what is so.

Pure: no store, no clock. A column that holds nothing (empty, zero, no) is left out wherever states
are written or compared, so that a column of a later release does not tell old rows apart.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from monitor.domain.events import Event, EventKind, Rows


@dataclass(slots=True)
class State:
    """What the log so far comes to.

    `verdicts` are those that verdict_changed entries name, by incident and clause: they stand in
    the entries of every release. `stateless` counts the entries that carry no state.
    """

    rows: dict[str, dict[str, dict[str, object]]] = field(default_factory=dict)
    verdicts: dict[tuple[str, str], str] = field(default_factory=dict)
    stateless: int = 0

    def take(self, event: Event) -> None:
        """Take the next entry in."""
        if event.kind is EventKind.VERDICT_CHANGED:
            clause = str(event.data.get("clause", ""))
            self.verdicts[event.incident, clause] = str(event.data.get("new"))
        if event.state is None:
            self.stateless += 1
            return
        for table, rows in event.state.items():
            known = self.rows.setdefault(table, {})
            for number, columns in rows.items():
                known.setdefault(number, {}).update(columns)


def fold(events: Iterable[Event]) -> State:
    """The state that a log gives."""
    state = State()
    for event in events:
        state.take(event)
    return state


def canonical(rows: Rows) -> str:
    """Rows as JSON, one text for one state: sorted, rows by number, without empty columns."""
    tables = {
        table: {
            number: _filled(known[number])
            for number in sorted(known, key=int)
            if _filled(known[number])
        }
        for table, known in sorted(rows.items())
    }
    return json.dumps(
        {table: found for table, found in tables.items() if found},
        ensure_ascii=False,
        indent=1,
    )


def differences(state: State, stored: Rows) -> Iterator[str]:
    """Each column in which the stored rows are not what the log says, one line each.

    Where entries of an earlier release carry no state, what the log does not tell of is left out;
    the verdicts they name are compared all the same.
    """
    for table in sorted({*state.rows, *stored}):
        told, kept = state.rows.get(table, {}), stored.get(table, {})
        for number in sorted({*told, *kept}, key=int):
            where = f"{table} {number}"
            if number not in kept and _filled(told[number]):
                yield f"{where}: the log tells of it, the store does not hold it"
            elif number in told:
                yield from _columns(
                    where, told[number], kept.get(number, {}), bool(state.stateless)
                )
            elif _filled(kept[number]) and not state.stateless:
                yield f"{where}: the store holds it, the log tells nothing of it"
    yield from _verdicts(state, stored)


def _columns(
    where: str, told: Mapping[str, object], kept: Mapping[str, object], partly: bool
) -> Iterator[str]:
    for name in sorted({*told, *kept}):
        if partly and name not in told:
            continue
        one, other = told.get(name) or None, kept.get(name) or None
        if one != other:
            yield f"{where}: {name} is {_short(other)} in the store, {_short(one)} by the log"


def _verdicts(state: State, stored: Rows) -> Iterator[str]:
    """Clocks whose verdict is another than the last one that an entry names."""
    for number, row in stored.get("clock", {}).items():
        named = state.verdicts.get((str(row.get("incident_id")), str(row.get("clause"))))
        if named != row.get("verdict"):
            yield (
                f"clock {number}: the verdict is {_short(row.get('verdict'))} in the store, "
                f"the log last named {_short(named)}"
            )


def _filled(row: Mapping[str, object]) -> dict[str, object]:
    return {name: row[name] for name in sorted(row) if row[name]}


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= 80 else f"{text[:77]}..."
