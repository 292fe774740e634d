"""The kind of an answer, from the words it is given in."""

import re
from collections import defaultdict
from functools import lru_cache

from monitor.domain.response import ResponseKind
from monitor.judge.tables import table
from monitor.text.lexicon import Lexicon

_TITLE = 60  # characters in which a title says what its page is
_ASKING = re.compile(r"求辟谣|求证|是真的吗")
_HELD = re.compile(
    r"(?:召开|举行|举办|开|出席|参加).{0,40}(?:发布会|记者会|招待会)"
    r"|(?:发布会|记者会|招待会)(?:上|现场|召开|举行|介绍|表示|通报|称|获悉|了解|实录|文字|图文|回应)"
    r"|(?:发布会|记者会|招待会)(?:今[天日]|昨[天日]|\d{1,2}日)?(?:在|于)[^,.;!?]{2,20}(?:召开|举行|举办)"
)
# The publication itself is one of questions and answers: its title says so.
_QUESTIONS = re.compile(
    r"答.{0,6}记者.{0,2}问|就.{1,60}(?:答问|回答.{0,6}(?:提问|问题))|记者问答|问答实录"
)
# Staff who take the press's questions one by one.
_INTERVIEWED = re.compile(
    r"就[^.;!?\n]{1,40}(?:问题|疑问|焦点)[^.;!?\n]{0,24}(?:接受[^.;!?\n]{0,12}采访|采访了)"
    r"|(?:就|针对|围绕)[^.;!?\n]{1,40}(?:问题|疑问|焦点),记者(?:采|专)访了(?![^.;!?]{0,20}(?:律师|专家|教授|学者|家属|村民|居民|市民))"
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
# What somebody else told the body: 接到报警称.
_TOLD_BY = re.compile(
    r"接到?[^,.;!?\n]{0,14}(?:报警|举报|报案|反映|求助|报告|投诉|线索|派警|指令|警情|转警|来电)(?:称|说|表示|[,:]称)?"
)
# Those who were asked put it off, or could not be reached.
_DODGED = re.compile(
    r"(?:致电|拨打|联系|采访|电话|来到|前往|走进|到了?)[^.;!?\n]{0,60}?(?:无人(?:接听|应答|办公|上班)|无法接通|未(?:能)?(?:接通|接听|联系上)|没(?:有)?(?:人接|打通|接听)"
    r"|关机|挂断|大门紧[锁闭]|铁将军|闭门|婉拒|谢绝|回绝|拒绝|拒不)[^.;!?\n]{0,24}"
    r"|(?:拒绝|婉拒|谢绝|回绝|回避|推脱|推辞)(?:了)?[^,.;!?\n]{0,12}(?:采访|提问|受访)"
    r"|(?:表示|称|说|回答)[^.;!?\n]{0,12}(?:不清楚|不知情|不了解|无可奉告|无权|(?:应|要|需|得|该)去?(?:找|问|联系)|不归[^,.;]{0,6}管|不负责)[^.;!?\n]{0,20}"
    r"|记者[^,.;!?\n]{0,8}(?:说明|表明)(?:了)?(?:来意|身份)"
    r"|[^,.;!?\n]{0,20}(?:提纲|采访函)[^.;!?\n]{0,30}"
    r"|[^,.;!?\n]{0,30}(?:领导|负责人|[局科股处所镇乡]长|主任|书记)[^,.;!?\n]{0,14}(?:开会|出差|不在|休假|外出|下乡)[^,.;!?\n]{0,10}"
)
# Without one of these nobody puts anything off: they are looked for first, ten times as fast.
_DODGE = re.compile(
    r"来意|表明|不负责|不清楚|不知情|不了解|无可奉告|无权|去找|去问|不归|提纲|采访函|无人|接通|接听|没人接|没有人接|打通|联系上|关机|挂断|紧锁|紧闭|铁将军|闭门|婉拒|谢绝|回绝|拒绝|拒不|回避|推脱|推辞|开会|出差|不在|休假|外出|下乡"
)
_AHEAD = re.compile(
    r"(?:将于|定于|拟于|即将|将在|将就|拟|将)(?:[^.;()!?\n]|\([^()]{1,8}\)){0,60}(?:召开|举行|举办).{0,40}(?:发布会|记者会|吹风会|通报会)"
    r"|(?:发布会|记者会|吹风会|通报会).{0,20}(?:将于|将在|定于|拟于|即将|将).{0,20}(?:召开|举行|举办)"
    r"|(?:发布会|记者会|吹风会|通报会)(?:的)?(?:预告|预通知)"
)
_PASSED = re.compile(
    r"(?:发布会|记者会|吹风会|通报会)上(?!,[^.;!?]{0,60}将(?:发布|通报|介绍|公布|回应|回答|就))|介绍[，,：:了]|通报[，,：:了称]|表示[，,：:]"
)
# A spokesperson who is asked; one who speaks unasked holds a conference.
_SPOKESPERSON = re.compile(r"发言人.{0,60}(?:(?<!主动)回应.{0,40}时|答|(?<!慰)问(?!题))|提问")
_STAFF = (
    r"(?:负责人|负责同志|工作人员|值班人员|接待人员|民警|发言人|局长|队长|主任|处长|科长|参谋长|政委"
    r"|检察官|法官|公诉人|专家)"
)
_TELLS = r"(?:告诉|表示|回应|称|说|介绍|透露|证实|确认|承认|讲述|坦言|解释)"
_TOLD = re.compile(
    rf"^方面{_TELLS}|^[^.;!?\n]{{0,16}}?{_STAFF}[^.;!?\n通公]{{0,24}}?{_TELLS}"
    r"|^[^.;!?\n]{0,24}?(?:告诉|[向对]|接受)(?:了)?[^,.;!?\n]{0,12}"
    r"(?:记者|(?<!通)报(?!道)|新闻|媒体|周刊|财经|采访|专访)(?!反映|报道|曝光|关切|关注|披露)"
)
# A notice read out to reporters is one all the same.
_READ_OUT = re.compile(
    r"^[^,.;!?\n]{0,12}[向对](?:记者|媒体|社会|外界|外)[^,.;!?\n]{0,6}?(?:通报|公布|发布)"
)
_ASKED = re.compile(
    r"(?:记者|本报|本网)[^.;!?\n]{0,30}(?:从|在|向|致电|联系|采访|咨询|求证|询问)[^,.;!?\n]{0,6}$"
)
_LEARNT = re.compile(r"^[^.;!?\n]{0,30}?(?:获悉|了解到|得知|证实|确认|表示|称|回应|告知|答复)")
# A word said, before whatever is said of notices: 回应称,结果将会公布.
_ANSWERED = re.compile(
    r"^[^,.;:!?通公声\"]{0,16}?(?:(?<![作做]出)回应|表示)(?:称|说|道|指)?[,:](?!\")"
)
# Said in the body's own name, to no reporter: 某局表示, 市政府宣布.
_PROCLAIMED = re.compile(
    r"^(?![^,.;:!?]{0,24}(?:回应|证实|介绍|告诉|记者|采访|透露|人员|人士|官员|民警))[^,.;:!?\"]{0,16}?"
    r"(?:表示|称|宣布|披露|决定|责成|高度重视|道歉|致歉|承诺)"
)
_OF_OFFICERS = ("长", "民警", "人员", "官员")
_PUBLISHED = re.compile(
    r"^[^.;!?\n\"称说]{0,20}?(?:通报|通告|公告|公布|声明|情况说明|发布|[复回]函|答复书|告知书)"
)
_NOTICE = re.compile(r"通报|通告|公告|声明|情况说明|公布|[复回]函|答复书|告知书")
# 再次就此事发布通报: what the plain words of the list have in one piece.
_AGAIN = re.compile(
    r"(?:再次|再度|又一次|第[二三四五六七八九十]次)(?:(?:就|对|针对|向)[^,.;!?\n]{1,30}?)?(?:发布|作出|做出|发出|公开|通过[^,.;]{1,16}?)?"
    r"(?:通报|通告|回应|公布|说明|声明|公告|消息)"
)
# More are counted than were told before.
_RISEN = r"(?:遇难|死亡|失联|失踪|受伤|伤亡|伤者|人数)[^,.;!?]{0,8}(?:升|增)至"
_GONE_ON = re.compile(
    rf"{_RISEN}|第[二三四五六七八九十2-9]天|又有[^,.;!?]{{1,8}}(?:获救|救出|遇难|升井|落网|被抓)|最后[一1]名|仍有[^,.;!?]{{1,8}}(?:失联|被困)"
)
# An earlier notice is named: 在此前通报的基础上, 早些时候发布通报称, 官方四次发布.
_EARLIER = re.compile(
    r"此前[^,.;!?]{0,8}(?:公布|通报|发布)[^,.;!?]{0,8}基础上"
    r"|(?:早些时候|稍早前?)[^.;!?]{0,30}?(?:发布|作出|发出|就此)[^,.;!?]{0,12}(?:通报|公告|声明|回应)"
    r"|(?:官方|警方|政府|部门|公安)[^,.;!?]{0,6}(?:已|先后|曾)?(?:[2-9]|[两二三四五六七])次(?:发布|通报|公布)"
    r"|再次[^,.;!?]{0,20}通报"
)
_POSTED = re.compile(
    r"^[^.;!?\n称]{0,24}?(?:称|:|表示|回复|回应|提到|发布消息|发布(?:了)?微博|发(?:布)?(?:了)?微博|发文)"
)
_ACCOUNT = re.compile(r"^[@\"“]|^平安")
# Somebody tells in turn what the body is to have said: 店方表示,警方….
_HEARD_FROM = re.compile(
    r"(?:^|[,\"\s])(?![^,.;:\"]{0,16}(?:据|报|网|社|台|记者|媒体|消息|通报|公告))[^,.;:\"\s]{1,16}(?:表示|称|认为|写道|回忆|介绍)[,:]"
)
_FORMER = re.compile(r"曾(?:经)?[^.;!?\n]{0,16}(?:发布|公布|通报|表示|回应|介绍|称)|此前|早在|当年")
# What an authority tells those concerned, behind closed doors, is no word to the public.
_UNANSWERED = re.compile(r"(?:未|没有?)(?:收到|得到|获得?|接到)[^,.;!?\n]{0,16}(?:答复|回复|回应)")
_PRIVATE = re.compile(
    r"(?:座谈会|协调会|[向对给](?:了)?[^,.;!?\n]{0,8}(?:家属|亲属|当事人|政协|人大代表)[^,.;!?\n]{0,6})[^.;!?\n]{0,12}?"
    r"(?:通报|告知|反馈|说明|答复|介绍|通知)|通报[^,.;!?\n]{0,6}(?:安排|部署|要求)|(?:告诉|告知|答复|回复|通知)(?:了)?(?:她|他|我|家属|其)"
)
_SAID = re.compile(rf"发布|{_TELLS}|获悉|了解到")
_BY_VERB = frozenset({ResponseKind.STATEMENT, ResponseKind.MEDIA_INTERVIEW, ResponseKind.WEIBO})

# Without one of these the two patterns find nothing: looking for them is a tenth of the cost.
_UNDONE_NEEDS = (
    *("未", "没", "无", "拒", "待", "盼", "请", "不予", "不愿", "不便"),
    *("等候", "希望", "呼吁", "敦促"),
)
_PRIVATE_NEEDS = ("通报", "告知", "反馈", "说明", "答复", "介绍", "通知", "告诉", "回复")

MEETINGS = frozenset(
    {
        ResponseKind.PRESS_CONFERENCE,
        ResponseKind.PRESS_CONFERENCE_ANNOUNCED,
        ResponseKind.PRESS_BRIEFING,
        ResponseKind.QA,
    }
)
"""The kinds in which an authority meets the press."""


def kind_of(text: str, *, official: bool) -> ResponseKind | None:
    """The kind of answer a piece of text would be if an authority gives it, or None."""
    meeting = _meeting(text)
    if meeting in (ResponseKind.QA, ResponseKind.PRESS_CONFERENCE_ANNOUNCED):
        return meeting
    if has(text, "rebuttal") and not _ASKING.search(text):
        return ResponseKind.REBUTTAL
    return meeting or _written(text, official=official)


def only_done(text: str) -> str:
    """A text without what was not said in public: 尚未公布, 有待有关部门确认, 向家属通报."""
    if _DODGE.search(text):
        text = _DODGED.sub("…", text)
    if "接" in text:
        text = _TOLD_BY.sub("接警", text)
    if _holds(text, _UNDONE_NEEDS):
        text = _UNDONE.sub("…", text)
    if "到" in text or "得" in text or "获" in text:
        text = _UNANSWERED.sub("…", text)
    return _PRIVATE.sub("…", text) if _holds(text, _PRIVATE_NEEDS) else text


def _holds(text: str, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110 - asked of every sentence, and any() takes twice as long
        if word in text:
            return True
    return False


def is_question_and_answer(title: str) -> bool:
    """Whether a title announces questions and answers; at a conference questions are asked too."""
    return _QUESTIONS.search(title) is not None


def is_second_hand(before: str) -> bool:
    """Whether what stands before a body's name makes it somebody else who tells of its word."""
    return _HEARD_FROM.search(before) is not None


def told_to_press(before: str, after: str) -> bool:
    """Whether a reporter had it from the body itself: asked there, or was told by its staff.

    `before` and `after` are what stands before and after the body's name in the sentence.
    """
    return bool((_ASKED.search(before) and _LEARNT.search(after)) or _TOLD.search(after))


def relayed_kind(kind: ResponseKind, name: str, before: str, after: str) -> ResponseKind:
    """The kind by the verb next to the name: what a notice says may speak of other things."""
    if kind not in _BY_VERB:
        return kind
    posted = _POSTED.search(after)
    on_account = _ACCOUNT.search(name) or has(f"{before[-12:]}{after[:24]}", "weibo")
    if on_account and posted and not _NOTICE.search(posted.group()):
        return ResponseKind.WEIBO
    if told_to_press(before, after) and not _READ_OUT.search(after):
        return ResponseKind.MEDIA_INTERVIEW
    if _PUBLISHED.search(after):
        return ResponseKind.STATEMENT
    if _ANSWERED.search(after) and not (has(after, "acts") or _NOTICE.search(before[-8:])):
        return ResponseKind.MEDIA_INTERVIEW
    return kind


def proclaims(name: str, after: str) -> bool:
    """Whether a body itself speaks, by its name and what follows it, and no officer of it."""
    return not name.endswith(_OF_OFFICERS) and _PROCLAIMED.search(after) is not None


def _meeting(text: str) -> ResponseKind | None:
    if "访" in text and _INTERVIEWED.search(text):
        return ResponseKind.QA
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


def _is_again(text: str) -> bool:
    """Whether a text says that it is not the first word: 再次就此发布通报, 遇难人数升至."""
    if ("次" in text or "再" in text) and _AGAIN.search(text):
        return True
    return "至" in text and re.search(_RISEN, text) is not None


def _written(text: str, *, official: bool) -> ResponseKind | None:
    found = _lists_of(text)
    if "reply" in found:
        return ResponseKind.WEBSITE_REPLY
    if "update" in found or "bulletin" in found or _is_again(text):
        return ResponseKind.UPDATE
    if not official and "weibo" in found and "notice" not in found:
        return ResponseKind.WEIBO if "voice" in found else None
    if not official and "asking_voice" in found:
        return ResponseKind.MEDIA_INTERVIEW
    if "notice" in found:
        return ResponseKind.STATEMENT
    if "voice" in found:
        return ResponseKind.STATEMENT if official else ResponseKind.MEDIA_INTERVIEW
    return None


def is_mere_act(sentence: str) -> bool:
    """Whether a sentence tells what an authority did, and no word of it: 决定立案调查."""
    return has(sentence, "acts") and not (_NOTICE.search(sentence) or _SAID.search(sentence))


def has_gone_on(title: str) -> bool:
    """Whether a title tells how a known matter goes on: 救援第五天, 又有两人获救."""
    return _GONE_ON.search(title) is not None


def names_earlier_notice(text: str) -> bool:
    """Whether a text names an earlier notice on the matter, so that its own is a later one."""
    return _EARLIER.search(text) is not None


def explains(sentence: str, kind: ResponseKind) -> bool:
    """Whether a court speaks to the public, which is an answer; a hearing or judgment is none."""
    return kind in MEETINGS or has(sentence, "court_explains")


def is_former(sentence: str) -> bool:
    """Whether what a sentence tells was said before: 曾经通报, 此前发布."""
    return _FORMER.search(sentence) is not None


def has(text: str, name: str) -> bool:
    """Whether a text holds a word of one list of `responses.toml`."""
    return name in _lists_of(text)


def has_any(text: str, names: frozenset[str]) -> bool:
    """Whether a text holds a word of any of some lists of `responses.toml`."""
    return not names.isdisjoint(_lists_of(text))


@lru_cache(maxsize=512)  # the sentences of one article, each asked about many lists
def _lists_of(text: str) -> frozenset[str]:
    """The lists of which a text holds a word, found in one pass over it."""
    return frozenset(name for _, _, names in _words().every(text) for name in names)


@lru_cache(maxsize=1)
def _words() -> Lexicon[tuple[str, ...]]:
    """Each word of the lists with the names of the lists that hold it."""
    lists: dict[str, list[str]] = table("responses.toml")["words"]
    names: dict[str, list[str]] = defaultdict(list)
    for name, words in lists.items():
        for word in words:
            names[word].append(name)
    return Lexicon({word: tuple(of) for word, of in names.items()})
