"""What a browser is told not to do with our pages, and which links we let out."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
CONTENT_POLICY = _POLICY.format(styles="")
"""Scripts and styles from our own files only; nothing inline, nothing from elsewhere."""

MAIL_POLICY = _POLICY.format(styles=" 'unsafe-inline'")
"""For pages that frame a rendered mail: its styles are inline, as mail clients want them."""

_HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not no-referrer: then browsers send no origin with our own forms either.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class SecurityHeaders:
    """ASGI middleware: sets the headers on every answer that has not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the headers added to the start of its answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class OwnFormsOnly:
    """ASGI middleware: what changes something is only done for pages of our own (no CSRF).

    Browsers say where a request comes from, and no page can make them lie. A program that says
    nothing of it holds no visitor's rights either, and is let through.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it with 403."""
        changes = scope["type"] == "http" and scope["method"] not in _SAFE_METHODS
        if changes and not _from_our_own(Headers(scope=scope)):
            await PlainTextResponse("refused: sent from another site\n", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _from_our_own(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    # A foreign page cannot set the second: it is there where a proxy stands in front of us.
    ours = (headers.get("host", ""), headers.get("x-forwarded-host", ""))
    return origin is None or urlsplit(origin).netloc.lower() in {
        host.lower() for host in ours if host
    }


def safe_link(url: str) -> str:
    """The address if it is http or https with a host, else an empty string (then no link)."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # for example an unclosed bracket in the host
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""
