"""Scrapy's settings for this project, each with its reason, and the few an office may choose."""

from collections.abc import Sequence
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from zoneinfo import ZoneInfo


def _product_version() -> str:
    try:
        return version("huiying")
    except PackageNotFoundError:  # run from a source folder that was never installed
        return "0"


def user_agent(contact: str = "") -> str:
    """The name the crawler gives itself: what it is, what it is for, and whom to ask."""
    asked = contact or "contact in the office's configuration"
    return f"Huiying/{_product_version()} (+response-time monitor; {asked})"


BOT_NAME = "huiying"
SPIDER_MODULES = ["spiders"]

# Honest: a webmaster who looks into the log can see who reads, why, and how to reach us.
USER_AGENT = user_agent()
ROBOTSTXT_OBEY = True
# The rules are looked up under the product's name, whatever contact the full name carries.
ROBOTSTXT_USER_AGENT = "Huiying"

# One page at a time from each host and a pause between two; slower still where a host is slow.
CONCURRENT_REQUESTS = 32
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 30.0

# A host that hangs is given up in half a minute; the next look is the retry.
DOWNLOAD_TIMEOUT = 30.0
RETRY_ENABLED = False
# No article or list of this trade comes near 8 MB; what does is an attack or a film.
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 6

# Every status reaches the spider: an error page is a poll outcome, not something to drop.
HTTPERROR_ALLOW_ALL = True

# Public pages are read as anybody sees them, without a session.
COOKIES_ENABLED = False
# No open port to steer the crawler by.
TELNETCONSOLE_ENABLED = False

# The house decides where its log goes and how it looks.
LOG_INSTALL_ROOT_HANDLER = False

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# One item at a time of each look: the articles are stored before their poll is recorded.
CONCURRENT_ITEMS = 1
# Lists that are being worked through, in bytes; small enough for memory, large enough that a few
# slow channels do not hold up the others.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 64 * 1024 * 1024
# The same list is fetched again and again, so nothing is ever a duplicate request.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

DOWNLOADER_MIDDLEWARES = {
    # before robots.txt (100), so that not even that is fetched from a private address
    "spiders.middlewares.PrivateAddressGuard": 50,
}
ITEM_PIPELINES = {"spiders.pipelines.IngestPipeline": 300}
# The poll log is our own account of the work; these count and print for a person at a terminal.
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logstats.LogStats": None,
}
STATS_DUMP = False

# Settings of this project's own components.
HUIYING_ZONE = "Asia/Shanghai"
# Hosts ("10.1.2.3", "intranet.example:8080") that may be read though their address is private;
# the hosts of configured channels need not be named.
HUIYING_INTRANET_HOSTS: list[str] = []
# Article pages fetched in one look; the rest wait for the next one.
HUIYING_PAGES_PER_LOOK = 50
# A page that failed this often is not asked for again while it stays on the list.
HUIYING_PAGE_TRIES = 5
# So many failed pages in a row, and the host is left alone until the next look.
HUIYING_FAILURES_IN_A_ROW = 3
# Conditional requests are trusted this long (seconds): some servers answer 304 for ever.
HUIYING_TRUST_304 = 24 * 3600.0
# How often (seconds) a long-lived crawler asks for due channels.
HUIYING_CLAIM_EVERY = 1.0


def crawler_settings(
    *,
    zone: ZoneInfo | None = None,
    contact: str = "",
    agent: str = "",
    delay: timedelta = timedelta(seconds=1),
    timeout: timedelta = timedelta(seconds=30),
    max_bytes: int = DOWNLOAD_MAXSIZE,
    pages_per_look: int = HUIYING_PAGES_PER_LOOK,
    intranet_hosts: Sequence[str] = (),
) -> dict[str, Any]:
    """This project's settings with an office's choices in them.

    `delay` is the least pause between two pages of one host; zero also switches the throttle off,
    which is for the office's own test site only. `agent` replaces the whole User-Agent line.
    """
    chosen = {name: value for name, value in globals().items() if name.isupper()}
    pause = delay.total_seconds()
    chosen.update(
        USER_AGENT=agent or user_agent(contact),
        DOWNLOAD_DELAY=pause,
        AUTOTHROTTLE_ENABLED=pause > 0,
        AUTOTHROTTLE_START_DELAY=pause,
        DOWNLOAD_TIMEOUT=timeout.total_seconds(),
        DOWNLOAD_MAXSIZE=max_bytes,
        HUIYING_PAGES_PER_LOOK=pages_per_look,
        HUIYING_INTRANET_HOSTS=list(intranet_hosts),
    )
    if pause == 0:
        # A test site is fetched as fast as it answers.
        chosen["CONCURRENT_REQUESTS_PER_DOMAIN"] = 8
    if zone is not None:
        chosen["HUIYING_ZONE"] = zone.key
    return chosen
