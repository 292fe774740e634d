"""The configuration directory: read, checked as a whole, every mistake named at once."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from monitor.domain.channel import Channel
from monitor.domain.policy import Policy
from monitor.domain.rota import Rota
from monitor.domain.working_days import WorkCalendar
from monitor.judge.thresholds import Thresholds
from monitor.settings.config_files import (
    ChannelsFile,
    JudgeFile,
    JurisdictionSection,
    OfficeFile,
    PlacesFile,
    UnitEntry,
    UnitsFile,
)
from monitor.settings.link_secret import SECRET_FILE, read_secret
from monitor.settings.policy_files import load_policy
from monitor.settings.problems import ConfigurationError, Problem, unknown_key
from monitor.settings.robot_files import RobotSettings, address_problems, read_robots
from monitor.settings.rota_files import ROTA_FILE, RotaFile, rota_of, rota_problems
from monitor.settings.workday_files import WORKDAYS_FILE, load_calendar, national_calendar
from monitor.usecases.office import EVERY_UNIT

PASSWORD_VARIABLE = "HUIYING_MAIL_PASSWORD"  # noqa: S105  # the name of a variable, no secret

JUDGE_FILE = "judge.toml"
"""Where `huiying judge tune` leaves its thresholds; the only file a configuration can lack."""

_JUDGE_HEAD = """\
# The scores from which the judge decides by itself, fitted to this office's corrections by
# `huiying judge tune`. Read at the start; remove the file to go back to what is built in."""

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Settings:
    """A whole configuration that holds together."""

    folder: Path
    office: OfficeFile
    channels: tuple[Channel, ...]
    units: tuple[UnitEntry, ...]
    places: JurisdictionSection
    policy: Policy
    mail_password: str
    link_secret: str
    thresholds: Thresholds
    calendar: WorkCalendar
    rota: Rota
    robots: Mapping[str, RobotSettings]

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.office.office.zone)

    @property
    def store_url(self) -> str:
        """The store's address; a relative SQLite file lies in the configuration directory."""
        url = self.office.store.url
        path = url.removeprefix("sqlite:///")
        if path == url or path.startswith("/"):
            return url
        return f"sqlite:///{(self.folder / path).resolve()}"

    def write_thresholds(self, thresholds: Thresholds) -> Path:
        """Put thresholds into `judge.toml`, whole or not at all; returns its path."""
        lines = [f"{name} = {value:g}" for name, value in thresholds.stated().items()]
        text = "\n".join([_JUDGE_HEAD, "[thresholds]", *lines, ""])
        path = self.folder / JUDGE_FILE
        fresh = path.with_suffix(".toml.new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
        return path


def load_settings(folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read a configuration directory. Raises ConfigurationError with every problem found."""
    problems: list[Problem] = []
    office = _read(folder / "huiying.toml", OfficeFile, problems)
    channels = _read(folder / "channels.toml", ChannelsFile, problems)
    units = _read(folder / "units.toml", UnitsFile, problems)
    places = _read(folder / "places.toml", PlacesFile, problems)
    judge = JudgeFile()
    if (folder / JUDGE_FILE).exists():
        judge = _read(folder / JUDGE_FILE, JudgeFile, problems) or judge
    policy = _policy(folder, office, problems)
    calendar = _calendar(folder, problems)
    password = _password(folder, office, environment, problems)
    problems += _cross_check(office, channels, units)
    rota = _rota(folder, office, calendar, problems)
    robots = _robots(folder, office, environment, problems)
    link_secret = _link_secret(folder, office, problems)
    if problems or not (office and channels and units and places and policy):
        raise ConfigurationError(problems)
    return Settings(
        folder=folder,
        office=office,
        channels=tuple(Channel(**dict(entry)) for entry in channels.channel),
        units=tuple(units.unit),
        places=places.jurisdiction,
        policy=policy,
        mail_password=password,
        link_secret=link_secret,
        thresholds=judge.thresholds.thresholds(),
        calendar=calendar,
        rota=rota,
        robots=robots,
    )


def _read(path: Path, model: type[Model], problems: list[Problem]) -> Model | None:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        remedy = "create it; `huiying init DIR` writes a commented example"
        problems.append(Problem(path.name, "(whole file)", "(missing)", remedy))
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(Problem(path.name, "(whole file)", str(error), "mend the TOML"))
        return None
    try:
        return model.model_validate(document)
    except ValidationError as error:
        problems += [_problem(path.name, model, item) for item in error.errors()]
        return None


def _problem(file: str, model: type[BaseModel], item: Any) -> Problem:
    location = [str(part) for part in item["loc"]]
    if item["type"] == "extra_forbidden":
        known = _known_keys(model, location[:-1])
        return unknown_key(file, ".".join(location[:-1]), location[-1], known)
    value = "(missing)" if item["type"] == "missing" else repr(item["input"])
    return Problem(file, ".".join(location), value, item["msg"].removeprefix("Value error, "))


def _known_keys(model: type[BaseModel], location: list[str]) -> list[str]:
    """The keys that mean something at a place in a file."""
    for part in location:
        if part.isdigit() or part not in model.model_fields:
            continue
        inner = model.model_fields[part].annotation
        # Of a list its items, of a table its values.
        for kind in getattr(inner, "__args__", (inner,)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                model = kind
    return [field.alias or name for name, field in model.model_fields.items()]


def _policy(folder: Path, office: OfficeFile | None, problems: list[Problem]) -> Policy | None:
    own = [path for path in (folder / "policy.toml",) if path.exists()]
    try:
        return load_policy(office.office.profile if office else "national", *own)
    except ConfigurationError as error:
        problems += error.problems
        return None


def _calendar(folder: Path, problems: list[Problem]) -> WorkCalendar:
    try:
        return load_calendar(folder / WORKDAYS_FILE)
    except ConfigurationError as error:
        problems += error.problems
        return national_calendar()


def _rota(
    folder: Path, office: OfficeFile | None, calendar: WorkCalendar, problems: list[Problem]
) -> Rota:
    path = folder / ROTA_FILE
    file = _read(path, RotaFile, problems) if path.exists() else None
    if file is None or office is None:
        return Rota()
    zone = ZoneInfo(office.office.zone)
    roles: dict[str, set[str]] = {}
    for recipient in office.recipients:
        roles.setdefault(recipient.name, set()).update(recipient.roles)
    found = rota_problems(file, roles, zone)
    problems += found
    return Rota() if found else rota_of(file, zone, calendar)


def _robots(
    folder: Path,
    office: OfficeFile | None,
    environment: Mapping[str, str],
    problems: list[Problem],
) -> dict[str, RobotSettings]:
    if office is None:
        return {}
    addresses = [(recipient.name, recipient.address) for recipient in office.recipients]
    problems += address_problems(addresses, office.robots)
    return read_robots(folder, office.robots, environment, problems)


def _link_secret(folder: Path, office: OfficeFile | None, problems: list[Problem]) -> str:
    """The secret that signs links in mails; empty where none is given and one is kept by us."""
    if office is None or office.board.link_secret_file is None:
        return ""
    path = folder / office.board.link_secret_file
    if path.name == SECRET_FILE and not path.exists():
        return ""  # the one that is made by itself
    try:
        return read_secret(path)
    except (OSError, ValueError) as error:
        remedy = f"make it readable and long enough ({error})"
        problems.append(Problem("huiying.toml", "board.link_secret_file", str(path), remedy))
        return ""


def _password(
    folder: Path,
    office: OfficeFile | None,
    environment: Mapping[str, str],
    problems: list[Problem],
) -> str:
    given = environment.get(PASSWORD_VARIABLE, "")
    if office is None or office.mail.password_file is None:
        return given
    if given:
        remedy = f"give the password once: in the file or in {PASSWORD_VARIABLE}"
        problems.append(Problem("huiying.toml", "mail.password_file", "(both set)", remedy))
        return ""
    path = folder / office.mail.password_file
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        remedy = f"make it readable ({error.strerror})"
        problems.append(Problem("huiying.toml", "mail.password_file", str(path), remedy))
        return ""


def _cross_check(
    office: OfficeFile | None, channels: ChannelsFile | None, units: UnitsFile | None
) -> list[Problem]:
    """What only shows when the files are held against each other."""
    problems = []
    known = {unit.id for unit in units.unit} if units else set()
    remedy = f"units.toml knows: {', '.join(sorted(known)) or 'none'}"
    names: set[str] = set()
    for entry in channels.channel if channels else []:
        where = f"channel[{entry.name}]"
        if entry.name in names:
            problems.append(Problem("channels.toml", f"{where}.name", entry.name, "name it once"))
        names.add(entry.name)
        if units and entry.owner and entry.owner not in known:
            problems.append(Problem("channels.toml", f"{where}.owner", entry.owner, remedy))
    for recipient in office.recipients if office else []:
        problems += [
            Problem("huiying.toml", f"recipients[{recipient.name}].units", unit, remedy)
            for unit in recipient.units
            if units and unit != EVERY_UNIT and unit not in known
        ]
    return problems
