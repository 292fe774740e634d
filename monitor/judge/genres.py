"""What sort of page a text is: a letter answered, an everyday notice, a comment, a rule."""

import re
from functools import lru_cache
from typing import Final

from monitor.judge.organs import longest
from monitor.judge.response_words import has
from monitor.judge.tables import table
from monitor.text.lexicon import Lexicon

_COUNTRY: Final = 6  # characters at the start of a title in which its place stands
_HEAD: Final = 120  # characters in which a text says what it is of
_OPINION_READ: Final = 1800
_VOICES: Final = 3  # signs of an opinion that make a text one
_GREETING: Final = re.compile(
    r"^.{0,40}[您你]好|^[\u4e00-\u9fff]{1,4}(?:先生|女士|同志|网友):|^[\"'“]?(?:网友|网民|市民朋友|市民同志|uu\d)",
    re.IGNORECASE | re.DOTALL,
)
_ANSWERS: Final = re.compile(
    r"经.{0,12}(?:核实|核查|调查|了解|查)|据查|[您你]的(?:留言|来信|建议|问题|帖|诉求)|[您你](?:反映|咨询|提出|所|提问)"
    r"|我[局镇县区市委办厅街]|回复|答复"
)
# The form in which a letter and its answer are printed: 答复时间:…, 办理结果:….
_FORM: Final = re.compile(
    r"(?:官方|部门|单位|受理|[局委办会府])?(?:答复|回复|办理|处理|办结|反馈|核查)(?:时间|日期|单位|内容|情况|结果|部门|意见|机构|人)?:"
)
_LETTER_IN: Final = re.compile(
    r"(?:来信|留言|信件|诉求|投诉|咨询|问题|反映|受理|工单|提问)(?:时间|日期|内容|标题|主题|编号|人|单位|详情)?(?::|\d)"
    r"|(?:网友|网民|群众|居民|市民|村民|留言人|投诉人|来电人|来信人)(?:来信|来电)?(?:反映|留言(?!称)|咨询|投诉|提问)|^问:"
)
# An article of a law, at the beginning of its line.
_LAW: Final = re.compile(r"(?:^|[\n.。])\s*第[一二三四五六七八九十百]{1,4}条(?=\s)")
# What is published is a rule, named in title marks.
_POLICY: Final = re.compile(
    r"(?:发布|公布|印发|出台)[^.;!?\n]{0,12}<[^<>]{2,40}(?:条例|办法|规定|目录|指南|意见|标准|规划|规范|规程|细则)|"
    r"(?:条例|办法|规定|目录|指南|意见|标准|规划|规范|规程|细则)>[^.;!?\n]{0,6}(?:发布|公布|印发|出台)"
)
# The figures of a quarter or a year are told whatever happens.
_FIGURES: Final = re.compile(
    r"(?:上半年|下半年|[一二三四1-4]季度|前[二两三]季度|季度|年度|全年|半年)[^,.!?;]{0,16}?"
    r"(?:经济|统计|商务|财政|工业|外贸|消费|就业|金融|税收|旅游|运行|gdp|生产总值|增长)"
    r"|国民经济(?:和社会发展)?(?:运行|统计|数据)|经济(?:社会发展)?(?:运行|统计)(?:情况|数据)"
)
_OWN_SUBJECT: Final = re.compile(r"(?:专题|主题|成就|系列|政策)(?:系列)?(?:新闻)?发布会")
# A day set aside for a subject.
_ITS_DAY: Final = re.compile(
    r"(?:防灾减灾|环境|禁毒|安全生产|食品安全|国家安全|消防|网络安全|献血|爱眼|艾滋病|宪法)(?:宣传)?(?:日|周|月)|科普(?:活动|讲座|宣传|知识|发布会)|知识发布会"
)
# The weather office's daily work: 发布暴雨橙色预警信号.
_WARNING: Final = re.compile(r"(?:发布|变更|解除|升级)[^,.;!?]{0,10}色预警信号")
# What people may call, and no word on any matter.
_SERVICE: Final = re.compile(
    r"公布[^,.;!?]{0,24}(?:服务|报修|咨询|投诉|举报|监督|热线)[^,.;!?]{0,6}电话"
)
# How offices will speak in time to come: 新闻发言人制度, 定期发布机制.
_SYSTEM: Final = re.compile(
    r"(?:建立|设立|健全|完善|推行|实行|出台|启动|试行)[^,.!?]{0,14}(?:发言人|发布|通报|回应|发布会)[^,.!?]{0,8}(?:制度|机制|平台)"
    r"|发言人制度|新闻发布制度|(?:表彰|颁奖|授牌|授旗|揭牌|签约)(?:大会|仪式)"
)
_HAPPENED: Final = re.compile(
    r"事故|事件|爆炸|火灾|起火|疫情|污染|死亡|遇难|中毒|滑坡|坍塌|垮塌|地震|洪|涝|台风|险情|失联|伤亡|受伤|网传|谣"
)
# An encyclopaedia's first sentence: 某事件是发生在某地的….
_ENTRY: Final = re.compile(
    r"^[^,.;!?]{2,24}(?:事件|事故|案件?|火灾|爆炸|地震)[^,.;!?]{0,6}?[,是](?:是|指)?(?:指|一起|一宗)?(?:\d{4}年[^,.;!?]{0,8})?发生[于在]"
)
# An office's letter below the one it answers: 尊敬的某网友:您好,收到您的留言….
_LETTER_BACK: Final = re.compile(
    r"尊敬的[^,.:;!?]{0,8}(?:网友|市民|先生|女士|业主|同志|家长|居民|您)[^,.:;!?]{0,4}[:,][^.;!?]{0,40}?(?:您的|您所?反映|您好|来信|留言)"
)
_QUOTED: Final = re.compile(r'"[^"]{1,300}"')
_REPORTED: Final = re.compile(r"记者|本报讯|[电讯]\(|消息\(")


def is_letter_answer(title: str, opening: str) -> bool:
    """Whether a text begins as offices answer letters: 网友您好！您反映的…经核实…, 答复时间:…"""
    if "记者" in opening:
        return False
    if has(opening, "reply") or (_GREETING.search(opening[:60]) and _ANSWERS.search(opening)):
        return True
    letter = _LETTER_IN.search(opening) or _LETTER_IN.search(title)
    return letter is not None and _FORM.search(opening) is not None


def is_letter_below(text: str) -> bool:
    """Whether an office's answer stands below the letter printed before it."""
    return "尊敬的" in text and _LETTER_BACK.search(text) is not None


def is_entry(text: str) -> bool:
    """Whether a text is an encyclopaedia's article on an event, which tells of old answers."""
    return _ENTRY.search(text[:_HEAD]) is not None


def is_routine(title: str, text: str) -> bool:
    """Policy texts, meetings, drills, tenders: published every day, and answering nobody."""
    if _listed("routine", "campaigns").search(title):
        return True
    if _is_of_every_year(title, text):
        return True
    if _answers(title):
        return False
    if _listed("routine", "titles").search(title.replace("庭前会议", "")):
        return True
    opening = text[:1500]
    if _listed("routine", "texts").search(opening) or _WARNING.search(text[:_HEAD]):
        return True
    return "条 " in opening and _LAW.search(opening) is not None


def _is_of_every_year(title: str, text: str) -> bool:
    """Conferences on a quarter's figures or a subject chosen beforehand; how one will inform."""
    head = f"{title}.{text[:_HEAD]}"
    if _SYSTEM.search(title):
        return True
    if _HAPPENED.search(title):
        return False
    if (_FIGURES.search(head) or _ITS_DAY.search(head)) and not _HAPPENED.search(head):
        return True
    return _OWN_SUBJECT.search(title) is not None


def is_board(title: str) -> bool:
    """Whether an office's own page is one of its everyday notices: 报名, 停电, 资格认定."""
    words = table("responses.toml")["routine"]
    if _answers(title):
        return False
    if _listed("routine", "board").search(title):
        return True
    ends = title.rstrip(" .!\"'>)").endswith(tuple(words["endings"]))
    return ends and not any(word in title for word in words["matters"])


def _answers(title: str) -> bool:
    lists = ("rebuttal", "conference", "briefing", "answering")
    return any(has(title, name) for name in lists)


def is_commentary(title: str) -> bool:
    """Opinion, digest, lesson: what it says of an authority is most often old news."""
    return _listed("commentary", "titles").search(title) is not None


def is_opinion(title: str, text: str, *, bare: bool = False) -> bool:
    """Whether a text argues: its writer speaks, asks and demands, and reports nothing himself.

    `bare` says that nobody else speaks in it but in its title: fewer signs are enough.
    """
    read = _QUOTED.sub("…", f"{title}.{text[:_OPINION_READ]}")
    voices = {voice for _, _, voice in _voices().longest(read)}
    needed = _VOICES + (1 if _REPORTED.search(text[:200]) else 0) - is_commentary(title) - bare
    return len(voices) >= needed


def is_policy(sentence: str) -> bool:
    """Whether what is published is a rule, a catalogue or a number to call, and answers nothing."""
    if "电话" in sentence and _SERVICE.search(sentence):
        return True
    return "<" in sentence and _POLICY.search(sentence) is not None


def is_abroad(title: str) -> bool:
    """Whether a title opens with another country: its authorities answer nobody here."""
    return _countries().search(title[:_COUNTRY]) is not None


@lru_cache(maxsize=1)
def _voices() -> Lexicon[str]:
    """The words in which a writer speaks for himself."""
    return Lexicon({word: word for word in table("responses.toml")["commentary"]["voices"]})


@lru_cache(maxsize=8)
def _listed(section: str, name: str) -> re.Pattern[str]:
    """What finds any word of one list of `responses.toml`."""
    return re.compile(longest(table("responses.toml")[section][name]))


@lru_cache(maxsize=1)
def _countries() -> re.Pattern[str]:
    return re.compile(longest(table("issuers.toml")["abroad"]))
