"""The tables that `policy` prints."""

from collections.abc import Iterable, Sequence
from datetime import date

from rich.table import Column, Table
from rich.text import Text

from monitor.domain.policy import Clause, Policy, Profile
from monitor.policy_reading.compare import Change, ChangeKind, limit_of
from monitor.policy_reading.found import Reading

_SURE = 0.8


def profiles_table(profiles: Iterable[Profile], in_force: Policy | None) -> Table:
    """Every profile there is; the ones an office works under are marked."""
    used = {profile.id for profile in in_force.lineage} if in_force else set()
    table = _table("profile", "in use", "from", "clauses", "inherits", "title")
    for profile in profiles:
        table.add_row(
            profile.id,
            "yes" if profile.id in used else "",
            _day(profile.effective_from),
            str(len(profile.clauses)),
            ", ".join(profile.inherits),
            _plain(profile.title),
        )
    return table


def clauses_table(policy: Policy, today: date) -> Table:
    """The clauses of a policy; those another clause hides or that are not in force say so."""
    binding = {clause.id for clause in policy.clauses_on(today)}
    table = _table("clause", "limit", "kind", "binding", "source", "quotation")
    table.title = f"{policy.profile.id} on {today}"
    for profile in policy.lineage:
        for clause in profile.clauses:
            state = (
                clause.binding.value if clause.id in binding else _why_not(clause, policy, today)
            )
            table.add_row(
                clause.id,
                limit_of(clause),
                clause.kind.value,
                state,
                _plain(clause.source),
                _plain(clause.quote),
            )
    return table


def clause_table(clause: Clause, profile: Profile) -> Table:
    """One clause with everything that is set in it."""
    table = _table(clause.id, profile.title.replace("[", "("))
    rows: dict[str, object] = {
        "quotation": clause.quote,
        "source": clause.source,
        "kind": clause.kind.value,
        "limit": limit_of(clause),
        "calendar": clause.calendar if clause.window else "",
        "binding": clause.binding.value,
        "grades": "、".join(clause.grades),
        "counted from": " > ".join(clause.clock_start) or clause.trigger,
        "satisfied by": ", ".join(clause.satisfied_by),
        "channels": ", ".join(clause.channels),
        "responsible": clause.responsible or clause.extra.get("subject", ""),
        "replaces": clause.replaces,
        "in force from": _day(clause.effective_from) or "always",
        "in force to": _day(clause.effective_to),
        "observability": clause.observability,
    }
    for name, value in rows.items():
        if value:
            table.add_row(name, _plain(str(value)))
    return table


def reading_table(reading: Reading) -> Table:
    """What was read from a document; the unsure readings first need a person's eyes."""
    table = _table("sure", "limit", "kind", "calendar", "where", "quotation", "who")
    for clause in reading.clauses:
        section, line = clause.places[0]
        who = "、".join(unit.name for unit in clause.units) or clause.subject
        table.add_row(
            f"{clause.confidence:.2f}{'' if clause.confidence >= _SURE else ' ?'}",
            clause.limit,
            clause.kind.value,
            clause.calendar,
            f"{section} line {line}".strip(),
            _plain("; ".join((clause.quote, *clause.doubts))),
            _plain(who[:60]),
        )
    return table


def rows_table(reading: Reading) -> Table:
    """The rows of the responsibility tables; units taken from a row above are marked."""
    table = _table("item", "task", "责任单位")
    for found in reading.tables:
        for row in found.rows:
            units = "、".join(unit.name for unit in row.units)
            table.add_row(
                str(row.item or "-"),
                _plain((row.task or row.text)[:40]),
                _plain(f"{units} (merged cell)" if row.merged else units),
            )
        if found.missing:
            missing = ", ".join(map(str, found.missing))
            table.caption = f"missing from the counting: {missing}"
    return table


def changes_table(changes: Sequence[Change]) -> Table:
    """What differs from the rules in force; what stays the same is counted only."""
    same = sum(change.kind is ChangeKind.SAME for change in changes)
    table = _table("change", "clause", "before", "now", "quotation")
    table.caption = f"{same} clauses restate what is in force"
    for change in changes:
        shown = change.clause or change.before
        if change.kind is ChangeKind.SAME or shown is None:
            continue
        word = "looser: both stay" if change.kind is ChangeKind.LOOSER else change.kind.value
        table.add_row(
            word,
            shown.id,
            _limit(change.before),
            _limit(change.clause),
            _plain(shown.quote),
        )
    return table


def _table(*names: str) -> Table:
    """A table whose long Chinese lines are folded, for they have no spaces to break at."""
    return Table(*(Column(name, overflow="fold") for name in names))


def _limit(clause: Clause | None) -> str:
    return f"{limit_of(clause)} {clause.binding.value}".strip() if clause else "-"


def _why_not(clause: Clause, policy: Policy, today: date) -> str:
    if not clause.in_force_on(today):
        return f"not on this day ({_day(clause.effective_from)} to {_day(clause.effective_to)})"
    hiding = (c.id for p in policy.lineage for c in p.clauses if c.replaces == clause.id)
    return f"replaced by {next(hiding, 'another')}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _plain(text: str) -> Text:
    """Text of a document, with brackets that are no markup."""
    return Text(text)
