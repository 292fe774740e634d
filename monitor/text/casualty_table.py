"""The phrases by which casualties and loss are stated: a field and a pattern each, in order.

The words stand in `monitor.text.casualty_words`.
"""

import re
from typing import Final

from monitor.text.casualty_words import (
    ALL_DIED,
    BURNING,
    BURNT,
    CARE,
    CORPSES,
    COUNTED,
    DEATHS,
    DIED,
    FALL_ILL,
    FATE,
    FILL,
    GONE,
    GRAVE,
    GRAVELY,
    HURT,
    ILL,
    JOINT,
    JOINT_NOUN,
    LIGHTLY,
    LINK,
    LOSS_LINK,
    LOSSES,
    MOVED,
    MOVES,
    NOT_FOUND,
    OUT_OF_DANGER,
    SAFE,
    SICK,
    SOUGHT,
    STILL,
    SYMPTOMS,
    THEN_DIED,
    TREATED,
    UNIT,
    UNWELL,
    WHOSE,
    WOUNDS,
    N,
)
from monitor.text.numerals import NUMBER

_CORPSE: Final = r"(?:遇难者|死者|死难者|遇害者|罹难者|遇难人员)"
# 300人转移〔群众〕: those who move others are not moved.
_MOVED_PEOPLE: Final = (
    r"(?:安置|疏散|转移)?(?:了)?[^\d,。;\n]{0,6}"
    r"(?:群众|人员|居民|村民|患者|学生|旅客|灾民|伤员|伤者)"
)

# Field, weak, words, pattern. Nothing matches without one of the words. A row that stands earlier
# claims its number before a later one.
TABLE: Final = tuple(
    (field, weak, words, re.compile(source))
    for field, weak, words, source in (
        ("dead_or_missing", False, LOSSES, rf"{N}{UNIT}{FILL}{JOINT}"),
        (
            "dead_or_missing",
            False,
            LOSSES,
            rf"(?P<verb>{JOINT_NOUN})的?{LINK}{N}{UNIT}",
        ),
        (
            "dead_or_missing",
            False,
            ("两者", "二者"),
            rf"(?:遇难|死亡|失踪)[^。;\n]{{0,40}}[两二]者(?:合计|共计|相加|加起来|总计){LINK}{N}{UNIT}",
        ),
        ("joint_hurt", False, ("死伤", "伤亡"), rf"{N}{UNIT}?{FILL}(?:死伤|伤亡)"),
        ("joint_hurt", False, ("死伤", "伤亡"), rf"(?P<verb>死伤|伤亡){LINK}{N}{UNIT}"),
        ("loss_yuan", False, ("损失",), rf"损失{LOSS_LINK}{N}元"),
        ("loss_yuan", True, ("损失",), rf"{N}元(?:人民币)?的?(?:直接)?(?:经济|财产)?损失"),
        (
            "loss_yuan",
            True,
            ("价值",),
            rf"价值{LOSS_LINK}{N}元[^\d,。;\n]{{0,14}}{BURNT}",
        ),
        (
            "loss_yuan",
            True,
            BURNING,
            rf"{BURNT}{N}元[^\d,。;\n]{{0,4}}(?:商品|货物|财物|财产)",
        ),
        ("injured", False, ("轻重伤",), rf"{N}{UNIT}{FILL}轻重伤"),
        ("injured", False, ("轻重伤",), rf"(?P<verb>轻重伤){LINK}{N}{UNIT}"),
        ("serious", False, GRAVE, rf"{N}{UNIT}{FILL}{GRAVELY}"),
        ("serious", False, GRAVE, rf"{N}(?:重伤(?!不治)|重症|命危|危殆|病危|危重)"),
        (
            "serious",
            False,
            GRAVE,
            rf"(?P<verb>重伤|危重症?|重症|病危)(?:伤员|伤者|病人|患者|员|者|人员)?{LINK}{N}{UNIT}",
        ),
        ("serious", False, GRAVE, rf"(?P<verb>{GRAVELY})的{LINK}{N}{UNIT}"),
        ("light", False, ("轻",), rf"{N}{UNIT}{FILL}{LIGHTLY}"),
        ("light", False, ("轻",), rf"{N}(?:轻伤|轻微伤)"),
        ("light", False, ("轻",), rf"(?P<verb>轻伤|轻微伤){LINK}{N}{UNIT}"),
        ("missing", False, LOSSES, rf"{N}{UNIT}{FILL}{GONE}"),
        ("missing", False, LOSSES, rf"(?P<verb>{GONE})的?{LINK}{N}{UNIT}"),
        ("missing", False, LOSSES, rf"(?P<verb>{GONE})人数{LINK}{N}"),
        ("missing", False, SOUGHT, rf"{N}{UNIT}{FILL}{NOT_FOUND}"),
        (
            "missing",
            False,
            SOUGHT,
            (
                rf"(?:另有|另|还有|其余|剩余|剩下|仍有|余下|最后)的?{N}人(?:被困)?(?:仍|还|尚)?(?:正在|在)"
                r"(?:全力)?(?:搜救|搜寻|搜索|打捞|寻找)(?=中|[,。;\n]|$)"
            ),
        ),
        ("missing", False, LOSSES, rf"{N}{UNIT}{FATE},{STILL}{GONE}(?!{LINK}{NUMBER})"),
        ("missing", True, LOSSES, rf"{N}{UNIT}?{GONE}(?:者|人员)"),
        ("missing", False, LOSSES, rf"{N}(?:失联|失踪)"),
        ("dead", True, ("具",), rf"{N}具[^,。;\n具]{{0,16}}?(?:遗体|尸体|遗骸)"),
        (
            "dead",
            False,
            CORPSES,
            rf"(?:发现|找到|挖出|捞[出起]|寻获)了?{N}[名具位][^\d,。;\n]{{0,8}}[遗尸]体",
        ),
        ("dead", True, CORPSES, rf"{N}{UNIT}?(?:不幸)?{_CORPSE}"),
        ("dead", True, CORPSES, rf"(?P<verb>{_CORPSE}){LINK}{N}{UNIT}"),
        ("dead", True, ("具",), rf"(?P<verb>遗体|尸体|遗骸){LINK}{N}具"),
        ("dead", True, ("遗体", "尸体"), rf"{N}{UNIT}[^\d,。;\n]{{0,6}}?的?[遗尸]体"),
        ("dead", False, DEATHS, rf"{N}{UNIT}{FILL}{DIED}(?!率|赔|人数|总数|名单|人员名单)"),
        ("dead", False, ("均", "全部", "都", "双双"), rf"{N}{UNIT}{FATE},{ALL_DIED}"),
        (
            "dead",
            False,
            ("无效",),
            rf"{N}{UNIT}{FATE},[^\d,。;\n伤]{{0,6}}(?:抢救|医治|救治)无效[^\d,。;\n]{{0,3}}{DIED}",
        ),
        (
            "dead",
            False,
            ("均", "全部", "都", "双双"),
            rf"(?:挖|救|捞|搜|抬|发现|找)(?:出|起|到|获|寻)?{N}{UNIT},{ALL_DIED}",
        ),
        ("dead", False, DEATHS, rf"{N}{UNIT}{FATE},{THEN_DIED}"),
        ("dead", False, DEATHS, rf"(?P<verb>{DIED})的?{LINK}{N}{UNIT}"),
        ("dead", False, DEATHS, rf"(?P<verb>{DIED})人数{LINK}{N}"),
        ("dead", True, ("命",), rf"(?![一1]条){N}(?:条[^\d,。;\n]{{0,4}}?(?:生命|性命|人命)|命丧)"),
        ("dead", False, ("死亡",), rf"(?<!累计)(?P<verb>死亡)(?:病例|患者)?{LINK}{N}例"),
        (
            "dead",
            False,
            ("夺",),
            rf"(?:夺走|夺去|夺){LINK}{N}{UNIT}?条?[^\d,。;\n]{{0,4}}?(?:生命|性命|人命|命)",
        ),
        (
            "dead",
            False,
            tuple(f"{last}{died}" for last in COUNTED for died in "死亡"),
            rf"{N}人?(?:死|亡)(?![伤者因于里命灰了])(?<!九死)(?<!万死)",
        ),
        ("dead", False, ("死",), rf"(?P<verb>致?死)了?{N}人"),
        ("dead", True, ("杀",), rf"(?:连|砍|枪|屠|残)杀了?{N}人"),
        ("injured", False, WOUNDS, rf"{N}{UNIT}{FILL}{HURT}"),
        (
            "injured",
            False,
            ("受伤", *(f"{last}伤" for last in COUNTED)),
            rf"{N}(?:受伤|人?伤(?![亡势情者员口残害病痕及心]))",
        ),
        ("injured", False, WOUNDS, rf"(?P<verb>{HURT})的?{LINK}{N}{UNIT}"),
        ("injured", False, ("受伤", "伤者"), rf"(?P<verb>受伤|伤者)人数{LINK}{N}"),
        ("injured", False, ("伤",), rf"(?<![轻重死杀受])(?P<verb>致伤|伤){N}人"),
        ("injured", True, ("伤者", "伤员"), rf"{N}{UNIT}?(?:伤者|伤员)"),
        ("injured", True, ("伤者", "伤员"), rf"(?P<verb>伤员|伤者){LINK}{N}{UNIT}"),
        ("ill", False, SICK, rf"{N}{UNIT}{FILL}{ILL}"),
        ("ill", False, SICK, rf"(?P<verb>{ILL}){LINK}{N}{UNIT}"),
        ("unwell", True, SYMPTOMS, rf"{N}{UNIT}{FILL}{UNWELL}"),
        ("unwell", True, ("后,",), rf"{N}{UNIT}[^\d,。;\n]{{0,18}}后,{FALL_ILL}"),
        ("treated", True, ("中毒者", "患者", "病人"), rf"{N}{UNIT}?(?:中毒者|患者|病人)"),
        ("ill", False, ("中毒",), rf"(?P<verb>中毒(?:者|人员|人数|学生|患者)){LINK}{N}{UNIT}"),
        ("treated", True, CARE, rf"{N}{UNIT}{FILL}{TREATED}"),
        ("stable", True, SAFE, rf"{N}{UNIT}{FILL}(?<!未)(?<!没有)(?<!尚未){OUT_OF_DANGER}"),
        (
            "treated",
            True,
            ("收治", "接收", "接诊", "送医", "住院", "入院", "在院", "留院"),
            (
                rf"(?P<verb>(?:收治|接收|接诊)[^\d,。;\n]{{0,10}}?|(?:送医|住院|入院|在院|留院)(?:治疗|观察|救治)?的?)"
                rf"{LINK}{N}{UNIT}"
            ),
        ),
        (
            "evacuated",
            False,
            MOVES,
            rf"{MOVED}[^\d,。;\n十百千万]{{0,12}}?{WHOSE}{N}{UNIT}",
        ),
        (
            "evacuated",
            False,
            MOVES,
            rf"{MOVED}[^\d,。;\n十百千万]{{0,12}}?{N}(?<=[万千余多])(?=[,。;\n])",
        ),
        ("evacuated", False, MOVES, rf"{N}{UNIT}{FILL}{MOVED}(?!{_MOVED_PEOPLE})"),
        (
            "evacuated",
            False,
            MOVES,
            rf"{N}{UNIT}[^\d,。;\n死伤亡失]{{0,8}},(?:均|都|全部)?已[^\d,。;\n]{{0,6}}{MOVED}(?!{_MOVED_PEOPLE})",
        ),
    )
)
