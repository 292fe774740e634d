"""Working days to test with: the real ones, and a small made-up year."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from monitor.domain.due import Ruler
from monitor.domain.policy import Clause
from monitor.domain.records import Record, RecordKind
from monitor.domain.when import Precision, When
from monitor.settings.policy_files import load_policy
from monitor.settings.workday_files import national_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = national_calendar()
RULER = Ruler(CALENDAR, SHANGHAI)


def local(text: str) -> datetime:
    """`2026-03-02 14:30`, or a day's 00:00, in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def moment(text: str) -> When:
    """An instant, or with a bare day some moment of it."""
    if len(text) == len("2026-03-02"):
        return RULER.whole_day(date.fromisoformat(text), "person")
    return When.at(local(text).astimezone(UTC), "person", Precision.MINUTE)


def clause(clause_id: str) -> Clause:
    """A clause of the profiles that travel with the product."""
    profiles = {"sw": "shanwei-2018", "ql": "qionglai-2023", "jz": "jiaozhou-2020"}
    profiles |= {"bl": "beilun-2015", "wz": "wenzhou-2020", "nat": "national"}
    return load_policy(profiles[clause_id.partition("-")[0]]).clause(clause_id)


class Entries:
    """Entries of one clause, made in the order they are written down."""

    def __init__(self, clause_id: str) -> None:
        self._clause = clause_id
        self.made: list[Record] = []

    def add(self, kind: str, at: str, **more: object) -> "Entries":
        """One entry; `more` are fields of `Record`."""
        when = moment(at)
        fields = {"actor": "督办科", "reason": "转办单", **more}
        number = len(self.made) + 1
        self.made.append(
            Record(number, self._clause, RecordKind(kind), when, when.earliest, **fields)  # type: ignore[arg-type]  # keyword shorthand
        )
        return self
