"""What `check` shows of the ways of sending beside mail, and whether their hosts answer."""

from collections.abc import Callable, Mapping

from rich.table import Table

from alerts.robots import Robot
from alerts.transport import DeliveryError
from monitor.settings.robot_files import RobotSettings


def robots_table(robots: Mapping[str, RobotSettings]) -> Table:
    """The robots as they are configured; of their addresses the host alone, which is no secret."""
    table = Table("robot", "address of recipients", "host", "signed", "own network", title="robots")
    for name, found in robots.items():
        signed = "yes" if found.robot.key else "no"
        own = "yes" if found.robot.private else "no"
        table.add_row(name, f"{found.kind}:{name}", found.host, signed, own)
    return table


def unreached_robots(
    robots: Mapping[str, RobotSettings], reach: Callable[[Robot], None]
) -> dict[str, str]:
    """What is wrong with each robot's host, empty where it answers.

    `reach` raises DeliveryError; it sends nothing and shows no key. Where apprise sends is known
    to apprise alone: those are left out.
    """
    return {
        name: _refusal(found, reach) for name, found in robots.items() if found.kind != "apprise"
    }


def _refusal(found: RobotSettings, reach: Callable[[Robot], None]) -> str:
    try:
        reach(found.robot)
    except DeliveryError as error:
        return str(error)
    return ""
