"""An office's own templates: in force where they work, ours where they do not.

A file under `templates/` in the configuration directory stands in place of ours of the same name
(`email/body.html`); one of words need only hold what it changes. A mistake in them loses no mail:
it goes out in our words, says so, and the log says why.
"""

import html
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import TemplateSyntaxError

from alerts.hygiene import one_line
from alerts.outbox import RenderedMail
from monitor.domain.briefing import Briefing
from monitor.wording.many_mail import render_many
from monitor.wording.rendering import render_mail

OWN_TEMPLATES = "templates"
"""Where an office's own templates lie, in the configuration directory."""

_LONGEST_REASON = 160

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OwnFirst:
    """Puts notices into words with the templates in `folder`; there need be no such folder."""

    folder: Path

    def mail(self, briefing: Briefing, language: str, zone: ZoneInfo) -> RenderedMail:
        """The mail of one notice, as `render_mail`."""
        return self._try(lambda own: render_mail(briefing, language, zone, own), language)

    def many(
        self, briefings: Sequence[Briefing], caught_up: bool, language: str, zone: ZoneInfo
    ) -> RenderedMail:
        """The mail that stands for several, as `render_many`."""
        return self._try(
            lambda own: render_many(briefings, caught_up, language, zone, own), language
        )

    def _try(self, render: Callable[[Path | None], RenderedMail], language: str) -> RenderedMail:
        if not self.folder.is_dir():
            return render(None)
        try:
            mail = render(self.folder)
            if not mail.subject.strip() or not mail.text.strip():
                raise ValueError("subject or text came out empty")
        except Exception as error:
            # A template can fail in any way, and none of them may keep an alert back.
            logger.exception("own templates in %s failed; ours are used", self.folder)
            return _said(render(None), _reason(error), language)
        return mail


def _reason(error: Exception) -> str:
    where = ""
    if isinstance(error, TemplateSyntaxError):
        where = f"{error.name or error.filename or '?'}:{error.lineno} "
    return one_line(f"{where}{type(error).__name__}: {error}", _LONGEST_REASON)


def _said(mail: RenderedMail, reason: str, language: str) -> RenderedMail:
    """The mail with a line at its end that the office's own template did not work."""
    note = f"本单位自定的邮件模板有误，本邮件改用标准模板（{reason}）"
    if language == "en":
        note = f"The office's own mail template failed; this is the standard one ({reason})"
    foot = f'<p style="margin:12px;font-size:14px;line-height:21px">{html.escape(note)}</p></body>'
    body = foot.join(mail.html.rsplit("</body>", 1))
    return RenderedMail(mail.subject, f"{mail.text.rstrip()}\n\n{note}\n", body)
