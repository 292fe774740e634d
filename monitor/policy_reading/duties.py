"""Obligations without a number: answer at once, keep publishing, who is first responsible."""

import re
from dataclasses import dataclass

from monitor.domain.policy import ClauseKind
from monitor.policy_reading.obligation import is_report
from monitor.policy_reading.outline import Passage
from monitor.policy_reading.quoting import parts_of, tidy

_FOLLOW = re.compile(
    r"(?:持续|动态|滚动|连续|陆续|不间断)(?:地)?(?:对外)?(?:发布|更新|通报|公布|公开)[^,，]{0,6}(?:信息|进展|情况|动态)?|续报"
)
_ROUTING = re.compile(
    r"第一责任(?:人|主体|单位)|(?:宣传|网信)[^,，。]{0,16}(?:会同|协调|联动)|(?:会同|协调)[^,，。]{0,8}(?:宣传|网信)"
)
_OPINION = re.compile(
    r"舆情|突发(?:公共|环境|自然|卫生)?[^,，]{0,4}事件|突发事件|谣言|不实信息|虚假信息|公共安全|敏感(?:信息|事件)|信息发布失当|重大事故|热点"
)
_AT_ONCE = re.compile(
    r"第一时间|及时|立即|迅速|快速反应|尽快|主动发声|即时|实时|主动发现|主动回应|密切跟踪|滚动"
)
_CALLS = re.compile(
    r"(?:健全|完善|建立|落实|做好|加强|严格|强化|增强|提高|规范|做细|切实|抓好|提升|畅通|压实)"
)
_EXPLAIN_TOGETHER = re.compile(r"同步(?:发布|公布|公开|制定|组织|起草|审签|审批|部署|推送|配备)")
_EXPLAINS = re.compile(r"解读")
_LETTERS = re.compile(r"信箱|热线|留言|网络问政|来信")
_REGULAR = re.compile(r"定期|及时|按时|按期|第一时间")
_BY_STATUTE = re.compile(r"法定(?:的)?(?:时限|期限)")
_REPRINT = re.compile(r"(?:及时|第一时间)转载")
_NO_DUTY = re.compile(
    r"为指导|总体要求是|指导思想|指导下|重要意义|现(?:将|印发|就)|为进一步|经[^,，]{2,12}同意|如下[:：]?$"
)


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation without a number: its kind, its words, and how sure it is one."""

    kind: ClauseKind
    quote: str
    sure: float


def duties_in(passage: Passage, timed: bool) -> list[Duty]:
    """The duties of a sentence; `timed`: it also holds limits, which are read elsewhere."""
    text = passage.text
    if passage.headline or _NO_DUTY.search(text) or is_report(text):
        return []
    if timed:
        follow = _follow_up(text) if _OPINION.search(text) else None
        return [follow] if follow else []
    duty = _duty(text, passage.place)
    if duty is None:
        return []
    return [Duty(duty[0], tidy(text), duty[1])]


def _follow_up(text: str) -> Duty | None:
    """并根据工作进展持续发布权威信息, beside the limits of its sentence."""
    for start, end in parts_of(text):
        found = _FOLLOW.search(text, start, end)
        if found and not re.search(r"每|\d", text[start:end]):  # a number makes it a limit
            begin = text.rfind("并", max(0, start - 16), found.start())
            return Duty(
                ClauseKind.CONTINUATION, tidy(text[begin if begin >= 0 else start : end]), 0.8
            )
    return None


def _duty(text: str, place: str) -> tuple[ClauseKind, float] | None:
    opinion = bool(_OPINION.search(text))
    if opinion and _ROUTING.search(text):
        return ClauseKind.ROUTING, 0.7
    if opinion and _FOLLOW.search(text) and not re.search(r"第一时间|及时|快速", text):
        return ClauseKind.CONTINUATION, 0.75
    if opinion and _AT_ONCE.search(text):
        return ClauseKind.DUTY, 0.8
    if "舆情" in text and _CALLS.search(text):
        return ClauseKind.DUTY, 0.65
    if _EXPLAINS.search(text) and _EXPLAIN_TOGETHER.search(text):
        return ClauseKind.DUTY, 0.7
    if _LETTERS.search(text) and _REGULAR.search(text):
        return ClauseKind.DUTY, 0.6
    if _BY_STATUTE.search(text) or _REPRINT.search(text):
        return ClauseKind.DUTY, 0.6
    return None
