"""The special report 舆情专报 on one incident: only what was seen, each item with its page.

It draws no conclusions and quotes no one who did not write: opinions are the first lines of the
pages themselves, and the advice is left to the officer.
"""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from alerts.hygiene import safe_line
from monitor.domain.policy import Policy
from monitor.domain.verdict import Verdict
from monitor.domain.when import When
from monitor.papers.word_file import Writer, word_file
from monitor.store.views_clocks import labels_of
from monitor.store.views_records import ArticleItem, ClockCard, IncidentView, ResponseItem
from monitor.wording.phrasing import between_words, dated_words, day_time_words

_MOST_REPORTS = 12
_MOST_EXCERPTS = 6
_EXCERPT = 140
_FIGURES = {
    "dead": "死亡 {} 人",
    "missing": "失踪 {} 人",
    "dead_or_missing": "死亡或失踪 {} 人",
    "serious": "重伤 {} 人",
    "injured": "受伤 {} 人",
    "evacuated": "转移 {} 人",
    "loss_yuan": "直接经济损失 {} 元",
}


def special_docx(
    incident: IncidentView,
    policy: Policy,
    zone: ZoneInfo,
    office: str,
    now: datetime,
    folder: Path | None = None,
) -> bytes:
    """The report as of `now`, in Chinese; `folder` is the configuration directory."""
    return word_file("special.docx", _Report(incident, policy, zone, office, now).context, folder)


class _Report:
    """Holds what every phrase of one report needs."""

    def __init__(
        self, incident: IncidentView, policy: Policy, zone: ZoneInfo, office: str, now: datetime
    ) -> None:
        self._incident = incident
        self._policy = policy
        self._labels = labels_of(policy)
        self._zone = zone
        self._office = office
        self._now = now

    def context(self, writer: Writer) -> dict[str, Any]:
        """What the template is filled with."""
        incident = self._incident
        reports = [article for article in incident.articles if article.duplicate_of is None]
        windows = [c for c in incident.clocks if c.verdict is not Verdict.NOT_APPLICABLE]
        answers = [answer for answer in incident.responses if answer.link.counts]
        return {
            "office": self._office,
            "at": dated_words(self._now, self._zone, "zh"),
            "title": _clean(incident.title, 80),
            "overview": self._overview(),
            "figures": "、".join(
                _FIGURES[name].format(n) for name, n in incident.figures.items() if name in _FIGURES
            ),
            "spread": self._spread(incident.articles),
            "reports": [self._page(article, writer) for article in reports[:_MOST_REPORTS]],
            "reports_more": max(len(reports) - _MOST_REPORTS, 0),
            "windows": [self._window(clock) for clock in windows],
            "answers": [self._answer(answer, writer) for answer in answers],
            "gaps": "；".join(
                f"{gap.title} {self._at(gap.start)}至{self._at(gap.end)}" for gap in incident.blind
            ),
            "excerpts": [self._excerpt(article) for article in reports[:_MOST_EXCERPTS]],
            "rules": self._rules(windows),
        }

    def _overview(self) -> str:
        incident = self._incident
        parts = [f"{incident.category.chinese}类"]
        if incident.place:
            parts.append(f"属地{_clean(incident.place, 40)}")
        if incident.occurred:
            parts.append(f"事发{self._when(incident.occurred)}")
        parts.append(f"首次公开{self._when(incident.first_public)}")
        parts.append(f"监测发现{self._at(incident.detected_at)}")
        grade = incident.grade_confirmed
        parts.append(f"事件等级{grade.value}" if grade else "事件等级未定")
        return "，".join(parts) + "。"

    def _spread(self, articles: tuple[ArticleItem, ...]) -> str:
        by_channel = Counter(article.channel_title for article in articles)
        reprints = sum(article.duplicate_of is not None for article in articles)
        most = "、".join(f"{_clean(name, 30)} {n} 篇" for name, n in by_channel.most_common(5))
        return (
            f"截至本报，所监测渠道见报道 {self._incident.articles_total} 篇，"
            f"列出的 {len(articles)} 篇中转载 {reprints} 篇；渠道：{most or '无'}。"
        )

    def _page(self, article: ArticleItem, writer: Writer) -> dict[str, Any]:
        return {
            "at": self._when(article.when),
            "channel": _clean(article.channel_title, 30),
            "title": writer.link(article.url, _clean(article.title, 80)),
        }

    def _window(self, clock: ClockCard) -> dict[str, Any]:
        return {
            "label": self._labels(clock.clause, clock.window).zh,
            "start": self._when(clock.start),
            "due": self._at(clock.due_at),
            "verdict": clock.verdict.words[0],
            "why": _clean(clock.words.zh, 200),
        }

    def _answer(self, answer: ResponseItem, writer: Writer) -> dict[str, Any]:
        relayed = "（媒体转述）" if answer.relayed else ""
        withdrawn = "（已撤回）" if answer.withdrawn_at else ""
        return {
            "at": self._when(answer.at),
            "issuer": _clean(answer.issuer, 40) + relayed + withdrawn,
            "kind": answer.kind.words[0],
            "title": writer.link(answer.url, _clean(answer.title, 80)),
        }

    def _excerpt(self, article: ArticleItem) -> dict[str, Any]:
        return {
            "channel": _clean(article.channel_title, 30),
            "at": self._when(article.when),
            "text": _clean(article.excerpt, _EXCERPT),
        }

    def _rules(self, windows: list[ClockCard]) -> list[dict[str, str]]:
        rules = []
        for clock in windows:
            try:
                clause = self._policy.clause(clock.clause)
            except KeyError:
                continue
            rules.append({"quote": clause.quote, "source": clause.source})
        return rules

    def _when(self, when: When) -> str:
        return between_words(when.earliest, when.latest, self._now, self._zone, "zh")

    def _at(self, at: datetime) -> str:
        return day_time_words(at, self._zone, "zh")


def _clean(text: str, limit: int) -> str:
    return safe_line(text, limit)
