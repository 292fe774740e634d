"""Whether a number in a sentence asks for something, or only reports, quotes or describes."""

import re

_QUOTED_TITLE = re.compile(r"《[^《》]{1,120}(?:》|$)|〔[^〔〕]{1,10}〕\s*\d*号?")
_MODAL = re.compile(
    r"(?<![重主需必纲摘纪概提首紧])要(?!点|求|素|闻|件|么|害|务)|(?<![回响相对反供])应当?(?!急|用|对|届)|须|必须|务必|不得|确保|最迟|最晚|力争|做到|需(?!求|要的)|不少于|不低于|至少|争取"
)
_TOLD = re.compile(
    r"累计|去年|上年(?!度)|同比|环比|较上年|比上年|平均(?:用时|办理|办结|回复|响应)|(?<!公)共(?:计)?[\u4e00-\u9fff]{2,4}[^,，。；;\d]{0,14}\d|(?:共|总共|共计)(?:发布|召开|举办|受理|办理|办结|收到|回应|组织|公开|答复|接听|开展|处置|印发|举行|回复)"
    r"|未出现|未发生|均(?:在|已|按)|[日时月]内(?:均|仍|尚)?未[^的,，。；;]{2,14}(?:$|[,，。；;])|未按(?:要求|规定|时)[^,，]{0,4}(?:做到|更新|完成|报送)(?!的)|已(?:经)?(?:全部|全面|在|于|完成|建成|实现|发布|公开|举办|召开|回应|按|办结)|截至目前|截至20\d\d年|以来,|荣获|获评|取得(?:了)?|(?:发布|召开|举办|受理|办理|办结|公开|回应|完成|组织|开展|举行|答复|处置|达到?|实现)了"
)
_COUNTED = re.compile(
    r"\d\s*(?:次|件|起|条|家|场|篇|人次|期|个|余[次件起条场篇])[)）]?[。;；,，]?$"
)
_YEAR = re.compile(r"(20\d\d)年")
_NOT_ASKED = re.compile(r"有效期|试行期|任期|试用期|聘期|服务期|工龄|施行|生效|保修|质保")


def hide_titles(text: str) -> str:
    """The sentence with quoted titles and document numbers blanked, its length kept."""
    return _QUOTED_TITLE.sub(lambda match: "□" * len(match.group()), text)


def is_report(sentence: str) -> bool:
    """Whether a sentence only tells what was: figures of the past and no word of duty."""
    return bool(_TOLD.search(sentence)) and not _MODAL.search(sentence)


def asks(sentence: str, part: str, year: int | None) -> bool:
    """Whether a limit in `part` of `sentence` asks for something.

    `year` is the document's: what is told of an earlier one without a word of duty is a report.
    """
    if _NOT_ASKED.search(part):
        return False
    if _TOLD.search(part):
        return False
    duty = bool(_MODAL.search(sentence))
    if not duty and (_TOLD.search(sentence) or (_COUNTED.search(part) and "每" not in part)):
        return False
    years = [int(found) for found in _YEAR.findall(sentence)]
    earlier = year is not None and any(found < year for found in years)
    return duty or not earlier
