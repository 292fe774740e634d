"""The tables. Rows are plain records; what they mean is decided in the domain.

Instants are aware UTC. JSON columns hold lists and objects whose shape the mapping module owns.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, Text, text
from sqlmodel import Field, SQLModel

from monitor.store.types import UtcDateTime

_JSON_OR_NULL = JSON(none_as_null=True)
# SQLite only counts up by itself on a column called INTEGER.
_Serial = BigInteger().with_variant(Integer(), "sqlite")


def _serial() -> Any:
    return Field(default=None, sa_column=Column(_Serial, primary_key=True, autoincrement=True))


def _instant(*, nullable: bool = False, index: bool = False) -> Any:
    default = None if nullable else ...
    return Field(default=default, sa_column=Column(UtcDateTime(), nullable=nullable, index=index))


def _json() -> Any:
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False))


def _object() -> Any:
    return Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def _long_text() -> Any:
    return Field(default="", sa_column=Column(Text, nullable=False))


class ChannelRow(SQLModel, table=True):
    """What is remembered of a channel between looks; its declaration stands in channels.toml."""

    __tablename__ = "channel"

    name: str = Field(primary_key=True)
    title: str
    kind: str
    owner: str = ""
    active: bool = True
    next_poll_at: datetime = _instant(index=True)
    memory: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    last_poll_at: datetime | None = _instant(nullable=True)
    last_ok_at: datetime | None = _instant(nullable=True)
    last_outcome: str = ""
    last_detail: str = ""
    failures: int = 0


class PollRow(SQLModel, table=True):
    """One look at a channel."""

    __tablename__ = "poll"
    __table_args__ = (Index("ix_poll_channel_finished_at", "channel", "finished_at"),)

    id: int | None = _serial()
    channel: str
    started_at: datetime = _instant()
    finished_at: datetime = _instant()
    outcome: str
    detail: str = ""
    http_status: int | None = None
    items: int = 0
    new_items: int = 0
    body_bytes: int = 0
    reaches_back: bool = True


class ArticleRow(SQLModel, table=True):
    """One publication. `judged_at` is empty until the judge has read it."""

    __tablename__ = "article"
    __table_args__ = (
        Index(
            "ix_article_unjudged",
            "id",
            sqlite_where=text("judged_at IS NULL"),
            postgresql_where=text("judged_at IS NULL"),
        ),
    )

    id: int | None = _serial()
    channel: str = Field(index=True)
    channel_kind: str
    owner: str = ""
    url: str = Field(unique=True)
    title: str
    text: str = _long_text()
    published_earliest: datetime | None = _instant(nullable=True)
    published_latest: datetime | None = _instant(nullable=True)
    published_source: str = ""
    published_precision: str = ""
    first_seen_at: datetime = _instant(index=True)
    listed_at: datetime | None = _instant(nullable=True)  # first seen on its channel's list
    absent_until: datetime | None = _instant(nullable=True)  # surely not on it; empty: unknown
    source_line: str = ""
    document_number: str = ""
    encoding: str = ""
    damage: list[str] = _json()
    body_sha256: str = ""
    judged_at: datetime | None = _instant(nullable=True)
    duplicate_of: int | None = Field(default=None, sa_column=Column(_Serial, nullable=True))
    incident_id: int | None = Field(
        default=None, sa_column=Column(_Serial, nullable=True, index=True)
    )
    finding: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    decision: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    reasons: list[str] = _json()


class IncidentRow(SQLModel, table=True):
    """What the public talks about, joined from articles."""

    __tablename__ = "incident"

    id: int | None = _serial()
    title: str
    place: str = ""
    category: str
    units: list[str] = _json()
    figures: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    grade_confirmed: str = ""
    grade_possible: str = ""
    grade_reasons: list[str] = _json()
    graded_at: datetime | None = _instant(nullable=True)
    detected_at: datetime = _instant(index=True)
    first_public_earliest: datetime = _instant()
    first_public_latest: datetime = _instant()
    first_public_source: str
    first_public_precision: str
    occurred_earliest: datetime | None = _instant(nullable=True)
    occurred_latest: datetime | None = _instant(nullable=True)
    occurred_source: str = ""
    occurred_precision: str = ""
    answered_first: bool = False
    court_first: bool = False
    dismissed_zh: str = ""
    dismissed_en: str = ""
    dismissed_by: str = ""  # empty where it was left without articles
    dismissed_at: datetime | None = _instant(nullable=True)
    waived: dict[str, Any] = _object()
    grade_by: str = ""  # the person whose grade is in force; empty: the machine's
    untrue: bool = False
    machine_grade: dict[str, Any] = _object()
    machine_units: list[str] | None = Field(default=None, sa_column=Column(_JSON_OR_NULL))
    last_article_at: datetime = _instant(index=True)


class ClockRow(SQLModel, table=True):
    """One window on one incident. `next_due_at` wakes the loop; empty once it is settled."""

    __tablename__ = "clock"
    __table_args__ = (
        Index("ux_clock_incident_clause", "incident_id", "clause", unique=True),
        Index(
            "ix_clock_next_due_at",
            "next_due_at",
            sqlite_where=text("next_due_at IS NOT NULL"),
            postgresql_where=text("next_due_at IS NOT NULL"),
        ),
    )

    id: int | None = _serial()
    incident_id: int = Field(sa_column=Column(_Serial, nullable=False))
    clause: str
    profile: str
    window_s: float
    basis: str
    start_earliest: datetime = _instant()
    start_latest: datetime = _instant()
    start_source: str
    start_precision: str
    due_from: datetime = _instant()
    due_at: datetime = _instant(index=True)
    verdict: str = Field(index=True)
    words_zh: str
    words_en: str
    provisional: bool = False
    answered_by: int | None = Field(default=None, sa_column=Column(_Serial, nullable=True))
    answered_earliest: datetime | None = _instant(nullable=True)
    answered_latest: datetime | None = _instant(nullable=True)
    breached_at: datetime | None = _instant(nullable=True)
    former_breach_at: datetime | None = _instant(nullable=True)  # no longer held against anybody
    late_on_upgrade: bool = False
    noticed_at: datetime | None = _instant(nullable=True)
    gaps: list[dict[str, str]] = _json()
    generation: int = 0
    next_due_at: datetime | None = _instant(nullable=True)


class ResponseRow(SQLModel, table=True):
    """An official publication that answers an incident, or may.

    `part` is 0 for what an article itself carries, and counts on for earlier answers it tells of.
    """

    __tablename__ = "response"
    __table_args__ = (
        Index("ux_response_incident_article", "incident_id", "article_id", "part", unique=True),
    )

    id: int | None = _serial()
    incident_id: int = Field(sa_column=Column(_Serial, nullable=False))
    article_id: int = Field(sa_column=Column(_Serial, nullable=False, index=True))
    part: int = 0
    kind: str
    issuer: str = ""
    unit: str | None = None  # the unit that issued it; empty: none of ours
    relayed: bool = False
    at_earliest: datetime = _instant()
    at_latest: datetime = _instant()
    at_source: str
    at_precision: str
    withdrawn_at: datetime | None = _instant(nullable=True)
    link: str = Field(index=True)
    score: float = 0.0
    reason: str = ""
    linked_by: str
    linked_at: datetime = _instant()


class CorrectionRow(SQLModel, table=True):
    """What a person said of a machine's decision: a label that thresholds are fitted to.

    `kind` is belongs or answers; `score` and `features` are those of the decision, where it had
    weighed that incident at all.
    """

    __tablename__ = "correction"

    id: int | None = _serial()
    at: datetime = _instant()
    actor: str
    reason: str
    article_id: int = Field(sa_column=Column(_Serial, nullable=False, index=True))
    kind: str
    incident_id: int = Field(sa_column=Column(_Serial, nullable=False))
    right: bool
    score: float | None = None
    features: dict[str, float] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class ProposalRow(SQLModel, table=True):
    """Two incidents that may be one (`merge`), or one that may be two (`split`).

    Waits for a person while `decided_at` is empty. `other_id` is 0 for a split, whose part to
    take out stands in `articles`.
    """

    __tablename__ = "proposal"
    __table_args__ = (Index("ix_proposal_incident_id", "incident_id"),)

    id: int | None = _serial()
    at: datetime = _instant()
    kind: str
    incident_id: int = Field(sa_column=Column(_Serial, nullable=False))
    other_id: int = Field(default=0, sa_column=Column(_Serial, nullable=False))
    articles: list[int] = _json()
    score: float = 0.0
    reason: str = ""
    accepted: bool = False
    decided_at: datetime | None = _instant(nullable=True)
    decided_by: str = ""


class EventRow(SQLModel, table=True):
    """The append-only log; `hash` chains each entry to the one before.

    `state` is what the entry made of the state; empty in entries of an earlier release.
    """

    __tablename__ = "event"

    id: int | None = _serial()
    at: datetime = _instant(index=True)
    kind: str
    incident: str = Field(default="", index=True)
    actor: str
    reason: str = ""
    data: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    hash: str


class DigestRow(SQLModel, table=True):
    """A digest as it was frozen; asking again gives the same file.

    `said` is what it told of each window, for the corrections of later ones.
    """

    __tablename__ = "digest"

    period: str = Field(primary_key=True)
    kind: str = Field(index=True)  # day, week, month, quarter
    frozen_at: datetime = _instant()
    html: str = _long_text()
    said: list[dict[str, Any]] = _json()


class HeartbeatRow(SQLModel, table=True):
    """When each process last showed that it lives."""

    __tablename__ = "heartbeat"

    role: str = Field(primary_key=True)
    at: datetime = _instant()
