"""How due times and lengths of obligations are written: a day that ends at 24:00 is that day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.window import Window

_UNITS = {
    "years": ("年", "year"),
    "months": ("个月", "month"),
    "working_days": ("个工作日", "working day"),
    "days": ("天", "day"),
    "hours": ("小时", "hour"),
    "minutes": ("分钟", "minute"),
    "seconds": ("秒", "second"),
}


def due_words(due: datetime, zone: ZoneInfo) -> str:
    """`2026-03-31 24:00` for the end of a day, `2026-03-31 14:30` for a time within it."""
    local = due.astimezone(zone)
    if (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
        return f"{local - timedelta(hours=1):%Y-%m-%d} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"


def window_words(window: Window) -> tuple[str, str]:
    """A length as people write it, in Chinese and in English: `5个工作日`, `5 working days`."""
    parts = [(getattr(window, name), *words) for name, words in _UNITS.items()]
    zh = "".join(f"{number}{unit}" for number, unit, _ in parts if number)
    en = " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, _, unit in parts if n)
    return zh, en
