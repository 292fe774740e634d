"""Checking a proof pack: nothing altered, nothing missing, nothing added, every entry chained."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.domain.events import Event, EventKind, chain
from monitor.proof.pack import ARTICLES, EVENTS, FORMAT, MANIFEST

LARGEST = 512 * 1024 * 1024
"""More than this, unpacked, is no pack of ours and is not read."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a pack says of itself, and everything wrong with it, a line each."""

    about: dict[str, Any]
    files: int
    entries: int
    problems: tuple[str, ...]
    manifest_sha256: str = ""


def check_pack(archive: bytes) -> Checked:
    """Check a pack from nothing but itself; never raises, whatever the bytes are."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return _checked(opened)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, KeyError, TypeError) as error:
        return Checked({}, 0, 0, (f"this is no proof pack: {error}",))
    except (NotImplementedError, RuntimeError) as error:  # encrypted, or packed in an unknown way
        return Checked({}, 0, 0, (f"this archive cannot be read: {error}",))


def _checked(archive: zipfile.ZipFile) -> Checked:
    size = sum(entry.file_size for entry in archive.infolist())
    if size > LARGEST:
        raise ValueError(f"{size} bytes unpacked")
    manifest = archive.read(MANIFEST)
    about = json.loads(manifest)
    if about["format"] != FORMAT:
        raise ValueError(f"format {about['format']!r}; this release reads format {FORMAT}")
    problems = list(_file_problems(archive, about["files"]))
    names = archive.namelist()
    entries, found = _entry_problems(archive.read(EVENTS)) if EVENTS in names else (0, [])
    problems += found
    problems += _page_problems(archive, names)
    digest = hashlib.sha256(manifest).hexdigest()
    return Checked(about, len(about["files"]), entries, tuple(problems), digest)


def _file_problems(archive: zipfile.ZipFile, listed: dict[str, Any]) -> Iterator[str]:
    names = archive.namelist()
    yield from (f"{name}: stands in the archive twice" for name in _repeated(names))
    yield from (f"{name}: missing" for name in sorted(set(listed) - set(names)))
    added = set(names) - set(listed) - {MANIFEST}
    yield from (f"{name}: not in the manifest" for name in sorted(added))
    for name in sorted(set(listed) & set(names)):
        try:
            same = hashlib.sha256(archive.read(name)).hexdigest() == listed[name]["sha256"]
        except zipfile.BadZipFile as error:
            yield f"{name}: damaged ({error})"
            continue
        if not same:
            yield f"{name}: altered"


def _repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _entry_problems(text: bytes) -> tuple[int, list[str]]:
    """Whether each log entry gives the hash that it carries, from the one before it."""
    lines = text.decode().splitlines()
    problems = []
    number = 0
    for line in lines:
        row = json.loads(line)
        event = Event(
            kind=EventKind(row["kind"]),
            at=datetime.fromisoformat(row["at"]),
            incident=row["incident"],
            actor=row["actor"],
            reason=row["reason"],
            data=row["data"],
            state=row["state"],
        )
        if chain(row["previous"], event) != row["hash"]:
            problems.append(f"log entry {row['number']}: does not give its hash")
        if row["number"] <= number:
            problems.append(f"log entry {row['number']}: out of order")
        number = row["number"]
    return len(lines), problems


def _page_problems(archive: zipfile.ZipFile, names: list[str]) -> Iterator[str]:
    """Whether every page copy is the page whose hash was taken when it was fetched."""
    for name in names:
        if not name.startswith(ARTICLES) or not name.endswith(".json"):
            continue
        article = json.loads(archive.read(name))
        copy = article["page_copy"]
        if copy and copy in names:
            if hashlib.sha256(archive.read(copy)).hexdigest() != article["body_sha256"]:
                yield f"{copy}: is not the page that was fetched"
        elif copy:
            yield f"{copy}: missing"
