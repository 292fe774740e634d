"""Where a time is known from, in words a reader of the explanation understands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.domain.sighting import Sighting
from monitor.domain.when import When
from monitor.wording.provenance import provenance_words
from tests.domain.facts import HOUR, START, between, exactly

DAY = replace(between(START - 6 * HOUR, START + 18 * HOUR), source="visible")


@pytest.mark.parametrize(
    ("source", "zh", "en"),
    [
        ("visible", "网页正文所示时间", "the time shown on the page"),
        ("meta:PubDate", "网页元数据 PubDate", "the page's metadata PubDate"),
        (
            "feed, clamped",
            "订阅源所载时间，晚于实际看到的时间，已改正",
            "corrected: it was seen earlier",
        ),
        ("somewhere, else", "somewhere，else", "somewhere, else"),
    ],
)
def test_a_source_has_words(source: str, zh: str, en: str) -> None:
    words = provenance_words(source)
    assert words.zh == zh
    assert words.en.endswith(en)


@pytest.mark.parametrize(
    ("sighting", "claim", "expected", "zh"),
    [
        # both bounds, each said
        (
            Sighting(START, START - HOUR),
            DAY,
            (START - HOUR, START),
            ("不早于：此前巡查的列表中尚无此页", "不晚于：巡查时已在列表中"),
        ),
        # only the upper, where the looks before show nothing
        (Sighting(START), DAY, (DAY.earliest, START), ("不晚于：巡查时已在列表中",)),
        # looks that lie outside the day say nothing new
        (Sighting(DAY.latest, DAY.earliest), DAY, (DAY.earliest, DAY.latest), ()),
        (Sighting(DAY.latest + HOUR, DAY.earliest - HOUR), DAY, (DAY.earliest, DAY.latest), ()),
        # the day was just not over, or just was, while it was still not listed
        (
            Sighting(DAY.latest + HOUR, DAY.latest),
            DAY,
            (DAY.latest, DAY.latest),
            ("不早于：此前巡查的列表中尚无此页",),
        ),
        (
            Sighting(DAY.latest + HOUR, DAY.latest + timedelta(seconds=1)),
            DAY,
            (DAY.earliest, DAY.latest),
            ("所载日期早于首次列出，可能为补登，未作改动",),
        ),
        # dated after it was listed: not ours to settle
        (Sighting(DAY.earliest - HOUR), DAY, (DAY.earliest, DAY.latest), ()),
        # an exact time is never moved
        (Sighting(START + HOUR, START + timedelta(minutes=1)), exactly(START), (START, START), ()),
    ],
)
def test_what_our_looks_say_of_a_stated_time_is_said(
    sighting: Sighting, claim: When, expected: tuple[object, object], zh: tuple[str, ...]
) -> None:
    found = sighting.within(claim)
    assert (found.earliest, found.latest) == expected
    _, *notes = provenance_words(found.source).zh.split("，", 1)
    assert "，".join(notes) == "，".join(zh)
