"""The phrases by which news and notices state casualties and loss, as patterns in order.

They come from official notices and news of accidents (遇难, 失踪, 重伤, 转移安置, 直接经济损失 and
their kin). Patterns are bounded and hold no nested repetition, so that hostile text costs linear
time.
"""

import re
from typing import Final

from monitor.text.numerals import NUMBER

N: Final = rf"(?<![\d.第])(?P<n>{NUMBER})"
UNIT: Final = (
    r"(?:名|人|位|口|个人|个(?=孩子|小孩|男孩|女孩|学生|老人|工人|小伙|年轻人)|(?=(?:员工|工人|学生|儿童|村民|居民|乘客|游客|群众|老人|"
    r"男子|女子|民工|师生|职工|旅客|(?:[客货轿卡大]?车)?(?:司机|驾驶员|驾驶人))))"
)
# What may stand between a count and its verb: 6名〔乘客不幸〕死亡.
_FILL: Final = r"(?P<fill>[^\d,。;、:!?()\"“”\n]{0,18}?)"
# What befell people of whom the next clause says that they are still not found.
_FATE: Final = r"(?P<fill>[^\d,。;、:!?()\"“”\n]{2,18})"
_STILL: Final = r"(?:目前|至今|迄今|现在|截至目前|现|仍然|依然|仍|尚|均|全部|都){1,3}"
# What may stand between a noun and its count: 死亡人数〔已由3人升至〕5人.
LINK: Final = (
    rf"(?:人数|人员|人口|者|总数|病例|员工|学生|群众|居民|游客|村民|旅客|职工)?(?:已经|已|仍然|仍|现|目前|共计|共有|共|总计|总|累计|初步统计|"
    rf"(?:由|从|自)(?:最初的|此前的|原来的)?{NUMBER}{UNIT}?){{0,4}}"
    r"(?:上升到|上升至|上升为|增加到|增加至|增至|增加为|升至|升到|升为|攀升至|减少到|减少至|减至|下降至|降至|降到|"
    r"核减为|核减至|更正为|修正为|确认为|达到|达|为|有|是|至|了|:)?"
)

DIED: Final = (
    r"(?:死亡|遇难|身亡|罹难|丧生|丧命|溺亡|溺水身亡|殉职|牺牲|遇害|毙命|离世|去世|不治|"
    r"[打烧炸砸压撞淹轧碾杀毒摔冻电踩埋刺砍射击枪]死(?![亡者角])|致死(?![亡率量\d])|枪杀|杀害|"
    r"(?:已无|均无|没有了?|失去)生命体征)"
)
GONE: Final = r"(?:失踪|失联|下落不明|失去联系|去向不明)"
_HURT: Final = (
    r"(?:受伤|负伤|受到?[不同程度的]{0,6}伤|烧伤|烫伤|灼伤|擦伤|骨折|"
    r"摔伤|砸伤|撞伤|刺伤|砍伤|咬伤|炸伤|刮伤)"
)
GRAVELY: Final = (
    r"(?:受伤严重|(?:在|入|进)[^\d,。;\n]{0,4}(?:重症监护|icu)|重伤(?!不治|身亡|死亡|医治无效|抢救无效)|伤势(?:较为|较|十分|比较|非常|很|相当)?(?:严重|重|危重)|"
    r"伤情(?:较为|较)?(?:危重|严重|较重|重)|生命垂危|病情?危重|病危|危重|(?:尚未|仍未|未|没有)脱离(?:生命)?危险)"
)
_LIGHTLY: Final = r"(?:轻微伤|轻伤|轻微受伤|受轻伤|轻度受伤|伤势较轻|伤情较轻)"
_ILL: Final = r"(?:中毒(?!事件|事故|症状|原因|者|人员|学生|员工)|发病|患病|染病)"
_UNWELL: Final = (
    r"(?:出现(?:[^\d,。;\n]{1,6},){1,4}[^\d,。;\n]{1,6}等[^\d,。;\n]{0,6}(?:症状|不适|反应)|"
    r"出现[^\d,。;\n]{0,16}?(?:症状|不适|反应|呕吐|腹泻|腹痛)|(?:感觉|感到|身体)[^\d,。;\n]{0,6}不适|"
    r"集体呕吐|上吐下泻|呕吐|腹泻|昏倒|晕倒)"
)
_FALL_ILL: Final = r"(?:先后|陆续|相继)?出现[^\d,。;\n]{0,10}(?:中毒|症状|不适|呕吐|腹泻)"
_TREATED: Final = (
    r"(?:送医|送院|住院|入院|就诊|就医|留院|留医|接受[^\d,。;\n]{0,4}治疗|入院治疗|"
    r"留观|在[^\d,。;、\n]{0,10}医院[^\d,。;、\n]{0,4}(?:观察|救治|治疗|抢救)|"
    r"送(?:往|到|至|入|进)[^\d,。;\n]{0,14}?(?:医院|卫生院|救治|治疗|抢救))"
)
_MOVED: Final = r"(?:转移安置|紧急转移|转移|疏散|撤离|撤出|避险转移|转移避险)"


_LOSS_LINK: Final = (
    r"(?:金额|总额|总计|估计|预计|初步|统计|合计|可能|高达|达到|累计|大概|"
    r"人民币|已|共|计|达|约|为|在|超|至|了|:){0,4}"
)
# 转移〔3个村358户共〕1126人
_WHOSE: Final = rf"(?:{NUMBER}(?:户|个[^\d,。;、\n]{{1,5}}?)[、和]?(?:共计|合计|共)?){{0,3}}"
_BURNT: Final = r"(?:烧毁|被烧|焚毁|化为灰烬|付之一炬|毁于一旦|吞噬)"
# 2名工人被埋,经抢救无效,〔均已死亡〕
_ALL_DIED: Final = (
    rf"(?:[^\d,。;\n]{{2,12}},)?[^\d,。;\n]{{0,4}}(?:均|全部|都|双双)[^\d,。;\n]{{0,4}}"
    rf"(?:{DIED}|无生命体征)(?!{LINK}{NUMBER})"
)
_JOINT: Final = rf"{DIED}(?:或者|或|和|及|以及|与|、|/)?{GONE}(?!人?数?[\d一二两三四五六七八九十])"

# What follows a count directly: 3死, 11人伤.
_COUNTED: Final = "0123456789零〇一二两三四五六七八九十百千万亿余多来几人"
_DEATHS: Final = (
    "死亡", "遇难", "身亡", "罹难", "丧生", "丧命", "溺亡", "殉职", "牺牲", "遇害", "毙命",
    "离世", "去世", "不治", "致死", "枪杀", "杀害", "生命体征",
    *(f"{how}死" for how in "打烧炸砸压撞淹轧碾杀毒摔冻电踩埋刺砍射击枪"),
)  # fmt: skip
_LOSSES: Final = ("失踪", "失联", "下落不明", "失去联系", "去向不明")
_WOUNDS: Final = ("伤", "骨折")
_GRAVE: Final = (
    "重伤",
    "伤严重",
    "重症",
    "icu",
    "伤势",
    "伤情",
    "生命垂危",
    "病危",
    "危重",
    "脱离",
)
_SICK: Final = ("中毒", "发病", "患病", "染病")
_SYMPTOMS: Final = (
    "出现", "感觉", "感到", "身体", "呕吐", "上吐下泻", "腹泻", "昏倒", "晕倒",
)  # fmt: skip
_CARE: Final = ("送", "留观", "医院", "住院", "入院", "就诊", "就医", "留院", "留医", "接受")
_MOVES: Final = ("转移", "疏散", "撤离", "撤出")
_CORPSES: Final = ("遇难者", "死者", "死难者", "遇害者", "罹难者")
_BURNING: Final = ("烧毁", "被烧", "焚毁", "灰烬", "一炬", "一旦", "吞噬")

# Field, weak, words, pattern. Nothing matches without one of the words. A row that stands earlier
# claims its number before a later one.
TABLE: Final = tuple(
    (field, weak, words, re.compile(source))
    for field, weak, words, source in (
        ("dead_or_missing", False, _LOSSES, rf"{N}{UNIT}{_FILL}{_JOINT}"),
        (
            "dead_or_missing",
            False,
            ("失踪",),
            rf"(?P<verb>死亡|遇难)(?:\((?:含)?失踪\)|(?:或者|或|和|及|、|/)?失踪){LINK}{N}{UNIT}",
        ),
        ("joint_hurt", False, ("死伤", "伤亡"), rf"{N}{UNIT}?{_FILL}(?:死伤|伤亡)"),
        ("joint_hurt", False, ("死伤", "伤亡"), rf"(?P<verb>死伤|伤亡){LINK}{N}{UNIT}"),
        ("loss_yuan", False, ("损失",), rf"损失{_LOSS_LINK}{N}元"),
        ("loss_yuan", True, ("损失",), rf"{N}元(?:人民币)?的?(?:直接)?(?:经济|财产)?损失"),
        (
            "loss_yuan",
            True,
            ("价值",),
            rf"价值{_LOSS_LINK}{N}元[^\d,。;\n]{{0,14}}{_BURNT}",
        ),
        (
            "loss_yuan",
            True,
            _BURNING,
            rf"{_BURNT}{N}元[^\d,。;\n]{{0,4}}(?:商品|货物|财物|财产)",
        ),
        ("serious", False, _GRAVE, rf"{N}{UNIT}{_FILL}{GRAVELY}"),
        ("serious", False, ("重伤",), rf"{N}重伤(?!不治)"),
        (
            "serious",
            False,
            ("重伤", "危重", "重症"),
            rf"(?P<verb>重伤|危重|重症)(?:伤员|伤者|病人|患者|员)?{LINK}{N}{UNIT}",
        ),
        ("light", False, ("轻",), rf"{N}{UNIT}{_FILL}{_LIGHTLY}"),
        ("light", False, ("轻",), rf"{N}(?:轻伤|轻微伤)"),
        ("light", False, ("轻",), rf"(?P<verb>轻伤|轻微伤){LINK}{N}{UNIT}"),
        ("missing", False, _LOSSES, rf"{N}{UNIT}{_FILL}{GONE}"),
        ("missing", False, _LOSSES, rf"(?P<verb>{GONE}){LINK}{N}{UNIT}"),
        ("missing", False, _LOSSES, rf"{N}{UNIT}{_FATE},{_STILL}{GONE}(?!{LINK}{NUMBER})"),
        ("missing", True, _LOSSES, rf"{N}{UNIT}?{GONE}(?:者|人员)"),
        ("missing", False, _LOSSES, rf"{N}(?:失联|失踪)"),
        ("dead", True, ("具",), rf"{N}具[^\d,。;\n]{{0,8}}?(?:遗体|尸体|遗骸)"),
        ("dead", True, _CORPSES, rf"{N}{UNIT}?(?:遇难者|死者|死难者|遇害者|罹难者)"),
        (
            "dead",
            True,
            _CORPSES,
            rf"(?P<verb>遇难者|死者|死难者|遇害者|罹难者){LINK}{N}{UNIT}",
        ),
        ("dead", False, _DEATHS, rf"{N}{UNIT}{_FILL}{DIED}(?!率|赔)"),
        ("dead", False, ("均", "全部", "都", "双双"), rf"{N}{UNIT}{_FATE},{_ALL_DIED}"),
        (
            "dead",
            False,
            ("无效",),
            rf"{N}{UNIT}{_FATE},[^\d,。;\n]{{0,6}}(?:抢救|医治|救治)无效[^\d,。;\n]{{0,3}}{DIED}",
        ),
        ("dead", False, _DEATHS, rf"(?P<verb>{DIED})的?{LINK}{N}{UNIT}"),
        ("dead", False, _DEATHS, rf"(?P<verb>{DIED})人数{LINK}{N}"),
        (
            "dead",
            False,
            ("夺",),
            rf"(?:夺走|夺去|夺){LINK}{N}{UNIT}?条?[^\d,。;\n]{{0,4}}?(?:生命|性命|人命|命)",
        ),
        (
            "dead",
            False,
            tuple(f"{last}{died}" for last in _COUNTED for died in "死亡"),
            rf"{N}人?(?:死|亡)(?![伤者因于里命灰了])(?<!九死)(?<!万死)",
        ),
        ("dead", False, ("致死",), rf"致死{N}人"),
        ("injured", False, _WOUNDS, rf"{N}{UNIT}{_FILL}{_HURT}"),
        (
            "injured",
            False,
            ("受伤", *(f"{last}伤" for last in _COUNTED)),
            rf"{N}(?:受伤|人?伤(?![亡势情者员口残害病痕及心]))",
        ),
        ("injured", False, _WOUNDS, rf"(?P<verb>{_HURT})的?{LINK}{N}{UNIT}"),
        ("injured", False, ("伤",), rf"(?<![轻重死杀受])(?P<verb>致伤|伤){N}人"),
        ("injured", True, ("伤者", "伤员"), rf"{N}{UNIT}?(?:伤者|伤员)"),
        ("injured", True, ("伤者", "伤员"), rf"(?P<verb>伤员|伤者){LINK}{N}{UNIT}"),
        ("ill", False, _SICK, rf"{N}{UNIT}{_FILL}{_ILL}"),
        ("ill", False, _SICK, rf"(?P<verb>{_ILL}){LINK}{N}{UNIT}"),
        ("unwell", True, _SYMPTOMS, rf"{N}{UNIT}{_FILL}{_UNWELL}"),
        ("unwell", True, ("后,",), rf"{N}{UNIT}[^\d,。;\n]{{0,18}}后,{_FALL_ILL}"),
        ("treated", True, ("中毒者", "患者", "病人"), rf"{N}{UNIT}?(?:中毒者|患者|病人)"),
        ("treated", True, ("中毒者",), rf"(?P<verb>中毒者){LINK}{N}{UNIT}"),
        ("treated", True, _CARE, rf"{N}{UNIT}{_FILL}{_TREATED}"),
        (
            "treated",
            True,
            ("收治", "接收", "送医", "住院"),
            rf"(?P<verb>收治|接收|送医|住院){LINK}{N}{UNIT}",
        ),
        (
            "evacuated",
            False,
            _MOVES,
            rf"{_MOVED}[^\d,。;\n十百千万]{{0,12}}?{_WHOSE}{N}{UNIT}",
        ),
        ("evacuated", False, _MOVES, rf"{N}{UNIT}{_FILL}{_MOVED}"),
    )
)
