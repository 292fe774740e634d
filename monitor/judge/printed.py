"""Notices printed as they stand: what an office itself wrote, on the page of somebody else.

No sentence of such a notice says that anybody says something. It is known by its title (关于…的情况
通报), by the voice of an office (我局, 我镇) and most surely by the signature over the date.
"""

import re
from dataclasses import dataclass
from typing import Final

from monitor.domain.response import ResponseKind
from monitor.judge.genres import is_board
from monitor.judge.issuers import Speaker, Standing, signatory, speakers_in
from monitor.judge.response_words import MEETINGS, has, kind_of, only_done

_OPENING: Final = 160
_SIGNS_EARLY: Final = 24  # characters of a text that are no notice yet, whoever signs
_NAMED_BEFORE: Final = re.compile(r"^[^,.!?]{0,8}关于")
_TITLED: Final = re.compile(
    r"关于[^,.;!?]{2,80}(?:通报|说明|公告|通告|回应|声明|答复|情况|公开信|告知书|处理结果|调查结果|澄清)[)\]\"(（一二三四第号)]*$"
    r"|(?:情况|警情|案情|处置|处理|调查|事故|公开|案件)(?:的)?(?:通报|说明|通告)"
    r"|致[^,.;!?]{2,14}(?:一封信|公开信|说明|道歉信)|^(?:公告|声明|通报|通告|说明|辟谣声明|澄清声明|郑重声明)$"
)
_FORMED: Final = re.compile(
    r"现(?:将|就)?[^.;!?]{0,30}(?:通报|说明|公告|回应|答复|公布|通告|声明|告知|澄清)如下"
    r"|(?:情况|警情|案情)(?:通报|说明)(?=[ :)\]\">])"
)
# Who writes: an office, or a house of business, teaching or healing.
_OFFICE_VOICE: Final = re.compile(
    r"(?<![给对向])(?:我|本)(?:[市县区州旗镇乡省局厅委办站所]|街道|大队|支队|中心|开发区|园区|辖区)(?!人|们|地)"
)
_HOUSE_VOICE: Final = re.compile(
    r"我(?:公司|司|校|院(?=.{0,200}(?:患|诊|手术|护理|师生|学生))|店|行|园|厂|集团|们公司|酒店|平台|社)|本(?:公司|校|院|店|集团|酒店)"
)
_FINDS: Final = re.compile(
    r"经(?:初步|现场|进一步|多方|公安机关|警方|专家)?(?:查|核|调查|了解|检测|鉴定|抢救|研判)|接到?报|网传|网民|网友|反映|关注|事故|事件|案件|现将|截至|致歉|歉意"
)
_REPORTED: Final = re.compile(
    r"(?<!派)记者|本报讯|[电讯]\(|消息\(|(?:通报|公告|声明|说明)(?:称|中称|显示|中写道)"
)
_POSTED_AS: Final = re.compile(r"^(?:@|\[@?)(?P<who>[\u4e00-\u9fff]{3,10})(?:\]|:)")
_REBUTS: Final = re.compile(r"谣|不实|误传|澄清|虚假|假消息|与事实不符|没有发生|未发生")
_USED_OUR_NAME: Final = re.compile(
    r"(?:冒用|盗用|冒充|假冒)[^,.;]{0,6}(?:我|本)|(?:均|纯)?系伪造|从未委托"
)
_GOES_ON: Final = re.compile(
    r"续报|后续|进展|再次|第[二三四五六七八九十2-9][号次份期]|\([二三四五六七八九十2-9]\)|[二三四五]$|最新|复函"
)


# A post that says itself what it is; any other is a post.
_SAYS_WHAT_IT_IS: Final = frozenset(
    {ResponseKind.REBUTTAL, ResponseKind.UPDATE, ResponseKind.STATEMENT, *MEETINGS}
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A notice printed in full; `kind` is None where a company or a school wrote it."""

    kind: ResponseKind | None
    issuer: str
    sign: str


def printed_notice(title: str, text: str) -> Printed | None:
    """The notice that a text is, or None where it is somebody's report.

    `title` and `text` are in matching form. A court's notice is left to those who read its words.
    """
    post = None if title else _own_post(text)
    if post is not None:
        return post
    if _REPORTED.search(text[:_OPENING]) or is_board(title):
        return None
    formed = _TITLED.search(title) or _FORMED.search(f"{title} {text[:_OPENING]}")
    signs = signatory(text)
    if signs is not None and signs.start < _SIGNS_EARLY:
        signs = None
    writer = signs or _titled_writer(title)
    if writer is not None:
        is_notice = formed or _FINDS.search(text)
        return _written_by(writer, title, text, signed=signs is not None) if is_notice else None
    if formed and _HOUSE_VOICE.search(text):
        return Printed(None, "", "公司、学校、医院等自己的声明")
    if formed and _OFFICE_VOICE.search(f"{title} {text[: 4 * _OPENING]}"):
        return Printed(_kind(title, text), "", "以机关口吻写成的通报")
    return None


def _own_post(text: str) -> Printed | None:
    """What an office's account posts under its own name: @某地交警:…, [某地发布]…."""
    opens = _POSTED_AS.match(text)
    account = speakers_in(f"@{opens['who']} ") if opens is not None else ()
    if opens is None or not account or account[0].standing is not Standing.AUTHORITY:
        return None
    said = text[: 2 * _OPENING].replace(opens["who"], "")
    kind = kind_of(only_done(said), official=False)
    says_itself = kind if kind in _SAYS_WHAT_IT_IS else ResponseKind.WEIBO
    return Printed(says_itself, opens["who"], "机关账号的发文")


def _titled_writer(title: str) -> Speaker | None:
    """Whose notice it is by its title: 某局关于…的情况通报."""
    for one in speakers_in(title):
        if one.start <= 1 and _NAMED_BEFORE.search(title[one.end :]):
            return one
    return None


def _written_by(writer: Speaker, title: str, text: str, *, signed: bool) -> Printed | None:
    if writer.standing is Standing.JUDICIAL:
        return None
    if writer.standing is Standing.OTHER:
        return Printed(None, writer.name, "公司、学校、医院等自己的声明")
    sign = "文末由机关署名" if signed else "标题写明发布机关"
    return Printed(_kind(title, text), writer.name, sign)


def _kind(title: str, text: str) -> ResponseKind:
    """First notice, later one or denial, by the title; a meeting where the notice calls one."""
    opening = only_done(f"{title}.{text[:_OPENING]}")
    meeting = kind_of(opening, official=True)
    if meeting in MEETINGS:
        return meeting
    denies = has(opening, "rebuttal") and not title
    if _REBUTS.search(title) or denies or _USED_OUR_NAME.search(opening):
        return ResponseKind.REBUTTAL
    if _GOES_ON.search(title):
        return ResponseKind.UPDATE
    return ResponseKind.STATEMENT
