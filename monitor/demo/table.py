"""What happened in the week, story by story, beside what each story was written to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    table = Table(title="这一周 · what happened", show_lines=False, expand=False)
    for heading in ("故事 story", "篇 pages", "转载 reprints", "事件 incidents"):
        table.add_column(heading)
    for heading in ("时限与结果 windows", "邮件 mails", "符合剧本 as written"):
        table.add_column(heading)
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
    text = Text()
    for clock in clocks:
        clause = policy.clause(clock.clause)
        window = clause.window.elapsed if clause.window else None
        if window is None:
            continue
        verdict = Verdict(clock.verdict)
        label = window_label(clause, window).in_language(language)
        word = verdict.words[1] if language == "en" else verdict.words[0]
        text.append(f"{label} ", style="dim").append(word, style=_COLOURS.get(verdict, ""))
        text.append("  ")
    return text
