"""Who meets the press where no organ is named: a place, an official, the event itself."""

import re

from monitor.judge.issuers import Speaker, Standing, names_abroad, speakers_in

_CONVENES = re.compile(
    r"(?:(?<=[\s,.:;!?\"'()月日号讯电午])|^)"
    r"(?P<who>[\u4e00-\u9fff]{1,9}[省市县区州旗镇乡部委局院厅办府组]|[\u4e00-\u9fff]{2,4}?)"
    r"(?:(?:首次|再次)?[就针][^,.;!?\n]{1,40}?)?(?:将|拟)?(?:今[天日]|昨[天日])?(?:[(（][^)）]{1,10}[)）])?(?:上午|下午|晚)?"
    r"(?:召开|举行|举办).{0,40}(?:新闻发布会|防控工作发布会|记者会|吹风会|通报会)"
)
_CONVENING = re.compile(r"[^,.;!?]{0,8}(?:召开|举行|举办|发布会)")
_ANSWERS_PRESS = re.compile(r"(?:^|[#\[\s])(?P<who>[\u4e00-\u9fff]{2,8})答记者问")
# A reporter heard it at the conference of an event or a place: 从第三届茶博会新闻发布会上获悉.
_AT_CONFERENCE = re.compile(
    r"从(?P<who>[^,.;:!?从]{0,12}(?:届|[省市县区州]|防控|事故|救援)[^,.;:!?从]{0,12}?)"
    r"(?:新闻)?(?:发布会|通报会|吹风会)上?(?:获悉|了解到|得知)"
)
# 某火灾事故第二次新闻发布会举行: the event's own.
_OF_EVENT = re.compile(
    r"(?P<who>(?:(?!召开|举行|举办|出席|参加|记者从|从)[\u4e00-\u9fff\d\".·-]){0,24}?"
    r"(?:事故|事件|火灾|爆炸|坍塌|倒塌|地震|灾害|山火|疫情|滑坡|洪涝|案件|案|救援|处置|\"[\d.·]{3,6}\")(?:[\u4e00-\u9fff]{0,6}?))"
    r"(?:首场|首次|第[一二三四五六七八九十\d]{1,3}[次场])?(?:新闻)?(?:发布会|记者会|记者招待会)"
)
# Trade fairs and products are launched at conferences too.
_TRADE = re.compile(r"新品|产品|战略|车型|时装|手机|新车|首发|展览|博览|赛事|影片|电影|品牌")


def convener_in(sentence: str) -> Speaker | None:
    """Who meets the press where no organ is named: 临溪县召开新闻发布会, 某市长答记者问."""
    answering = _ANSWERS_PRESS.search(sentence)
    if answering is not None:
        return Speaker(answering["who"], Standing.AUTHORITY, *answering.span("who"))
    match = _AT_CONFERENCE.search(sentence)
    if match is None and not _TRADE.search(sentence):
        match = _CONVENES.search(sentence) or _OF_EVENT.search(sentence)
    if match is None or _TRADE.search(match["who"]):
        return None
    if match.re is _OF_EVENT and names_abroad(sentence, match.end()):
        return None
    told = sentence if match.re is _CONVENES else match["who"]
    others = [one for one in speakers_in(told) if one.standing is Standing.OTHER]
    if any(one.start < match.end("who") or _CONVENING.match(told, one.end) for one in others):
        return None  # where it happened may well be a company's place
    return Speaker(match["who"], Standing.AUTHORITY, match.start("who"), match.end("who"))
