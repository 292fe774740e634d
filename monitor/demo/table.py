"""What happened in the week, story by story, beside what each story was written to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rich.table import Table
from rich.text import Text

from monitor.demo.script import Story
from monitor.demo.site import Site
from monitor.domain.briefing import window_label
from monitor.domain.policy import Policy
from monitor.domain.verdict import Verdict
from monitor.store.archive_rows import AlertLine, ArticleLine, ClockLine

_COLOURS = {
    Verdict.MET: "green",
    Verdict.LATE_MET: "dark_orange",
    Verdict.BREACHED_OPEN: "red",
    Verdict.UNDETERMINED: "magenta",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one story: its incidents, and where each window of theirs stands."""

    story: Story
    incidents: tuple[str, ...]
    clocks: tuple[ClockLine, ...]
    mails: int
    reprints: int

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """The verdicts by clause."""
        return {clock.clause: Verdict(clock.verdict) for clock in self.clocks}

    @property
    def as_written(self) -> bool:
        """Whether it came out as the story was written to: one incident or none, same verdicts."""
        wanted = 1 if self.story.verdicts else 0
        return len(self.incidents) == wanted and dict(self.verdicts) == dict(self.story.verdicts)


def outcomes(
    stories: Sequence[Story],
    site: Site,
    articles: Sequence[ArticleLine],
    clocks: Sequence[ClockLine],
    alerts: Sequence[AlertLine],
) -> list[Outcome]:
    """Sort what the store holds by the story it came from."""
    by_url = {line.url: line for line in articles}
    found = []
    for story in stories:
        lines = [by_url[url] for p in story.publications if (url := site.url_of(p.id)) in by_url]
        incidents = tuple(sorted({line.incident for line in lines if line.incident}, key=int))
        found.append(
            Outcome(
                story=story,
                incidents=incidents,
                clocks=tuple(clock for clock in clocks if clock.incident in incidents),
                mails=sum(alert.incident in incidents for alert in alerts),
                reprints=sum(line.duplicate_of is not None for line in lines),
            )
        )
    return found


def week_table(found: Sequence[Outcome], policy: Policy, language: str) -> Table:
    """The table that `huiying demo --once` ends with."""
    table = Table(title="这一周 · what happened", show_lines=True, expand=False)
    table.add_column("故事 story", overflow="fold", max_width=36)
    table.add_column("篇\npages", justify="right")
    table.add_column("转载\nreprints", justify="right")
    table.add_column("事件\nincident", justify="right")
    table.add_column("时限与结果 windows", no_wrap=True)
    table.add_column("邮件\nmails", justify="right")
    table.add_column("如剧本\nas written", justify="center")
    for outcome in found:
        table.add_row(
            outcome.story.title,
            str(len(outcome.story.publications)),
            str(outcome.reprints),
            ", ".join(f"#{incident}" for incident in outcome.incidents) or "—",
            _windows(outcome.clocks, policy, language),
            str(outcome.mails),
            "✓" if outcome.as_written else "✗",
        )
    return table


def _windows(clocks: Sequence[ClockLine], policy: Policy, language: str) -> Text:
    return Text("\n").join(_window(clock, policy, language) for clock in clocks)


def _window(clock: ClockLine, policy: Policy, language: str) -> Text:
    """One window: what it asks for, how it ended, and by how much where it was answered."""
    clause = policy.clause(clock.clause)
    length = clause.window.elapsed if clause.window else None
    label = window_label(clause, length).in_language(language) if length else clock.clause
    verdict = Verdict(clock.verdict)
    word = verdict.words[1] if language == "en" else verdict.words[0]
    text = Text(f"{label} ", style="dim").append(word, style=_COLOURS.get(verdict, ""))
    if clock.answered_at is not None and verdict in (Verdict.MET, Verdict.LATE_MET):
        hours = (clock.answered_at - clock.start_latest) / timedelta(hours=1)
        text.append(f" {hours:.1f} h", style="dim")
    return text
