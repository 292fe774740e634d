"""The dashboard is what its program builds, and every panel has something to show."""

import json

import pytest
import yaml
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine

from deploy.grafana.build_dashboard import OUTPUT, build, to_json
from tests.deploy.conftest import DEPLOY, StartPrometheus
from tests.deploy.prometheus_server import has_number, metric_names, panel_queries
from tests.metrics.seeding import NOW, add, article, poll


def test_the_committed_dashboard_is_a_fresh_build() -> None:
    assert OUTPUT.read_text(encoding="utf-8") == to_json(build())


def test_titles_are_in_both_languages_and_panels_do_not_overlap() -> None:
    panels = json.loads(OUTPUT.read_text(encoding="utf-8"))["panels"]
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert all(" / " in panel["title"] for panel in panels)
    assert len(cells) == len(set(cells))
    assert all(x < 24 for x, _ in cells)


def test_panels_name_only_metrics_that_exist(county_registry: CollectorRegistry) -> None:
    there = {sample.name for family in county_registry.collect() for sample in family.samples}
    named = set().union(*(metric_names(expression) for _, expression in panel_queries(OUTPUT)))
    assert named <= there


@pytest.mark.needs("prometheus")
def test_every_panel_draws_a_series_from_a_real_prometheus(
    start_prometheus: StartPrometheus, county_address: str, county: Engine
) -> None:
    prometheus = start_prometheus(county_address)
    prometheus.wait_for_scrapes(1)
    add(county, article(3, NOW), poll(NOW))
    prometheus.wait_for_scrapes(2)
    drawn = {
        f"{title}: {expression}": has_number(prometheus.wait_for_series(expression))
        for title, expression in panel_queries(OUTPUT)
    }
    assert len(drawn) >= 13
    assert [query for query, number in drawn.items() if not number] == []


def test_provisioning_names_a_prometheus_and_a_folder_of_dashboards() -> None:
    folder = DEPLOY / "grafana" / "provisioning"
    sources = yaml.safe_load((folder / "datasources" / "huiying.yaml").read_text("utf-8"))
    providers = yaml.safe_load((folder / "dashboards" / "huiying.yaml").read_text("utf-8"))
    assert [source["type"] for source in sources["datasources"]] == ["prometheus"]
    assert [provider["type"] for provider in providers["providers"]] == ["file"]
