"""How rates of letters are printed, whether they come from files or from a store."""

import sys
from collections.abc import Iterable

from rich.table import Table

from monitor.domain.duty_totals import SMALL_NUMBER
from monitor.domain.letters import Rate

PROXY = (
    "Counted from public dates, which lie outside those of the rule (收到转办通知, written "
    "report): on time is certain, late is at most so many."
)


def tell_missing_years(years: Iterable[int]) -> None:
    """Say on stderr which years' holidays are wanted."""
    for year in years:
        sys.stderr.write(
            f"the holidays of {year} are not known: put them into workdays.toml; "
            "letters that need them cannot be told\n"
        )


def rate_table(first: str, title: str) -> Table:
    """An empty table of rates, with its headings."""
    table = Table(first, title=title)
    for heading in ("letters", "on time", "late", "overdue", "waiting", "unknown", "rate", "of"):
        table.add_column(heading, justify="right")
    return table


def rate_cells(rate: Rate) -> tuple[str, ...]:
    """A row of that table behind its name; a small denominator is marked."""
    share = "–" if rate.share is None else f"{100 * rate.share:.1f} %"
    few = " (few)" if rate.decided < SMALL_NUMBER else ""
    counts = (
        rate.letters,
        rate.on_time,
        rate.late,
        rate.unanswered,
        rate.waiting,
        rate.undetermined,
    )
    return (*map(str, counts), share, f"{rate.on_time}/{rate.decided}{few}")
