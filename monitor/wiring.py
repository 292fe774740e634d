"""The composition root: the only place that knows every room of the house."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from typing import Any

from fastapi import FastAPI

from alerts.mail import SmtpSettings, SmtpTransport
from alerts.sender import Sender
from monitor.adapters.ingest import StoreIngest
from monitor.adapters.outbox import StoreOutbox
from monitor.board.app import create_app, real_time
from monitor.config import Settings
from monitor.config_files import RecipientEntry
from monitor.domain.channel import Channel
from monitor.domain.due import Ruler
from monitor.judge.judge import Judge, JudgeSetup
from monitor.judge.units import Unit
from monitor.loop import MEMORY, Loop
from monitor.metrics import build_registry, metrics_page
from monitor.rendering import render_mail
from monitor.resting import Resting
from monitor.store.metric_queries import MetricQueries
from monitor.store.store import Store
from monitor.store.views import Views
from monitor.system_clock import Clock
from monitor.text.places import Gazetteer, Jurisdiction
from monitor.usecases.explain_incident import explain_incident
from monitor.usecases.judge_articles import remembered
from monitor.usecases.office import Office, Recipient
from monitor.usecases.watch_duties import DutyBook
from spiders.settings import crawler_settings


@dataclass
class House:
    """One office's installation, put together from its settings. Parts are made when asked for."""

    settings: Settings
    clock: Clock

    @cached_property
    def store(self) -> Store:
        """The state; opening it brings its tables up to date."""
        return Store.open(self.settings.store_url)

    @cached_property
    def office(self) -> Office:
        """The office as the use cases know it."""
        return office_from(self.settings)

    @cached_property
    def ruler(self) -> Ruler:
        """How the office counts days: its working days and its zone."""
        return Ruler(self.settings.calendar, self.settings.zone)

    @cached_property
    def duties(self) -> DutyBook:
        """The obligations of the policy that run on no incident."""
        return DutyBook(self.store, self.settings.policy, self.settings.channels, self.ruler)

    @cached_property
    def ingest(self) -> StoreIngest:
        """The crawler's door."""
        return StoreIngest(self.store, self.office.channels)

    def declare_channels(self) -> None:
        """Make the store know the configured channels."""
        with self.store.write() as work:
            work.channels.declare(self.settings.channels, self.clock())

    def judge(self) -> Judge:
        """A judge that remembers what was filed before."""
        judge = Judge(judge_setup(self.settings))
        with self.store.read() as work:
            judge.heard = work.events.last()  # before the articles are read: nothing is missed
        judge.restore(remembered(self.store, self.clock(), MEMORY))
        return judge

    def sender(self) -> Sender:
        """The sender with its transports."""
        mail = SmtpTransport(smtp_settings(self.settings))
        return Sender(StoreOutbox(self.store), {"mail": mail}, render_mail, self.settings.zone)

    def loop(self) -> Loop:
        """The clock loop."""
        return Loop(self.store, self.judge(), self.office, self.sender(), Resting(self.store))

    def board(self, tell_pace: Callable[[], float] = real_time) -> FastAPI:
        """The board; `tell_pace` gives simulated seconds a second, where time is simulated."""
        patience = {name: channel.patience for name, channel in self.office.channels.items()}
        registry = build_registry(
            MetricQueries(self.store.engine), self.clock, self.settings.channels
        )
        return create_app(
            Views(self.store.engine, patience),
            clock=self.clock,
            zone=self.settings.zone,
            policy=self.settings.policy,
            office=self.office.name,
            language=self.office.language,
            tell_pace=tell_pace,
            metrics=partial(metrics_page, registry),
            unit_name=self.office.unit_name,
            read_duties=self.duties.read,
            explain=partial(explain_incident, self.store, self.office),
        )

    def crawler_settings(self) -> dict[str, Any]:
        """Scrapy's settings for this office."""
        crawl = self.settings.office.crawl
        return crawler_settings(
            zone=self.settings.zone,
            contact=crawl.contact,
            delay=timedelta(seconds=crawl.delay_s),
            timeout=timedelta(seconds=crawl.timeout_s),
        )


def office_from(settings: Settings) -> Office:
    """The office as the use cases know it."""
    file = settings.office
    return Office(
        name=file.office.name,
        zone=settings.zone,
        language=file.office.language,
        policy=settings.policy,
        channels=_by_name(settings.channels),
        recipients=tuple(_recipient(entry, file.office.language) for entry in file.recipients),
        unit_names={unit.id: unit.name for unit in settings.units},
        public_url=file.board.public_url,
        mail_domain=file.mail.sender.rpartition("@")[2],
        relayed=file.judge.relayed,
        backlog=timedelta(days=file.judge.backlog_days),
    )


def _by_name(channels: tuple[Channel, ...]) -> Mapping[str, Channel]:
    return {channel.name: channel for channel in channels}


def _recipient(entry: RecipientEntry, language: str) -> Recipient:
    return Recipient(
        entry.address, tuple(entry.roles), tuple(entry.units), entry.language or language
    )


def judge_setup(settings: Settings) -> JudgeSetup:
    """What the judge must know of the office: its places, its units, its zone."""
    places = settings.places
    jurisdiction = Jurisdiction(
        open=places.open,
        name=places.name,
        aliases=tuple(places.aliases),
        inside=(*places.towns, *places.streets, *places.landmarks),
        within=tuple(places.parents),
    )
    return JudgeSetup(
        gazetteer=Gazetteer(jurisdiction),
        units=tuple(
            Unit(u.id, u.name, tuple(u.aliases), tuple(u.topics), tuple(u.towns))
            for u in settings.units
        ),
        zone=settings.zone,
        thresholds=settings.thresholds,
    )


def smtp_settings(settings: Settings) -> SmtpSettings:
    """How to reach the mail server."""
    mail = settings.office.mail
    return SmtpSettings(
        host=mail.host,
        port=mail.port,
        sender=mail.sender,
        security=mail.security,
        username=mail.username,
        password=settings.mail_password,
        timeout_s=mail.timeout_s,
    )
