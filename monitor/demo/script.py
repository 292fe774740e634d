"""The script of the week: stories, each with the publications that tell it.

A story is one TOML file in `stories/`: `title` says what it shows, `expected` in words what should
come of it, `verdicts` where each window that applies should stand when the week is over (none: it
must open no incident), and each `[[publication]]` is one page on one channel:

    key          its name inside the story
    at           when it appears, such as "Tue 14:20" (see `monitor.demo.week`)
    channel      the outlet it appears on
    title, text  what it says; paragraphs are lines
    reprint_of   the key of the publication whose text it takes over, instead of `text`
    lead, tail   what a reprint puts before and after it; `drop` lists what it leaves out
    source       the 来源 it prints; by default the outlet it was taken from, or its own
    date_only    true where the page shows the day and no time (a forum always shows the time)
"""

import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

from monitor.demo.outlets import load_outlets
from monitor.demo.week import WEEK_END, WEEK_START, parse_offset
from monitor.domain.verdict import Verdict

__all__ = [
    "WEEK_END", "WEEK_START", "Publication", "ScriptError", "Story", "load_script", "load_stories",
    "read_story",
]  # fmt: skip

_KEYS = {
    "key", "at", "channel", "title", "text", "reprint_of", "lead", "tail", "drop", "source",
    "date_only",
}  # fmt: skip
_NEEDED = ("key", "at", "channel")


class ScriptError(ValueError):
    """Raised when a story file cannot be played; says the file, the entry and what is wrong."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One page of the week. `at` is aware, in UTC; `id` is `story/key`.

    `reprint_of` is the id of the publication it takes its text from, `source` the channel name
    or the words it prints as its 来源, empty where it prints itself.
    """

    id: str
    at: datetime
    channel: str
    title: str
    text: str
    reprint_of: str | None = None
    source: str = ""
    date_only: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """What one file shows, what should come of it, and its publications in time order.

    `verdicts` is by clause id, for the windows that apply under the national profile; it is empty
    where the story must open nothing.
    """

    id: str
    title: str
    expected: str
    publications: tuple[Publication, ...]
    verdicts: Mapping[str, Verdict]


def load_stories() -> tuple[Story, ...]:
    """The stories of the demo, in the order of their file names."""
    folder = files("monitor.demo") / "stories"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    channels = load_outlets().keys()
    return tuple(
        read_story(name, (folder / name).read_text(encoding="utf-8"), channels) for name in names
    )


def load_script() -> tuple[Publication, ...]:
    """All publications of all stories, in time order."""
    every = [publication for story in load_stories() for publication in story.publications]
    return tuple(sorted(every, key=lambda publication: (publication.at, publication.id)))


def read_story(name: str, text: str, channels: Container[str]) -> Story:
    """One story from the text of the file `name`; raises ScriptError where it is wrong."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScriptError(f"{name}: no valid TOML: {error}") from error
    for needed in ("title", "expected", "publication"):
        if not content.get(needed):
            raise ScriptError(f"{name}: `{needed}` is missing")
    story_id = name.removesuffix(".toml")
    known: dict[str, Publication] = {}
    for number, entry in enumerate(content["publication"], start=1):
        where = f"{name}: publication {entry.get('key', number)}"
        _check(entry, where, channels, known)
        known[entry["key"]] = _publication(story_id, entry, where, known)
    ordered = sorted(known.values(), key=lambda publication: publication.at)
    verdicts = _verdicts(name, content.get("verdicts", {}))
    return Story(story_id, content["title"], content["expected"], tuple(ordered), verdicts)


def _verdicts(name: str, stated: Mapping[str, str]) -> dict[str, Verdict]:
    try:
        return {clause: Verdict(word) for clause, word in stated.items()}
    except ValueError as error:
        known = ", ".join(Verdict)
        raise ScriptError(f"{name}: verdicts: {error}; known are {known}") from error


def _check(
    entry: Mapping[str, Any], where: str, channels: Container[str], known: Mapping[str, Publication]
) -> None:
    for key in entry:
        if key not in _KEYS:
            raise ScriptError(f"{where}: unknown key `{key}`; known are {', '.join(sorted(_KEYS))}")
    for key in _NEEDED:
        if not entry.get(key):
            raise ScriptError(f"{where}: `{key}` is missing")
    if entry["key"] in known:
        raise ScriptError(f"{where}: the story has this key already")
    if entry["channel"] not in channels:
        raise ScriptError(f"{where}: no channel `{entry['channel']}` in outlets.toml")
    if ("text" in entry) == ("reprint_of" in entry):
        raise ScriptError(f"{where}: give either `text` or `reprint_of`")
    if "text" in entry and not entry.get("title"):
        raise ScriptError(f"{where}: `title` is missing")
    if "reprint_of" in entry and entry["reprint_of"] not in known:
        raise ScriptError(f"{where}: reprints `{entry['reprint_of']}`, which does not come before")


def _publication(
    story: str, entry: Mapping[str, Any], where: str, known: Mapping[str, Publication]
) -> Publication:
    try:
        at = parse_offset(entry["at"])
    except ValueError as error:
        raise ScriptError(f"{where}: {error}") from error
    origin = known.get(entry.get("reprint_of", ""))
    if origin is not None and origin.at >= at:
        raise ScriptError(f"{where}: appears before what it reprints")
    return Publication(
        id=f"{story}/{entry['key']}",
        at=at,
        channel=entry["channel"],
        title=entry.get("title") or (origin.title if origin else ""),
        text=entry["text"].strip() if origin is None else _reprint(origin.text, entry, where),
        reprint_of=None if origin is None else origin.id,
        source=entry.get("source") or (origin.channel if origin else ""),
        date_only=entry.get("date_only", False),
    )


def _reprint(text: str, entry: Mapping[str, Any], where: str) -> str:
    """The text as another outlet brings it: without what it drops, between lead and tail."""
    for dropped in entry.get("drop", ()):
        if dropped not in text:
            raise ScriptError(f"{where}: drops {dropped!r}, which is not in what it reprints")
        lines = text.splitlines()
        # A signature line goes as a line: the same words elsewhere in the text stay.
        text = (
            "\n".join(line for line in lines if line != dropped)
            if dropped in lines
            else text.replace(dropped, "")
        )
    return f"{entry.get('lead', '')}{text.strip()}\n{entry.get('tail', '')}".strip()
