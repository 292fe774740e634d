"""A county with one matter missed and one answered, on an installation of its own."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from monitor.cli import build_app
from monitor.settings.config import load_settings
from monitor.store.store import Store
from tests.usecases.county import (
    MORNING,
    WATER,
    YELLOW_WATER,
    YELLOW_WATER_ANSWER,
    County,
)

DAY = timedelta(days=1)
HOSTILE = (
    "=1+1 <script>临溪县</script>实验小学食堂供餐后17名学生腹痛送医",
    (
        "3月2日中午，临溪县实验小学17名学生在食堂用餐后出现呕吐腹痛，被送往县人民医院观察。"
        "家长在网上质疑饭菜变质，一名家长留下的电话是13812345678，学校称正在等待检验结果。"
    ),
)


@pytest.fixture(scope="session")
def finished_week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A configuration directory whose store holds two incidents; nobody changes it."""
    folder = tmp_path_factory.mktemp("papers") / "office"
    assert CliRunner().invoke(build_app("init"), ["init", str(folder)]).exit_code == 0
    store = Store.open(load_settings(folder).store_url)
    county = County(store)
    county.publish(YELLOW_WATER, MORNING)
    county.publish(HOSTILE, MORNING + timedelta(hours=1))
    county.tick(MORNING + timedelta(hours=2))
    county.publish(YELLOW_WATER_ANSWER, MORNING + DAY, WATER)
    county.look(MORNING - DAY / 8, MORNING + 2 * DAY + DAY / 8)
    county.tick(MORNING + 3 * DAY)
    store.close()
    return folder


@pytest.fixture
def office(finished_week: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test."""
    return Path(shutil.copytree(finished_week, tmp_path / "office"))


def export(folder: Path, *words: str) -> Result:
    """`huiying export` on that installation."""
    return CliRunner().invoke(build_app("export"), ["export", *words, "-c", str(folder)])
