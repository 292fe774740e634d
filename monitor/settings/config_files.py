"""The shape of the configuration files: every key, its default, and what it accepts."""

from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from monitor.domain.channel import ChannelKind, Reader
from monitor.domain.outages import OutageRules
from monitor.domain.period import PeriodKind
from monitor.domain.window import parse_window
from monitor.judge.thresholds import Thresholds
from monitor.settings.robot_files import ROBOT_NAME, RobotEntry
from monitor.settings.rota_files import quiet_problem
from monitor.usecases.office import EVERY_UNIT, Relayed

ROLES = ("duty", "department_head", "office_director", "publicity")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OfficeSection(_Strict):
    """Who uses it: name, time zone, language of mails and board, policy profile or profiles."""

    name: str
    zone: str = "Asia/Shanghai"
    language: str = Field(default="zh", pattern="^(zh|en)$")
    profile: list[str] = Field(default=["national"], min_length=1)

    @field_validator("profile", mode="before")
    @classmethod
    def _one_or_several(cls, profile: object) -> object:
        return [profile] if isinstance(profile, str) else profile

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            return ZoneInfo(zone).key
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("no such time zone; write for example Asia/Shanghai") from error


class StoreSection(_Strict):
    """Where the state is kept. A relative SQLite path is taken from the directory."""

    url: str = "sqlite:///huiying.db"

    @field_validator("url")
    @classmethod
    def _supported(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("write sqlite:///FILE or postgresql+psycopg://…")
        return url


class BoardSection(_Strict):
    """Where the board listens, and under which address its users reach it."""

    host: str = "127.0.0.1"
    port: int = Field(default=8600, ge=1, le=65535)
    public_url: str = "http://127.0.0.1:8600"
    link_secret_file: Path | None = None


class MailSection(_Strict):
    """The mail server. The password comes from a file or from HUIYING_MAIL_PASSWORD."""

    host: str
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    username: str = ""
    password_file: Path | None = None
    timeout_s: float = Field(default=30, gt=0)
    sessions: int = Field(default=2, ge=1, le=8)


class AlertsSection(_Strict):
    """How messages go out: from how many at once to one recipient they are one; 0 is never."""

    group_above: int = Field(default=5, ge=0)


class CrawlSection(_Strict):
    """How politely to crawl."""

    contact: str = ""
    delay_s: float = Field(default=2.0, ge=0)
    timeout_s: float = Field(default=30, gt=0)
    keep_pages_days: int = Field(default=3, ge=0)


class JudgeSection(_Strict):
    """What the judge may decide by itself."""

    relayed: Relayed = Relayed.REVIEW
    backlog_days: int = Field(default=7, ge=1)


class DigestSection(_Strict):
    """Which digests are written, and at which time of day after their period."""

    kinds: list[PeriodKind] = [PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER]
    at: time = time(8)

    @property
    def after(self) -> timedelta:
        """How long after midnight."""
        return timedelta(hours=self.at.hour, minutes=self.at.minute)


class OutagesSection(_Strict):
    """When people are told that channels cannot be seen."""

    looks: int = Field(default=OutageRules().looks, ge=1)
    news_looks: int = Field(default=OutageRules().news_looks, ge=1)
    news: Literal["digest", "tell"] = "digest"
    remind_hours: float = Field(default=24, gt=0)

    def rules(self) -> OutageRules:
        """The rules as the use cases take them."""
        after = timedelta(hours=self.remind_hours)
        return OutageRules(self.looks, self.news_looks, self.news == "tell", after)


class RecipientEntry(_Strict):
    """Someone who is told."""

    name: str
    address: str = Field(pattern=r"^[^@\s]+@[^@\s]+$|^[a-z]+:")  # more in robot_files
    roles: list[str]
    units: list[str] = [EVERY_UNIT]
    language: str | None = Field(default=None, pattern="^(zh|en)$")
    quiet: str = ""
    quiet_days: list[str] = []
    digests: list[PeriodKind] | None = None

    @property
    def mailed(self) -> tuple[PeriodKind, ...]:
        """The digests this one gets: the week, unless told otherwise, where the role reads it."""
        if self.digests is not None:
            return tuple(self.digests)
        reads = {"office_director", "publicity"} & set(self.roles)
        return (PeriodKind.WEEK,) if reads else ()

    @model_validator(mode="after")
    def _quiet_time(self) -> "RecipientEntry":
        wrong = quiet_problem(self.quiet, self.quiet_days)
        if wrong:
            raise ValueError(wrong)
        return self

    @field_validator("roles")
    @classmethod
    def _known_roles(cls, roles: list[str]) -> list[str]:
        unknown = set(roles) - set(ROLES)
        if unknown or not roles:
            raise ValueError(f"roles are {', '.join(ROLES)}")
        return roles


class OfficeFile(_Strict):
    """`huiying.toml`."""

    office: OfficeSection
    store: StoreSection = StoreSection()
    board: BoardSection = BoardSection()
    mail: MailSection
    alerts: AlertsSection = AlertsSection()
    crawl: CrawlSection = CrawlSection()
    judge: JudgeSection = JudgeSection()
    digest: DigestSection = DigestSection()
    outages: OutagesSection = OutagesSection()
    robots: dict[Annotated[str, Field(pattern=ROBOT_NAME)], RobotEntry] = {}
    recipients: list[RecipientEntry] = Field(min_length=1)


class ChannelEntry(_Strict):
    """A watched outlet."""

    name: str = Field(pattern="^[a-z0-9][a-z0-9-]*$")
    title: str
    kind: ChannelKind
    reader: Reader
    url: str
    owner: str = ""
    every: timedelta = timedelta(minutes=10)
    item_selector: str = ""
    account: bool = False

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("write a web address: https://…")
        return url

    @field_validator("every", mode="before")
    @classmethod
    def _interval(cls, every: object) -> object:
        try:
            elapsed = parse_window(str(every)).elapsed
        except ValueError:
            elapsed = None
        if elapsed is None or elapsed < timedelta(seconds=1):
            raise ValueError("write an interval, such as PT10M")
        return elapsed

    @model_validator(mode="after")
    def _owner_speaks_officially(self) -> "ChannelEntry":
        if self.owner and self.kind is ChannelKind.NEWS:
            raise ValueError("only an official channel or a mailbox has an owner")
        if self.account and self.kind is not ChannelKind.OFFICIAL:
            raise ValueError("only an official channel is a government account")
        return self


class ChannelsFile(_Strict):
    """`channels.toml`."""

    channel: list[ChannelEntry] = Field(min_length=1)


class UnitEntry(_Strict):
    """A responsible unit 责任单位."""

    id: str = Field(pattern="^[a-z0-9][a-z0-9-]*$")
    name: str
    aliases: list[str] = []
    topics: list[str] = []
    towns: list[str] = []


class UnitsFile(_Strict):
    """`units.toml`."""

    unit: list[UnitEntry] = []


class JurisdictionSection(_Strict):
    """The place the office answers for; `open` takes in every place.

    `code` is its administrative code (行政区划代码), for a name that several places share.
    """

    open: bool = False
    name: str = ""
    code: str = Field(default="", pattern=r"^([1-9]\d(\d\d){0,2}|[1-9]\d{5}0{6})?$")
    aliases: list[str] = []
    parents: list[str] = []
    towns: list[str] = []
    streets: list[str] = []
    landmarks: list[str] = []

    @property
    def division(self) -> str:
        """The code without the zeros that fill it up: 330600 and 330600000000 name city 3306."""
        code = self.code[:6]
        while len(code) > 2 and code.endswith("00"):
            code = code[:-2]
        return code


class ThresholdsSection(_Strict):
    """The scores from which the judge decides by itself; what is left out stays as it is built."""

    belongs: float = Thresholds().belongs
    surely_the_same: float = Thresholds().surely_the_same
    answers: float = Thresholds().answers

    @model_validator(mode="after")
    def _within_bounds(self) -> "ThresholdsSection":
        self.thresholds()
        return self

    def thresholds(self) -> Thresholds:
        """The thresholds as the judge takes them; raises ValueError for what makes no sense."""
        return Thresholds(self.belongs, self.surely_the_same, self.answers)


class JudgeFile(_Strict):
    """`judge.toml`, which `huiying judge tune` writes; there need be none."""

    thresholds: ThresholdsSection = ThresholdsSection()


class PlacesFile(_Strict):
    """`places.toml`."""

    jurisdiction: JurisdictionSection
