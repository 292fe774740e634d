"""The kind of an answer, from the words it is given in; and what is routine or commentary."""

import re
from functools import lru_cache

from monitor.domain.response import ResponseKind
from monitor.judge.tables import table

_TITLE = 60  # characters in which a title says what its page is
_ASKING = re.compile(r"求辟谣|求证|是真的吗")
_HELD = re.compile(
    r"(?:召开|举行|举办|开|出席|参加).{0,40}(?:发布会|记者会|招待会)"
    r"|(?:发布会|记者会|招待会)(?:上|现场|召开|举行|介绍|表示|通报|称|获悉|了解|实录|文字|图文|回应)"
)
# The publication itself is one of questions and answers: its title says so.
_QUESTIONS = re.compile(
    r"答.{0,6}记者.{0,2}问|就.{1,60}(?:答问|回答.{0,6}(?:提问|问题))|记者问答|问答实录"
)
_ACT = (
    r"(?:公布|公开|回应|答复|回复|通报|发布|确认|证实|回音|表态|披露|透露|介绍|说明|澄清|辟谣|声明"
    r"|(?:召开|举行|举办|开)[^,.;!?\n]{0,24}会|接受[^,.;!?\n]{0,8}采访|作出|做出|给出)"
    r"(?:[^,.;!?\n]{0,4}(?:通报|公告|声明|说明|回应|答复|消息))?"
)
# Nothing was said, or it is only waited for: what stands here is no word of anybody.
_UNDONE = re.compile(
    r"(?:尚未|暂未|仍未|迟迟未|并未|还未|未|没有|没|暂无|尚无|拒绝|拒不|不予|不愿|无法|不便|无人)"
    rf"[^,.:;!?\n造发现伤]{{0,8}}{_ACT}"
    rf"|(?:有待|尚待|亟待|等待|静待|坐等|等候|期待|希望|盼望?|呼吁|恳请|请求|敦促)[^,.:;!?\n]{{0,24}}{_ACT}"
)
_AHEAD = re.compile(
    r"(?:将于|定于|拟于|即将|将在|将就|拟|将).{0,60}(?:召开|举行|举办).{0,40}(?:发布会|记者会|吹风会|通报会)"
    r"|(?:发布会|记者会|吹风会|通报会).{0,20}(?:将于|定于|拟于|即将).{0,20}(?:召开|举行|举办)"
    r"|(?:发布会|记者会|吹风会|通报会)(?:的)?(?:预告|预通知)"
)
_PASSED = re.compile(
    r"(?:发布会|记者会|吹风会|通报会)上|介绍[，,：:了]|通报[，,：:了称]|表示[，,：:]"
)
_GREETING = re.compile(
    r"^.{0,40}[您你]好|^[\"'“]?(?:网友|网民|市民朋友|市民同志|uu\d)", re.IGNORECASE | re.DOTALL
)
_ANSWERS = re.compile(
    r"经.{0,12}(?:核实|核查|调查|了解|查)|据查|[您你]的(?:留言|来信|建议|问题|帖)|[您你](?:反映|咨询|提出|所)"
    r"|我[局镇县区市委办厅街]|回复|答复"
)
_SPOKESPERSON = re.compile(r"发言人.{0,40}(?:回应|答|说|问)")


def kind_of(text: str, *, official: bool) -> ResponseKind | None:
    """The kind of answer a piece of text would be if an authority gives it, or None."""
    meeting = _meeting(text)
    if meeting in (ResponseKind.QA, ResponseKind.PRESS_CONFERENCE_ANNOUNCED):
        return meeting
    if has(text, "rebuttal") and not _ASKING.search(text):
        return ResponseKind.REBUTTAL
    return meeting or _written(text, official=official)


def only_done(text: str) -> str:
    """A text without the acts it denies or awaits: 尚未公布, 未获回复, 有待有关部门确认."""
    return _UNDONE.sub("…", text)


def is_question_and_answer(title: str) -> bool:
    """Whether a title announces questions and answers; at a conference questions are asked too."""
    return _QUESTIONS.search(title) is not None


def is_letter_answer(opening: str) -> bool:
    """Whether a text begins as offices answer letters: 网友您好！您反映的…经核实…"""
    if "记者" in opening:
        return False
    return has(opening, "reply") or bool(
        _GREETING.search(opening[:60]) and _ANSWERS.search(opening)
    )


def _meeting(text: str) -> ResponseKind | None:
    briefing = has(text, "briefing")
    if not briefing and not has(text, "conference"):
        return ResponseKind.QA if has(text, "asked") else None
    if _AHEAD.search(text) and not _PASSED.search(text):
        return ResponseKind.PRESS_CONFERENCE_ANNOUNCED
    if briefing:
        return ResponseKind.PRESS_BRIEFING
    if _QUESTIONS.search(text[:_TITLE]) or _is_daily_meeting(text):
        return ResponseKind.QA
    if _HELD.search(text):
        return ResponseKind.PRESS_CONFERENCE
    return ResponseKind.QA if has(text, "asked") else None


def _is_daily_meeting(text: str) -> bool:
    """The daily conference of a ministry, where a spokesperson takes whatever is asked."""
    return "例行" in text and bool(has(text, "asked") or _SPOKESPERSON.search(text))


def _written(text: str, *, official: bool) -> ResponseKind | None:
    if has(text, "reply"):
        return ResponseKind.WEBSITE_REPLY
    if has(text, "update") or has(text, "bulletin"):
        return ResponseKind.UPDATE
    if not official and has(text, "weibo") and not has(text, "notice"):
        return ResponseKind.WEIBO if has(text, "voice") else None
    if not official and has(text, "asking_voice"):
        return ResponseKind.MEDIA_INTERVIEW
    if has(text, "notice"):
        return ResponseKind.STATEMENT
    if has(text, "voice"):
        return ResponseKind.STATEMENT if official else ResponseKind.MEDIA_INTERVIEW
    return None


def is_routine(title: str, text: str) -> bool:
    """Policy texts, meetings, drills, tenders: published every day, and answering nobody."""
    words = table("responses.toml")["routine"]
    if any(word in title for word in words["campaigns"]):
        return True
    if any(word in title for word in words["titles"]) and not _answers(title):
        return True
    return any(word in text[:1500] for word in words["texts"]) and not _answers(title)


def is_board(title: str) -> bool:
    """Whether an office's own page is one of its everyday notices: 报名, 停电, 资格认定."""
    words = table("responses.toml")["routine"]
    if _answers(title):
        return False
    if any(word in title for word in words["board"]):
        return True
    ends = title.rstrip(" .!\"'>)").endswith(tuple(words["endings"]))
    return ends and not any(word in title for word in words["matters"])


def _answers(title: str) -> bool:
    return any(has(title, name) for name in ("rebuttal", "conference", "briefing", "answering"))


def is_commentary(title: str) -> bool:
    """Opinion, digest, lesson: what it says of an authority is most often old news."""
    return any(word in title for word in table("responses.toml")["commentary"]["titles"])


def has(text: str, name: str) -> bool:
    """Whether a text holds a word of one list of `responses.toml`."""
    return _any_of(name).search(text) is not None


@lru_cache(maxsize=32)
def _any_of(name: str) -> re.Pattern[str]:
    words: list[str] = table("responses.toml")["words"][name]
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
