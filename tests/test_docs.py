"""What users can call and set stands in the documents."""

from pathlib import Path

import pytest

from monitor.cli import COMMANDS
from monitor.settings.config_files import OfficeFile

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readmes_open_with_a_picture_that_is_there_and_the_two_commands(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert "docs/board.png" in text
    assert (ROOT / "docs/board.png").stat().st_size > 10_000
    assert "huiying demo\n```" in text
    assert "\ntests/run\n" in text


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"`huiying {command}" in (ROOT / "README.md").read_text(encoding="utf-8") or (
        f"`{command}`" in (ROOT / "README.md").read_text(encoding="utf-8")
    )


def test_every_setting_stands_in_the_starter_configuration() -> None:
    starter = (ROOT / "monitor/starter/huiying.toml").read_text(encoding="utf-8")
    for section, field in OfficeFile.model_fields.items():
        assert f"[{section}]" in starter or f"[[{section}]]" in starter
        model = field.annotation
        arguments = getattr(model, "__args__", None)
        model = arguments[0] if arguments else model
        for key in getattr(model, "model_fields", {}):
            assert f"{key} = " in starter or key == "language", f"{section}.{key}"
