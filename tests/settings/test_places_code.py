"""The administrative code of places.toml: which of several places of one name is ours."""

from pathlib import Path

import pytest

from monitor.settings.config import load_settings
from monitor.settings.problems import ConfigurationError
from monitor.wiring import judge_setup
from tests.settings.test_config import CHANNELS, OFFICE, UNITS


def write(folder: Path, places: str) -> Path:
    """A small configuration with these lines in places.toml."""
    texts = {"huiying": OFFICE, "channels": CHANNELS, "units": UNITS}
    for name, text in {**texts, "places": f"[jurisdiction]\n{places}"}.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_code_says_which_place_of_that_name_is_ours(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, 'name = "鼓楼区"\ncode = "350102"\n'), {})
    ours = judge_setup(settings).gazetteer
    assert ours.locate("福州市鼓楼区一小区起火", "").ours
    assert not ours.locate("南京市鼓楼区一小区起火", "").ours
    assert ours.locate("鼓楼区一小区起火", "").ours


@pytest.mark.parametrize("code", ["5101", "510100", "510100000000"])
def test_the_zeros_that_fill_up_a_code_say_nothing(tmp_path: Path, code: str) -> None:
    settings = load_settings(write(tmp_path, f'name = "成都市"\ncode = "{code}"\n'), {})
    ours = judge_setup(settings).gazetteer
    assert ours.jurisdiction.code == "5101"
    assert ours.locate("邛崃市一工厂起火", "").ours
    assert not ours.locate("绵阳市一工厂起火", "").ours


@pytest.mark.parametrize("code", ["33060", "0306", "云岭", "330604001002", "3306 04"])
def test_what_is_no_code_is_refused_by_name(tmp_path: Path, code: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(write(tmp_path, f'name = "临溪县"\ncode = "{code}"\n'), {})
    (problem,) = caught.value.problems
    assert "places.toml" in str(problem)
    assert "code" in str(problem)
