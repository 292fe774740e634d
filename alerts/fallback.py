"""The message of last resort: plain text built without templates, so that nothing is lost."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.hygiene import LONGEST_SUBJECT, clean_briefing, cut
from alerts.outbox import RenderedMail
from monitor.domain.briefing import Briefing
from monitor.domain.notices import NoticeReason

_STATES = {
    NoticeReason.INCIDENT_OPENED: ("新事件", "new incident"),
    NoticeReason.GRADE_RAISED: ("等级升高", "grade raised"),
    NoticeReason.WINDOW_AT_RISK: ("时限提醒", "due soon"),
    NoticeReason.WINDOW_BREACHED: ("超时", "overdue"),
    NoticeReason.ANSWERED: ("已回应", "answered"),
    NoticeReason.ANSWERED_LATE: ("逾期回应", "answered late"),
    NoticeReason.CANNOT_SEE: ("无法判定", "cannot tell"),
    NoticeReason.BREACH_LIFTED: ("更正：不计超时", "corrected: not overdue"),
    NoticeReason.ANSWER_WITHDRAWN: ("回应已撤回", "answer withdrawn"),
    NoticeReason.REMINDER: ("超时再提醒", "still overdue"),
    NoticeReason.ESCALATED: ("无人签收", "nobody acknowledged"),
    NoticeReason.CHANNEL_BLIND: ("渠道看不见", "channels unseen"),
    NoticeReason.CHANNEL_BACK: ("渠道恢复", "channels back"),
    NoticeReason.UNWATCHED: ("监测曾中断", "nobody watched"),
    NoticeReason.DIGEST: ("报表", "digest"),
}


def plain_mail(briefing: Briefing, language: str, zone: ZoneInfo) -> RenderedMail:
    """The bare facts of a notice; `language` "en" gives English, anything else Chinese."""
    facts = clean_briefing(briefing)
    english = language == "en"
    state = _STATES[facts.reason][1 if english else 0]
    lines = [f"[{state}] {facts.title}", *_clock_lines(facts, english, zone)]
    lines += [*facts.units, *facts.gaps]
    lines += [f"{source.title} {source.url}" for source in (*facts.answers, *facts.sources)]
    named = ("Acknowledge", "Already answered") if english else ("签收", "已有回应")
    deeds = zip(named, (facts.acknowledge_url, facts.answered_url), strict=True)
    lines += [f"{name} {url}" for name, url in deeds if url]
    lines += [facts.incident_url, facts.office]
    text = "\n".join(line for line in lines if line.strip()) + "\n"
    return RenderedMail(cut(f"[{state}] {facts.title}", LONGEST_SUBJECT), text)


def _clock_lines(facts: Briefing, english: bool, zone: ZoneInfo) -> list[str]:
    clock = facts.clock
    if clock is None:
        return []
    language = "en" if english else "zh-CN"
    due = _instant(clock.due_at, zone)
    return [
        f"{clock.label.in_language(language)} · {'due' if english else '截止'} {due}",
        clock.words.in_language(language),
        f"{clock.quote} ({clock.rule_source})",
    ]


def _instant(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(sep=" ", timespec="minutes")


def plain_mails(briefings: Sequence[Briefing], language: str, zone: ZoneInfo) -> RenderedMail:
    """The bare facts of several notices, one below the other."""
    mails = [plain_mail(briefing, language, zone) for briefing in briefings]
    count = f"{len(mails)} reminders" if language == "en" else f"{len(mails)} 条提醒"
    subject = cut(f"[{count}] {mails[0].subject}", LONGEST_SUBJECT)
    return RenderedMail(subject, "\n".join(mail.text for mail in mails))
