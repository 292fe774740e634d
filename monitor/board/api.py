"""The JSON API: the same facts as the pages, for programs. Instants carry the office's offset."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException

from monitor.board.pages import PageNumber, RowId
from monitor.board.screen import Setting
from monitor.domain.sight import BlindInterval
from monitor.domain.when import When
from monitor.domain.words import Words
from monitor.store.views_clocks import labels_of
from monitor.store.views_records import (
    ArticleItem,
    ChannelHealth,
    ClockCard,
    IncidentView,
    Page,
    ResponseItem,
)
from monitor.wording.silence_json import silence_json

Json = dict[str, Any]


def api(setting: Setting) -> APIRouter:
    """The JSON routes, over one setting."""
    router = APIRouter(prefix="/api")
    shape = _Shape(setting)

    @router.get("/clocks")
    def clocks(page: PageNumber = 1) -> Json:
        """Open clocks in the order of the board, with the numbers above it."""
        now = setting.clock()
        counts = setting.views.counts(now)
        found = setting.views.open_clocks(now, page)
        numbers = {name: getattr(counts, name) for name in counts.__slots__}
        items = [shape.clock(card) for card in found.items]
        return {"now": shape.at(now), "counts": numbers, "clocks": items, **_paging(found)}

    @router.get("/incidents/{incident_id}")
    def incident(incident_id: RowId) -> Json:
        """One incident with its clocks, articles, responses and blind intervals."""
        found = setting.views.incident(incident_id, setting.clock())
        if found is None:
            raise HTTPException(404)
        return shape.incident(found)

    @router.get("/channels")
    def channels(page: PageNumber = 1) -> Json:
        """Channels with their health over the last 24 hours."""
        now = setting.clock()
        found = setting.views.channels(now, page)
        items = [shape.channel(item) for item in found.items]
        return {"now": shape.at(now), "channels": items, **_paging(found)}

    @router.get("/silences")
    def silences() -> Json:
        """The silences in force: who is not told of what, until when, by whom and why."""
        now = setting.clock()
        found = setting.views.silences(now)
        return {
            "now": shape.at(now),
            "silences": [silence_json(item, setting.zone) for item in found],
        }

    return router


def _paging(page: Page[Any]) -> Json:
    return {"page": page.number, "pages": page.last, "total": page.total}


def _words(words: Words | None) -> Json | None:
    return None if words is None else {"zh": words.zh, "en": words.en}


class _Shape:
    """Records as JSON objects; the field names are a promise to other programs."""

    def __init__(self, setting: Setting) -> None:
        self._zone: ZoneInfo = setting.zone
        self._labels = labels_of(setting.policy)

    def at(self, instant: datetime | None) -> str | None:
        return None if instant is None else instant.astimezone(self._zone).isoformat()

    def when(self, when: When | None) -> Json | None:
        if when is None:
            return None
        return {
            "earliest": self.at(when.earliest),
            "latest": self.at(when.latest),
            "precision": when.precision.value,
            "source": when.source,
        }

    def gap(self, gap: BlindInterval) -> Json:
        bounds = {"start": self.at(gap.start), "end": self.at(gap.end)}
        return {"channel": gap.channel, "title": gap.title, **bounds}

    def clock(self, card: ClockCard) -> Json:
        return {
            "incident": card.incident_id,
            "title": card.title,
            "place": card.place,
            "units": list(card.units),
            "grade_confirmed": card.grade_confirmed,
            "grade_possible": card.grade_possible,
            "clause": card.clause,
            "label": _words(self._labels(card.clause, card.window)),
            "window_s": card.window.total_seconds(),
            "basis": card.basis.value,
            "start": self.when(card.start),
            "due_from": self.at(card.due_from),
            "due_at": self.at(card.due_at),
            "verdict": card.verdict.value,
            "reason": _words(card.words),
            "provisional": card.provisional,
            "answered": self.when(card.answered),
            "breached_at": self.at(card.breached_at),
            "noticed_at": self.at(card.noticed_at),
            "gaps": [self.gap(gap) for gap in card.gaps],
        }

    def incident(self, view: IncidentView) -> Json:
        return {
            "id": view.id,
            "title": view.title,
            "place": view.place,
            "category": view.category.value,
            "units": list(view.units),
            "figures": dict(view.figures),
            "grade_confirmed": view.grade_confirmed,
            "grade_possible": view.grade_possible,
            "grade_reasons": list(view.grade_reasons),
            "detected_at": self.at(view.detected_at),
            "first_public": self.when(view.first_public),
            "occurred": self.when(view.occurred),
            "dismissed": _words(view.dismissed),
            "clocks": [self.clock(card) for card in view.clocks],
            "articles": [self._article(item) for item in view.articles],
            "articles_total": view.articles_total,
            "responses": [self._response(item) for item in view.responses],
            "blind": [self.gap(gap) for gap in view.blind],
        }

    def _article(self, item: ArticleItem) -> Json:
        return {
            "id": item.id,
            "channel": item.channel,
            "channel_kind": item.channel_kind.value,
            "url": item.url,
            "title": item.title,
            "published": self.when(item.when),
            "first_seen_at": self.at(item.first_seen_at),
            "duplicate_of": item.duplicate_of,
        }

    def _response(self, item: ResponseItem) -> Json:
        return {
            "id": item.id,
            "kind": item.kind.value,
            "issuer": item.issuer,
            "relayed": item.relayed,
            "at": self.when(item.at),
            "link": item.link.value,
            "score": item.score,
            "reason": item.reason,
            "url": item.url,
            "title": item.title,
        }

    def channel(self, item: ChannelHealth) -> Json:
        return {
            "name": item.name,
            "title": item.title,
            "kind": item.kind.value,
            "owner": item.owner,
            "active": item.active,
            "last_poll_at": self.at(item.last_poll_at),
            "last_ok_at": self.at(item.last_ok_at),
            "outcome": item.outcome,
            "detail": item.detail,
            "failures": item.failures,
            "looks_24h": item.looks,
            "looks_ok_24h": item.looks_ok,
            "is_blind": item.is_blind,
            "blind": [self.gap(gap) for gap in item.blind],
        }
