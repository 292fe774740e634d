"""Makes documents of the formats that are read, small but real."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(paragraphs: Sequence[str], table: Sequence[Sequence[str | None]] = ()) -> bytes:
    """A DOCX file; a cell of None goes on with the one above (merged downwards)."""
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    if table:
        rows = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in table)
        body += f"<w:tbl>{rows}</w:tbl>"
    document = f'<w:document xmlns:w="{_NAMESPACE}"><w:body>{body}</w:body></w:document>'
    return archive({"word/document.xml": document})


def archive(files: dict[str, str]) -> bytes:
    """A ZIP archive of text files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return buffer.getvalue()


def _cell(text: str | None) -> str:
    if text is None:
        return "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    merge = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
    return f"<w:tc>{merge}<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:tc>"


def pdf(lines: Sequence[str]) -> bytes:
    """A PDF of one page, its text as word processors embed it: glyphs and a map to Unicode."""
    letters = sorted({letter for line in lines for letter in line})
    glyphs = {letter: number for number, letter in enumerate(letters, 1)}
    shown = "".join(
        f"1 0 0 1 50 {780 - 18 * at} Tm <{''.join(f'{glyphs[c]:04X}' for c in line)}> Tj\n"
        for at, line in enumerate(lines)
    )
    pairs = "".join(f"<{n:04X}> <{c.encode('utf-16-be').hex()}>\n" for c, n in glyphs.items())
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{pairs}endbfchar endcmap end end"
    )
    font = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo"
    return _assembled(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        _stream(f"BT /F1 12 Tf\n{shown}ET"),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H"
        " /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        f"{font} << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>",
        _stream(to_unicode),
    )


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _assembled(*objects: str) -> bytes:
    """The objects with the table of their places, which readers need."""
    out = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("ascii")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii")
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode("ascii")
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out + end.encode("ascii")
