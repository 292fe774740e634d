"""An article: one publication on one channel, with what is known of its time."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.channel import ChannelKind
from monitor.domain.when import When


@dataclass(frozen=True, slots=True)
class Article:
    """What a page said, and when.

    `owner` is the unit that owns the official channel it stands on, never what the page claims.
    `published` is None where the page states no time we can believe; then only `first_seen_at`
    bounds it. `source_line` is the page's own 来源, `damage` what had to be repaired.
    """

    id: str
    channel: str
    channel_kind: ChannelKind
    url: str
    title: str
    text: str
    published: When | None
    first_seen_at: datetime
    owner: str = ""
    source_line: str = ""
    damage: tuple[str, ...] = ()

    @property
    def when(self) -> When:
        """When it was published, as well as we know: never later than we first saw it."""
        return believed(self.published, self.first_seen_at)


def believed(published: When | None, first_seen_at: datetime) -> When:
    """A stated time of publication within what we saw; the first look where none is stated."""
    if published is None:
        return When.at(first_seen_at, "first_seen")
    return published.no_later_than(first_seen_at)
