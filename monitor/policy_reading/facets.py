"""What a clause says besides its limit: whose, for which grades, answered how, how strictly."""

import re
from dataclasses import dataclass

from monitor.domain.policy import ALL_GRADES, DEFAULT_START, OTHER_GRADES, Binding, StartBasis
from monitor.domain.response import ResponseKind

_GRADED = re.compile(
    r"(?P<most>特别重大(?:[、,和或及]|以及)?\s*(?:[和或及])?重大|重大[、,和或及]特别重大|重特大)(?P<large>[、,和或及]较大)?|(?P<special>特别重大)(?!影响)"
    r"|(?P<larger>较大)(?:及以上)?(?=(?:级|以上)?[\u4e00-\u9fff]{0,4}(?:事件|事故|灾害))|(?P<general>(?<!其他)一般)(?=[\u4e00-\u9fff]{0,4}(?:事件|事故|灾害))"
    r"|(?<!特别)(?<![、,])(?P<grave>重大)(?=(?:及以上)?[\u4e00-\u9fff]{0,4}(?:突发|事件|事故|灾害))"
    r"|(?P<other>(?:其他|其它|其余|一般(?:性)?|普通)(?:的)?(?:涉\w{1,6})?(?:政务|热点|网络|公众|社会)?舆情|其他(?:突发)?事件)"
    r"|(?P<any>(?:政务|网络|涉\w{1,4})?舆情|突发(?:公共|环境|自然)?事件|社会关切|热点问题|谣言|不实信息)"
)
_ANSWERS = (
    (re.compile(r"新闻发布会|发布会"), ("press_conference",)),
    (re.compile(r"吹风会"), ("press_briefing",)),
    (re.compile(r"媒体(?:通气|见面|沟通|恳谈)会"), ("media_gathering",)),
    (re.compile(r"接受(?:媒体|记者)?(?:的)?采访"), ("media_interview",)),
    (re.compile(r"答记者问"), ("qa",)),
    (re.compile(r"辟谣|澄清"), ("rebuttal",)),
    (
        re.compile(
            r"权威信息|权威发布|首次信息|首发|首条信息|基本情况|信息发布|官方通报|情况通报|发布信息|简要信息"
        ),
        ("statement",),
    ),
    (
        re.compile(r"回应|发声|发布"),
        (
            "statement", "press_conference", "press_briefing", "media_interview", "qa",
            "website_reply", "weibo", "wechat", "rebuttal",
        ),
    ),
)  # fmt: skip
_LIKE = re.compile(r"(?:参照|比照)[^,，。;；]{0,30}")
_OTHER_ACTS = re.compile(r"新闻(?:发布)?中心|新闻发布厅|发布会(?:计划|制度)")
_OF_LETTERS = re.compile(
    r"留言|信箱|来信|信件|网民诉求|网络问政|热线|投诉|咨询|工单|转办|信访|申请(?!条件)|提案|建议办理|依申请"
)
_CHANNELS = (
    ("mayor_mailbox", re.compile(r"[市县区镇]长信箱|书记信箱|领导信箱")),
    ("governor_message", re.compile(r"给(?:省长|市长|书记|领导)留言|领导留言板|人民网留言")),
    (
        "online_inquiry",
        re.compile(r"网络问政|问政平台|网上咨询|网民留言|网友留言|网站留言|咨询投诉"),
    ),
    ("hotline", re.compile(r"12345|热线|工单")),
)
_TRIGGER = re.compile(
    r"(?P<what>[^,，。;；:：、□]{2,40}?)(?:之日起|之时起|(?<!然|先|前|以|落)后|起)[,，]?"
    r"(?:的)?(?:要|应当?|须|必须|需|最迟|最晚|应该|原则上|一般|至迟|须在|务必|不得?超过|不晚于)*(?:在|于)?$"
)
_TRIGGER_BEFORE = re.compile(r"(?:^|[,，;；:：])(?P<what>[^,，。;；:：]{2,30}?)(?:之日起|后)[,，]")
_OPENING = re.compile(r"^.*(?:应当?|须|要|必须|的)?(?:自|从|于|在)(?=[\u4e00-\u9fff]{2})")
_BEFORE_EVENT = re.compile(r"(?P<what>[^,，。;；:：]{2,24}?)(?:的|至少|应|要|须)*$")
_STARTS = (
    (re.compile(r"发生(?:之)?(?:后|起)|事发|发生之日"), DEFAULT_START),
    (re.compile(r"(?:舆情|信息|帖文)(?:出现|产生|曝光|形成)|网上出现"), DEFAULT_START[1:]),
    (
        re.compile(r"(?:监测|发现|接报|接到|收到|获知|知悉|预警)"),
        (StartBasis.DETECTED, StartBasis.FIRST_SEEN_PUBLIC),
    ),
)
_CONDITIONAL = re.compile(
    r"必要时|视情况?|视需要|如需|如有必要|确有必要|根据需要|根据工作需要|需要时|有条件的|条件成熟|一般(?=不?(?:少|低|应|在|为|不))|原则上|适时"
)
_SOFT = re.compile(r"鼓励|力争|争取|探索|提倡|倡导|有望|尽量|尽可能|第一时间|及时|尽快")
_SUBJECT = re.compile(
    r"(?:^|(?<=[,，。;；、:：后]))(?:并|且|同时)?(?:对[^,，]{0,12}?)?(?P<who>(?:"
    r"(?:各(?![类项种级级]类)|有关|相关|涉事|承办|责任|主办|主管|起草|牵头|印发|制定|办理|事发地|属地|局|市|县|区|本级|所属|行业|全[市县区])[^,，。;；:：在应须要每于将0-9]{0,22}?"
    r"(?:单位|部门|机构|街道\)?|乡镇|镇|政府|局|委|办公室|办|中心|负责人|负责同志|主体|账号|媒体|领导|发言人|机关|企业|科室|股室|处室)"
    r"|主要负责(?:人|同志)|主要领导|分管领导|新闻发言人|政务新媒体|政府网站|政府公报)(?:主要负责(?:人|同志)|负责同志|负责人)?)"
    r"(?=要|应|须|必须|应当|每|在|将|于|负责|做到|最迟|需|不得|自|收到|接到|全年|年内|至少|原则|按|力争|对|务必)"
)
_INCIDENTS = re.compile(r"舆情|突发|事件|事故|热点|谣言|不实信息|关切|灾害")


@dataclass(frozen=True, slots=True)
class About:
    """What an obligation is about. `incident`: it times the answer to an incident."""

    incident: bool
    grades: tuple[str, ...] = ()
    category: str = "any"
    satisfied_by: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    clock_start: tuple[StartBasis, ...] = ()


def about(before: str, quote: str, own: str, section: str) -> About:
    """What a quotation is about.

    `before` are the words of its sentence in front of it, `own` those from its limit on, where
    the act stands that it asks for; `section` is where the sentence stands.
    """
    channels = tuple(name for name, shape in _CHANNELS if shape.search(before[-60:] + quote))
    answers = _answers(own) or _answers(quote)
    near = before[-90:] + quote
    scoped = _INCIDENTS.search(near) or re.search(r"舆情|突发|回应", section)
    letters = channels or _OF_LETTERS.search(quote) or _OF_LETTERS.search(before[-24:])
    if not answers or not scoped or letters or _OTHER_ACTS.search(quote):
        return About(False, channels=channels)
    if not set(answers) <= set(ResponseKind):
        return About(False, satisfied_by=answers)  # what a person has to record
    grades, category = _grades(before, quote)
    start = next((bases for shape, bases in _STARTS if shape.search(near)), ())
    return About(True, grades, category, answers, (), start)


def answers_named(text: str) -> tuple[str, ...]:
    """The kinds of answers that a text names, the general words 回应 and 发布 left aside."""
    named = (kinds[0] for shape, kinds in _ANSWERS if len(kinds) == 1 and shape.search(text))
    return tuple(kind for kind in named if kind in set(ResponseKind))


def _answers(text: str) -> tuple[str, ...]:
    return next((kinds for shape, kinds in _ANSWERS if shape.search(text)), ())


def _grades(before: str, quote: str) -> tuple[tuple[str, ...], str]:
    """The grades last named up to the end of the quotation; the nearest topic wins."""
    quote = _LIKE.sub("", quote)  # 较大事件参照重大事件执行 is about the former
    found = list(_GRADED.finditer(quote)) or list(_GRADED.finditer(before))
    named = [match for match in found if not match["any"]]
    if not found:
        return (ALL_GRADES,), "any"
    last = named[-1] if named else found[-1]
    if last["any"]:
        return (ALL_GRADES,), "emergency" if "突发" in last["any"] else "any"
    if last["other"]:
        return (OTHER_GRADES,), "any"
    behind = (before + quote)[(before + quote).rfind(last.group()) + len(last.group()) :][:8]
    if behind.startswith(("政务舆情", "舆情", "网络舆情")):
        return (ALL_GRADES,), "any"  # an office's own triage, another axis than the event's grade
    return _grade_names(last), "emergency"


def _grade_names(match: re.Match[str]) -> tuple[str, ...]:
    if match["most"]:
        return ("特别重大", "重大", "较大") if match["large"] else ("特别重大", "重大")
    for name, grade in (("special", "特别重大"), ("grave", "重大"), ("larger", "较大")):
        if match[name]:
            return (grade,)
    return ("一般",)


def trigger_of(before: str, runs_back: bool) -> str:
    """What sets the limit running, from the words before it; empty where nothing is said."""
    if runs_back:
        found = _BEFORE_EVENT.search(before[-60:])
        return f"{found['what']}(前)" if found else ""
    near = _TRIGGER.search(before[-60:]) or next(
        reversed(list(_TRIGGER_BEFORE.finditer(before))), None
    )
    if not near:
        return ""
    what = _OPENING.sub("", near["what"])
    return re.sub(r"^(?:自|从|在|于|应当?|要|须|的|并|由|各\w{0,2}(?:单位|部门))+", "", what)


def binding_of(quote: str, numbered: bool) -> Binding:
    """How strictly a clause binds; without a number it never binds hard."""
    if _CONDITIONAL.search(quote):
        return Binding.CONDITIONAL
    if not numbered or _SOFT.search(quote):
        soft = not numbered or re.search(r"鼓励|力争|争取|探索|提倡|倡导", quote)
        return Binding.SOFT if soft else Binding.HARD
    return Binding.HARD


def subject_of(before: str, quote: str) -> str:
    """Who has to act, as the sentence names it: the last before the limit, else in the quote."""
    inside = list(_SUBJECT.finditer(quote))
    if inside:
        return inside[0]["who"]
    outside = list(_SUBJECT.finditer(before))
    return outside[-1]["who"] if outside else ""
