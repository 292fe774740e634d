"""What a browser is told not to do with our pages, and which links we let out."""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
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
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


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


def safe_link(url: str) -> str:
    """The address if it is http or https with a host, else an empty string (then no link)."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # for example an unclosed bracket in the host
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""
