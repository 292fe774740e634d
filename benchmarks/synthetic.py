"""Made-up news in which words are as unevenly spread as in real news; no word of it is real.

Words are pairs of Han characters drawn by Zipf's law; each incident has words of its own, which
its articles use over and over, as they use its name; three in ten articles are reprints.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from monitor.domain.article import Article
from monitor.domain.channel import ChannelKind
from monitor.domain.when import When

START = datetime(2026, 1, 1, tzinfo=UTC)
_WORDS = 60_000
_FREQUENT = 3500  # characters in ordinary use
_OWN_WORDS = 40
_OWN_SHARE = 0.25
_SENTENCE = 12  # words
_REPRINTS = 0.3
_LEADS = (
    "{month}月{day}日{hour}时{minute}分{place}县{town}镇发生{deed}，{dead}人死亡、{hurt}人受伤。",
    "{month}月{day}日，记者从{place}市获悉，当地{town}路有居民反映{deed}，目前有关部门已介入调查。",
    "近日，有网友发帖称{place}区{town}街道{deed}一事无人处理，引发关注。",
)
_DEEDS = (
    "火灾",
    "爆炸事故",
    "车辆相撞事故",
    "噪音扰民",
    "停水",
    "食物中毒",
    "拖欠工资",
    "道路塌陷",
)
_ORDINARY = (
    "记者发生情况工作进行相关部门调查事故现场人员群众表示处理问题通报居民目前医院救援"
    "公司学校项目建设发展经济活动服务管理安全责任时间介绍了解市场企业生活开展组织要求"
)
_STILL_OPEN = 300  # incidents that still make news
_NEW_INCIDENT = 1 / 16


@dataclass(frozen=True, slots=True)
class Told:
    """An article with the incident it tells of."""

    article: Article
    incident: str


class Newsroom:
    """Writes articles without end, the same ones for the same seed."""

    def __init__(self, seed: int, prefix: str = "") -> None:
        """`prefix` begins every id, so that two rooms never share one."""
        self._random = np.random.default_rng(seed)
        self._prefix = prefix
        characters = self._random.permutation(np.arange(0x4E00, 0x4E00 + 2 * _FREQUENT))[:_FREQUENT]
        drawn = np.minimum(self._random.zipf(1.3, (_WORDS, 2)) - 1, _FREQUENT - 1)
        spread = self._random.integers(0, _FREQUENT, (_WORDS, 2))
        self._words = characters[np.where(self._random.random((_WORDS, 2)) < 0.3, drawn, spread)]
        ordinary = np.array([ord(character) for character in _ORDINARY]).reshape(-1, 2)
        self._words[: len(ordinary)] = ordinary
        self._open: list[tuple[str, np.ndarray]] = []
        self._written = 0
        self._texts: list[tuple[str, str, np.ndarray]] = []

    def articles(self, count: int, step: timedelta) -> Iterator[Told]:
        """So many articles, one every `step`."""
        for _ in range(count):
            self._written += 1
            yield self._next(START + step * self._written)

    def _next(self, at: datetime) -> Told:
        incident, own = self._incident()
        if self._texts and self._random.random() < _REPRINTS:
            text, incident, own = self._texts[int(self._random.integers(len(self._texts)))]
            text = f"{self._sentences(own, 8)}{text}"
        else:
            text = self._lead(own) + self._sentences(own, int(self._random.integers(380, 720)))
            self._texts = [*self._texts[-_STILL_OPEN:], (text, incident, own)]
        title = "".join(map(chr, own[self._random.integers(0, 6, 4)].ravel()))
        article = Article(
            id=f"{self._prefix}{self._written}",
            channel="news",
            channel_kind=ChannelKind.NEWS,
            url="",
            title=f"{title}{self._sentences(own, 4)[:-1]}",
            text=text,
            published=When.at(at, "visible"),
            first_seen_at=at,
        )
        return Told(article, incident)

    def _incident(self) -> tuple[str, np.ndarray]:
        if not self._open or self._random.random() < _NEW_INCIDENT:
            own = self._words[self._random.integers(0, _WORDS, _OWN_WORDS)]
            own[:6] = self._random.integers(0x4E00, 0x4E00 + 2 * _FREQUENT, (6, 2))  # its name
            self._open = [*self._open[-_STILL_OPEN:], (f"{self._prefix}{self._written}", own)]
        late = min(int(self._random.zipf(1.4)), len(self._open))  # most news is of what is newest
        return self._open[-late]

    def _lead(self, own: np.ndarray) -> str:
        month, day, hour, minute, dead, hurt = self._random.integers(1, (12, 28, 23, 59, 9, 30))
        place, town = ("".join(map(chr, own[at])) for at in (0, 1))
        deed = _DEEDS[int(own[2, 0]) % len(_DEEDS)]
        return _LEADS[int(own[2, 1]) % len(_LEADS)].format(
            month=month, day=day, hour=hour, minute=minute, dead=dead, hurt=hurt, place=place,
            town=town, deed=deed,
        )  # fmt: skip

    def _sentences(self, own: np.ndarray, words: int) -> str:
        common = self._words[np.minimum(self._random.zipf(1.15, words), _WORDS) - 1]
        mine = own[np.minimum(self._random.zipf(1.3, words), _OWN_WORDS) - 1]
        drawn = np.where(self._random.random((words, 1)) < _OWN_SHARE, mine, common)
        sentences = (drawn[at : at + _SENTENCE].ravel() for at in range(0, words, _SENTENCE))
        return "".join("".join(map(chr, one)) + "。" for one in sentences)
