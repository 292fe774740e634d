"""Builds the Grafana dashboard "Response windows" beside this file.

Run: python deploy/grafana/build_dashboard.py (needs the extra `grafana`). The JSON is committed,
so that nobody needs the extra to use it; a test keeps the two equal. Queries use plain ranges
rather than Grafana's own macros, so that the same test can run each of them on a Prometheus.
"""

import json
from pathlib import Path
from typing import TypeVar

from grafana_foundation_sdk.builders import (
    bargauge,
    common,
    dashboard,
    prometheus,
    stat,
    statetimeline,
    timeseries,
)
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.common import (
    BigValueColorMode,
    GraphDrawStyle,
    StackingMode,
    VisibilityMode,
)
from grafana_foundation_sdk.models.dashboard import (
    Dashboard,
    DataSourceRef,
    Threshold,
    ValueMap,
    ValueMappingResult,
)

OUTPUT = Path(__file__).with_name("response-windows.json")

_SOURCE = DataSourceRef("prometheus", "${datasource}")
_HALF, _THIRD, _SIXTH = 12, 8, 4
_HEIGHT = 8

Panel = TypeVar("Panel", bargauge.Panel, stat.Panel, statetimeline.Panel, timeseries.Panel)


def build() -> Dashboard:
    """The whole dashboard; the same at every call."""
    board = (
        dashboard.Dashboard("回应时限 / Response windows")
        .uid("huiying-windows")
        .description(
            "各项回应时限的现状，以及系统自身是否可靠 / Windows, and whether to trust them"
        )
        .tags(["huiying", "舆情回应"])
        .timezone("browser")
        .time("now-7d", "now")
        .refresh("30s")
        .readonly()
        .with_variable(
            dashboard.DatasourceVariable("datasource").type("prometheus").label("数据源 / Source")
        )
    )
    panels = (*_windows(), *_answers(), *_sight(), *_messages())
    for number, panel in enumerate(panels, start=1):
        board.with_panel(panel.id(number))
    return board.build()


def _windows() -> tuple[stat.Panel | timeseries.Panel, ...]:
    overdue = _framed(stat.Panel(), "已超时 / Overdue now", _SIXTH, "short")
    overdue.with_target(_query('sum(huiying_clocks{verdict="breached_open"})', "已超时 / overdue"))
    overdue.color_mode(BigValueColorMode.BACKGROUND).reduce_options(_latest())
    overdue.thresholds(_colours("green", "red"))
    incidents = _framed(stat.Panel(), "待回应事件 / Open incidents", _SIXTH, "short")
    incidents.reduce_options(_latest()).thresholds(_colours("blue", "blue"))
    incidents.with_target(_query("sum(huiying_incidents_open)", "待回应 / open"))
    verdicts = _framed(timeseries.Panel(), "未结时限 / Open windows by verdict", _THIRD, "short")
    verdicts.draw_style(GraphDrawStyle.LINE).fill_opacity(30)
    verdicts.stacking(common.StackingConfig().mode(StackingMode.NORMAL))
    verdicts.with_target(
        _query(
            'sum by (verdict) (huiying_clocks{verdict=~"running|due_soon|breached_open"})',
            "{{verdict}}",
        )
    )
    left = _framed(timeseries.Panel(), "最紧剩余时间 / Least time left", _THIRD, "s")
    left.description("没有计时中的时限时为空 / Empty where no window runs")
    left.with_target(_query("huiying_seconds_to_deadline_min", "{{clause}}"))
    return overdue, incidents, verdicts, left


def _answers() -> tuple[bargauge.Panel | timeseries.Panel, ...]:
    breaches = _framed(bargauge.Panel(), "逾期次数 / Breaches by clause", _THIRD, "short")
    breaches.description("含逾期后补发的 / Those answered late included")
    breaches.reduce_options(_latest()).thresholds(_colours("green", "red"))
    breaches.with_target(_query("sum by (clause) (huiying_breaches_total)", "{{clause}}"))
    share = _framed(bargauge.Panel(), "按时率 / On-time share by clause", _THIRD, "percentunit")
    share.description("不含无法判定的 / Windows that could not be determined are left out")
    share.min(0).max(1).reduce_options(_latest()).thresholds(_colours("orange", "green"))
    share.with_target(
        _query(
            'sum by (clause) (huiying_clocks{verdict="met"})'
            ' / (sum by (clause) (huiying_clocks{verdict=~"met|late_met|breached_open"}) > 0)',
            "{{clause}}",
        )
    )
    times = _framed(timeseries.Panel(), "回应用时 / Time to answer", _THIRD, "s")
    times.description("库中全部回应的分布 / Over all answers in the store")
    for ref, quantile, words in (("A", 0.5, "中位 median"), ("B", 0.9, "九成 90 %")):
        times.with_target(
            _query(
                f"histogram_quantile({quantile},"
                " sum by (clause, le) (huiying_response_seconds_bucket))",
                f"{{{{clause}}}} {words}",
                ref,
            )
        )
    return breaches, share, times


def _sight() -> tuple[statetimeline.Panel | timeseries.Panel, ...]:
    sight = _framed(statetimeline.Panel(), "渠道视野 / Channel sight", _HALF, "short")
    sight.show_value(VisibilityMode.NEVER).mappings([_SEEN_OR_BLIND])
    sight.with_target(_query("huiying_channel_up", "{{channel}} ({{kind}})"))
    articles = _framed(timeseries.Panel(), "每小时文章 / Articles per hour", _SIXTH + 2, "short")
    articles.with_target(_query("sum by (kind) (increase(huiying_articles_total[1h]))", "{{kind}}"))
    polls = _framed(timeseries.Panel(), "每小时采集 / Looks per hour", _SIXTH + 2, "short")
    polls.with_target(_query("sum by (outcome) (increase(huiying_polls_total[1h]))", "{{outcome}}"))
    return sight, articles, polls


def _messages() -> tuple[timeseries.Panel, ...]:
    age = _framed(timeseries.Panel(), "最早待发提醒 / Outbox age", _THIRD, "s")
    age.with_target(_query("huiying_outbox_oldest_age_seconds", "最早待发 / oldest"))
    dwell = _framed(timeseries.Panel(), "提醒滞留 / Notice dwell", _THIRD, "s")
    dwell.description("从应发到发出，库中全部提醒 / From owed to sent, over all in the store")
    for ref, quantile, words in (("A", 0.5, "中位 / median"), ("B", 0.95, "95 %")):
        dwell.with_target(
            _query(
                f"histogram_quantile({quantile},"
                " sum by (le) (huiying_notice_dwell_seconds_bucket))",
                words,
                ref,
            )
        )
    alive = _framed(timeseries.Panel(), "进程心跳 / Heartbeat age", _THIRD, "s")
    alive.with_target(_query("huiying_heartbeat_age_seconds", "{{role}}"))
    return age, dwell, alive


def _framed(panel: Panel, title: str, width: int, unit: str) -> Panel:
    return panel.title(title).datasource(_SOURCE).span(width).height(_HEIGHT).unit(unit)


def _query(expression: str, legend: str, ref: str = "A") -> prometheus.Dataquery:
    return prometheus.Dataquery().expr(expression).legend_format(legend).range().ref_id(ref)


def _latest() -> common.ReduceDataOptions:
    """A panel of single figures shows the latest."""
    return common.ReduceDataOptions().calcs(["lastNotNull"])


def _colours(below_one: str, from_one: str) -> dashboard.ThresholdsConfig:
    steps = [Threshold(None, below_one), Threshold(1, from_one)]
    return dashboard.ThresholdsConfig().steps(steps)


_SEEN_OR_BLIND = ValueMap(
    {
        "1": ValueMappingResult("看得见 / seen", "green"),
        "0": ValueMappingResult("看不见 / blind", "red"),
    }
)


def to_json(board: Dashboard) -> str:
    """The dashboard as the committed file holds it."""
    plain = json.dumps(board, cls=JSONEncoder, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{plain}\n"


if __name__ == "__main__":
    OUTPUT.write_text(to_json(build()), encoding="utf-8")
    print(f"wrote {OUTPUT.name}")
