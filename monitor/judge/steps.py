"""What an authority does about a matter, told without a verb of saying: 成立联合调查组彻查….

Offices announce so, and papers print it as it stands: 针对…问题,某局高度重视,召开专题会议. It is an
answer only where the body's own doing follows its name, and nobody asks for it or doubts it.
"""

import re
from dataclasses import replace
from typing import Final

from monitor.domain.response import ResponseKind
from monitor.judge.findings import HEARSAY, LEAD, LEAD_WEIGHT, TITLE_WEIGHT, Finding, is_topic
from monitor.judge.issuers import Standing, speakers_in
from monitor.judge.response_words import has
from monitor.judge.sentences import Sentence, read_sentence, sentences_in

_WITHIN: Final = 70  # characters from the name to the doing; the bodies gathered stand between
_STEP: Final = re.compile(
    r"高度重视[^.;!?]{0,40}?(?:组织|成立|召开|部署|责成|要求|派|立即|迅速|启动|第一时间|连夜|展开|开展)"
    r"|(?:立即|迅速|第一时间|连夜)(?:组织|部署)(?![^,.;!?]{0,6}(?:救援|施救|抢救|力量|疏散|扑救|灭火|人员))"
    r"|(?:成立|组成|组建|派出)(?:了)?[^,.;!?]{0,16}?(?:调查组|工作组|专案组|专班|核查组|督导组)"
    r"|(?:已|正|均|第一时间|立即|迅速|连夜|全面|紧急|全力)[^,.;!?]{0,10}?介入(?:[,.]|$|调查|处理|处置|核查|了解|此|该|对)"
    r"|(?:启动|展开|开展)(?:了)?[^,.;!?]{0,10}?(?:调查|核查|问责|排查|专项行动|专项整治|响应)"
    r"|(?:责令|责成|约谈|叫停|吊销|查封|免去|撤销)(?:了)?[\u4e00-\u9fff\"]"
    r"|(?:决定|宣布)[^,.;!?]{0,30}?(?:停止|停建|取消|暂停|给予|免去|撤销|停职|停产|停业|不再|立案|处分|开除|关闭|终止|赔偿)"
    r"|立案(?:调查|侦查|审查|查处)"
    r"|经[^.;!?]{0,30}?(?:发现|核实|查实|查明)[,:后]?|(?:认定|判定|初步判断|披露)[,:]?[\u4e00-\u9fff\"]"
)
# Between a name and a doing: it is asked for, doubted, or somebody else's.
_NOT_ITS_OWN: Final = re.compile(
    r"[.;!?]|应当|应该|(?<![响反供效感适相对])应(?![急对])|是否|为何|为什么|能否|可否|需要|必须|要(?!求)"
    r"|如果|建议|希望|呼吁|曾|未|没有|无法|不能|拒|被|举报|报案|报警|投诉|求助"
)
_LED_BY: Final = re.compile(
    r"(?:被|由|由于|因|因为|向|要求|指示|请求|促使|让|使|给|经|送|交|成立|组成|组建|派出|设立|配合|协助|引起|引发|网传)[^,.;:!?]{0,4}$"
)
_FINDING: Final = re.compile(r"认定|判定|查明")  # 经调查组勘查,认定…
_NOBODY: Final = ("有关部门", "相关部门")


def steps_in(title: str, text: str) -> list[Finding]:
    """The steps that authorities take, told by a title and the lead, both in matching form."""
    headline = read_sentence(title)
    named = speakers_in(title)
    if named and all(one.standing is not Standing.AUTHORITY for one in named):
        return []  # what a company did is the story
    found = [replace(one, titled=True) for one in _steps(headline, TITLE_WEIGHT)]
    for sentence in sentences_in(text):
        if sentence.start >= LEAD:
            break
        found += _steps(sentence, LEAD_WEIGHT)
    return found


def _steps(sentence: Sentence, weight: float) -> list[Finding]:
    said = sentence.said
    for one in speakers_in(said):
        if is_topic(one, said):
            continue
        if one.standing is not Standing.AUTHORITY:
            return []
        before, after = said[: one.start], said[one.end :]
        if not one.name.endswith(_NOBODY) and _takes_steps(before, after):
            kind = ResponseKind.UPDATE if has(said, "update") else ResponseKind.STATEMENT
            return [Finding(kind, one, weight * HEARSAY, sentence, before=before)]
    return []


def _takes_steps(before: str, after: str) -> bool:
    """Whether a body did something, by what stands before and after its name."""
    step = _STEP.search(after[:_WITHIN])
    if step is None:
        return False
    if _LED_BY.search(before) and not (before.endswith("经") and _FINDING.match(step.group())):
        return False
    return _NOT_ITS_OWN.search(after[: step.start()]) is None
