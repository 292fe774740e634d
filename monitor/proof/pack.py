"""Putting a proof pack together: files, and a manifest with the hash of each.

The archive is the same for the same files and the same moment, byte for byte.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

MANIFEST = "manifest.json"
EVENTS = "events.jsonl"
ARTICLES = "articles/"
FORMAT = 1

_FIRST_YEAR = 1980  # archives know no earlier one


@dataclass(frozen=True, slots=True)
class About:
    """What the manifest says of the pack as a whole; `made_at` is aware.

    `log_entries` and `log_hash` are how long the office's whole log was, and its last hash: they
    tie the pack to a log that can be checked.
    """

    office: str
    incident: str
    title: str
    made_at: datetime
    log_entries: int
    log_hash: str


def pack(files: Mapping[str, bytes], about: About) -> bytes:
    """The archive: the manifest first, then the files by name."""
    manifest = {
        "format": FORMAT,
        "office": about.office,
        "incident": about.incident,
        "title": about.title,
        "made_at": about.made_at.isoformat(),
        "log": {"entries": about.log_entries, "hash": about.log_hash},
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in sorted(files.items())
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [(MANIFEST, text), *sorted(files.items())]:
            entry = zipfile.ZipInfo(name, _stamp(about.made_at))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def manifest_hash(archive: bytes) -> str:
    """The SHA-256 of a pack's manifest: the one number that stands for all that is in it.

    Raises KeyError or zipfile.BadZipFile where it is no pack.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return hashlib.sha256(opened.read(MANIFEST)).hexdigest()


def _stamp(at: datetime) -> tuple[int, int, int, int, int, int]:
    return max(at.year, _FIRST_YEAR), at.month, at.day, at.hour, at.minute, at.second
