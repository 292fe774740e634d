"""Whether an article is a matter of ours at all: our place, really happened, and to be answered.

Each of the three answers carries its reason in Chinese. The order of the tests is that of an
editor: drills, anniversaries and warnings first, then routine notices, then what is left.
"""

import re
from typing import Final

from monitor.domain.judgement import Relevance
from monitor.domain.severity import Category
from monitor.domain.when import When
from monitor.text.figure_context import SHANGHAI
from monitor.text.figures import read_figures
from monitor.text.places import Gazetteer
from monitor.text.reading import reading_form, sentences, without_dateline

_DRILL: Final = re.compile(
    r"演练|演习|拉练|桌面推演|实战化训练|应急拉动|消防体验|模拟(?:火灾|地震|事故|救援|发生|现场)"
)
_DRILL_IS_NEWS: Final = re.compile(
    r"(?:演练|演习)(?:中|时|期间|现场|过程中)?[^,。;\n]{0,8}(?:发生|突发|致|造成|受伤|死亡|事故)"
)
_DRILL_HELD: Final = re.compile(
    r"(?:开展|举行|组织|举办|进行|启动|参加|观摩)[^。;\n]{0,40}(?:演练|演习)|(?:演练|演习)(?:假设|模拟|设定|正式|圆满|在[^,。]{2,20}举行)|"
    r"(?:演练|演习)(?:开始|结束|现场)"
)
_LOOK_BACK: Final = re.compile(
    r"周年|去年今日|历史上的今天|那年今日|回顾|盘点|回眸|(?<!结婚)纪念日|纪念[^,。;\n]{0,10}遇难|祭日|往事|大事记|警示录|警示片|典型[^,。;\n]{0,6}案例|事故案例|案例通报|"
    r"旧闻|解密|追忆|缅怀"
)
# Words by which an old case is news again: 落网, 重启侦查, 开庭.
_MOVES_AGAIN: Final = re.compile(
    r"落网|抓获|被抓|告破|破获|重启|开庭|受审|宣判|一审|二审|判决|被判|死刑|获刑|最新|进展|现状|通报|再次|归案|认罪|立案|始末"
)
_SUPPOSED: Final = re.compile(
    r"^(?:如果|假如|万一)|怎么办|如何(?:应对|防范|避免|自救|预防|逃生)|怎样(?:应对|预防|避免)|攻略|科普|小知识|小常识|须知|"
    r"自救|逃生指南|温馨提示|安全提示|安全提醒|谨防|警惕|切勿|注意事项|预防措施|应急指南|知识"
)
_FOILED: Final = re.compile(
    r"挫败|(?:袭击|恐袭|爆炸)未遂|险遇[^,。;\n]{0,4}袭击|图谋|(?:制止|阻止|破获)(?:了)?(?:针对|一起|一宗)?[^,。;\n]{0,16}(?:袭击|阴谋)"
)
_POLICY_TITLE: Final = re.compile(
    r"(?:条例|办法|规定|细则|规划|预案|方案|要点|白皮书|实施意见|指导意见|管理制度|标准)(?:[》>)\"]|全文|解读|印发|发布|出台|施行|实施|"
    r"征求意见|的通知|$)|关于印发|的实施意见|政策解读|工作要点|权力清单|〔20\d\d〕|\[20\d\d\]\s*\d+号|应对法|令第"
)
_POLICY_TEXT: Final = re.compile(
    r"(?:^|\n)\s*第一[条章]|^\s*各[^。\n]{2,60}:|现印发给你们|请认真(?:贯彻|组织)"
)
_FORECAST: Final = re.compile(
    r"天气预报|气象预报|天气周报|未来三天|未来一周|发布[^,。;\n]{0,8}(?:蓝色|黄色|橙色|红色)预警|天气提示|空气质量预报|路况信息|"
    r"预计(?:今|明|后|未来)"
)
_ROUTINE: Final = re.compile(
    r"招聘|招录|公示|招标|中标|采购|拍卖|录取|放假|开奖|彩票|会议|座谈会|推进会|部署会|动员会|工作会|例会|培训班|培训会|宣讲|"
    r"学习贯彻|调研|督导|督查|检查指导|走访|慰问|签约|揭牌|开幕|闭幕|启动仪式|宣传周|宣传月|宣传活动|宣传日|主题活动|防灾减灾日|"
    r"表彰|先进|文明创建|志愿服务|美食|旅游节|文化节|运动会|艺术节|博览会|开工|竣工|通车|揭幕|投产|"
    r"进校园|进社区|进企业|进农村|开放日|专项行动|集中整治|专项整治|大排查|隐患排查|执法检查"
)
_EVENT: Final = re.compile(
    r"事故|火灾|大火|起火|着火|爆炸|坍塌|倒塌|滑坡|泥石流|地震|中毒|死亡|身亡|遇难|受伤|伤亡|失踪|坠|溺|袭击|命案|杀|车祸|"
    r"相撞|泄漏|污染|疫情|通报|回应|曝光|举报|投诉|质疑|热议|引发关注|舆论|维权|被打|打人|讨薪|欠薪|停水|停电|辞退|网曝|"
    r"反映|不满|纠纷|冲突|涉嫌|立案|被查|处分|强拆|拆迁|跳楼|自杀|走失|被困|遇袭|纵火|致死|起诉|开庭|宣判"
)
_OPINION: Final = re.compile(
    r"网友|网民|曝光|爆料|舆论|热议|质疑|举报|投诉|维权|引发关注|热搜|群众反映|市民反映|村民反映|居民反映|家长反映|回应|"
    r"情况通报|警情通报|情况说明|诉求|求助|恳请|请求|希望(?:有关|相关|政府)|为什么|为何|何时"
)
# Of these even one word turns a routine notice into a matter: 招聘不公, 网友质疑.
_OUTCRY: Final = re.compile(
    r"网友|网民|网曝|曝光|爆料|质疑|举报|投诉|维权|热议|(?:群众|市民|村民|居民|家长)反映"
)
_REBUTTAL: Final = re.compile(
    r"(?<!求)辟谣|系谣言|纯属谣言|是谣言|均为谣言|不属实|不实信息|消息不实|系不实|造谣|传谣|散布谣言|系编造|虚假信息|谣言[^,。]{0,12}(?:行拘|拘留|查处)"
)
_NOW: Final = re.compile(
    r"今天|今日|今晨|昨天|昨日|昨晚|前天|近日|日前|日晚|目前|截至|截止|刚刚|凌晨"
)
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})年")


def relevance(
    title: str, text: str, published: When | None, gazetteer: Gazetteer, category: Category
) -> Relevance:
    """Ours, real and a matter: what each rests on stands in `reasons`.

    A drill word in passing does not make a real accident a drill; in an open jurisdiction every
    place is ours; a rebuttal answers a matter and is none itself.
    """
    head, body = reading_form(title), without_dateline(reading_form(text))
    where = gazetteer.locate(title, text)
    hurt = _someone_hurt(title, text, published)
    unreal = _unreal(head, body, published, hurt)
    routine = _routine(head, body, category, hurt)
    reasons = [where.reason]
    reasons.append(unreal or "正在发生或刚发生的事")
    reasons.append(routine or f"属于需回应的事项:{category.chinese}")
    return Relevance(
        ours=where.ours,
        real=unreal is None,
        matter=routine is None,
        places=where.places,
        reasons=tuple(reasons),
    )


def _someone_hurt(title: str, text: str, published: When | None) -> bool:
    figures = read_figures(title, text, published).figures
    return any((figures.dead, figures.missing, figures.dead_or_missing, figures.injured))


def _lead(body: str, count: int = 2) -> str:
    return "".join(sentence.text for sentence in sentences(body)[:count])


def _unreal(head: str, body: str, published: When | None, hurt: bool) -> str | None:
    """Why an article tells of nothing that really happened now; None where it does."""
    lead = _lead(body)
    if _is_drill(head, lead, body, hurt):
        return "演练或演习,并非真实事件"
    if _FOILED.search(head):
        return "未遂或被制止,事件没有发生"
    back = _LOOK_BACK.search(head)
    moves = _MOVES_AGAIN.search(head) and back and "案例" not in back.group()
    if back and not moves and not (hurt and _NOW.search(lead)):
        return f"回顾或纪念类内容:{back.group()}"
    supposed = _SUPPOSED.search(head)
    if supposed and not (hurt and _NOW.search(lead)):
        return f"提示或假设类内容:{supposed.group()}"
    if _only_old_years(head, body, published):
        return "所述均为往年旧事"
    return None


def _is_drill(head: str, lead: str, body: str, hurt: bool) -> bool:
    if _DRILL_IS_NEWS.search(head):
        return False
    if _DRILL.search(head):
        return True
    if hurt and not re.search(r"模拟|假设|假定|设定", lead):
        return False
    if _EVENT.search(head) and not _DRILL_HELD.search(lead):
        return False
    return bool(_DRILL_HELD.search(lead)) or len(_DRILL.findall(body)) >= 4


def _only_old_years(head: str, body: str, published: When | None) -> bool:
    """Whether every year named lies before the year of publication, and nothing says 'now'."""
    if published is None:
        return False
    year = published.latest.astimezone(SHANGHAI).year
    years = [int(found) for found in _YEAR.findall(f"{head}\n{body}")]
    first = _lead(body, 3)
    return (
        bool(years)
        and max(years) < year - 1
        and bool(_YEAR.search(f"{head}\n{first}"))
        and not _NOW.search(first)
        and not _MOVES_AGAIN.search(f"{head}\n{body[:2000]}")
    )


def _routine(head: str, body: str, category: Category, hurt: bool) -> str | None:
    """Why an article asks for no answer; None where it may."""
    lead = _lead(body, 3)
    title = head or lead[:60]
    if _REBUTTAL.search(title) or (not _EVENT.search(head) and _REBUTTAL.search(lead)):
        return "辟谣信息是对传言的回应,本身不另立事项"
    event = hurt or bool(_EVENT.search(title))
    policy = _POLICY_TITLE.search(title)
    if (policy and not (hurt and _NOW.search(lead))) or _POLICY_TEXT.search(body[:1500]):
        return "政策文件或解读"
    if _FORECAST.search(title) and not hurt:
        return "天气预报、预警等例行信息"
    routine = _ROUTINE.search(title)
    if routine and not event and not _OUTCRY.search(f"{title}\n{lead}"):
        return f"例行工作信息:{routine.group()}"
    if category is Category.OTHER and not event and not _OPINION.search(f"{title}\n{body[:800]}"):
        return "没有需要回应的内容"
    return None
