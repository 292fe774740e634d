"""Who took an incident on: handed to whom (交办), acknowledged by whom (签收). People enter it.

An acknowledgement stops reminders, never a clock; but a profile may count a window from either.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.when import When


class Via(StrEnum):
    """On which way somebody acknowledged."""

    MAIL = "mail"
    BOARD = "board"
    COMMAND = "command"

    @property
    def words(self) -> tuple[str, str]:
        """How the way is called, in Chinese and in English."""
        return {
            "mail": ("邮件链接", "link in the mail"),
            "board": ("看板", "board"),
            "command": ("命令", "command"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Assignment:
    """An incident was handed to these units at `at`, as `by` entered it at `recorded_at`."""

    id: int
    units: tuple[str, ...]
    at: When
    by: str
    note: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """`by` took notice of an incident at `at`; entered at `recorded_at`.

    `generation` is the highest of the incident's clocks at that moment: a window that ran anew
    since then has a higher one, and was acknowledged by nobody yet. `notice` is the key of the
    message by whose link it was made.
    """

    id: int
    by: str
    at: When
    generation: int
    via: Via
    note: str
    recorded_at: datetime
    notice: str = ""
