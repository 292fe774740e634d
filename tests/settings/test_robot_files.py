"""Robots in the configuration: secrets from files or variables, every mistake at once."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from alerts.robots_http import Poster
from monitor.commands.robots import robots_table, unreached_robots
from monitor.robot_wiring import robot_transports
from monitor.settings.config import load_settings
from monitor.settings.problems import ConfigurationError
from tests.alerts.robots import TOKEN, RobotServer, serving, wecom

OFFICE = """
[office]
name = "临溪县 (虚构)"
[mail]
host = "127.0.0.1"
sender = "huiying@linxi.example"
"""
TOLD = '[[recipients]]\nname = "值班群"\naddress = "{}"\nroles = ["duty"]\n'
OTHERS = {
    "channels": '[[channel]]\nname = "gov"\ntitle = "临溪县人民政府"\nkind = "official"\n'
    'reader = "list"\nurl = "https://www.linxi.example/news/"\n',
    "units": "",
    "places": "[jurisdiction]\nopen = true\n",
}
KIND = '[robots.a]\nkind = "{}"\nurl_file = "url.txt"\n'
WECOM_URL = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + TOKEN


def write(folder: Path, robots: str, *addresses: str, **secrets: str) -> Path:
    recipients = "".join(TOLD.format(address) for address in addresses or ["duty@linxi.example"])
    files = {**OTHERS, "huiying": OFFICE + robots + recipients}
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    for name, text in secrets.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path, **environment: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(folder, environment)
    return [str(problem) for problem in caught.value.problems]


def test_a_robot_is_told_by_kind_and_name_and_reads_its_secrets(tmp_path: Path) -> None:
    robots = (
        '[robots.duty-group]\nkind = "wecom"\nurl_file = "url.txt"\nstyle = "text"\n'
        '[robots.heads]\nkind = "dingtalk"\nbase_url = "https://relay.linxi.example/ding/"\n'
        "timeout_s = 3\n"
    )
    folder = write(tmp_path, robots, "wecom:duty-group", "dingtalk:heads", url=f"{WECOM_URL}\n")
    settings = load_settings(
        folder, {"HUIYING_ROBOT_HEADS_URL": "a-bare-token", "HUIYING_ROBOT_HEADS_KEY": "SEC1"}
    )
    group, heads = settings.robots["duty-group"].robot, settings.robots["heads"].robot
    assert (group.url, group.key, group.style, group.private) == (WECOM_URL, "", "text", False)
    assert heads.url == "https://relay.linxi.example/ding/robot/send?access_token=a-bare-token"
    assert (heads.key, heads.timeout) == ("SEC1", timedelta(seconds=3))
    assert set(robot_transports(settings.robots, Poster())) == {"wecom", "dingtalk"}


def test_no_robot_is_needed(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, ""), {}).robots == {}


@pytest.mark.parametrize(
    ("robots", "address", "expected"),
    [
        ('[robots.a]\nkind = "wecom"\n', "", "HUIYING_ROBOT_A_URL"),
        ('[robots.a-b]\nkind = "feishu"\nurl_file = "url.txt"\n', "", "HUIYING_ROBOT_A_B_KEY"),
        ('[robots.a]\nkind = "webhook"\nurl_file = "url.txt"\n', "", "HUIYING_ROBOT_A_KEY"),
        ('[robots.a]\nkind = "wecom"\nurl_file = "gone.txt"\n', "", "make it readable"),
        ('[robots.a]\nkind = "wecom"\nurl_file = "bad.txt"\n', "", "one web address"),
        ('[robots.a]\nkind = "wecom"\nurl_file = "two.txt"\n', "", "one web address"),
        ('[robots.a]\nkind = "wecom"\nurl_file = "clear.txt"\n', "", "in the clear"),
        ('[robots.a]\nkind = "wecom"\nurl_file = "url.txt"\nkey_file = "url.txt"\n', "", "signs"),
        (
            KIND.format("feishu") + 'style = "text"\nkey_file = "bad.txt"\n',
            "",
            "only wecom",
        ),
        ('[robots.a]\nkind = "wechat"\n', "", "'wecom', 'dingtalk'"),
        ('[robots.a]\nkind = "wecom"\nurl_fil = "x"\n', "", "did you mean 'url_file'"),
        ('[robots.a]\nkind = "wecom"\nbase_url = "ftp://x"\n', "", "write a web address"),
        ('[robots."Ä b"]\nkind = "wecom"\n', "", "robots.Ä b"),
        (KIND.format("wecom"), "wecom:b", "here are: wecom:a"),
        (KIND.format("wecom"), "feishu:a", "here are: wecom:a"),
        ("", "wecom:a", "here are: none"),
        ("", "sms:12345", "write name@host, or a robot"),
        ("", "wecom:", "write name@host, or a robot"),
        ("", "wecom:duty@linxi.example", "write name@host, or a robot"),
    ],
)
def test_a_mistake_is_named_with_its_remedy_and_without_the_secret(
    tmp_path: Path, robots: str, address: str, expected: str
) -> None:
    folder = write(
        tmp_path,
        robots,
        *([address] if address else []),
        url=WECOM_URL,
        bad="https:///cgi-bin/?key=" + TOKEN,
        two=f"{WECOM_URL} {WECOM_URL}",
        clear="http://hook.linxi.example/" + TOKEN,
    )
    (found,) = problems(folder)
    assert found.startswith("huiying.toml:")
    assert expected in found
    assert TOKEN not in found


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    robots = (
        '[robots.a]\nkind = "wecom"\n'
        '[robots.b]\nkind = "feishu"\nurl_file = "gone.txt"\n'
        '[robots.c]\nkind = "dingtalk"\n'
    )
    found = problems(write(tmp_path, robots, "wecom:x", "feishu:a", "sms:12345"))
    assert len(found) == 7


def test_a_secret_is_given_once(tmp_path: Path) -> None:
    folder = write(tmp_path, '[robots.a]\nkind = "wecom"\nurl_file = "url.txt"\n', url=WECOM_URL)
    (found,) = problems(folder, HUIYING_ROBOT_A_URL=WECOM_URL)
    assert "give it once" in found


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/x", "http://10.2.3.4/x"])
def test_the_own_network_may_be_spoken_to_in_the_clear(tmp_path: Path, url: str) -> None:
    robots = '[robots.a]\nkind = "webhook"\nurl_file = "url.txt"\nkey_file = "key.txt"\n'
    assert load_settings(write(tmp_path, robots, url=url, key="k"), {}).robots["a"].host
    named = write(tmp_path, robots + "private = true\n", url="http://oa.linxi.example/x", key="k")
    assert load_settings(named, {}).robots["a"].robot.private


def test_the_check_knocks_at_each_host_and_sends_nothing(tmp_path: Path) -> None:
    robots = '[robots.{0}]\nkind = "wecom"\nurl_file = "{0}.txt"\n'
    with serving(RobotServer(wecom)) as server:
        up = f"{server.base}/cgi-bin/webhook/send?key={TOKEN}"
        down = f"http://127.0.0.2:{server.port}/cgi-bin/webhook/send?key={TOKEN}"
        folder = write(tmp_path, robots.format("up") + robots.format("down"), up=up, down=down)
        settings = load_settings(folder, {})
        found = unreached_robots(settings.robots, Poster().reach)
    assert found["up"] == ""
    assert "ConnectError" in found["down"]
    assert [(arrival.method, arrival.path) for arrival in server.arrivals] == [("HEAD", "/")]
    console = Console(width=200, record=True, file=StringIO())
    console.print(robots_table(settings.robots))
    shown = console.export_text() + str(found)
    assert "wecom:up" in shown
    assert TOKEN not in shown
