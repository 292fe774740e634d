"""Real HTTP servers that behave as the services' robots do: keys, signatures, sizes, rates, moods.

They share no code with the product: signatures and limits are written down here a second time,
from what the services document.
"""

import base64
import hashlib
import hmac
import json
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.alerts.samples import DUE

TOKEN = "5f3a-token-of-the-duty-group"
KEY = "SEC-signing-key-of-the-duty-group"
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request as it came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server says; a `mood` makes it misbehave: hang, close, half, endless or drip."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    mood: str = ""


def said(**answer: object) -> Reply:
    return Reply(body=json.dumps(answer, ensure_ascii=False).encode())


@dataclass
class RobotServer:
    """One robot: what it accepted, in order, and what it will say next where a test tells it to."""

    rules: Callable[["RobotServer", Arrival], Reply]
    now: datetime = DUE
    accepted: list[Arrival] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    moods: deque[Reply] = field(default_factory=deque)
    times: list[datetime] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def over(self, count: int, period: timedelta = timedelta(minutes=1)) -> bool:
        """Whether one more message now would be more than `count` in `period`."""
        return sum(at > self.now - period for at in self.times) >= count

    def answer(self, arrival: Arrival) -> Reply:
        self.arrivals.append(arrival)
        if arrival.method == "HEAD":
            return Reply(404)
        if self.moods:
            return self.moods.popleft()
        reply = self.rules(self, arrival)
        if reply.status < 300 and reply.body in (b"", _ok_body(reply)):
            self.accepted.append(arrival)
            self.times.append(self.now)
        return reply


def _ok_body(reply: Reply) -> bytes:
    known = json.loads(reply.body or b"{}")
    accepted = known.get("errcode", known.get("code")) == 0
    return reply.body if accepted else b""


def wecom(server: RobotServer, arrival: Arrival) -> Reply:
    """企业微信: key in the address, 4096 bytes of Markdown or 2048 of text, 20 a minute."""
    hint = "hint: [1700000000123456789012345], from ip: 127.0.0.1, more info at https://open.work"
    if arrival.path != "/cgi-bin/webhook/send" or arrival.query.get("key") != TOKEN:
        return said(errcode=93000, errmsg=f"invalid webhook url {arrival.query}, {hint}")
    kind = arrival.json["msgtype"]
    content = arrival.json[kind]["content"]
    most = {"markdown": 4096, "text": 2048}[kind]
    if len(content.encode()) > most:
        return said(errcode=40058, errmsg=f"{kind}.content exceed max length {most}. {hint}")
    if server.over(20):
        return said(errcode=45009, errmsg=f"api freq out of limit, {hint}")
    return said(errcode=0, errmsg="ok")


def dingtalk(server: RobotServer, arrival: Arrival) -> Reply:
    """钉钉: signed with the key over time, line break and key; 20 000 bytes; 20 a minute."""
    if arrival.query.get("access_token") != TOKEN:
        return said(errcode=300005, errmsg="token is not exist")
    stamp = arrival.query.get("timestamp", "0")
    digest = hmac.new(KEY.encode(), f"{stamp}\n{KEY}".encode(), hashlib.sha256).digest()
    fresh = abs(int(stamp) / 1000 - server.now.timestamp()) < HOUR
    if arrival.query.get("sign") != base64.b64encode(digest).decode() or not fresh:
        return said(errcode=310000, errmsg=f"sign not match, more: [access_token={TOKEN}]")
    if len(arrival.body) > 20_000:
        return said(errcode=460101, errmsg="message too long, exceed 20000 bytes")
    if server.over(20):
        return said(status=1111, errcode=130101, errmsg="send too fast, exceed 20 times per minute")
    return said(errcode=0, errmsg="ok")


def feishu(server: RobotServer, arrival: Arrival) -> Reply:
    """飞书: signed with time and key over nothing; 20 KB; 100 a minute and 5 a second."""
    if arrival.path != f"/open-apis/bot/v2/hook/{TOKEN}":
        return said(code=19001, msg="param invalid: incoming webhook access token invalid", data={})
    stamp = arrival.json.get("timestamp", "0")
    digest = hmac.new(f"{stamp}\n{KEY}".encode(), b"", hashlib.sha256).digest()
    fresh = abs(int(stamp) - server.now.timestamp()) < HOUR
    if arrival.json.get("sign") != base64.b64encode(digest).decode() or not fresh:
        return said(code=19021, msg="sign match fail or timestamp is not within one hour", data={})
    if len(arrival.body) > 20 * 1024:
        return Reply(400, json.dumps({"code": 9499, "msg": "Bad Request", "data": {}}).encode())
    if server.over(100) or server.over(5, timedelta(seconds=1)):
        return said(code=11232, data={}, msg="frequency limited psm[lark.oapi]appID[1500]")
    return said(code=0, msg="success", data={}, StatusCode=0, StatusMessage="success")


def webhook(server: RobotServer, arrival: Arrival) -> Reply:
    """An office's own receiver: a signature over time and body, and nothing taken twice."""
    stamp = arrival.headers["x-huiying-timestamp"]
    digest = hmac.new(KEY.encode(), stamp.encode() + b"." + arrival.body, hashlib.sha256)
    fresh = abs(int(stamp) - server.now.timestamp()) < HOUR
    if arrival.headers["x-huiying-signature"] != f"sha256={digest.hexdigest()}" or not fresh:
        return Reply(401, b"the signature is wrong")
    known = [earlier.headers["idempotency-key"] for earlier in server.accepted]
    if arrival.headers["idempotency-key"] in known:
        server.times.append(server.now)
        return Reply(200, b'{"duplicate": true}')
    return Reply(204)


class _Handler(BaseHTTPRequestHandler):
    server: "_Http"

    def do_POST(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_GET(self) -> None:
        self._serve()

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        robot = self.server.robot
        self._say(robot.answer(Arrival(self.command, parts.path, query, headers, body)), robot)

    def _say(self, reply: Reply, robot: RobotServer) -> None:
        if reply.mood == "hang":
            robot.stopping.wait(20)
            return
        if reply.mood == "close":
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        half = len(reply.body) + (100 if reply.mood == "half" else 0)
        if reply.status != 204 and reply.mood not in ("endless", "drip"):
            self.send_header("Content-Length", str(half))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)
        while reply.mood in ("endless", "drip") and not robot.stopping.is_set():
            try:
                self.wfile.write(b"." * (4096 if reply.mood == "endless" else 1))
            except OSError:
                return
            robot.stopping.wait(0.05 if reply.mood == "drip" else 0)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    robot: RobotServer

    def handle_error(self, request: object, client_address: object) -> None:
        """The client may go away in the middle; that is what some tests are about."""


@contextmanager
def serving(robot: RobotServer, *, tls: ssl.SSLContext | None = None) -> Iterator[RobotServer]:
    """The robot on loopback."""
    http = _Http(("127.0.0.1", 0), _Handler)
    http.robot = robot
    if tls is not None:
        http.socket = tls.wrap_socket(http.socket, server_side=True)
    robot.port = int(http.server_address[1])
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield robot
    finally:
        robot.stopping.set()
        http.shutdown()
        http.server_close()
        thread.join()
