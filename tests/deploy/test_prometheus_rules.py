"""The alert rules are valid, behave at their boundaries, and speak both languages."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from prometheus_client import CollectorRegistry

from tests.deploy.conftest import DEPLOY
from tests.deploy.prometheus_server import metric_names

FOLDER = DEPLOY / "prometheus"
RULES = [
    rule
    for group in yaml.safe_load((FOLDER / "rules.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
CASES = yaml.safe_load((FOLDER / "rules_test.yml").read_text(encoding="utf-8"))["tests"]


@pytest.mark.needs("promtool")
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "config", "prometheus.yml"),
        ("check", "rules", "rules.yml"),
        ("test", "rules", "rules_test.yml"),
    ],
    ids=" ".join,
)
def test_promtool_is_content(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        ["promtool", *arguments], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_rule_has_a_case_that_fires_and_one_that_does_not(rule: dict[str, object]) -> None:
    expected = [
        bool(check["exp_alerts"])
        for case in CASES
        for check in case["alert_rule_test"]
        if check["alertname"] == rule["alert"]
    ]
    assert True in expected
    assert False in expected


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_rule_says_in_both_languages_what_is_wrong(rule: dict[str, dict[str, str]]) -> None:
    assert rule["labels"]["severity"] in ("warning", "critical")
    for annotation in ("summary", "description"):
        chinese, _, english = rule["annotations"][annotation].partition(" / ")
        assert re.search("[\u4e00-\u9fff]", chinese)
        assert re.search("[a-z]{3}", english)


@pytest.mark.needs("promtool")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<= 3600", "< 3600"),
        ('huiying_clocks{verdict="breached_open"}', "huiying_clocks"),
        ("> 600", ">= 600"),
        ("huiying_outbox_dead > 0", "huiying_outbox_dead > 1"),
        ("for: 5m", "for: 4m45s"),
        ("for: 30m", "for: 29m45s"),
        ("> 120", ">= 120"),
        ("> 300", ">= 300"),
        (' and on () (up{job="huiying"} == 1)', ""),
        (' or absent(up{job="huiying"})', ""),
    ],
)
def test_the_cases_notice_a_shifted_boundary(tmp_path: Path, old: str, new: str) -> None:
    rules = (FOLDER / "rules.yml").read_text(encoding="utf-8")
    assert old in rules
    (tmp_path / "rules.yml").write_text(rules.replace(old, new), encoding="utf-8")
    cases = (FOLDER / "rules_test.yml").read_text(encoding="utf-8")
    (tmp_path / "rules_test.yml").write_text(cases, encoding="utf-8")
    done = subprocess.run(
        ["promtool", "test", "rules", "rules_test.yml"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0


def test_rules_name_only_metrics_that_exist(county_registry: CollectorRegistry) -> None:
    there = {sample.name for family in county_registry.collect() for sample in family.samples}
    named = set().union(*(metric_names(rule["expr"]) for rule in RULES))
    assert named <= there
