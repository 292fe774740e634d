"""DOCX: paragraphs and tables of the main text."""

import io
import zipfile

from lxml import etree

from monitor.policy_reading.source import Grid, Line, Source, UnreadableDocument, spread

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST = 30_000_000
_MAIN = "word/document.xml"


def read_docx(body: bytes, name: str) -> Source:
    """The text of a DOCX file; a line's number is that of its paragraph.

    Raises UnreadableDocument where it is damaged, larger than any document, or no DOCX.
    """
    story = _main_part(body, name).find(f"{_W}body")
    lines: list[Line] = []
    grids: list[Grid] = []
    number = 0
    for element in story if story is not None else ():
        if element.tag == f"{_W}p":
            number += 1
            lines += [Line(number, text) for text in _text(element).split("\n") if text.strip()]
        elif element.tag == f"{_W}tbl":
            grids.append(Grid(number + 1, _rows(element)))
            number += len(grids[-1].rows)
    if not lines and not grids:
        raise UnreadableDocument(f"{name}: holds no text; is it a scan?")
    return Source(tuple(lines), tuple(grids))


def _main_part(body: bytes, name: str) -> etree._Element:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if archive.getinfo(_MAIN).file_size > _LARGEST:
                raise UnreadableDocument(f"{name}: its text is too large to be a document")
            return etree.fromstring(archive.read(_MAIN), _parser())
    except KeyError:
        raise UnreadableDocument(f"{name}: an archive, but no DOCX") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnreadableDocument(f"{name}: a damaged DOCX ({error})") from error
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(f"{name}: a damaged DOCX ({error.msg})") from error


def _parser() -> etree.XMLParser:
    """Follows nothing outside the file, expands no entities."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _text(element: etree._Element) -> str:
    """The words of a paragraph or cell; deleted ones (tracked changes) are not among them."""
    pieces: list[str] = []
    for node in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}p"):
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{_W}tab":
            pieces.append(" ")
        elif node is not element:
            pieces.append("\n")
    return "".join(pieces)


def _rows(table: etree._Element) -> tuple[tuple[str, ...], ...]:
    """Its rows, a cell merged downwards repeated in each."""
    rows = spread([_cells(row) for row in table.iterfind(f"{_W}tr")])
    written: list[tuple[str, ...]] = []
    for row in rows:
        above = written[-1] if written else row
        written.append(
            tuple(
                above[at] if cell == _GOES_ON and at < len(above) else cell
                for at, cell in enumerate(row)
            )
        )
    return tuple(tuple("" if cell == _GOES_ON else cell for cell in row) for row in written)


_GOES_ON = "\x00merged with the cell above"


def _cells(row: etree._Element) -> list[tuple[str, int, int]]:
    found = []
    for cell in row.iterfind(f"{_W}tc"):
        wide = cell.find(f"{_W}tcPr/{_W}gridSpan")
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
        text = _GOES_ON if goes_on else " ".join(_text(cell).split())
        span = wide.get(f"{_W}val", "1") if wide is not None else "1"
        found.append((text, int(span) if span.isdigit() else 1, 1))
    return found
