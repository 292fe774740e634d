"""Owe the mails that carry a digest: in the transaction that freezes it."""

import hashlib
from datetime import datetime

from monitor.digest.facts import DigestFacts
from monitor.digest.page import digest_subject, digest_text
from monitor.domain.briefing import Briefing, to_json
from monitor.domain.notices import NoticeReason
from monitor.domain.period import Period
from monitor.domain.words import Words
from monitor.store.outbox_tables import OutboxRow
from monitor.store.store import Work
from monitor.usecases.office import Office, Recipient


def owe_digest(work: Work, office: Office, facts: DigestFacts, now: datetime) -> None:
    """One message to each recipient who has digests of that kind; a replay owes none.

    It carries subject and text; the page itself is the frozen one.
    """
    if office.archive:
        return
    told = [one for one in office.recipients if facts.period.kind in one.digests]
    if not told:
        return
    briefing = to_json(_briefing(office, facts, now))
    for recipient in told:
        work.outbox.owe(_message(office, facts.period, briefing, recipient, now))


def _briefing(office: Office, facts: DigestFacts, now: datetime) -> Briefing:
    nothing = Words("", "")
    return Briefing(
        reason=NoticeReason.DIGEST,
        at=now,
        incident="",
        title=digest_subject(facts, office.language),
        place="",
        category=nothing,
        grade=nothing,
        units=(),
        clock=None,
        clocks=(),
        sources=(),
        answers=(),
        gaps=(),
        incident_url=f"{office.public_url.rstrip('/')}/digests/{facts.period.name}",
        office=office.name,
        summary=digest_text(facts, office.language),
    )


def _message(
    office: Office,
    period: Period,
    briefing: dict[str, object],
    recipient: Recipient,
    now: datetime,
) -> OutboxRow:
    named = f"digest\x1f{period.name}\x1f{recipient.address}"
    key = hashlib.sha256(named.encode()).hexdigest()[:32]
    return OutboxRow(
        key=key,
        incident_id=0,
        reason=NoticeReason.DIGEST.value,
        rung=period.name,
        recipient=recipient.address,
        language=recipient.language,
        briefing=briefing,
        message_id=f"<{key}@{office.mail_domain}>",
        thread_id=f"<digest-{period.kind.value}@{office.mail_domain}>",
        created_at=now,
        next_try_at=now,
    )
