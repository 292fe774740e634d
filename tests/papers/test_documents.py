"""Reports in Word: what they say, where it comes from, and an office's own templates."""

import zipfile
from pathlib import Path

import pytest
from docx import Document

from tests.papers.conftest import export


def text_of(path: Path) -> str:
    """All words of a document, its tables included."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def links_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("word/_rels/document.xml.rels").decode()


def test_a_special_report_says_only_what_was_seen_and_links_to_it(
    office: Path, tmp_path: Path
) -> None:
    out = tmp_path / "special.docx"
    assert export(office, "special", "1", "--out", str(out)).exit_code == 0
    text = text_of(out)
    for said in ("舆情概况", "柏湾镇自来水连续三天发黄", "48小时 回应", "按时回应", "临溪县水务局"):
        assert said in text
    assert "对其他政务舆情应在48小时内予以回应" in text
    assert "处置建议：（由值班人员填写）" in text
    assert "http://water.example/" in links_of(out)
    assert "{{" not in text


def test_a_report_on_what_nobody_answered_says_where_none_was_seen(
    office: Path, tmp_path: Path
) -> None:
    out = tmp_path / "special.docx"
    assert export(office, "special", "2", "--out", str(out)).exit_code == 0
    text = text_of(out)
    assert "在所监测的官方渠道上未见回应" in text
    assert "<script>" in text  # as text, which is what it was
    assert "13812345678" not in text


def test_an_incident_that_is_not_there_is_a_clear_error(office: Path) -> None:
    printed = export(office, "special", "99")
    assert printed.exit_code == 2
    assert "there is no incident 99" in printed.output


def test_the_digest_as_a_document_has_the_figures_of_the_page(office: Path, tmp_path: Path) -> None:
    out = tmp_path / "week.docx"
    assert export(office, "digest", "2026-W10", "--out", str(out)).exit_code == 0
    text = text_of(out)
    assert "2 件事件、2 项时限：按时 1，未按时 1" in text
    assert "50 % (1/2)" in text
    with zipfile.ZipFile(out) as archive:
        pictures = [name for name in archive.namelist() if name.endswith(".png")]
    assert len(pictures) == 2


def own_template(office: Path, words: str) -> None:
    folder = office / "templates" / "documents"
    folder.mkdir(parents=True)
    document = Document()
    document.add_paragraph(words)
    document.save(str(folder / "special.docx"))


def test_an_office_changes_a_template_in_word(office: Path, tmp_path: Path) -> None:
    own_template(office, "本县专报：{{ title }}")
    out = tmp_path / "special.docx"
    export(office, "special", "1", "--out", str(out))
    assert text_of(out).startswith("本县专报：柏湾镇自来水连续三天发黄")


@pytest.mark.parametrize("mistake", ["{{ titel }}", "{% for %}", "{{ title"])
def test_a_mistake_in_an_own_template_is_said_and_ours_is_used(
    office: Path, tmp_path: Path, mistake: str, caplog: pytest.LogCaptureFixture
) -> None:
    own_template(office, mistake)
    out = tmp_path / "special.docx"
    assert export(office, "special", "1", "--out", str(out)).exit_code == 0
    assert "舆情概况" in text_of(out)
    assert "special.docx cannot be used, ours is" in caplog.text
