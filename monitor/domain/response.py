"""Responses: official publications that answer an incident."""

from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.when import When


class ResponseKind(StrEnum):
    """What form an answer takes. An announced conference is not yet a conference held."""

    STATEMENT = "statement"
    UPDATE = "update"
    PRESS_CONFERENCE = "press_conference"
    PRESS_CONFERENCE_ANNOUNCED = "press_conference_announced"
    PRESS_BRIEFING = "press_briefing"
    MEDIA_INTERVIEW = "media_interview"
    QA = "qa"
    WEBSITE_REPLY = "website_reply"
    WEIBO = "weibo"
    WECHAT = "wechat"
    REBUTTAL = "rebuttal"
    OFFICIAL_ACT = "official_act"

    @property
    def words(self) -> tuple[str, str]:
        """How it is called, in Chinese and in English."""
        return _WORDS[self.value]


_WORDS = {
    "statement": ("权威信息", "statement"),
    "update": ("续报", "update"),
    "press_conference": ("新闻发布会", "press conference"),
    "press_conference_announced": ("发布会预告", "press conference announced"),
    "press_briefing": ("吹风会", "press briefing"),
    "media_interview": ("接受采访", "media interview"),
    "qa": ("答记者问", "questions and answers"),
    "website_reply": ("网站回复", "website reply"),
    "weibo": ("微博", "Weibo post"),
    "wechat": ("微信", "WeChat post"),
    "rebuttal": ("辟谣", "rebuttal"),
    "official_act": ("司法行为", "act of a court or prosecutor"),
}


class Link(StrEnum):
    """How sure we are that a publication answers an incident, and who says so."""

    AUTO = "auto"
    REVIEW = "review"
    OFFERED = "offered"  # somebody who was told says so; nothing stops or waits by it
    CONFIRMED = "confirmed"  # by a person
    REJECTED = "rejected"  # by a person

    @property
    def counts(self) -> bool:
        """True where the response stops clocks, as long as it is there."""
        return self in (Link.AUTO, Link.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Response:
    """One official answer to one incident.

    `unit` is the id of the unit that issued it: empty for one that is none of ours, None where it
    is not known. `withdrawn`: its page was taken down and was found gone twice.
    `at` is when it was published, or for a press conference when it was held. `relayed` marks an
    authority's words carried by a news channel: weaker evidence than the authority's own page.
    """

    id: str
    kind: ResponseKind
    at: When
    issuer: str
    link: Link
    relayed: bool = False
    title: str = ""
    url: str = ""
    reason: str = ""
    unit: str | None = None
    withdrawn: bool = False

    @property
    def counts(self) -> bool:
        """True where it stops clocks: surely an answer, and still there."""
        return self.link.counts and not self.withdrawn

    def by_another_than(self, units: tuple[str, ...]) -> bool:
        """Whether it is known that none of the units that have to answer issued it."""
        return bool(units) and self.unit is not None and self.unit not in units


_AUTHORITATIVE = frozenset(
    {
        ResponseKind.STATEMENT,
        ResponseKind.UPDATE,
        ResponseKind.PRESS_CONFERENCE,
        ResponseKind.PRESS_BRIEFING,
        ResponseKind.QA,
        ResponseKind.WEBSITE_REPLY,
        ResponseKind.WEIBO,
        ResponseKind.WECHAT,
        ResponseKind.REBUTTAL,
    }
)


def satisfies(kind: ResponseKind, satisfied_by: tuple[str, ...]) -> bool:
    """Whether an answer of this kind is one that a clause asks for.

    权威信息 names what is published, not its form: whatever the authority itself publishes carries
    it (our reading; an interview given to a reporter does not). 新闻发布会 is only itself. A later
    update answers whatever a first statement would have answered.
    """
    if kind in satisfied_by:
        return True
    return "statement" in satisfied_by and kind in _AUTHORITATIVE
