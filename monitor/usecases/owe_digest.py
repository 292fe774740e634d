"""Owe the mails that carry a digest: in the transaction that freezes it."""

import hashlib
from datetime import datetime

from monitor.digest.facts import DigestFacts
from monitor.digest.page import digest_subject, digest_text
from monitor.domain.briefing import Briefing, to_json
from monitor.domain.notices import NoticeReason
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
    for recipient in office.recipients:
        if facts.period.kind in recipient.digests:
            work.outbox.owe(_message(office, facts, recipient, now))


def _message(office: Office, facts: DigestFacts, recipient: Recipient, now: datetime) -> OutboxRow:
    period = facts.period
    key = hashlib.sha256(f"digest\x1f{period.name}\x1f{recipient.address}".encode()).hexdigest()[
        :32
    ]
    url = f"{office.public_url.rstrip('/')}/digests/{period.name}"
    nothing = Words("", "")
    briefing = Briefing(
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
        incident_url=url,
        office=office.name,
        summary=digest_text(facts, office.language),
    )
    return OutboxRow(
        key=key,
        incident_id=0,
        reason=NoticeReason.DIGEST.value,
        rung=period.name,
        recipient=recipient.address,
        language=recipient.language,
        briefing=to_json(briefing),
        message_id=f"<{key}@{office.mail_domain}>",
        thread_id=f"<digest-{period.kind.value}@{office.mail_domain}>",
        created_at=now,
        next_try_at=now,
    )
