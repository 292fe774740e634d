"""Pictures inside a mail: mail programs show parts, and block `data:` addresses."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

_DATA = re.compile(r'src="data:image/png;base64,([A-Za-z0-9+/=]+)"')


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG of a mail, and the identifier by which its HTML names it."""

    content_id: str
    png: bytes


def take_out(html: str, domain: str) -> tuple[str, tuple[Picture, ...]]:
    """The HTML with its PNG pictures named instead of held, and the pictures, each once.

    The names follow from the pictures, so that a mail built twice is the same.
    """
    pictures: dict[str, Picture] = {}

    def named(match: re.Match[str]) -> str:
        try:
            png = base64.b64decode(match[1], validate=True)
        except binascii.Error:
            return match[0]
        content_id = f"{hashlib.sha256(png).hexdigest()[:24]}@{domain}"
        pictures[content_id] = Picture(content_id, png)
        return f'src="cid:{content_id}"'

    return _DATA.sub(named, html), tuple(pictures.values())
