"""From an article to a group chat: owed, put into short words, posted, kept as evidence."""

from dataclasses import replace
from pathlib import Path

from alerts.robots_http import Poster
from alerts.sender import Sender
from alerts.wording import Wording
from monitor.adapters.outbox import StoreOutbox
from monitor.robot_wiring import chat_wordings, robot_transports
from monitor.settings.robot_files import RobotEntry, read_robots
from monitor.store.store import Store
from monitor.store.views import Views
from monitor.usecases.office import Recipient
from monitor.wording.many_mail import render_many
from monitor.wording.rendering import render_mail
from tests.alerts.robots import KEY, TOKEN, Reply, RobotServer, dingtalk, serving, webhook, wecom
from tests.usecases.county import MORNING, OFFICE, YELLOW_WATER, ZONE, County

TOLD = replace(
    OFFICE,
    recipients=(
        Recipient("wecom:group", ("duty",)),
        Recipient("dingtalk:heads", ("duty",)),
        Recipient("webhook:oa", ("duty",)),
    ),
)


def test_an_incident_reaches_every_robot_while_one_of_them_is_in_trouble(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'huiying.db'}")
    county = County(store, TOLD)
    county.publish(YELLOW_WATER, MORNING)
    county.tick(MORNING)
    group, heads, oa = RobotServer(wecom), RobotServer(dingtalk), RobotServer(webhook)
    with serving(group), serving(heads), serving(oa):
        paths = {
            "GROUP_URL": f"{group.base}/cgi-bin/webhook/send?key={TOKEN}",
            "HEADS_URL": f"{heads.base}/robot/send?access_token={TOKEN}",
            "HEADS_KEY": KEY,
            "OA_URL": f"{oa.base}/hook",
            "OA_KEY": KEY,
        }
        entries = {
            "group": RobotEntry(kind="wecom"),
            "heads": RobotEntry(kind="dingtalk"),
            "oa": RobotEntry(kind="webhook"),
        }
        environment = {f"HUIYING_ROBOT_{name}": value for name, value in paths.items()}
        robots = robot_transports(read_robots(tmp_path, entries, environment, []), Poster())
        wording = Wording(render_mail, ZONE, render_many, chat_wordings(ZONE))
        sender = Sender(StoreOutbox(store), robots, wording)
        for robot in (group, heads, oa):
            robot.now = MORNING
        heads.moods.append(Reply(503))
        first = sender.drain(MORNING)
        assert (first.sent, first.held) == (2, 1)
        heads.now = MORNING.replace(hour=MORNING.hour + 1)
        assert sender.drain(heads.now).sent == 1
    (arrival,) = group.accepted
    chat = arrival.json["markdown"]["content"]
    assert chat.startswith("**【新事件】48小时 回应 · 还剩 ")
    assert "柏湾镇自来水连续三天发黄，居民不敢用" in chat
    assert "责任单位：县水务局" in chat
    assert "](http://127.0.0.1:8600/incidents/1)" in chat
    assert oa.accepted[0].json["incident"] == "1"
    assert len(heads.accepted) == 1
    kept = Views(store.engine).mails().items
    assert {mail.state for mail in kept} == {"sent"}
    store.close()
