"""What an entry of the log says to a person: its data in words, else its own reason."""

from collections.abc import Callable

from monitor.board.phrases import named
from monitor.domain.events import EventKind
from monitor.domain.notices import NoticeReason
from monitor.domain.verdict import Verdict
from monitor.store.views_records import EventItem

_NOTICES = (
    EventKind.NOTICE_QUEUED,
    EventKind.NOTICE_SENT,
    EventKind.NOTICE_FAILED,
    EventKind.NOTICE_WITHDRAWN,
    EventKind.NOTICE_RESENT,
)


def log_words(event: EventItem, label: Callable[[str], str], language: str) -> str:
    """The entry in words; `label` names a window by its clause id."""
    window = label(str(event.data["clause"])) if event.data.get("clause") else ""
    if event.kind == EventKind.VERDICT_CHANGED:
        change = _change(event, language)
        return " · ".join(part for part in (window, change, event.reason) if part)
    if event.kind in _NOTICES:
        why = str(event.data.get("reason") or event.reason)
        said = named(language, "notice", why) if why in set(NoticeReason) else why
        withdrawn = named(language, "withdrawn", str(event.data.get("why", "")))
        parts = (window, said, str(event.data.get("error", "")), withdrawn)
        return " · ".join(part for part in parts if part)
    return event.reason


def _change(event: EventItem, language: str) -> str:
    """`计时中 → 已超时`; only the new state where there was none before."""
    states = [event.data.get(key) for key in ("old", "new")]
    known = [Verdict(str(state)) for state in states if state in set(Verdict)]
    return " → ".join(state.words[1 if language == "en" else 0] for state in known)
