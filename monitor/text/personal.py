"""Personal data in what citizens write: masked before it is stored.

Errs on the side of masking: a long number that is no date goes too, whatever it was.
"""

import re
from collections.abc import Iterable

MASK = "***"
SOMEBODY = "某某"

_LONGEST = 2_000
_DIGIT = "[0-9０-９]"
_GAP = r"[-－—\s]?"
_DAY = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_ACCOUNT = re.compile(
    r"((?:微信|QQ|qq|ＱＱ|Q群)(?:号码?|群)?\s{0,2}[:：]?\s{0,2})[A-Za-z0-9_-]{5,20}"
)
_MOBILE = re.compile(rf"(?<!\d)[1１][3-9３-９]{_DIGIT}{_GAP}{_DIGIT}{{4}}{_GAP}{_DIGIT}{{4}}(?!\d)")
_LANDLINE = re.compile(rf"(?<!\d)[0０]{_DIGIT}{{2,3}}{_GAP}{_DIGIT}{{7,8}}(?!\d)")
_LONG_NUMBER = re.compile(rf"{_DIGIT}{{7,}}[XxＸｘ]?")
_SPELT_NAME = re.compile(r"(我叫|我的名字[叫是]|本人姓名|姓名)([:：]?\s{0,2})[\u3400-\u9fff·]{2,3}")
_NO_NAMES = frozenset(
    (
        "匿名",
        "匿名用户",
        "网友",
        "市民",
        "居民",
        "村民",
        "群众",
        "业主",
        "热心市民",
        "保密",
        "不公开",
    )
)


def masked(text: str, names: Iterable[str] = ()) -> str:
    """`text` without phone and identity numbers, mail addresses, accounts, and these `names`.

    Names of one character and words that name nobody (网友, 市民) stay. Of an overlong text only
    the beginning is kept.
    """
    text = text[:_LONGEST]
    for name in sorted({name.strip() for name in names}, key=len, reverse=True):
        if len(name) > 1 and name not in _NO_NAMES:
            text = text.replace(name, SOMEBODY)
    text = _SPELT_NAME.sub(rf"\1\2{SOMEBODY}", text)
    for pattern in (_MAIL, _MOBILE, _LANDLINE):
        text = pattern.sub(MASK, text)
    text = _ACCOUNT.sub(rf"\1{MASK}", text)
    return _LONG_NUMBER.sub(lambda found: _unless_a_day(found[0]), text)


def _unless_a_day(number: str) -> str:
    return number if _DAY.fullmatch(number) else MASK
