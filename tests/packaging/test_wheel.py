"""The wheel: what it holds, and that an installed copy finds its templates and data."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from this checkout, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it lies once installed."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, code: str) -> str:
    """What `code` prints with the installed copy, away from the checkout."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=installed,
        env={"PYTHONPATH": str(installed), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_the_rooms_and_their_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"monitor", "spiders", "alerts", "huiying-0.1.0.dist-info"}
    for needed in (
        "monitor/policies/national.toml",
        "monitor/starter/huiying.toml",
        "monitor/store/migrations/script.py.mako",
        "monitor/store/migrations/versions/0001_the_first_tables.py",
        "monitor/board/static/board.css",
        "monitor/demo/stories/01_chemical_explosion.toml",
        "monitor/text/data/divisions.tsv",
        "monitor/judge/data/grades.toml",
        "monitor/_templates/email/body.html",
        "monitor/_templates/digest/digest.html",
        "monitor/_templates/documents/special.docx",
        "monitor/_templates/board/home.html",
        "huiying-0.1.0.dist-info/licenses/LICENSE",
    ):
        assert needed in names
    assert not [name for name in names if "test" in name.lower() or name.endswith(".pyc")]


def test_every_template_of_the_installed_copy_compiles(installed: Path) -> None:
    code = """
from monitor.wording.rendering import environment, templates_folder
print(templates_folder())
loader = environment()
names = [n for n in loader.list_templates() if n.endswith((".html", ".txt"))]
for name in names:
    loader.get_template(name)
print(len(names))
"""
    folder, count = run(installed, code).split()
    assert Path(folder) == installed / "monitor" / "_templates"
    templates = [p for p in (ROOT / "templates").rglob("*") if p.suffix in (".html", ".txt")]
    assert int(count) == len(templates)


def test_the_installed_command_makes_a_configuration_that_it_accepts(
    installed: Path, tmp_path: Path
) -> None:
    code = f"""
import sys
from monitor.cli import main
for arguments in (["init", {str(tmp_path)!r}], ["check", "-c", {str(tmp_path)!r}]):
    sys.argv = ["huiying", *arguments]
    try:
        main()
    except SystemExit as end:
        assert not end.code, end.code
"""
    assert "state-council" in run(installed, code)
