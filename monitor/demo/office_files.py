"""The configuration of the demo's office, written into a folder as a user's would be."""

from importlib.resources import files
from pathlib import Path

OFFICE_FILES = ("huiying.toml", "channels.toml", "units.toml", "places.toml")


def write_office(folder: Path, site_url: str, smtp_port: int, board_url: str) -> None:
    """Write the four files into `folder` (made where it is missing, overwritten where it is not).

    `site_url` is the demo site's address without a trailing slash, `smtp_port` the mailbox's port
    on this machine, `board_url` what the links in mails begin with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    blanks = {"{site}": site_url, "{smtp_port}": str(smtp_port), "{board}": board_url}
    for name in OFFICE_FILES:
        text = (files("monitor.demo") / "office" / name).read_text(encoding="utf-8")
        for blank, value in blanks.items():
            text = text.replace(blank, value)
        (folder / name).write_text(text, encoding="utf-8")
