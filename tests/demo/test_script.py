"""The script of the demo: it loads, it is whole, and it refuses what cannot be played."""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.demo.office_files import write_office
from monitor.demo.outlets import load_outlets
from monitor.demo.script import (
    WEEK_END,
    WEEK_START,
    ScriptError,
    load_script,
    load_stories,
    read_story,
)
from monitor.demo.week import ZONE, parse_offset
from monitor.domain.verdict import Verdict

ENTRY = """
title = "一"
expected = "二"
[[publication]]
key = "first"
at = "Mon 08:00"
channel = "paper"
title = "甲"
text = "第一段。第二句。\\n署名"
"""


def test_there_are_enough_stories_each_saying_what_should_come_of_it() -> None:
    stories = load_stories()
    assert len(stories) >= 14
    assert all(story.title and story.expected for story in stories)


def test_about_a_third_of_all_publications_are_reprints() -> None:
    script = load_script()
    share = sum(publication.reprint_of is not None for publication in script) / len(script)
    assert 0.28 <= share <= 0.40


def test_the_script_is_in_time_order_and_ends_inside_the_week() -> None:
    times = [publication.at for publication in load_script()]
    assert times == sorted(times)
    assert times[0] >= WEEK_START - timedelta(days=7)
    assert times[-1] < WEEK_END


def test_every_channel_has_something_to_show_before_the_week_begins() -> None:
    # An empty list would be a blind look, not a quiet channel.
    early = {p.channel for p in load_script() if p.at < WEEK_START}
    assert early == set(load_outlets())


def test_every_channel_publishes_in_the_week_unless_its_site_is_down() -> None:
    used = {p.channel for p in load_script() if p.at >= WEEK_START}
    assert set(load_outlets()) - used == {"linxi-housing"}


def test_nothing_is_published_on_an_outlet_that_is_down() -> None:
    outlets = load_outlets()
    assert not [p.id for p in load_script() if outlets[p.channel].away(p.at)]


def test_the_week_is_a_monday_to_monday_in_the_offices_zone() -> None:
    assert WEEK_START.astimezone(ZONE).isoformat() == "2026-03-02T00:00:00+08:00"
    assert WEEK_START + timedelta(days=7) == WEEK_END


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Mon 00:00", "2026-03-02T00:00:00+08:00"),
        ("Sun 23:59", "2026-03-08T23:59:00+08:00"),
        ("-Fri 09:05", "2026-02-27T09:05:00+08:00"),
        ("+Mon 00:00", "2026-03-09T00:00:00+08:00"),
    ],
)
def test_an_offset_is_an_instant_in_the_offices_zone(text: str, instant: str) -> None:
    assert parse_offset(text).astimezone(ZONE).isoformat() == instant


@pytest.mark.parametrize("text", ["Mon 24:00", "mon 08:00", "Mon 8:00", "Mon 08:00 ", "", "08:00"])
def test_another_shape_of_offset_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write for example"):
        parse_offset(text)


def test_a_reprint_drops_a_line_as_a_line_and_keeps_its_words_elsewhere() -> None:
    text = ENTRY.replace("第二句。", "署名的话。")
    text += '[[publication]]\nkey = "second"\nat = "Mon 09:00"\nchannel = "paper"\n'
    text += 'reprint_of = "first"\nlead = "据报道，"\ntail = "（完）"\ndrop = ["署名"]\n'
    story = read_story("s.toml", text, {"paper"})
    second = story.publications[1]
    assert second.text == "据报道，第一段。署名的话。\n（完）"
    assert (second.title, second.reprint_of, second.source) == ("甲", "s/first", "paper")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('expected = "二"', "", "`expected` is missing"),
        ('title = "甲"', "", "publication first: `title` is missing"),
        ('title = "甲"', 'titel = "甲"', "unknown key `titel`"),
        ('"paper"', '"radio"', "no channel `radio`"),
        ('"Mon 08:00"', '"Monday"', "'Monday' is no instant"),
        ("text =", "reprint_of =", "does not come before"),
        ('key = "first"', 'key = "first"\nreprint_of = "zero"', "either `text` or `reprint_of`"),
        ("title = ", "title : ", "no valid TOML"),
    ],
)
def test_a_wrong_story_is_refused_with_file_entry_and_reason(
    old: str, new: str, complaint: str
) -> None:
    with pytest.raises(ScriptError, match=r"s\.toml") as error:
        read_story("s.toml", ENTRY.replace(old, new), {"paper"})
    assert complaint in str(error.value)


def test_dropping_words_that_are_not_there_is_refused() -> None:
    text = ENTRY + '[[publication]]\nkey = "b"\nat = "Mon 09:00"\nchannel = "paper"\n'
    text += 'reprint_of = "first"\ndrop = ["没有"]\n'
    with pytest.raises(ScriptError, match="not in what it reprints"):
        read_story("s.toml", text, {"paper"})


def test_the_offices_channels_are_the_outlets_of_the_site(tmp_path: Path) -> None:
    write_office(tmp_path / "office", "http://127.0.0.1:1", 2525, "http://127.0.0.1:2")
    read = {
        path.name: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in (tmp_path / "office").iterdir()
    }
    channels = read["channels.toml"]["channel"]
    outlets = load_outlets()
    assert {c["name"]: c["url"] for c in channels} == {
        name: f"http://127.0.0.1:1{outlet.list_path}" for name, outlet in outlets.items()
    }
    assert sum(channel["kind"] == "news" for channel in channels) >= 5
    assert sum(channel["kind"] == "official" for channel in channels) >= 4
    units = {unit["id"] for unit in read["units.toml"]["unit"]}
    assert {c["owner"] for c in channels if c.get("owner")} <= units
    assert read["huiying.toml"]["mail"]["port"] == 2525
    assert read["huiying.toml"]["board"]["public_url"] == "http://127.0.0.1:2"


def test_a_story_says_where_its_windows_should_stand_or_opens_nothing() -> None:
    verdicts = {story.id: story.verdicts for story in load_stories()}
    assert verdicts["02_coach_over_cliff"] == {"nat-5h": Verdict.LATE_MET, "nat-24h": Verdict.MET}
    assert {word for stated in verdicts.values() for word in stated.values()} == {
        Verdict.MET,
        Verdict.LATE_MET,
        Verdict.BREACHED_OPEN,
        Verdict.UNDETERMINED,
    }
    assert {name[:2] for name, stated in verdicts.items() if not stated} == {
        "14", "15", "16", "80", "81",
    }  # fmt: skip


def test_an_unknown_verdict_is_refused() -> None:
    text = ENTRY.replace('expected = "二"', 'expected = "二"\nverdicts = { nat-5h = "fine" }')
    with pytest.raises(ScriptError, match="known are"):
        read_story("s.toml", text, {"paper"})
