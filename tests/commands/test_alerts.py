"""`huiying alerts preview` as an officer calls it."""

import json
from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

from monitor.cli import build_app
from monitor.commands.settings import settings_or_exit
from monitor.system_clock import utc_now
from monitor.wiring import House
from tests.usecases.county import BBS, YELLOW_WATER, County


def run(office: Path, *words: str) -> Result:
    return CliRunner().invoke(build_app("alerts"), ["alerts", "preview", *words, "-c", str(office)])


def test_the_next_alerts_are_a_table_or_lines(tmp_path: Path) -> None:
    assert CliRunner().invoke(build_app("init"), ["init", str(tmp_path)]).exit_code == 0
    assert run(tmp_path).output.strip() == "nothing is about to be sent"
    house = House(settings_or_exit(tmp_path), utc_now)
    county = County(house.store, house.office)
    county.publish(YELLOW_WATER, utc_now(), BBS)
    county.tick(utc_now())
    house.store.close()
    lines = [
        json.loads(line) for line in run(tmp_path, "--next", "3", "--json").output.splitlines()
    ]
    assert [line["rung"] for line in lines] == ["0.5", "0.8", "-PT2H"]
    assert [told["name"] for told in lines[0]["told"]] == ["值班室"]
    table = run(tmp_path, "--next", "1").output
    assert "24" in table
    assert "mail" in table
    assert run(tmp_path, "--next", "0").exit_code == 2
