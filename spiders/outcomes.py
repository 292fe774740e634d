"""Names what came of a request in the words of the poll log."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
)

from monitor.domain.channel import PollOutcome
from spiders.challenge import is_challenge
from spiders.middlewares import PrivateAddress

_NOT_MODIFIED = 304
_FIRST_ERROR = 300
# 412 and 521 are what two common guards of Chinese sites send with their script challenge.
_BLOCKED = frozenset({403, 412, 429, 521})
_LONGEST_WAIT = timedelta(days=1)
_DETAIL = 300

# Scrapy tells these two apart from other refusals by their words alone.
_IGNORED = {
    "Forbidden by robots.txt": PollOutcome.ROBOTS,
    "max redirections reached": PollOutcome.REDIRECT_LOOP,
}


def of_status(status: int, body: bytes) -> PollOutcome | None:
    """What a status means for a look, or None where the body is there to be read."""
    if status == _NOT_MODIFIED:
        return PollOutcome.NOT_MODIFIED
    if status in _BLOCKED or (status >= _FIRST_ERROR and is_challenge(body)):
        return PollOutcome.BLOCKED
    return PollOutcome.HTTP_ERROR if status >= _FIRST_ERROR else None


def of_failure(error: BaseException) -> PollOutcome:
    """What a request that brought no answer means for a look."""
    match error:
        case DownloadTimeoutError():
            return PollOutcome.TIMEOUT
        case DownloadCancelledError():  # the only thing that cancels one is its size
            return PollOutcome.TOO_LARGE
        case CannotResolveHostError() | PrivateAddress():
            return PollOutcome.UNREACHABLE
        case IgnoreRequest() if "DOWNLOAD_MAXSIZE" in str(error):
            return PollOutcome.TOO_LARGE  # it unpacked to more than we take
        case IgnoreRequest():
            return _IGNORED.get(str(error), PollOutcome.UNREACHABLE)
    return PollOutcome.UNREACHABLE


def detail_of(error: BaseException) -> str:
    """One short line about a failure for the poll log."""
    words = " ".join(str(error).split()) or type(error).__name__
    return words[:_DETAIL]


def retry_at(header: str, now: datetime) -> datetime | None:
    """When a server asks us to come back (Retry-After, RFC 9110 10.2.3), a day ahead at most."""
    if header.strip().isdecimal():
        seconds = int(header.strip()[:9])
        return now + min(timedelta(seconds=seconds), _LONGEST_WAIT)
    try:
        named = parsedate_to_datetime(header)
    except ValueError:
        return None
    if named.tzinfo is None:  # "-0000"
        named = named.replace(tzinfo=UTC)
    return min(named.astimezone(UTC), now + _LONGEST_WAIT) if named > now else None
