"""Answers that say nothing yet: 正在核实, 结果将及时公布.

Such an answer is one in time, for what is asked first is that somebody speaks; but a duty officer
must see that the substance is still owed (flagged 简要).
"""

import re
from typing import Final

from monitor.judge.issuers import speakers_in
from monitor.text.normalise import matching_form

_LONGEST: Final = 1500
_LEAST: Final = 4  # characters that can say something

_CLAUSES: Final = re.compile(r"[,.;:!?\"\[\]()#\s]+|(?<=[\u4e00-\u9fff]);")
# What the matter is called: 网传"某男子打人"的视频.
_NAME: Final = re.compile(
    r'"[^",.;!?]{1,60}"(?=的|一事|事件|等|情况|问题|消息|视频|传言|帖文|言论|信息|话题)'
)
# Something has been found, done or counted.
_FACT: Final = re.compile(
    r"\d+(?:余|多)?[人名例起台辆户间处元]|抓获|控制|刑拘|拘留|逮捕|停职|免职|处分|处罚|罚款|立案|救出|扑灭|转移|封控|隔离"
    r"|死亡|遇难|受伤|重伤|轻伤|无人员伤亡|查明|经查|查实|属实|不实|谣言|原因[系是为]|系因|责令|约谈|关停|停产|停业|下架|封存"
    r"|整改|赔偿|道歉|辞退|确诊|恢复|排除|初步(?:判断|认定|判定|结论)|认定"
)
_UNDER_WAY: Final = (
    r"(?:核实|核查|调查|了解|彻查|查证|研判|处理|处置|研究|侦办|办理|跟进|调处|核定"
    r"|(?:侦破|工作)(?=中|$))"
)
_PENDING: Final = re.compile(
    r"(?:正在?|仍在?|还在|目前在|已(?:经)?|立即|迅速|将|会|要求|责成|组织|安排|成立|派出?|启动|介入|着手|展开|开展|有?待|尚需)"
    rf"[^,]{{0,20}}{_UNDER_WAY}"
    rf"|^(?:进一步|在)?{_UNDER_WAY}(?:工作)?(?:之?中|当中)"
    r"|(?:及时|第一时间|适时|尽快|陆续|随时|另行|后续|将|会)[^,]{0,14}"
    r"(?:公布|通报|发布|公开(?!宣判|审理|开庭|听证)|告知|反馈|回复)"
    r"|(?:将|坚决|要求|责成)[^,]{0,10}依法(?:依规)?(?:严肃)?(?:处理|查处|处置)|^依法(?:依规)?(?:严肃)?处理$"
)
# Words around an answer that carry none of it.
_FRAME: Final = re.compile(
    r"^(?:针对|关于|就|对于?|有关|今[天日]|昨[天日]|近日|目前|对此|同时|此外|另外|感谢|敬请|恳请|请|现将|特此|以上|望)"
    r"|(?:网传|网上|网络|网友|网民|媒体|群众|市民|有人|视频|帖文|帖子|舆情).{0,40}(?:反映|关注|热议|流传|传播|曝光|报道|质疑|一事|问题|情况)"
    r"|(?:关注|注意)到|获悉|收悉|知悉|高度重视|不信谣|不传谣|造谣|以官方|权威发布|谅解|(?:欢迎|感谢|接受)[^,]{0,12}监督|情况(?:通报|说明)"
    r"|^(?:警情|情况)?(?:通报|声明|说明|公告|回应)$|^[\d年月日时分许上下午晚凌晨中今昨当天]+$|(?:接到|收到)[^,]{0,8}(?:报警|举报|反映|投诉)"
    r"|^(?:发布|发出|发)?(?:消息|通报|微博|声明|公告)?(?:称|表示|说)$|证实(?:此事|了此事)?$"
)
_SPEAKS: Final = re.compile(
    r"(?:通报|回应|表示|称|发布|介绍|证实|消息|说|回复|答复|通告|公告|声明|告诉.{0,8}|微博|获悉|了解到|工作人员)$"
)


def is_empty(text: str) -> bool:
    """Whether an answer says no more than that a matter is looked into and will be told of.

    `text` is a notice or the sentences in which one is relayed, as printed. False for what is
    longer than a short notice, for what holds any finding, step or figure, and for what does not
    even say that something is under way.
    """
    if len(text) > _LONGEST:
        return False
    said = _NAME.sub("…", matching_form(text))
    pending = False
    for clause in _CLAUSES.split(said):
        if _FACT.search(clause):
            return False
        if _PENDING.search(clause):
            pending = True
        elif not _is_frame(clause):
            return False
    return pending


def _is_frame(clause: str) -> bool:
    """Whether a clause only says who speaks, when, of what, or asks for patience."""
    if len(clause) < _LEAST or _FRAME.search(clause):
        return True
    bodies = speakers_in(clause)
    return bool(bodies) and (bodies[-1].end == len(clause) or bool(_SPEAKS.search(clause)))
