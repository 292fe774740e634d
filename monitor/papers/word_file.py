"""Word documents from templates that an office can open and change.

An office's own template stands in `templates/documents/` of its configuration directory, by the
name of ours. Where it breaks, ours is used and the mistake is said: nothing is lost.
"""

import io
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText
from jinja2 import Environment, StrictUndefined

from alerts.hygiene import one_line, safe_url
from monitor.wording.rendering import templates_folder

logger = logging.getLogger(__name__)

_PICTURE_WIDTH = Mm(156)
_INK = "1d4ed8"


class Writer:
    """What a template's context is made with: links and pictures belong to one document."""

    def __init__(self, template: DocxTemplate) -> None:
        self._template = template

    def link(self, url: str, words: str) -> RichText:
        """Words that lead to a page; plain words where the address is none."""
        address = safe_url(url)
        shown = one_line(words) or address
        text = RichText()
        if address:
            text.add(shown, url_id=self._template.build_url_id(address), color=_INK, underline=True)
        else:
            text.add(shown)
        return text

    def picture(self, png: bytes) -> InlineImage | str:
        """A picture over the width of the text; nothing for none."""
        if not png:
            return ""
        return InlineImage(self._template, io.BytesIO(png), width=_PICTURE_WIDTH)


Context = Callable[[Writer], Mapping[str, Any]]
"""Makes what a template is filled with."""


def word_file(name: str, context: Context, office_folder: Path | None = None) -> bytes:
    """The document `name` (`special.docx`), filled. Text is escaped, an unknown name an error."""
    own = office_folder / "templates" / "documents" / name if office_folder else None
    if own is not None and own.is_file():
        try:
            return _filled(own, context)
        except Exception as error:  # whatever an office wrote into its template
            logger.error("%s cannot be used, ours is: %s: %s", own, type(error).__name__, error)
    return _filled(templates_folder() / "documents" / name, context)


def _filled(path: Path, context: Context) -> bytes:
    template = DocxTemplate(str(path))
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template.render(dict(context(Writer(template))), environment)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()
