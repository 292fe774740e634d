"""The shipped profiles load whole, and mistakes in an office's own are all named at once."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from monitor.domain.policy import StartBasis, resolve
from monitor.domain.rungs import Ahead, Reminder, Rung, Unacknowledged
from monitor.settings.policy_files import load_policy, load_profiles
from monitor.settings.problems import ConfigurationError

LOCAL = ["beilun-2015", "jiaozhou-2020", "qionglai-2023", "shanwei-2018", "wenzhou-2020"]


def windows(profile: str, day: date) -> list[str]:
    return [clause.id for clause in load_policy(profile).windows_on(day)]


def test_every_clause_keeps_its_source_and_quotation() -> None:
    clauses = [clause for profile in load_profiles().values() for clause in profile.clauses]
    assert len(clauses) == 31
    assert all(clause.quote and clause.source for clause in clauses)


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("national", ["nat-5h", "nat-24h", "nat-48h"]),
        ("jiaozhou-2020", ["nat-5h", "nat-24h", "nat-48h"]),
        ("beilun-2015", ["nat-5h", "nat-24h", "nat-48h"]),
        ("wenzhou-2020", ["nat-5h", "nat-24h", "nat-48h"]),
        ("shanwei-2018", ["sw-5h", "sw-24h", "nat-48h"]),
        ("qionglai-2023", ["ql-5h", "ql-24h", "ql-48h"]),
    ],
)
def test_each_profile_times_its_own_or_inherited_windows(profile: str, expected: list[str]) -> None:
    assert windows(profile, date(2026, 3, 2)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2016, 7, 29), []),  # before 国办发〔2016〕61号
        (date(2016, 7, 30), ["nat-24h", "nat-48h"]),  # 61号 has no 5 h
        (date(2016, 11, 9), ["nat-24h", "nat-48h"]),
        (date(2016, 11, 10), ["nat-5h", "nat-24h", "nat-48h"]),  # 80号 adds it
    ],
)
def test_an_incident_keeps_the_rule_of_its_day(day: date, expected: list[str]) -> None:
    assert windows("national", day) == expected


def test_a_local_clause_hides_the_national_one_only_once_it_is_in_force() -> None:
    assert windows("shanwei-2018", date(2018, 7, 29)) == ["nat-5h", "nat-24h", "nat-48h"]
    assert windows("shanwei-2018", date(2018, 7, 30)) == ["sw-5h", "sw-24h", "nat-48h"]


def test_a_replacing_clause_that_is_silent_on_the_start_takes_over_the_replaced_one() -> None:
    clause = load_policy("qionglai-2023").clause("ql-48h")
    assert clause.clock_start == (StartBasis.DETECTED, StartBasis.FIRST_SEEN_PUBLIC)


@pytest.mark.parametrize("profile", LOCAL)
def test_the_ladder_of_alerts_is_inherited(profile: str) -> None:
    assert load_policy(profile).escalation == load_policy("national").escalation != ()


def write(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_office_may_count_from_the_assignment_or_the_acknowledgement(tmp_path: Path) -> None:
    own = write(
        tmp_path,
        """
[profile.linxi]
title = "临溪县 (虚构)"
inherits = ["national"]
[[profile.linxi.clause]]
id = "lx-48h"
kind = "deadline"
replaces = "nat-48h"
quote = "48小时内予以回应"
source = "本单位口径"
grades = ["*other"]
window = "PT48H"
clock_start = ["assigned", "acknowledged", "first_seen_public"]
satisfied_by = ["statement"]
""",
    )
    clause = load_policy("linxi", own).clause("lx-48h")
    assert clause.clock_start[:2] == (StartBasis.ASSIGNED, StartBasis.ACKNOWLEDGED)


def test_a_longer_local_window_stands_beside_the_national_one_and_does_not_hide_it(
    tmp_path: Path,
) -> None:
    own = write(
        tmp_path,
        """
[profile.linxi]
title = "临溪县 (虚构)"
inherits = ["national"]
[[profile.linxi.clause]]
id = "lx-72h"
replaces = "nat-48h"
kind = "deadline"
grades = ["*other"]
window = "PT72H"
satisfied_by = ["statement"]
quote = "72小时内回应"
source = "虚构"
""",
    )
    policy = resolve(load_profiles(own), "linxi")
    ids = [clause.id for clause in policy.windows_on(date(2026, 3, 2))]
    assert ids == ["nat-5h", "nat-24h", "nat-48h", "lx-72h"]


def test_all_mistakes_are_named_at_once_with_file_key_value_and_remedy(tmp_path: Path) -> None:
    own = write(
        tmp_path,
        """
[profile.linxi]
inherits = ["nationl"]
[[profile.linxi.clause]]
id = "a"
kind = "deadlin"
windoww = "PT5H"
quote = "…"
source = "…"
[[profile.linxi.clause]]
id = "b"
kind = "deadline"
window = "5 hours"
grades = ["huge"]
quote = "…"
""",
    )
    with pytest.raises(ConfigurationError) as caught:
        load_profiles(own)
    text = str(caught.value)
    for part in (
        "'nationl'",
        "'deadlin'",
        "did you mean 'window'",
        "'5 hours'",
        "'huge'",
        "b].source",
    ):
        assert part in text
    assert all(problem.remedy for problem in caught.value.problems)


def test_profiles_that_inherit_in_a_circle_are_refused(tmp_path: Path) -> None:
    own = write(tmp_path, '[profile.a]\ninherits = ["b"]\n[profile.b]\ninherits = ["a"]\n')
    with pytest.raises(ConfigurationError, match="circle"):
        load_policy("a", own)


def test_a_file_that_is_no_toml_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="mend the TOML"):
        load_profiles(write(tmp_path, "[profile"))


@pytest.mark.parametrize(
    "text",
    [
        "profile = 3\n",
        "[profile]\nlinxi = 3\n",
        '[profile.linxi]\nclause = "x"\n',
        "[profile.linxi]\ninherits = 5\n",
        '[[profile.linxi.escalation]]\nat = "half"\nnotify = ["duty"]\n',
        "[[profile.linxi.escalation]]\nat = 0.5\n",
        "[[profile.linxi.clause]]\nid = 1\nkind = 2\nquote = 3\nsource = []\ngrades = 7\n",
    ],
)
def test_a_profile_of_the_wrong_shape_is_a_problem_and_no_traceback(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(ConfigurationError):
        load_profiles(write(tmp_path, text))


def test_every_kind_of_step_of_an_alert_ladder_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        [profile.linxi]
        inherits = ["national"]
        [[profile.linxi.escalation]]
        at = 0.5
        notify = ["duty"]
        [[profile.linxi.escalation]]
        before = "PT90M"
        notify = ["duty", "department_head"]
        [[profile.linxi.escalation]]
        after = "PT2H"
        every = "PT4H"
        until = "P3D"
        unless_acknowledged = true
        notify = ["duty"]
        [[profile.linxi.escalation]]
        after = "P2D"
        notify = ["office_director"]
        [[profile.linxi.escalation]]
        unacknowledged_for = "PT30M"
        notify = ["department_head"]
        """,
    )
    hour = timedelta(hours=1)
    assert load_policy("linxi", path).escalation == (
        Rung(0.5, ("duty",)),
        Ahead(1.5 * hour, ("duty", "department_head")),
        Reminder(2 * hour, ("duty",), 4 * hour, 72 * hour, unless_acknowledged=True),
        Reminder(48 * hour, ("office_director",)),
        Unacknowledged(0.5 * hour, ("department_head",)),
    )
