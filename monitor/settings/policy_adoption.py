"""Taking over a draft profile: checked whole, then written into the office's own `policy.toml`."""

import re
import tempfile
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.domain.policy import BASELINE, Policy, Profile
from monitor.policy_reading.compare import Change, compare
from monitor.settings.policy_files import load_policy, load_profiles
from monitor.settings.problems import ConfigurationError, Problem

POLICY_FILE = "policy.toml"
OFFICE_FILE = "huiying.toml"

_TABLE = re.compile(r"^\s*\[\[?\s*(?P<name>[^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Adoption:
    """What taking over a draft comes to. `text` is the new policy file, whole.

    `changes` are against the rules in force; `replaced` the profiles of the same id that go.
    """

    profile: Profile
    changes: tuple[Change, ...]
    replaced: tuple[str, ...]
    text: str
    in_use: bool


def policy_in_force(folder: Path) -> Policy:
    """The rules an office works under: its profile with its own `policy.toml`.

    Only the policy part of the configuration is read. Raises ConfigurationError.
    """
    return load_policy(_profiles_in_use(folder), *_own(folder))


def prepare(folder: Path, draft: Path, by: str, now: datetime) -> Adoption:
    """Everything about taking over `draft` in the configuration `folder`, nothing written yet.

    `now` is noted with the name of who takes it over. The office's own file may hold an older
    profile of the draft's name, which goes. Raises ConfigurationError with every problem of the
    draft at once.
    """
    before = policy_in_force(folder)
    load_profiles(*_own(folder), draft)
    name = _only_profile(draft)
    own = folder / POLICY_FILE
    old = own.read_text(encoding="utf-8") if own.exists() else ""
    text = _merged(old, draft.read_text(encoding="utf-8"), name, by, now)
    profiles = _load_text(text)
    return Adoption(
        profile=profiles[name],
        changes=compare(profiles[name].clauses, before),
        replaced=tuple(known for known in load_profiles(*_own(folder)) if known == name),
        text=text,
        in_use=name in _profiles_in_use(folder),
    )


def write(folder: Path, adoption: Adoption, now: datetime) -> Path | None:
    """Write the new policy file; the old one is kept beside it, and its path returned."""
    own = folder / POLICY_FILE
    kept = None
    if own.exists():
        kept = _free(folder, f"{POLICY_FILE}.{now:%Y%m%d-%H%M%S}.bak")
        kept.write_text(own.read_text(encoding="utf-8"), encoding="utf-8")
    fresh = folder / f"{POLICY_FILE}.new"
    fresh.write_text(adoption.text, encoding="utf-8")
    fresh.replace(own)
    return kept


def _free(folder: Path, name: str) -> Path:
    """A path of that name that is not taken: two adoptions of one second keep two backups."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{name}.{number}"
    return path


def _own(folder: Path) -> list[Path]:
    return [path for path in (folder / POLICY_FILE,) if path.exists()]


def _profiles_in_use(folder: Path) -> list[str]:
    """The profiles that the office's file names; the baseline where it names none."""
    path = folder / OFFICE_FILE
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        named = document.get("office", {}).get("profile", BASELINE)
    except FileNotFoundError:
        remedy = "give the configuration directory with -c"
        raise ConfigurationError(
            [Problem(str(path), "(whole file)", "(missing)", remedy)]
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError) as error:
        problem = Problem(OFFICE_FILE, "(whole file)", str(error), "mend the TOML")
        raise ConfigurationError([problem]) from error
    return [str(name) for name in named] if isinstance(named, list) else [str(named)]


def _only_profile(draft: Path) -> str:
    """The name of the one profile of a draft that the loader has accepted."""
    names = list(tomllib.loads(draft.read_text(encoding="utf-8")).get("profile", {}))
    if len(names) != 1:
        remedy = "a draft holds one profile: [profile.NAME]"
        raise ConfigurationError([Problem(draft.name, "profile", repr(names), remedy)])
    return str(names[0])


def _merged(old: str, draft: str, name: str, by: str, now: datetime) -> str:
    """The office's file with the draft in the place of an older profile of its name."""
    kept = _without_profile(old, name).rstrip()
    head = f"# {name}: adopted by {by} on {now:%Y-%m-%d %H:%M %z}\n"
    body = "\n".join(line for line in draft.splitlines() if not line.startswith("# CHECK:"))
    return (
        f"{kept}\n\n{head}{_without_banner(body)}\n" if kept else f"{head}{_without_banner(body)}\n"
    )


def _without_banner(draft: str) -> str:
    """The draft without the lines that say it is none of the rules in force yet."""
    lines = draft.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()[:1] not in ("#", "")), 0)
    return "\n".join(lines[first:]).strip()


def _without_profile(text: str, name: str) -> str:
    """The file without the tables of one profile and the comments right above each of them."""
    kept: list[str] = []
    mine = False
    held: list[str] = []  # comments, until it is known which table they belong to
    for line in text.splitlines():
        table = _TABLE.match(line)
        if table:
            parts = [part.strip().strip("\"'") for part in table["name"].split(".")]
            mine = parts[:2] == ["profile", name]
        elif line.lstrip().startswith("#") or not line.strip():
            held.append(line)
            continue
        if not mine:
            kept += [*held, line]
        held = []
    return "\n".join([*kept, *([] if mine else held)])


def _load_text(text: str) -> dict[str, Profile]:
    """The profiles as they will be read once the file stands where it belongs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / POLICY_FILE
        path.write_text(text, encoding="utf-8")
        return load_profiles(path)
