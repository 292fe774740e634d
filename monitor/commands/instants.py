"""A day or an instant as a person writes it on the command line."""

from datetime import date, datetime

import typer

from monitor.domain.due import Ruler
from monitor.domain.when import Precision, When


def when_written(text: str, ruler: Ruler, now: datetime, option: str = "--at") -> When:
    """The time in the office's zone: a day is known as a day, and as far as `now` if it is today.

    Raises BadParameter, named after `option`, for what is no time.
    """
    try:
        if "T" in text or " " in text:
            instant = datetime.fromisoformat(text)
            aware = instant if instant.tzinfo else instant.replace(tzinfo=ruler.zone)
            return When.at(aware, "person", Precision.MINUTE)
        day = date.fromisoformat(text)
    except ValueError as error:
        remedy = f"{text!r} is no day or instant; write 2026-03-02 or 2026-03-02T14:30"
        raise typer.BadParameter(remedy, param_hint=option) from error
    whole = ruler.whole_day(day, "person")
    # What is entered on the day itself has happened by now.
    return whole.no_later_than(now) if day == ruler.day(now) else whole
