"""Gather all that shows what was known of an incident, when, and by which rule it was judged."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.domain.channel import ChannelKind
from monitor.domain.events import Event, EventKind
from monitor.domain.masking import mask_personal
from monitor.papers.special_report import special_docx
from monitor.proof.pack import ARTICLES, EVENTS, About, manifest_hash, pack
from monitor.store.store import Store, Work
from monitor.store.tables import ArticleRow
from monitor.store.views import Views
from monitor.usecases.explain_incident import explain_incident
from monitor.usecases.office import Office
from monitor.wording.policy_explained_rows import explained_row

_GUIDE = """\
证据包 / Proof pack

{title}
{office} · {made_at}

manifest.json   每个文件的 SHA-256 / the SHA-256 of every file
summary.docx    舆情专报 / the incident in words
rules.json      各条款的原文、起算、截止、判定及理由 / each clause, and why it stands as it does
articles/       报道与回应：各篇文字、时间及其来源 / each page in text, with its times
pages/          抓取时的网页原样，未遮盖个人信息 / pages as fetched: personal data is not masked
answers.json    官方回应及由谁认定 / the answers, and who linked them
alerts.jsonl    提醒及送达 / messages owed, sent, accepted
looks.jsonl     对官方渠道的每次查看 / our looks at the official channels
events.jsonl    事件日志，哈希相连 / the event log, chained by hashes

核验 / check: huiying proof verify FILE.zip
"""


def prove(
    store: Store,
    office: Office,
    incident_id: int,
    now: datetime,
    actor: str,
    folder: Path | None = None,
    *,
    with_pages: bool = True,
) -> bytes:
    """The proof pack of an incident, as a zip archive; that it was made stands in the log.

    `folder` is the configuration directory, for an office's own document template. Page copies
    are the pages as they were, with whatever they name; `with_pages` leaves them out. Raises
    KeyError for an unknown incident.
    """
    explained = explain_incident(store, office, incident_id, now)
    view = Views(store.engine, office.patience).incident(incident_id, now)
    if view is None:
        raise KeyError(f"incident {incident_id}")
    with store.read() as work:
        work.hold_still()
        files = dict(_files(work, office, incident_id, now, with_pages=with_pages))
        head = work.events.head()
    files["rules.json"] = _json(explained_row(explained))
    files["summary.docx"] = special_docx(view, office.policy, office.zone, office.name, now, folder)
    made_at = now.astimezone(office.zone)
    guide = _GUIDE.format(title=view.title, office=office.name, made_at=made_at.isoformat())
    files["README.txt"] = guide.encode()
    about = About(
        office=office.name,
        incident=str(incident_id),
        title=view.title,
        made_at=made_at,
        log_entries=head.entries if head else 0,
        log_hash=head.hash if head else "",
    )
    archive = pack(files, about)
    data = {"manifest_sha256": manifest_hash(archive)}
    with store.write() as work:
        work.events.append(Event(EventKind.PROOF_MADE, now, str(incident_id), actor, data=data))
    return archive


def _files(
    work: Work, office: Office, incident_id: int, now: datetime, *, with_pages: bool
) -> Iterator[tuple[str, bytes]]:
    rows = {row.id: row for row in work.articles.of_incident(incident_id)}
    links = work.incidents.links_of(incident_id)
    for link in links:
        rows.setdefault(link.article_id, work.articles.get(link.article_id))
    for row in rows.values():
        yield from _page(work, row, with_pages=with_pages)
    yield "answers.json", _json([link.model_dump(mode="json") for link in links])
    yield "alerts.jsonl", _lines(work.proof.messages(incident_id))
    yield EVENTS, _lines(work.proof.entries(str(incident_id)))
    facts = work.incidents.facts(incident_id)
    official = [c.name for c in office.channels.values() if c.kind is ChannelKind.OFFICIAL]
    since = min(facts.began.earliest, facts.detected_at)
    yield "looks.jsonl", _lines(work.proof.looks(official, since, now))


def _page(work: Work, row: ArticleRow, *, with_pages: bool) -> Iterator[tuple[str, bytes]]:
    """An article in text with its times, and the page as it was fetched where it is kept."""
    body = work.page_copies.get(row.body_sha256) if with_pages else None
    copy = f"pages/{row.body_sha256}.html" if body is not None else None
    kept = row.model_dump(mode="json", exclude={"finding", "decision"})
    kept |= {name: mask_personal(kept[name]) for name in ("title", "text")}
    yield f"{ARTICLES}{row.id:06d}.json", _json({**kept, "page_copy": copy})
    if copy is not None and body is not None:
        yield copy, body


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def _lines(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(
        json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n" for row in rows
    )
