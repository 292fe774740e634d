"""The digests that are due: each written once its period is over, and left as a file too."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.domain.period import Period, PeriodKind, period_before, period_of
from monitor.store.store import Store
from monitor.usecases.office import Office
from monitor.usecases.watch_duties import DutyReading
from monitor.usecases.write_digest import write_digest

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """Which digests are written, how long after the end of their period, and into which folder."""

    kinds: tuple[PeriodKind, ...] = (PeriodKind.WEEK,)
    after: timedelta = timedelta(0)
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class DigestDesk:
    """Writes what is due. Asking again writes nothing twice; a machine that slept catches up."""

    store: Store
    office: Office
    read_duties: Callable[[datetime], DutyReading]
    plan: DigestPlan

    def write_due(self, now: datetime) -> int:
        """Write the digests of the last whole periods that are not there yet; returns how many."""
        return sum(self._write(period, now) for period in self._due(now))

    def _due(self, now: datetime) -> list[Period]:
        zone = self.office.zone
        last = (period_before(period_of(kind, now, zone), zone) for kind in self.plan.kinds)
        return [period for period in last if now >= period.end + self.plan.after]

    def _write(self, period: Period, now: datetime) -> bool:
        file = self.plan.folder / f"{period.name}.html" if self.plan.folder else None
        with self.store.read() as work:
            frozen = work.digests.get(period.name) is not None
        if frozen and (file is None or file.exists()):
            return False
        html = write_digest(self.store, self.office, period.name, now, self.read_duties(now))
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(".html.new")
            fresh.write_text(html, encoding="utf-8")
            fresh.replace(file)
        logger.info("digest %s written", period.name)
        return True
