"""Chooses the reader of a channel, and lets no reader's failure out."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.domain.channel import Channel, Reader
from spiders.readers.feed import read_feed
from spiders.readers.list_page import read_list_page
from spiders.readers.reading import Reading
from spiders.readers.sitemap import read_sitemap

logger = logging.getLogger(__name__)


def read_list(
    channel: Channel,
    body: bytes,
    url: str,
    fetched_at: datetime,
    zone: ZoneInfo,
    content_type: str = "",
) -> Reading:
    """What `channel` lists in `body`, which was fetched from `url`. Never raises."""
    try:
        match channel.reader:
            case Reader.FEED:
                return read_feed(body, url, fetched_at, zone, content_type)
            case Reader.LIST:
                return read_list_page(body, url, fetched_at, zone, channel.item_selector)
            case Reader.SITEMAP:
                return read_sitemap(body, url, fetched_at, zone)
    except Exception as error:
        # Whatever a hostile list does to a parser, it costs this look and nothing else.
        logger.exception("the list of channel %s could not be read", channel.name)
        return Reading(error=f"{type(error).__name__}: {error}")
