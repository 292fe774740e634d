"""Names for what came of a request."""

from datetime import UTC, datetime, timedelta

import pytest

from spiders.challenge import is_challenge
from spiders.outcomes import detail_of, retry_at
from spiders.settings import crawler_settings, user_agent

NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "after"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta(0)),
        ("99999999999999999999", timedelta(days=1)),  # a day at most
        ("Mon, 16 Nov 2026 01:30:00 GMT", timedelta(minutes=30)),
        ("Mon, 16 Nov 2026 01:30:00 -0000", timedelta(minutes=30)),
        ("Fri, 20 Nov 2026 01:30:00 GMT", timedelta(days=1)),
        ("Sun, 15 Nov 2026 01:30:00 GMT", None),  # already over
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after(header: str, after: timedelta | None) -> None:
    assert retry_at(header, NOW) == (None if after is None else NOW + after)


@pytest.mark.parametrize(
    ("body", "challenge"),
    [
        (b"<script>$_ts=window['$_ts'];</script>", True),
        (b"<html><script>var arg1='A'; setCookie('acw_sc__v2', x);</script></html>", True),
        (b"<script>document.cookie='a=1';location.reload()</script>", True),
        (
            "<p>桥面出现裂缝</p>".encode() * 60
            + b"<script>document.cookie='a';location='/'</script>",
            False,
        ),
        (b"<p>nothing here</p>", False),
        (b"", False),
        (b"$_ts=" + b" " * 300_000, False),
    ],
)
def test_what_is_a_challenge(body: bytes, challenge: bool) -> None:
    assert is_challenge(body) is challenge


def test_a_detail_is_one_short_line() -> None:
    assert detail_of(ValueError("a\nb" * 1000)).count("\n") == 0
    assert len(detail_of(ValueError("x" * 1000))) == 300
    assert detail_of(TimeoutError()) == "TimeoutError"


def test_the_user_agent_says_what_it_is() -> None:
    assert user_agent("it@linxi.example").startswith("Huiying/")
    assert user_agent("it@linxi.example").endswith("(+response-time monitor; it@linxi.example)")


def test_a_pause_of_an_office_is_taken_over() -> None:
    chosen = crawler_settings(delay=timedelta(seconds=3), contact="it@linxi.example")
    assert (chosen["DOWNLOAD_DELAY"], chosen["AUTOTHROTTLE_ENABLED"]) == (3.0, True)
    assert "it@linxi.example" in chosen["USER_AGENT"]
