"""One POST to one address: bounded in time and size, to a judged host, following no redirect."""

import logging
import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from alerts.retry import LONGEST_WAIT
from alerts.robots import Robot
from alerts.robots_network import Resolve, allowed_addresses, look_up
from alerts.transport import DeliveryError, ServerUnavailable, SessionLost, TryLater

MOST_ANSWER = 64 * 1024
MOST_ADDRESSES = 4
A_MINUTE = timedelta(minutes=1)

_AWAY = frozenset({502, 503, 504})
_WORTH_ANOTHER_TRY = frozenset({408, 409, 423, 425})
_TOO_MANY = 429
_SECONDS = re.compile(r"[0-9]{1,9}")
_HEADERS = {"Accept-Encoding": "identity", "User-Agent": "huiying"}

# They write whole addresses and headers into their logs, and a robot's address holds its key.
for library in ("httpx", "httpcore"):
    logging.getLogger(library).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the headers in small letters, the first 64 KB of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Poster:
    """Posts to addresses on the web; threads may share one instance.

    `tls` is for an intranet's own authorities. Connections are not kept: they are named by
    address, and a line that was proved to be one host's must not serve another.
    """

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve = look_up,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = httpx.Client(
            verify=tls or ssl.create_default_context(),
            follow_redirects=False,
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        self._resolve = resolve
        self._timer = timer

    def post(self, robot: Robot, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post to `url`, an address of the robot's; raises ServerUnavailable and SessionLost."""
        return self._request("POST", robot, url, body, headers)

    def reach(self, robot: Robot) -> None:
        """See whether the robot's host answers, without its key and without a message.

        Any answer will do. Raises ServerUnavailable and SessionLost.
        """
        bare = _read(robot.url).copy_with(raw_path=b"/", userinfo=b"", fragment=None)
        self._request("HEAD", robot, str(bare), b"", {})

    def _request(
        self, method: str, robot: Robot, url: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        target = _read(url)
        host = target.raw_host.decode("ascii")
        port = target.port or (443 if target.scheme == "https" else 80)
        addresses = allowed_addresses(host, port, private=robot.private, resolve=self._resolve)
        named = {**_HEADERS, **headers, "Host": target.netloc.decode("ascii")}
        seconds = robot.timeout.total_seconds()
        asked = {"sni_hostname": host, "timeout": httpx.Timeout(seconds).as_dict()}
        failure = ServerUnavailable(f"{host}: no such host")
        for address in addresses[:MOST_ADDRESSES]:
            request = httpx.Request(
                method,
                target.copy_with(host=address),
                headers=named,
                content=body,
                extensions=asked,
            )
            try:
                return self._exchange(request, self._timer() + 2 * seconds)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = ServerUnavailable(_words(robot, host, error))  # another may answer
            except httpx.HTTPError as error:
                # Whether it was accepted is not known.
                raise SessionLost(_words(robot, host, error)) from None
        raise failure

    def _exchange(self, request: httpx.Request, deadline: float) -> Answer:
        response = self._client.send(request, stream=True)
        try:
            body = b""
            for chunk in response.iter_raw():
                body += chunk
                if len(body) >= MOST_ANSWER:
                    break
                if self._timer() > deadline:
                    raise httpx.ReadTimeout("the answer does not end")
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, headers, body[:MOST_ANSWER])
        finally:
            response.close()


def http_failure(robot: Robot, answer: Answer, now: datetime) -> DeliveryError | None:
    """What a status says by itself; None for 2xx.

    A receiver that is away or busy is asked again, when it says so itself at that time; what it
    refuses, and an address that points elsewhere, is final.
    """
    status = answer.status
    if 200 <= status < 300:
        return None
    said = robot.redacted(answer.body.decode("utf-8", "replace"))[:200]
    message = f"HTTP {status} {said}".strip()
    if 300 <= status < 400:
        return DeliveryError(
            f"HTTP {status}: the address points elsewhere; write the final address", permanent=True
        )
    wait = retry_after(answer, now)
    if status == _TOO_MANY or (status in _AWAY and wait is not None):
        return TryLater(message, wait or now + A_MINUTE)
    if status in _AWAY:
        return ServerUnavailable(message)
    if status >= 500:
        return perhaps_accepted(message)
    return DeliveryError(message, permanent=status not in _WORTH_ANOTHER_TRY)


def perhaps_accepted(message: str) -> DeliveryError:
    """The error of a message that is sent again, although it may be there already."""
    error = DeliveryError(message)
    error.doubtful = True
    return error


def retry_after(answer: Answer, now: datetime) -> datetime | None:
    """When the receiver wants to be asked again: seconds or a date.

    At most an hour ahead, as after any failure: nobody's word silences alerts for longer.
    """
    said = answer.headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(said):
        at = now + timedelta(seconds=int(said))
    else:
        try:
            at = parsedate_to_datetime(said)
        except (ValueError, IndexError):
            return None
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at, now + timedelta(seconds=1)), now + LONGEST_WAIT)


def _read(url: str) -> httpx.URL:
    try:
        return httpx.URL(url)
    except httpx.InvalidURL:
        # What is wrong with it would show it.
        raise ServerUnavailable("the address cannot be read") from None


def _words(robot: Robot, host: str, error: Exception) -> str:
    return robot.redacted(f"{host}: {type(error).__name__}: {error}")
