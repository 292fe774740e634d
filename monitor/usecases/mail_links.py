"""Signed links in messages: they say who was told what, and nobody else can make one.

A link is `{public_url}/a/{token}`. It is only as secret as the mail it stands in; whoever follows
it acts in the name of that mail's recipient, and every act is logged with that name.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

LIFETIME = timedelta(days=30)
LONGEST_TOKEN = 2_000
_LONGEST_NAME = 60


class LinkForged(ValueError):
    """The token is none of ours, or was changed."""


class LinkExpired(ValueError):
    """The token is ours and too old; `incident` is what it was about."""

    def __init__(self, incident: int) -> None:
        super().__init__(f"a link about incident {incident} has expired")
        self.incident = incident


@dataclass(frozen=True, slots=True)
class Claim:
    """What a link stands for: the message with the key `notice`, about an incident, to `name`."""

    notice: str
    incident: int
    name: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class MailLinks:
    """Makes and reads links. All processes of an office need the same `secret`."""

    secret: str
    public_url: str

    def acknowledge_url(self, claim: Claim) -> str:
        """Where the recipient acknowledges."""
        return f"{self.public_url.rstrip('/')}/a/{self._token(claim)}"

    def answered_url(self, claim: Claim) -> str:
        """Where the recipient says that there is an answer already."""
        return f"{self.acknowledge_url(claim)}/answered"

    def read(self, token: str, now: datetime) -> Claim:
        """The claim of a token. Raises LinkForged, or LinkExpired where it is over 30 days old."""
        if len(token) > LONGEST_TOKEN:
            raise LinkForged(token[:40])
        try:
            notice, incident, name, issued = self._serializer.loads(token)
            claim = Claim(notice, incident, name, datetime.fromtimestamp(issued, UTC))
        except (BadData, TypeError, ValueError) as error:
            raise LinkForged(token[:40]) from error
        if now > claim.issued_at + LIFETIME:
            raise LinkExpired(claim.incident)
        return claim

    def _token(self, claim: Claim) -> str:
        issued = int(claim.issued_at.timestamp())
        parts = [claim.notice, claim.incident, claim.name[:_LONGEST_NAME], issued]
        token: Any = self._serializer.dumps(parts)
        return str(token)

    @property
    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(
            self.secret,
            salt="huiying-mail-link",
            signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
        )
