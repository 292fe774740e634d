"""The configuration directory: what holds together, and what is said where it does not."""

from pathlib import Path

import pytest

from monitor.judge.thresholds import Thresholds
from monitor.settings.config import PASSWORD_VARIABLE, load_settings
from monitor.settings.problems import ConfigurationError

OFFICE = """
[office]
name = "临溪县 (虚构)"
[mail]
host = "127.0.0.1"
sender = "huiying@linxi.example"
[[recipients]]
name = "值班室"
address = "duty@linxi.example"
roles = ["duty"]
"""
CHANNELS = """
[[channel]]
name = "gov"
title = "临溪县人民政府"
kind = "official"
reader = "list"
url = "https://www.linxi.example/news/"
every = "PT10M"
"""
UNITS = '[[unit]]\nid = "water"\nname = "水务局"\n'
PLACES = "[jurisdiction]\nopen = true\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration that holds together."""
    files = {"huiying": OFFICE, "channels": CHANNELS, "units": UNITS, "places": PLACES}
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def problems(folder: Path, **environment: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(folder, environment)
    return [str(problem) for problem in caught.value.problems]


def test_a_small_configuration_is_whole_with_sensible_defaults(folder: Path) -> None:
    settings = load_settings(folder, {})
    assert settings.zone.key == "Asia/Shanghai"
    assert settings.policy.profile.id == "national"
    assert settings.store_url == f"sqlite:///{folder.resolve() / 'huiying.db'}"
    assert settings.office.mail.security == "starttls"
    assert settings.office.recipients[0].units == ["*"]


@pytest.mark.parametrize("name", ["huiying", "channels", "units", "places"])
def test_a_missing_file_is_named_with_what_writes_one(folder: Path, name: str) -> None:
    (folder / f"{name}.toml").unlink()
    (problem,) = problems(folder)
    assert problem.startswith(f"{name}.toml:")
    assert "huiying init" in problem


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("huiying", OFFICE.replace("host =", "timeot_s = 3\nhost ="), "did you mean 'timeout_s'"),
        ("huiying", OFFICE.replace('host = "127.0.0.1"', ""), "mail.host = (missing)"),
        ("huiying", OFFICE.replace('["duty"]', '["chief"]'), "roles are duty"),
        ("huiying", OFFICE + 'units = ["fire"]\n', "units.toml knows: water"),
        ("huiying", OFFICE + '[store]\nurl = "mysql://x"\n', "sqlite:///FILE"),
        ("channels", CHANNELS + 'owner = "fire"\n', "units.toml knows: water"),
        ("channels", CHANNELS + CHANNELS, "name it once"),
        ("channels", CHANNELS.replace("PT10M", "10 min"), "PT10M"),
        ("channels", CHANNELS.replace("PT10M", "P1M"), "write an interval"),
        ("channels", CHANNELS.replace("official", "news") + 'owner = "water"\n', "has an owner"),
        ("channels", CHANNELS.replace("https://", "ftp://"), "write a web address"),
        ("places", "[jurisdiction]\nopen = maybe\n", "mend the TOML"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(
    folder: Path, file: str, text: str, expected: str
) -> None:
    (folder / f"{file}.toml").write_text(text, encoding="utf-8")
    found = problems(folder)
    assert len(found) == 1
    assert found[0].startswith(f"{file}.toml:")
    assert expected in found[0]


def test_the_password_comes_from_a_file_or_the_environment_but_not_from_both(folder: Path) -> None:
    office = OFFICE.replace("[mail]", '[mail]\npassword_file = "secret.txt"')
    assert load_settings(folder, {PASSWORD_VARIABLE: "a"}).mail_password == "a"
    (folder / "huiying.toml").write_text(office, encoding="utf-8")
    assert "make it readable" in problems(folder)[0]
    (folder / "secret.txt").write_text("b\n", encoding="utf-8")
    assert load_settings(folder, {}).mail_password == "b"
    assert "once" in problems(folder, **{PASSWORD_VARIABLE: "a"})[0]


def test_an_offices_own_policy_can_be_its_profile(folder: Path) -> None:
    (folder / "policy.toml").write_text(
        '[profile.linxi]\ntitle = "临溪县 (虚构)"\ninherits = ["national"]\n', encoding="utf-8"
    )
    text = OFFICE.replace("[office]", '[office]\nprofile = "linxi"')
    (folder / "huiying.toml").write_text(text, encoding="utf-8")
    assert load_settings(folder, {}).policy.profile.id == "linxi"


def test_thresholds_of_the_office_are_read_where_there_are_any(folder: Path) -> None:
    assert load_settings(folder, {}).thresholds == Thresholds()
    path = load_settings(folder, {}).write_thresholds(Thresholds(belongs=0.6))
    assert path == folder / "judge.toml"
    assert load_settings(folder, {}).thresholds == Thresholds(belongs=0.6)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[thresholds]\nbelong = 0.5\n", "did you mean 'belongs'"),
        ("[thresholds]\nbelongs = 0.05\n", "belongs lies between"),
        ("[thresholds]\nbelongs = 0.7\nsurely_the_same = 0.6\n", "is at least belongs"),
        ("[thresholds]\nanswers = 'sure'\n", "thresholds.answers"),
        ("[threshold]\n", "did you mean 'thresholds'"),
        ("[thresholds\n", "mend the TOML"),
    ],
)
def test_mistakes_in_the_thresholds_are_named(folder: Path, text: str, said: str) -> None:
    (folder / "judge.toml").write_text(text, encoding="utf-8")
    (problem,) = problems(folder)
    assert problem.startswith("judge.toml:")
    assert said in problem
