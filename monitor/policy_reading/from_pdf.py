"""PDF: the text of its pages. Needs the optional extra `documents` (pypdf)."""

import io
import logging

from monitor.policy_reading.source import Line, Source, UnreadableDocument

_MOST_PAGES = 300
_LONGEST = 600_000


def read_pdf(body: bytes, name: str) -> Source:
    """The lines of a PDF, counted over all pages.

    Raises UnreadableDocument: damaged, locked, a scan without text, or pypdf is not installed.
    """
    try:
        import pypdf
    except ImportError:
        raise UnreadableDocument(
            f"{name}: reading PDF needs pypdf; install it with: pip install 'huiying[documents]'"
        ) from None
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns about every odd object
    pieces: list[str] = []
    try:
        reader = pypdf.PdfReader(io.BytesIO(body))
        for page in list(reader.pages)[:_MOST_PAGES]:
            pieces.append(page.extract_text())
            if sum(map(len, pieces)) > _LONGEST:
                break
    except Exception as error:  # pypdf lets errors of any kind out of a damaged file
        raise UnreadableDocument(f"{name}: a damaged or locked PDF ({error})") from error
    lines = "\n".join(pieces)[:_LONGEST].splitlines()
    found = tuple(Line(number, line) for number, line in enumerate(lines, 1) if line.strip())
    if not found:
        raise UnreadableDocument(f"{name}: a PDF without text (a scan); recognise its text first")
    return Source(found, printed=True)
