"""What the head of a page states about it: meta elements, JSON-LD, the title element."""

import re
from dataclasses import dataclass

from lxml import etree

_LD_FIELD = re.compile(r'"(?:datePublished|pubDate)"\s*:\s*"([^"\\]{4,60})"')
_SCRIPT_FIELD = re.compile(
    r"""["']?\b(?:publish_?(?:ed_?)?(?:date|time|at)|pub_?(?:date|time)|ptime)["']?\s*[:=]\s*["']([^"'\\]{8,40})["']""",
    re.IGNORECASE,
)
_AT_MOST = 200_000


@dataclass(frozen=True, slots=True)
class Head:
    """Meta contents by lower-case name (the first of each), dates of scripts, the title element.

    `script_dates` are what other scripts of the page assign to a name that means publication.
    """

    meta: dict[str, str]
    linked_data_dates: tuple[str, ...]
    script_dates: tuple[str, ...]
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
    for el in root.iter("meta"):
        name = el.get("name") or el.get("property") or el.get("itemprop") or ""
        content = (el.get("content") or "").strip()
        if name and content:
            meta.setdefault(name.strip().lower(), content)
    linked: list[str] = []
    scripted: list[str] = []
    for script in root.iter("script"):
        text = (script.text or "")[:_AT_MOST]
        if "ld+json" in (script.get("type") or ""):
            linked.extend(_LD_FIELD.findall(text))
        else:
            scripted.extend(_SCRIPT_FIELD.findall(text))
    element = next(root.iter("title"), None)
    title = "" if element is None else " ".join(str(element.xpath("string()")).split())
    return Head(meta, tuple(linked), tuple(scripted[:5]), title)
