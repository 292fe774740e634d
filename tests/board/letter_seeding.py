"""Citizens' letters of a fictional county with every verdict, as the store keeps them."""

from datetime import timedelta

from monitor.store.letter_tables import LetterRow
from monitor.store.mapping import when_columns
from tests.board.seeding import HOSTILE
from tests.domain.calendars import local, moment

SEEN = local("2026-11-20 10:00")


def row(
    number: int, title: str, sent: str, replied: str = "", unit: str = "", **more: object
) -> LetterRow:
    """A stored letter, last looked at on the morning of `NOW`."""
    columns: dict[str, object] = {
        "channel": "mailbox",
        "url": f"https://box.example.cn/{number}.html",
        "title": title,
        "unit": unit,
        "first_seen_at": moment(sent).latest,
        "seen_at": SEEN,
        "answered": bool(replied),
        "next_at": None if replied else SEEN + timedelta(days=1),
        **when_columns("sent", moment(sent)),
        **when_columns("replied", moment(replied) if replied else None),
    }
    return LetterRow(**(columns | more))


LETTERS = (
    row(1, "柏湾镇路灯不亮", "2026-11-02 09:00", "2026-11-04 16:00", "water"),
    row(2, "石桥村停水三天", "2026-11-02 09:00", "2026-11-16 16:00", "water"),
    row(3, f"青石小学积水{HOSTILE}", "2026-11-09 09:00", "", "education"),
    row(4, "公交站牌破损", "2026-11-19 09:00", "", "education"),
    row(5, "垃圾清运不及时", "2026-11-02 09:00", "", unit_printed="<b>城管</b>", failures=3,
        seen_at=local("2026-11-05 10:00")),
    row(6, "", "2026-11-02", sent_earliest=None, sent_latest=None),
)  # fmt: skip
