"""The dead whom a text names one by one, without a number: 死者张某、其子张某某及其妻李某."""

import re
from typing import Final

_NAME: Final = (
    r"(?:[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    r"姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]"
    r"[\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff]某[\u4e00-\u9fff]{0,2})"
)
_KIN: Final = (
    r"(?:丈夫|妻子|父亲|母亲|儿子|女儿|儿媳|女婿|侄[儿子女]|侄儿|孙[子女]|外孙女?|外甥女?|哥哥|弟弟|姐姐|妹妹|"
    r"岳[父母]|祖[父母]|婆婆|公公|爷爷|奶奶|兄|弟|姐|妹|妻|夫|子|女|父|母|堂[兄弟]|表[兄弟]|邻居|同事|工友|司机|工人|村民|教师|学生)"
)
# 侄儿周某安; 及周某安的儿媳张某巧; 其妻李大秀
_ITEM: Final = re.compile(
    rf"(?:以及|及|和|与)?(?:其|{_NAME}的|{_NAME}之)?{_KIN}?"
    rf"(?P<name>{_NAME}?)(?=[,。;\n]|以及|及|和|与|[一二两三四五六七八九十\d]{{1,2}}[人名]|[均都]|全部|双双|当场|不幸|先后|相继|经|已|遇难|死亡|身亡|$)"
)
_HEADED: Final = re.compile(r"(?:死者|遇难者|罹难者|死难者)(?:分别)?(?:为|系|是|包括|:)?")
_DIED: Final = re.compile(
    r"(?:[均都]|全部|双双|当场|不幸|先后|相继|已经?|确认|经[^,。;\n]{0,8}无效,?){1,3}"
    r"(?:死亡|身亡|遇难|丧生|溺亡|罹难|遇害|牺牲|殉职)"
)
_START: Final = re.compile(rf"(?:^|[。;,:\n]|造成|导致|致){_KIN}?(?={_NAME})")
_MOST: Final = 12  # names read in one list


def named_dead(line: str) -> int | None:
    """How many dead a sentence in figure form names; None where it names fewer than two."""
    headed = _HEADED.search(line)
    if headed:
        count, _ = _listed(line, headed.end())
        return count if count > 1 else None
    if not _DIED.search(line):
        return None
    for start in _START.finditer(line):
        count, end = _listed(line, start.end())
        if count > 1 and _DIED.match(line, end):
            return count
    return None


def _listed(line: str, position: int) -> tuple[int, int]:
    """How many people a list that starts here names, and where it ends."""
    people = 0
    while people < _MOST:
        item = _ITEM.match(line, position)
        if item is None or item.end() == position or not _names_somebody(item):
            return people, position
        people += 1
        position = item.end()
        if line[position : position + 1] == ",":
            following = _ITEM.match(line, position + 1)
            if following is None or not _names_somebody(following):
                return people, position
            position += 1
    return people, position


def _names_somebody(item: re.Match[str]) -> bool:
    """Whether an item of a list is a person: by name, or as somebody's own (其妻)."""
    return bool(item["name"]) or "其" in item.group() or "的" in item.group()
