"""The judge's word tables: TOML files beside the code, read once."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=16)
def table(name: str) -> dict[str, Any]:
    """One table by file name, such as `issuers.toml`; it travels in the wheel as data."""
    content = (files("monitor.judge") / "data" / name).read_text(encoding="utf-8")
    return tomllib.loads(content)
