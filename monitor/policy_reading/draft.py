"""What was read, in the policy language: clauses that the policy loader accepts, and their TOML."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from monitor.domain.policy import BASELINE, Binding, Clause, ClauseKind, Policy
from monitor.domain.window import parse_window
from monitor.policy_reading.compare import nearest
from monitor.policy_reading.found import FoundClause, Reading

_HEAD = """\
# Draft, read from a document by machine. Nothing here is in force until a person has compared
# every clause with its quotation, put right what is wrong, and adopted the file:
#     huiying policy adopt FILE -c CONFIG --by NAME
# "sure" is how certain the reading is, from 0 to 1.
"""


_OUR_GAP = parse_window("PT24H")
_SOFT_KINDS = (ClauseKind.CONTINUATION, ClauseKind.DUTY, ClauseKind.ROUTING)


@dataclass(frozen=True, slots=True)
class Draft:
    """A profile to be: its clauses, each beside what it was read from."""

    profile: str
    reading: Reading
    clauses: tuple[tuple[Clause, FoundClause], ...]


def make_draft(reading: Reading, profile: str, in_force: Policy | None) -> Draft:
    """The draft of a profile of that id; `in_force` tells which inherited clauses it replaces."""
    clauses = []
    for number, found in enumerate(reading.clauses, 1):
        clause = _clause(reading, found, f"{profile}-{number:02d}", profile, in_force)
        clauses.append((clause, found))
    return Draft(profile, reading, tuple(clauses))


def default_id(reading: Reading) -> str:
    """The id of a profile nobody has named yet: its year, as names cannot be spelled in ASCII."""
    return f"draft-{reading.heading.year}" if reading.heading.year else "draft"


def _clause(
    reading: Reading, found: FoundClause, clause_id: str, profile: str, in_force: Policy | None
) -> Clause:
    heading = reading.heading
    kind = _loadable_kind(found)
    window = parse_window(found.window) if found.window else None
    gap = (window or _OUR_GAP) if kind is ClauseKind.CONTINUATION else None
    soft = kind in _SOFT_KINDS and found.binding is Binding.HARD
    clause = Clause(
        id=clause_id,
        profile=profile,
        kind=kind,
        quote=found.quote,
        source=f"{heading.number or heading.title} {found.place}".strip() or "(document)",
        binding=Binding.SOFT if soft else found.binding,
        grades=found.grades,
        category=found.category,
        window=None if gap else window,
        max_gap=gap,
        calendar=found.calendar or "elapsed",
        clock_start=found.clock_start,
        satisfied_by=found.satisfied_by,
        trigger=found.trigger,
        channels=found.channels,
        responsible="、".join(unit.name for unit in found.units),
        effective_from=heading.in_force_from,
        extra=_extra(found, kind),
    )
    replaced = _replaced(clause, in_force)
    return replace(clause, replaces=replaced) if replaced else clause


def _loadable_kind(found: FoundClause) -> ClauseKind:
    """Its kind; a duty where the limit that the kind needs could not be read."""
    undated = found.kind is ClauseKind.FIXED_DATE and not (found.due or found.every_year)
    unbounded = found.kind is ClauseKind.RATIO and found.at_most
    return ClauseKind.DUTY if undated or unbounded else found.kind


def _extra(found: FoundClause, kind: ClauseKind) -> Mapping[str, object]:
    extra: dict[str, object] = {}
    if found.subject:
        extra["subject"] = found.subject
    if found.min_count:
        extra["min_count"] = found.min_count
    if kind is ClauseKind.RATIO and found.ratio is not None:
        extra["min_ratio"] = found.ratio
    if found.due:
        extra["due"] = found.due.isoformat()
    if found.every_year:
        extra["due_every_year"] = found.every_year
    return extra


def _replaced(clause: Clause, in_force: Policy | None) -> str:
    """The baseline's clause that this one restates; only those that time incidents."""
    if in_force is None or not clause.times_incidents:
        return ""
    inherited = [c for p in in_force.lineage if p.id == BASELINE for c in p.clauses]
    other = nearest(clause, [c for c in inherited if c.times_incidents])
    return other.id if other and set(other.grades) == set(clause.grades) else ""


def draft_toml(draft: Draft) -> str:
    """The draft as a policy file."""
    heading = draft.reading.heading
    lines = [_HEAD, f"[profile.{draft.profile}]"]
    title = " ".join(filter(None, (heading.title, heading.number))) or draft.profile
    lines.append(f"title = {_value(title)}")
    if heading.in_force_from:
        lines.append(f"effective_from = {_value(heading.in_force_from.isoformat())}")
    else:
        lines.append('# effective_from = "2026-01-01"   # the document shows no day; write it')
    lines.append(f"inherits = {_value([BASELINE])}")
    for clause, found in draft.clauses:
        lines += ["", *_comments(clause, found), f"[[profile.{draft.profile}.clause]]"]
        lines += [f"{key} = {_value(value)}" for key, value in clause_keys(clause)]
    return "\n".join(lines) + "\n"


def clause_keys(clause: Clause) -> Iterator[tuple[str, object]]:
    """The keys of a clause as a policy file writes them; what is empty is left out."""
    yield "id", clause.id
    for key, value in (
        ("replaces", clause.replaces),
        ("kind", clause.kind.value),
        ("grades", list(clause.grades)),
        ("category", clause.category if clause.category != "any" else ""),
        ("window", str(clause.window) if clause.window else ""),
        ("max_gap", str(clause.max_gap) if clause.max_gap else ""),
        ("calendar", clause.calendar if clause.window else ""),
        ("clock_start", [basis.value for basis in clause.clock_start]),
        ("trigger", clause.trigger),
        ("channels", list(clause.channels)),
        ("satisfied_by", list(clause.satisfied_by)),
        ("binding", clause.binding.value),
        ("responsible", clause.responsible),
        *clause.extra.items(),
        ("quote", clause.quote),
        ("source", clause.source),
    ):
        if value not in ("", [], None):
            yield key, value


def _comments(clause: Clause, found: FoundClause) -> Iterator[str]:
    places = ", ".join(f"{section or '-'} (line {line})" for section, line in found.places)
    yield f"# sure {found.confidence:.2f}, at {places}"
    for doubt in found.doubts:
        yield f"# CHECK: {doubt}"
    if clause.kind is not found.kind:
        yield f"# CHECK: this is a {found.kind}; once its limit is known, write it as one"
    if clause.max_gap is _OUR_GAP:
        yield "# CHECK: the text names no gap; this one is our default"


def _value(value: object) -> str:
    """A TOML value: JSON's strings, lists and numbers are TOML's, the control 7F excepted."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
