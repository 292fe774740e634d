"""Sending through group robots: in parts, at the pace that the service allows, each part once.

At least once, like everything that is sent: which parts of a long message were accepted is known
in memory only. Within one process a message goes on at the part that was not accepted; a process
that ends in the middle of one makes the next begin again with the first part.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from alerts.chat_text import ChatLine, chat_lines
from alerts.outbox import Outgoing, RenderedMail
from alerts.robots import Robot, robot_name
from alerts.robots_http import A_MINUTE, Answer, Poster, http_failure, perhaps_accepted
from alerts.robots_pace import Pace, Rate
from alerts.transport import DeliveryError, TryLater

Payload = dict[str, object]

MOST_REMEMBERED = 1000
_JSON = {"Content-Type": "application/json; charset=utf-8"}


class Service(Protocol):
    """What is particular to one service of group robots."""

    @property
    def rates(self) -> Sequence[Rate]:
        """How fast each robot may be spoken to."""
        ...

    def payloads(self, robot: Robot, lines: Sequence[ChatLine]) -> list[Payload]:
        """The message in as many parts as its size needs."""
        ...

    def signed(self, robot: Robot, payload: Payload, now: datetime) -> tuple[str, Payload]:
        """The address to post to, and the body, both as they are at `now`."""
        ...

    def refusal(self, said: Mapping[str, object], now: datetime) -> DeliveryError | None:
        """Why a part was not accepted; None where it was."""
        ...


class RobotTransport:
    """Sends to the robots of one service, by name. Implements `alerts.transport.Transport`.

    One instance is used by one thread at a time.
    """

    def __init__(self, robots: Mapping[str, Robot], service: Service, poster: Poster) -> None:
        self._robots = robots
        self._service = service
        self._poster = poster
        self._pace = Pace(service.rates)
        self._accepted: dict[str, tuple[list[Payload], int]] = {}

    def send(self, mail: RenderedMail, outgoing: Outgoing, now: datetime) -> None:
        """Send the text of a message in order; raises DeliveryError and its kinds."""
        robot = named(self._robots, outgoing.recipient)
        payloads = self._service.payloads(robot, chat_lines(mail.text))
        before, done = self._accepted.pop(outgoing.key, (payloads, 0))
        if before != payloads:  # it says something else by now
            done = 0
        for payload in payloads[done:]:
            try:
                self._hand_over(robot, payload, now)
            except DeliveryError as error:
                if not error.permanent:
                    self._remember(outgoing.key, payloads, done)
                raise
            done += 1

    def close(self) -> None:
        """Nothing is kept open between messages."""

    def _hand_over(self, robot: Robot, payload: Payload, now: datetime) -> None:
        self._pace.take(robot.name, now)
        url, body = self._service.signed(robot, payload, now)
        answer = self._poster.post(robot, url, as_json(body), _JSON)
        failure = self._failure(robot, answer, now)
        if failure is not None:
            raise failure

    def _failure(self, robot: Robot, answer: Answer, now: datetime) -> DeliveryError | None:
        """Whose matter an answer is: the service's own code tells more than the status does."""
        by_status = http_failure(robot, answer, now)
        if by_status is not None and not by_status.permanent:
            return by_status
        said = _json_object(answer.body)
        if said is None:
            return by_status or perhaps_accepted("the answer is not the service's (no JSON object)")
        refusal = self._service.refusal(said, now)
        if refusal is not None:
            refusal.args = (robot.redacted(str(refusal)),)
        return refusal or by_status

    def _remember(self, key: str, payloads: list[Payload], done: int) -> None:
        if done == 0:
            return
        self._accepted[key] = (payloads, done)
        while len(self._accepted) > MOST_REMEMBERED:
            del self._accepted[next(iter(self._accepted))]


def named(robots: Mapping[str, Robot], recipient: str) -> Robot:
    """The robot of an address; a message to one that is not configured waits until it is."""
    robot = robots.get(robot_name(recipient))
    if robot is None:
        raise DeliveryError(f"no robot is configured for {recipient!r}")
    return robot


def as_json(body: Payload) -> bytes:
    """The body as it goes over the wire."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def too_fast(message: str, now: datetime) -> TryLater:
    """A service's complaint about our pace: a full minute later it has forgotten."""
    return TryLater(message, now + A_MINUTE)


def code_of(said: Mapping[str, object], *names: str) -> int | None:
    """The code that an answer carries under one of these names; None where there is none."""
    found = next((said[name] for name in names if name in said), None)
    try:
        return int(str(found))
    except ValueError:
        return None


def _json_object(body: bytes) -> Mapping[str, object] | None:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None
