"""The composition root: the only place that knows every room of the house."""

import gc
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property, partial
from typing import Any

from fastapi import FastAPI

from alerts.mail import SmtpTransport
from alerts.robots_http import Poster
from alerts.sender import Sender
from alerts.smtp_session import SmtpSettings
from alerts.streams import MAIL
from alerts.wording import Wording
from monitor.adapters.digest_mail import DigestsAsFrozen
from monitor.adapters.ingest import StoreIngest
from monitor.adapters.outbox import StoreOutbox
from monitor.board.app import create_app, real_time
from monitor.domain.channel import Channel
from monitor.domain.due import Ruler
from monitor.judge.judge import Judge, JudgeSetup
from monitor.judge.units import Unit
from monitor.letter_metrics import LetterCollector
from monitor.loop import MEMORY, Loop
from monitor.metrics import build_registry, metrics_page
from monitor.resting import Resting
from monitor.robot_wiring import chat_wordings, robot_transports
from monitor.settings.config import Settings
from monitor.settings.config_files import RecipientEntry
from monitor.settings.link_secret import kept_secret
from monitor.settings.rota_files import quiet_hours_of
from monitor.store.metric_queries import MetricQueries
from monitor.store.store import Store
from monitor.store.views import Views
from monitor.system_clock import Clock
from monitor.text.places import Gazetteer, Jurisdiction
from monitor.usecases.coming_alerts import coming_alerts
from monitor.usecases.digest_desk import DigestDesk, DigestPlan
from monitor.usecases.explain_incident import explain_incident
from monitor.usecases.judge_articles import remembered
from monitor.usecases.link_desk import LinkDesk
from monitor.usecases.mail_links import MailLinks
from monitor.usecases.office import Office, Recipient
from monitor.usecases.resend import resend
from monitor.usecases.watch_duties import DutyBook
from monitor.usecases.watch_letters import LetterBook, has_mailbox
from monitor.wording.own_templates import OWN_TEMPLATES, OwnFirst
from spiders.settings import crawler_settings

logger = logging.getLogger(__name__)

DIGESTS_FOLDER = "digests"
"""Where digests are left as files, in the configuration directory."""


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
        return replace(office_from(self.settings), links=mail_links(self.settings))

    @cached_property
    def ruler(self) -> Ruler:
        """How the office counts days: its working days and its zone."""
        return Ruler(self.settings.calendar, self.settings.zone)

    @cached_property
    def duties(self) -> DutyBook:
        """The obligations of the policy that run on no incident."""
        return DutyBook(
            self.store,
            self.settings.policy,
            self.settings.channels,
            self.ruler,
            self.office.unit_name,
        )

    @cached_property
    def letters(self) -> LetterBook:
        """The citizens' letters of the mailbox channels."""
        return LetterBook(self.store, self.settings.policy, self.ruler, self.office.unit_name)

    @cached_property
    def desk(self) -> DigestDesk:
        """Where digests are written."""
        digest = self.settings.office.digest
        plan = DigestPlan(tuple(digest.kinds), digest.after, self.settings.folder / DIGESTS_FOLDER)
        return DigestDesk(self.store, self.office, self.duties.read, plan)

    @cached_property
    def ingest(self) -> StoreIngest:
        """The crawler's door."""
        return StoreIngest(self.store, self.office.channels, self.office.unit_named)

    @cached_property
    def views(self) -> Views:
        """The read side."""
        return Views(self.store.engine, self.office.patience)

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
        gc.collect()
        gc.freeze()  # a month's memory stays: no collection need walk through it again
        return judge

    def sender(self) -> Sender:
        """The sender with its transports."""
        office, zone = self.settings.office, self.settings.zone
        words = OwnFirst(self.settings.folder / OWN_TEMPLATES)
        return Sender(
            StoreOutbox(self.store, office.alerts.group_above),
            {
                MAIL: SmtpTransport(smtp_settings(self.settings)),
                **robot_transports(self.settings.robots, Poster()),
            },
            Wording(DigestsAsFrozen(self.views, words.mail), zone, words.many, chat_wordings(zone)),
            {MAIL: office.mail.sessions},
        )

    def loop(self) -> Loop:
        """The clock loop."""
        return Loop(
            self.store, self.judge(), self.office, self.sender(), Resting(self.store), self.desk
        )

    def board(self, tell_pace: Callable[[], float] = real_time) -> FastAPI:
        """The board; `tell_pace` gives simulated seconds a second, where time is simulated."""
        registry = build_registry(
            MetricQueries(self.store.engine), self.clock, self.settings.channels
        )
        if has_mailbox(self.settings.channels):
            units = [unit.id for unit in self.settings.units]
            registry.register(LetterCollector(self.letters.read, self.clock, units))
        return create_app(
            self.views,
            clock=self.clock,
            zone=self.settings.zone,
            policy=self.settings.policy,
            office=self.office.name,
            language=self.office.language,
            tell_pace=tell_pace,
            metrics=partial(metrics_page, registry),
            unit_name=self.office.unit_name,
            read_duties=self.duties.read,
            coming=partial(coming_alerts, self.store, self.office),
            letters=self.letters if has_mailbox(self.settings.channels) else None,
            explain=partial(explain_incident, self.store, self.office),
            desk=LinkDesk(self.store, self.office),
            send_again=partial(resend, self.store),
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
        recipients=tuple(_recipient(entry, settings) for entry in file.recipients),
        unit_names={unit.id: unit.name for unit in settings.units},
        public_url=file.board.public_url,
        mail_domain=file.mail.sender.rpartition("@")[2],
        relayed=file.judge.relayed,
        backlog=timedelta(days=file.judge.backlog_days),
        pages_kept=timedelta(days=file.crawl.keep_pages_days),
        rota=settings.rota,
        outages=file.outages.rules(),
    )


def mail_links(settings: Settings) -> MailLinks | None:
    """What makes the links in mails; None, and a warning, where no secret can be had."""
    try:
        secret = settings.link_secret or kept_secret(settings.folder)
    except (OSError, ValueError) as error:
        # A mail without buttons is better than no mail.
        logger.warning("mails carry no links: %s; name a [board] link_secret_file", error)
        return None
    return MailLinks(secret, settings.office.board.public_url)


def _by_name(channels: tuple[Channel, ...]) -> Mapping[str, Channel]:
    return {channel.name: channel for channel in channels}


def _recipient(entry: RecipientEntry, settings: Settings) -> Recipient:
    return Recipient(
        entry.address,
        tuple(entry.roles),
        tuple(entry.units),
        entry.language or settings.office.office.language,
        entry.name,
        quiet_hours_of(entry.quiet, entry.quiet_days, settings.zone, settings.calendar),
        digests=entry.mailed,
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
        code=places.division,
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
