"""How the name of a body ends: what makes it an organ of ours, a court, or somebody else.

Offices are named by rule, and no list holds them all: a county has its 教科体局, a town its 综治办,
a disaster its 现场指挥部. Beside the words of `issuers.toml` an organ is therefore known by its
last character and what may stand before that.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from monitor.judge.tables import table

# What an account does next; its name ends before.
_TAKES_UP: Final = (
    r"(?=官方|官微|微博|微信|消息|发布|发文|通报|表示|回应|称|说|也|在|于|[^\u4e00-\u9fff\d]|$)"
)
# 结局, 当局, 局部 are none; nor is 某局长, whose bureau is not named.
_BUREAU: Final = (
    r"(?<![结布格当邮书大全僵残骗饭和战败变棋乱定终破出开危困赌牌酒做设时政平入迷对首胜该我本各])"
    r"(?<=[\u4e00-\u9fff])局(?![面部势限促外内中长点])"
)
_MINISTRY: Final = r"(?<=[安务育境利业设化源输障通政法计商技游健信村管省])(?<!营业)厅(?![堂局长门])"
_COMMISSION: Final = (
    r"(?<=[教建交农经信资健改计纪监法工城科住规务商旅发育容党镇乡旗州])(?<![业学])"
    r"委(?![员托派任会内屈培以实])"
    r"|(?<=[输育设革务改政法信源旅监健产理])委员会"
)
_GOVERNMENT: Final = (
    r"(?<=[\u4e00-\u9fff])政府(?!采购|工作报告|信息公开|补贴|购买|部门|性|官员|人士)"
)
_FORCE: Final = (
    r"(?:交通警察|交通管理|刑侦|刑警|治安管理|治安|经侦|特警|巡特警|巡警|网安|禁毒|森林消防|消防救援)"
    r"(?:支队|大队|中队|总队)"
    r"|(?<=[侦警安毒法政查察防援林速骑一二三四五六七八九十])(?:支队|大队|中队|总队)"
    r"|第?[一二三四五六七八九十]{1,3}(?:支队|大队|中队)"
)
_DEPARTMENT: Final = (
    r"(?:(?<=公安|警察|教育|卫生|卫健|医保|环保|环境|住建|交通|民政|人社|劳动|应急|气象|水利|水务|市监|监管|文旅|文化|旅游"
    r"|纪检|监察|税务|海事|渔政|林业|宣传|药监|安监|国土|资源|农业|网信|政府|职能|政法|信访|房管|物价|司法|质监|工商|执法"
    r"|防疫|疾控|刑侦|消防|城管|交警|交管)(?:等)?部门)"
)
# 当地通报: the place speaks, and its name stands elsewhere.
_LOCAL: Final = r"当地(?=通报|回应|辟谣|发布|深夜|连夜|凌晨|官宣|最新|已介入|成立|:)"
# 县里回应; a town or street by its staff: 石桥镇工作人员.
_STAFF: Final = (
    *("方面", "有关", "相关", "一名", "一位", "工作人员", "负责人", "负责同志", "干部", "领导"),
    *("回应", "通报", "表示", "称", ":"),
)
_SEAT: Final = (
    r"[省市县区旗镇乡]里(?=回应|通报|表示|称|说|成立|:)"
    rf"|(?<=[\u4e00-\u9fff]{{2}})(?:镇|乡|街道)(?={'|'.join(_STAFF)})"
)
# The head of a place speaks for it.
_HEAD: Final = r"[省市县区旗镇乡]长(?!信箱|热线|专线|期|久|年|大|达|度|江|安|沙|春)"
# 嘉兴方面回应; of whom it is said is for others to see.
_SIDE: Final = (
    r"(?<=[\u4e00-\u9fff])方面"
    r"(?=[^,.;:!?]{0,12}(?:回应|通报|表示|称|宣布|公布|披露|强调|否认|证实|有了))"
)
# 市当局, 当局宣布: what papers elsewhere call an authority.
_POWERS: Final = r"(?<![校院厂店])当局(?!者)"
# A company of the state bears the name of the bureau that it once was.
_NO_ORGAN: Final = r"(?!大学|学院|特邀|聘请|系统|集团|有限|公司|股份|门)"
_HEADS: Final = tuple(f"{place}{word}" for place in "省市县区旗镇乡" for word in "长里")
# Where one of these can begin; the lists are added.
_STARTS: Final = (
    *("局", "厅", "委", "政府", "支队", "大队", "中队", "总队", "当地", "部门", "方面", "当局"),
    *_HEADS,
    *(f"{seat}{staff}" for seat in ("镇", "乡", "街道") for staff in _STAFF),
)


def bodies_in(sentence: str) -> Iterator[re.Match[str]]:
    """The ends of all names of bodies; the group that matched says of which sort.

    The groups are `account`, `judicial`, `authority` and `other`. It is tried only where a name's
    end can begin: a tenth of the cost.
    """
    pattern, begins, at = _pattern(), _begins(), 0
    while (begin := begins.search(sentence, at)) is not None:
        match = pattern.match(sentence, begin.start())
        if match is None:
            at = begin.start() + 1
        else:
            yield match
            at = match.end()


@lru_cache(maxsize=1)
def plain_words() -> tuple[str, ...]:
    """Words without one of which no sentence names a body."""
    words = table("issuers.toml")
    lists = (words["authorities"], words["judicial"], words["others"], _STARTS)
    return tuple(dict.fromkeys(word for words in lists for word in words))


def longest(words: list[str]) -> str:
    """A pattern that finds any of some plain words, the longest where several start alike."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = table("issuers.toml")
    accounts = "|".join(words["account_marks"])
    organ = (
        f"{_DEPARTMENT}|{longest(words['authorities'])}|{_BUREAU}|{_MINISTRY}|{_COMMISSION}"
        f"|{_GOVERNMENT}|{_FORCE}|{_LOCAL}|{_SEAT}|{_HEAD}|{_SIDE}|{_POWERS}"
    )
    return re.compile(
        rf"(?P<account>@[\u4e00-\u9fff]{{0,8}}(?:{accounts})(?!会|厅|(?<=发布)(?:视频|微博|长文|文章|图|[了的一]))[\u4e00-\u9fff\d]{{0,8}}?{_TAKES_UP}"
        rf"|平安[\u4e00-\u9fff]{{2,3}}?{_TAKES_UP}"
        rf"|\"(?:平安[\u4e00-\u9fff]{{2,4}}|[\u4e00-\u9fff]{{2,6}}(?:{accounts})(?:在线|官微)?)\")"
        rf"|(?P<judicial>(?:{longest(words['judicial'])}){{1,3}})"
        rf"|(?P<other>{longest(words['others'])})(?!局)"
        rf"|(?P<authority>(?:{organ}){{1,3}}+(?:[\u4e00-\u9fff]{{2,3}}分局)?{_NO_ORGAN})"
    )


@lru_cache(maxsize=1)
def _begins() -> re.Pattern[str]:
    """What a match of `_pattern` begins with; plain words only, so that it is fast."""
    return re.compile(longest([*plain_words(), "@", "平安", '"']))
