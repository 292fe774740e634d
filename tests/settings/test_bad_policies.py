"""Every mistake in an office's policy: one clear line each, all at once, and nothing is started."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from monitor.cli import build_app
from monitor.settings.policy_files import load_policy, load_profiles
from monitor.settings.problems import ConfigurationError

HEAD = '[profile.linxi]\ntitle = "临溪县 (虚构)"\ninherits = ["national"]\n'
CLAUSE = """
[[profile.linxi.clause]]
id = "lx-1"
kind = "deadline"
window = "P5WD"
quote = "5个工作日内"
source = "虚构"
"""


def lines(folder: Path, text: str) -> list[str]:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_profiles(path)
    return [str(problem) for problem in caught.value.problems]


def with_(line: str, *, without: str = "") -> str:
    """The good clause with a line more, and perhaps one less."""
    kept = [each for each in CLAUSE.splitlines() if not without or not each.startswith(without)]
    return HEAD + "\n".join([*kept, line, ""])


def step(lines_: str) -> str:
    """A profile with one step of an alert ladder."""
    return f'{HEAD}[[profile.linxi.escalation]]\n{lines_}\nnotify = ["duty"]\n'


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        (with_('windoww = "PT5H"'), "clause[lx-1].windoww", "did you mean 'window'"),
        (HEAD + 'on_upgrade = "later"\n', "profile.linxi.on_upgrade", "from_upgrade"),
        (with_('clock_start = ["graded"]'), "clause[lx-1].clock_start", "'graded'"),
        (HEAD + 'titel = "x"\n', "profile.linxi.titel", "did you mean 'title'"),
        ("[profil.x]\n", "profil", "did you mean 'profile'"),
        (with_('window = "PT0H"', without="window"), "clause[lx-1].window", "longer than nothing"),
        (with_('window = "P0WD"', without="window"), "clause[lx-1].window", "longer than nothing"),
        (with_('window = "-PT5H"', without="window"), "clause[lx-1].window", "not negative"),
        (with_('window = "PT-5H"', without="window"), "clause[lx-1].window", "not negative"),
        (with_("window = 5", without="window"), "clause[lx-1].window", "PT5H"),
        (with_("", without="window"), "clause[lx-1].window", "a deadline clause needs it"),
        (with_('effective_from = "2026-02-30"'), "clause[lx-1].effective_from", "'2026-02-30'"),
        (with_("effective_from = 2026-02-30"), "clause[lx-1].effective_from", "'2026-02-30'"),
        (with_("effective_from = 2026-02-30  # 2月"), "clause[lx-1].effective_from", "2026-02-30"),
        (HEAD + "effective_from = 2026-02-30\n", "profile.linxi.effective_from", "2026-02-30"),
        (
            with_('effective_from = "2026-03-01"\neffective_to = "2026-02-01"'),
            "clause[lx-1].effective_to",
            "ends before it begins",
        ),
        (HEAD + CLAUSE + CLAUSE, "clause[lx-1].id", "give it another"),
        (HEAD + CLAUSE.replace("lx-1", "nat-5h"), "clause[nat-5h].id", "profile national has"),
        (with_('replaces = "nat-6h"'), "clause[lx-1].replaces", "no such clause is inherited"),
        (with_('replaces = "sw-5wd"'), "clause[lx-1].replaces", "no such clause is inherited"),
        (HEAD.replace("national", "nationl"), "profile.linxi.inherits", "known profiles"),
        (HEAD.replace('["national"]', '["linxi"]'), "profile.linxi.inherits", "in a circle"),
        (with_('calendar = "elapsed"'), "clause[lx-1].calendar", "working days are written"),
        (with_('calendar = "lunar"'), "clause[lx-1].calendar", "one of"),
        (with_('binding = "firm"'), "clause[lx-1].binding", "one of"),
        (with_('category = "fires"'), "clause[lx-1].category", "one of"),
        (with_('grades = "重大"'), "clause[lx-1].grades", "write a list"),
        (
            with_('grades = ["重大"]\nsatisfied_by = ["statment"]'),
            "clause[lx-1].satisfied_by",
            "'statment'",
        ),
        (with_("satisfied_by = [5]"), "clause[lx-1].satisfied_by", "a list of texts"),
        (with_("responsible = 7"), "clause[lx-1].responsible", "a text in quotes"),
        (with_("min_count = 0"), "clause[lx-1].min_count", "how often"),
        (
            with_('kind = "fixed_date"', without="kind"),
            "clause[lx-1].due",
            "either due or due_every_year",
        ),
        (
            with_('kind = "fixed_date"\ndue = "2026-02-30"', without="kind"),
            "clause[lx-1].due",
            "a day that exists",
        ),
        (
            with_('kind = "fixed_date"\ndue_every_year = "02-30"', without="kind"),
            "clause[lx-1].due_every_year",
            "03-31",
        ),
        (
            with_('kind = "ratio"\nmin_ratio = 50', without="kind"),
            "clause[lx-1].min_ratio",
            "a share above 0",
        ),
        (with_('kind = "ratio"', without="kind"), "clause[lx-1].min_ratio", "needs it"),
        (with_('kind = "continuation"', without="kind"), "clause[lx-1].max_gap", "needs it"),
        (
            HEAD + '[[profile.linxi.escalation]]\nat = 0\nnotify = ["duty"]\n',
            "escalation[1].at",
            "a share of the window",
        ),
        (
            HEAD + '[[profile.linxi.escalation]]\nat = 0.5\nnotify = ["chief"]\n',
            "escalation[1].notify",
            "'chief'",
        ),
        (step("before = 'P5WD'"), "escalation[1].before", "days, hours or minutes"),
        (step("before = 2"), "escalation[1].before", "PT2H"),
        (step("at = 0.5\nbefore = 'PT2H'"), "escalation[1].before", "a step of its own"),
        (step("every = 'PT4H'"), "escalation[1].at", "say when"),
        (step("at = 1\nevery = 'PT4H'"), "escalation[1].every", "only a step with `after`"),
        (step("after = 'PT4H'\nevery = 'PT5M'"), "escalation[1].every", "ten minutes or more"),
        (step("after = 'PT4H'\nuntil = 'P1D'"), "escalation[1].until", "nothing to end"),
        (
            step("after = 'P2D'\nevery = 'PT4H'\nuntil = 'P1D'"),
            "escalation[1].until",
            "before its first reminder",
        ),
        (
            step("after = 'PT4H'\nunless_acknowledged = 'yes'"),
            "escalation[1].unless_acknowledged",
            "true or false",
        ),
        (step("at = 1\nunacknowledged = 'PT1H'"), "escalation[1].unacknowledged", "did you mean"),
        (
            HEAD + "[[profile.linxi.escalation]]\nat = 1\nnotify = []\n",
            "escalation[1].notify",
            "name whom to tell",
        ),
    ],
)
def test_a_mistake_is_one_line_with_its_key_and_what_to_do(
    tmp_path: Path, text: str, key: str, says: str
) -> None:
    (line,) = lines(tmp_path, text)
    assert line.startswith("policy.toml: ")
    assert "\n" not in line
    assert f"{key} = " in line
    assert says in line


def test_a_circle_of_three_is_told_once_whoever_is_asked_for(tmp_path: Path) -> None:
    text = "".join(
        f'[profile.{name}]\ninherits = ["{parent}"]\n' for name, parent in ("ab", "bc", "ca")
    )
    (line,) = lines(tmp_path, text + '[profile.d]\ninherits = ["a", "national"]\n')
    assert "a > b > c > a" in line


ALL_AT_ONCE = """
[profile.linxi]
inherits = ["linxi-too"]
colour = "red"
[[profile.linxi.clause]]
id = "twice"
kind = "deadline"
window = "PT5H"
quote = "…"
source = "…"
[[profile.linxi.clause]]
id = "twice"
kind = "deadline"
window = "PT5H"
quote = "…"
source = "…"
[[profile.linxi.clause]]
id = "nothing"
kind = "deadline"
window = "PT0H"
quote = "…"
source = "…"
[[profile.linxi.clause]]
id = "negative"
kind = "deadline"
window = "-PT5H"
quote = "…"
source = "…"
[[profile.linxi.clause]]
id = "february"
kind = "duty"
effective_from = 2026-02-30
quote = "…"
source = "…"
[profile.linxi-too]
inherits = ["linxi"]
"""
EXPECTED = (
    "profile.linxi.colour = (unknown)",
    "profile.linxi.inherits = linxi > linxi-too > linxi",
    "clause[twice].id = 'twice'",
    "clause[nothing].window = 'PT0H'",
    "clause[negative].window = '-PT5H'",
    "clause[february].effective_from = '2026-02-30'",
)


def test_all_mistakes_of_a_file_are_told_together(tmp_path: Path) -> None:
    found = lines(tmp_path, ALL_AT_ONCE)
    assert len(found) == len(EXPECTED)
    for expected in EXPECTED:
        assert any(expected in line for line in found), expected


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build_app(arguments[0]), list(arguments))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A starter configuration with a policy full of mistakes."""
    assert run("init", str(tmp_path)).exit_code == 0
    (tmp_path / "policy.toml").write_text(ALL_AT_ONCE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "command", [("check",), ("duty", "list"), ("watch",), ("serve",), ("run",), ("digest",)]
)
def test_no_command_starts_on_a_policy_with_mistakes(
    office: Path, command: tuple[str, ...]
) -> None:
    done = run(
        *command, "-c", str(office), *(("--week", "2026-W10") if "digest" in command else ())
    )
    assert done.exit_code == 2
    told = done.stderr.splitlines()
    assert len(told) == len(EXPECTED)
    assert all(line.startswith("policy.toml: ") for line in told)
    assert not (office / "huiying.db").exists()


@pytest.mark.parametrize(
    ("profiles", "says"),
    [
        (["qionglai-2023", "qionglai-2032"], "qionglai-2032: known profiles"),
        ([], "known profiles"),
    ],
)
def test_a_profile_that_is_not_there_is_named(profiles: list[str], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        load_policy(profiles)


@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ('"nationl"', "office.profile = nationl: known profiles"),
        ('["national", "nationl"]', "office.profile = nationl: known profiles"),
        ("[]", "office.profile = []"),
        ("5", "office.profile = 5"),
    ],
)
def test_a_wrong_profile_in_the_configuration_is_one_line(
    tmp_path: Path, profile: str, says: str
) -> None:
    assert run("init", str(tmp_path)).exit_code == 0
    path = tmp_path / "huiying.toml"
    text = path.read_text(encoding="utf-8").replace("[office]", f"[office]\nprofile = {profile}")
    path.write_text(text, encoding="utf-8")
    done = run("check", "-c", str(tmp_path))
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("huiying.toml: ")
    assert says in line


def test_a_profile_named_twice_binds_once() -> None:
    assert load_policy(["national", "national"]).profile.id == "national"
