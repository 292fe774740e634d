"""What the demo's site serves is what the readers and the extraction make of it."""

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from difflib import SequenceMatcher
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from monitor.demo.office_files import write_office
from monitor.demo.outlets import load_outlets
from monitor.demo.script import Publication, load_script
from monitor.demo.site import Site
from monitor.demo.week import WEEK_END, ZONE, parse_offset
from monitor.domain.channel import Channel, ChannelKind, Reader
from monitor.text.extract import extract
from spiders.readers.read import read_list

OUTLETS = load_outlets()
READABLE = [p for p in load_script() if not OUTLETS[p.channel].down]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def channels(folder: Path, site: Site) -> list[Channel]:
    write_office(folder, site.url, 25, site.url)
    declared = tomllib.loads((folder / "channels.toml").read_text(encoding="utf-8"))["channel"]
    return [
        Channel(
            name=entry["name"],
            title=entry["title"],
            kind=ChannelKind(entry["kind"]),
            reader=Reader(entry["reader"]),
            url=entry["url"],
            owner=entry.get("owner", ""),
            item_selector=entry.get("item_selector", ""),
        )
        for entry in declared
    ]


@pytest.mark.parametrize("instant", ["Mon 00:00", "Tue 03:00", "Wed 12:00", "Sun 23:00"])
def test_every_list_reads_as_what_has_been_published(
    site: Site, tmp_path: Path, instant: str
) -> None:
    site.now = parse_offset(instant)
    for channel in channels(tmp_path, site):
        if OUTLETS[channel.name].away(site.now):
            continue
        answer = site.answer(urlsplit(channel.url).path)
        found = read_list(
            channel, answer.body, channel.url, site.now, ZONE, answer.content_type
        ).entries
        shown = {
            site.url_of(p.id): p
            for p in load_script()
            if p.channel == channel.name and p.at <= site.now
        }
        assert {item.url for item in found} == set(shown)
        for item in found:
            publication = shown[item.url]
            assert item.title in ("", publication.title)
            if item.published is not None:
                assert item.published.earliest <= publication.at <= item.published.latest


@pytest.mark.parametrize("publication", READABLE, ids=lambda publication: publication.id)
def test_every_article_is_extracted_with_its_title_time_and_text(
    site: Site, publication: Publication
) -> None:
    site.now = WEEK_END - timedelta(minutes=1)
    url = site.url_of(publication.id)
    answer = site.answer(urlsplit(url).path)
    page = extract(answer.body, url, site.now, ZONE, answer.content_type)
    assert page.title == publication.title
    assert page.published is not None
    assert page.published.earliest <= publication.at <= page.published.latest
    assert page.published.is_exact is not publication.date_only
    likeness = SequenceMatcher(None, publication.text, page.text, autojunk=False).ratio()
    assert likeness > 0.95
