"""People whom no number counts: 司机当场身亡, 夫妻双双遇难, 男子已无生命体征, 老人摔伤."""

import re
from dataclasses import replace
from typing import Final

from monitor.domain.severity import Figures
from monitor.text.casualties import GRAVELY_HURT
from monitor.text.casualty_words import DIED, GRAVELY, LIFELESS
from monitor.text.figure_context import ELSEWHERE, LEAD_SENTENCES, RUMOUR, SUPPOSED
from monitor.text.figure_names import named_dead
from monitor.text.reading import sentences

_ROLE: Final = (
    r"(?:司机|驾驶员|驾驶人|驾驶(?![室舱座位台证员人])|车主|船长|男子|女子|男孩|女孩|男童|女童|幼童|孩子|小孩|老人|老太|工人|"
    r"骑车人|骑车者|行人|学生|村民|居民|少年|少女|青年|婴儿|幼儿|小伙|老汉|大爷|大妈|矿工|路人|骑手|外卖员|"
    r"快递员|保安|护士|教师|老师|妇女|女士|先生|民警|辅警|消防员|伤者|乘客|产妇|患者|乘车人|车手|保洁员|"
    r"环卫工|协警|警员|警察|队员|官兵|战士|丈夫|妻子|母亲|父亲|女儿|儿子|奶奶|爷爷|岳母|婆婆|同伴|店主|老板|房东|租客|游客|乘警长?|指导员|[支村]书记?|村支书|干部|教练|驴友|死者|当事人|钓鱼者|女乘客|男乘客)"
)
_SOMEONE: Final = rf"(?:{_ROLE}|[\u4e00-\u9fff]某)[^,。;\n们]{{0,10}}"
_DIES: Final = r"(?:死亡|身亡|丧生|遇难|溺亡|牺牲|殉职|丧命|殒命|离世|去世|遇害)"
_NO_CASE: Final = r"(?!事故|事件|案例|警示|教训|率|原因|赔偿)"
_SOMEONE_DIED: Final = re.compile(
    rf"{_SOMEONE}(?:(?:当场|不幸|无效|不治|因公|窒息|溺水|触电|中毒|确认|宣布|宣告)[^,。;\n]{{0,4}}{_DIES}"
    rf"|已经?(?:死亡|身亡|遇难|遇害){_NO_CASE}"
    rf"|(?:身亡|溺亡|丧生|殒命|猝死|坠亡|遇难|牺牲(?!休息|个人|自己|时间|了?周末|精神)|殉职|被[撞砸压轧碾烧炸刺捅砍打淹电]死){_NO_CASE}|{LIFELESS})"
    r"|[被遭][^,。;\n们]{0,6}击毙"
    r"|死者(?:为|系|是|姓|[\u4e00-\u9fff]某)[^,。;\n们均都\d两三四五]{0,8}"
    r"|(?:不幸|英勇|因公|壮烈)(?:牺牲|殉职)"
    rf"|致(?:其|[\u4e00-\u9fff]某[\u4e00-\u9fff]?|{_ROLE})(?:当场|不幸|抢救无效)?[死身]亡"
    # the subject stands in a clause before: 男子被救出,经医护人员确认,已无生命体征
    rf"|,(?:但|可|经|后|其|最终|最后|已|发现|确认|现场|遗憾)[^,。;\n们均都\d]{{0,16}}(?:{LIFELESS}"
    rf"|(?:抢救|医治|救治|治疗)无效[^,。;\n]{{0,4}}{_DIES}|(?:不治|当场|宣布|宣告){_DIES})"
    # nothing but the doctor's word: 送医后宣告不治, 已回天乏术
    r"|,[^,。;\n们均都\d两三四五]{0,12}(?:宣告|宣布|终告|仍告|伤重|仍|终因)不治(?=[,。;\n\"]|$)"
    r"|(?<!们)(?:回天乏[术力]|无力回天)"
    rf"|(?:伤势过重|伤重|失血过多),?[^,。;\n们]{{0,12}}{_DIES}"
    rf"|[其他她](?:被[^,。;\n]{{1,8}}时)?(?:{LIFELESS}|不治{_DIES}"
    rf"|(?:已经?|当场|不幸|溺水|已经?当场){_DIES})"
)
_PERSON: Final = rf"(?:{_ROLE}[\u4e00-\u9fff]{{0,4}}|[\u4e00-\u9fff]某[\u4e00-\u9fff]?)"
_TWO_DIED: Final = re.compile(
    r"(?:夫妻|夫妇|母子|母女|父子|父女|兄弟|姐妹|姐弟|兄妹|婆媳|爷孙|祖孙|情侣)"
    r"(?:二人|两人|俩|双双|均|不幸|当场|先后|同时){1,3}"
    r"(?:溺水|坠楼)?(?:死亡|身亡|丧生|遇难|溺亡|丧命)"
    rf"|{_PERSON}(?:及|和|与|以及)(?:其)?[\u4e00-\u9fff]{{0,4}}?{_PERSON}"
    r"(?:二人|两人)?"
    r"(?:经[^,。;\n]{0,6}无效|[均都]|双双|全部|当场|不幸|先后|同时|已经?|被[^,。;\n]{1,4}){1,3}"
    rf"(?:{_DIES}|{LIFELESS})"
)
_SEVERAL: Final = re.compile(
    r"(?<!第)(?:[两二俩三四五六七八九十几多数2-9]|\d{2})[人名位个]|们|均|双双|全部"
)
_THREE: Final = re.compile(r"[三四五六七八九十几多数3-9][名位个]|们")
_ANYBODY: Final = re.compile(r"(?<![名位该])(?:被困|遇险|失联|失踪|被埋)(?:人员|者)")
_JOINED: Final = re.compile(r"[和与及等]")
_SOMEONE_HURT: Final = re.compile(
    rf"{_ROLE}[^,。;\n们亡死]{{0,10}}(?:,[^,。;\n们亡死]{{0,6}})?(?<!未)(?<!没有)"
    rf"(?:伤重送|受了?轻?重?伤|受到轻?重?伤|重伤|[擦摔烧坠烫砸撞刺砍咬]伤|骨折|送医|送往[^,。;\n]{{0,8}}医院)"
    r"(?![^。;\n]{0,24}(?:无效|不治|伤势过重|死亡|身亡|去世|离世|遇难|牺牲|殉职))"
)
_SOMEONES_WOUND: Final = re.compile(
    rf"{_ROLE}[^,。;\n们亡死]{{0,8}},?[^,。;\n\d们亡死]{{0,6}}?{GRAVELY}(?![^。\n]{{0,40}}(?:{DIED}|无效))"
)
_WOUND_OF_ONE: Final = re.compile(
    r"(?:^|[。;\n])[^。;\n]{0,60}?,[^,。;\n\d]{0,6}(?:情况|病情|伤势|性命)危殆"
)
_FEW: Final = 9  # dead beside whom one uncounted wounded still is news of its own
_DIED_WORDS: Final = (
    "亡", "丧生", "遇难", "遇害", "牺牲", "殉职", "丧命", "殒命", "离世", "去世", "死", "生命",
    "呼吸", "心跳", "击毙", "不治", "回天",
)  # fmt: skip


def with_one(figures: Figures, title: str, text: str) -> Figures:
    """Figures with the deaths or the injury that the opening tells without a number."""
    told = f"{title}\n{''.join(line.text for line in sentences(text, LEAD_SENTENCES))}"
    if RUMOUR.search(told):
        return figures
    if figures.dead is None and figures.dead_or_missing is None:
        died = _died(title, text)
        if died:
            figures = replace(figures, dead=died)
    if figures.injured is not None or figures.serious or (figures.dead or 0) > _FEW:
        return figures
    hurt = any(not _is_several(told, found) for found in _SOMEONE_HURT.finditer(told))
    return replace(figures, injured=1) if hurt else figures


def with_grave_wound(figures: Figures, title: str, text: str) -> Figures:
    """Figures with the one gravely hurt whom the text tells of without a number.

    Where one only is hurt, any grave wound is theirs; among a few it has to be somebody's own.
    """
    if figures.serious is not None or not figures.injured or figures.injured > _FEW:
        return figures
    if figures.injured == 1:
        grave = bool(GRAVELY_HURT.search(title) or GRAVELY_HURT.search(text))
    else:
        grave = _somebodys_wound(text)
    return replace(figures, serious=1) if grave else figures


def _somebodys_wound(text: str) -> bool:
    """Whether one of a few hurt is told to be gravely so: 男子伤势较重; 送院后情况危殆."""
    position = 0
    while found := _SOMEONES_WOUND.search(text, position):
        if not _is_several(text, found):
            return True
        position = found.start() + 1
    return any(not _SEVERAL.search(found.group()) for found in _WOUND_OF_ONE.finditer(text))


def _is_somebody(line: str, found: re.Match[str]) -> bool:
    """Whether one person is the subject; 发现被困人员,已无生命体征 tells not how many."""
    if not found.group().startswith(","):
        return True
    return not _ANYBODY.search(line, 0, found.start()) or bool(
        re.search(_ROLE, line[: found.start()])
    )


def _is_several(text: str, found: re.Match[str]) -> bool:
    """Whether the one found is one of several: 妻子和三个〔孩子遇难〕."""
    start = max(0, found.start() - 8, text.rfind(",", 0, found.start()) + 1)
    several = _SEVERAL.search(text, start, found.end())
    return bool(several or _JOINED.search(text, start, found.start()))


def _died(title: str, text: str) -> int | None:
    """One or two, where a sentence of the opening tells of a death without a number."""
    lines = (title, *(line.text for line in sentences(text, 2 * LEAD_SENTENCES)))
    for line in lines:
        if not any(word in line for word in _DIED_WORDS):
            continue
        if ELSEWHERE.search(line) or SUPPOSED.search(line):
            continue
        two = _TWO_DIED.search(line)
        if two and not _THREE.search(two.group()):
            return 2
        if named := named_dead(line):
            return named
        one = _SOMEONE_DIED.search(line)
        if one and not _is_several(line, one) and _is_somebody(line, one):
            return 1
    return None
