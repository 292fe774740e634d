"""What the head of a page states about it: meta elements, JSON-LD, the title element."""

import re
from dataclasses import dataclass

from lxml import etree

_LD_FIELD = re.compile(r'"(?:datePublished|pubDate)"\s*:\s*"([^"\\]{4,60})"')
# A name that means publication, and what assigns to it. Its first letter is a plain set, for which
# the engine skips ahead in long scripts.
_PUBLISHED_IS = (
    r"""[pP](?<!\w.)(?i:ublish_?(?:ed_?)?(?:date|time|at)|ub_?(?:date|time)|time)["']?\s*[:=]\s*"""
)
_SCRIPT_FIELD = re.compile(_PUBLISHED_IS + r"""["']([^"'\\]{8,40})["']""")
# Seconds or milliseconds since 1970, and the names that pages of public accounts give their time.
_SCRIPT_NUMBER = re.compile(
    _PUBLISHED_IS + r"""(1\d{9}(?:\d{3})?)\b"""
    r"""|(?:var\s|window\.)(?:ct|oriCreateTime|createTime)\s*=\s*["'](1\d{9}|20\d\d-[^"'\\]{4,16})["']"""
)
_AT_MOST = 200_000
_DATES = 50
_METAS = 500
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Head:
    """Meta contents by lower-case name (the first of each), dates of scripts, the title element.

    `script_dates` are what other scripts of the page assign to a name that means publication,
    `times` what the time elements of the whole page state for programs.
    """

    meta: dict[str, str]
    linked_data_dates: tuple[str, ...]
    script_dates: tuple[str, ...]
    times: tuple[str, ...]
    title: str

    def first(self, *names: str) -> tuple[str, str]:
        """The first of `names` that has a content, and the content; two empty strings if none."""
        for name in names:
            value = self.meta.get(name, "")
            if value:
                return name, value
        return "", ""


def read_head(root: etree._Element) -> Head:
    """Read it before `read_blocks`, which removes the scripts."""
    meta: dict[str, str] = {}
    linked: list[str] = []
    scripted: list[str] = []
    times: list[str] = []
    title: str | None = None
    for el in root.iter("meta", "script", "title", "time"):
        if el.tag == "meta":
            name = el.get("name") or el.get("property") or el.get("itemprop") or ""
            content = (el.get("content") or "").strip()
            if name and content and len(meta) < _METAS:
                meta.setdefault(name.strip().lower(), content[:_LONGEST])
        elif el.tag == "title":
            if title is None:  # later ones stand in drawings
                title = " ".join(str(el.xpath("string()"))[:_LONGEST].split())
        elif el.tag == "time":
            times.append(el.get("datetime") or "")
        elif len(linked) + len(scripted) < _DATES:
            source = (el.text or "")[:_AT_MOST]
            if "ld+json" in (el.get("type") or ""):
                linked.extend(_LD_FIELD.findall(source)[:_DATES])
            else:
                scripted.extend(_SCRIPT_FIELD.findall(source)[:_DATES])
                numbers = _SCRIPT_NUMBER.findall(source)[:_DATES]
                scripted.extend(number or named for number, named in numbers)
    stated = tuple(filter(None, times))[:_DATES]
    return Head(meta, tuple(linked), tuple(scripted[:5]), stated, title or "")
