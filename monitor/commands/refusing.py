"""How a command says that something cannot be done."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer


@contextmanager
def in_one_line() -> Iterator[None]:
    """What cannot be done is said in one line, with exit status 1."""
    try:
        yield
    except (KeyError, ValueError) as error:
        unknown = isinstance(error, KeyError)
        sys.stderr.write(f"there is no {error.args[0]}\n" if unknown else f"{error}\n")
        raise typer.Exit(1) from None
