"""What the board does for whoever follows a link in a mail, and for its own button."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.handling import Acknowledgement, Assignment, Via
from monitor.domain.response import ResponseKind
from monitor.domain.when import When
from monitor.store.store import Store
from monitor.usecases.handle_incident import Acknowledged, Entry, acknowledge
from monitor.usecases.mail_links import Claim, LinkForged
from monitor.usecases.offer_answer import Offer, Outcome, offer_answer
from monitor.usecases.office import Office


@dataclass(frozen=True, slots=True)
class LinkDesk:
    """The deeds that stand behind links and buttons, each in its own transaction."""

    store: Store
    office: Office

    def read(self, token: str, now: datetime) -> Claim:
        """Whom a link speaks for and of what. Raises LinkForged, LinkExpired."""
        if self.office.links is None:
            raise LinkForged(token[:40])
        return self.office.links.read(token, now)

    def made_by(self, claim: Claim) -> Acknowledgement | None:
        """The acknowledgement that was made by this link, if it was used."""
        with self.store.read() as work:
            return work.handling.by_notice(claim.incident, claim.notice)

    def latest(self, incident_id: int) -> Acknowledgement | None:
        """The acknowledgement of an incident that was entered last."""
        with self.store.read() as work:
            return work.handling.acknowledged(incident_id)

    def entries(
        self, incident_id: int
    ) -> tuple[tuple[Assignment, ...], tuple[Acknowledgement, ...]]:
        """All assignments and acknowledgements of an incident that stand, the oldest first."""
        with self.store.read() as work:
            handling = work.handling
            found = handling.assignments(incident_id), handling.acknowledgements(incident_id)
        return tuple(found[0]), tuple(found[1])

    def acknowledge(self, claim: Claim, now: datetime) -> Acknowledged:
        """Acknowledge in the name of the mail's recipient. Raises KeyError: no such incident."""
        entry = Entry(claim.name, When.at(now, Via.MAIL.value), now, notice=claim.notice)
        return acknowledge(self.store, self.office, claim.incident, entry, Via.MAIL)

    def acknowledge_on_board(
        self, incident_id: int, name: str, note: str, now: datetime
    ) -> Acknowledged:
        """Acknowledge under a name that was typed in. Raises KeyError; ValueError without one."""
        entry = Entry(name, When.at(now, Via.BOARD.value), now, note)
        return acknowledge(self.store, self.office, incident_id, entry, Via.BOARD)

    def offer(
        self, claim: Claim, url: str, kind: ResponseKind, note: str, now: datetime
    ) -> Outcome:
        """Keep the answer that a recipient points to, for a person. Raises as `offer_answer`."""
        offer = Offer(url, kind, claim.name, now, note)
        return offer_answer(self.store, self.office, claim.incident, offer)
