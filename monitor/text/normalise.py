"""Repair of damaged Chinese text, and the form of a text that is only for matching.

Each repair undoes one damage seen on real sites; what was found is named, so that a page can be
shown as damaged. A hit of "spam" means that somebody has broken into the site.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

_INVISIBLE = re.compile(
    # the last range are halves of surrogate pairs, which JSON can state and nothing can store
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]"
)
_SPACES = re.compile("[\u00a0\u2000-\u200a\u2002\u2003\u202f\u205f\u2800-\u28ff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
# Both begin at the bracket, which is rarer than the Han character it has to follow.
_SYLLABLE = r"(?=[a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ])[a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{1,7}"
_TONED = re.compile(rf"[(（](?<=[\u4e00-\u9fff].){_SYLLABLE}[)）]")
_TONED_RUN = re.compile(rf"{_TONED.pattern}(?:\({_SYLLABLE}\))*")
_UNTONED = re.compile(r"[(（](?<=[\u4e00-\u9fff].)[a-zü]{1,6}[)）](?=[\u4e00-\u9fff，。、；])")
_A_HABIT = 3
# 20238月 lost its 年; five or six digits before 月 can be nothing else.
_YEARLESS_MONTH = re.compile(r"(?<![\d.])((?:199|20[0-4])\d)(1[0-2]|[1-9])(?=月)")
_DOUBLED = re.compile(
    r"@@(?<=[\u4e00-\u9fff]@@)(?=[\u4e00-\u9fff])|,(?=[,、](?<=[\u4e00-\u9fff]..))"
)
_SPACE_RUN = re.compile(r"[ \t]{2,}")
_BLANK_LINES = re.compile(r"\n\s*\n+")

# 。 is A1 A3. Where its A1 was lost, "?" stands for it and A3 starts a pair of its own, which a
# full-width sign of row A3 shows, often folded to ASCII. The shift ends at the first ASCII byte.
_SHIFTED = re.compile(r"\?([!-/:-@！-～])([^\x00-\x7f\ufffd]{0,80})([@-~])")
_COMMON_ROWS = range(0xB0, 0xD8)
_COMMON_CELLS = 0xA1

_RESIDUE = re.compile(
    r"""^[\s【\[（(|·>]*(?:
      保存成功|微信扫一扫.{0,12}|扫一扫.{0,14}(?:手机|分享|关注|打开|查看).{0,8}|收藏(?:本页)?|查看原文
     |(?:您|你)?(?:现在)?(?:的|所在)?(?:当前)?(?:的)?位置\s*[:：].{0,80}|分享(?:到|至)?[:：]?.{0,20}
     |打印(?:本页|本文|此页)?|关闭(?:窗口|本页)?|返回(?:顶部|首页|列表|上一页)|字[体号]\s*[:：].{0,12}
     |大\s*中\s*小|上一[篇条][:：]?.{0,60}|下一[篇条][:：]?.{0,60}|(?:浏览|阅读|点击)(?:次数|量)\s*[:：]?\s*\d*次?
     |微信查看|(?:原文|附件)下载\s*[:：].{0,80}|朗读|语音播报|加入收藏|设为首页|我要纠错|纠错
    )[\s】\]）)|·]*(?:\s+(?:打印|关闭(?:窗口)?|收藏|查看原文|分享))*[\s】\]）)]*$""",
    re.VERBOSE,
)

_SPAM = re.compile(
    r"""百家乐|老虎机|六合彩|时时彩|北京赛车|幸运飞艇|快三平台|彩票(?:平台|注册|开户|app)|送彩金|真人(?:娱乐|荷官)
     |(?:体育|棋牌|娱乐)(?:平台)?(?:官网|app|下载|登录入口|城注册)|开云体育|亚博|必威|澳门(?:新?葡京|银河|威尼斯|金沙)
     |黄片|黄色(?:网站|视频|小?说)|[AＡa]片|毛片|成人(?:网站|视频|小说|电影)|无码|中文字幕在线|久久(?:精品|综合|热)
     |(?:国产|亚洲|欧美|日韩)(?:精品|[aA][vV]|无码|一区|黄|成人|综合|伦理)|在线(?:观看|播放)免费|免费在线观看
     |一级片|三级片|色情|伦理片|激情(?:视频|图片)|www亚洲""",
    re.VERBOSE,
)
_ABOUT_SPAM = re.compile(
    r"警|公安|民警|查处|打击|整治|判处|涉案|举报|通报|犯罪|违法|检察|法院|清理|净化|专项|记者|赌博罪|，.*。"
)
_EDGE_LINES = 3
_SHORT = 60
_KEPT_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class Repaired:
    """The text as it was before the damage, and which damages were found.

    `damage` names: "mojibake", "mojibake_left", "pinyin", "private_use", "invisible",
    "glued_date", "doubled", "residue", "spam".
    """

    text: str
    damage: tuple[str, ...] = ()


def repair(text: str) -> Repaired:
    """Undo what sites do to their own text; lines are kept, runs of spaces and blanks are not."""
    characters = repair_characters(text)
    found = list(characters.damage)
    text = characters.text
    for name, step in (("residue", _drop_residue), ("spam", _drop_spam)):
        kept = step(text)
        if kept != text:
            found.append(name)
            text = kept
    return Repaired(_tidy(text), tuple(found))


def repair_characters(text: str) -> Repaired:
    """The part of `repair` that only mends characters: no line is dropped, no space touched."""
    found: list[str] = []
    for name, step in _STEPS:
        mended = step(text)
        if mended != text:
            found.append(name)
            text = mended
    if "\ufffd" in text:
        found.append("mojibake_left")
    return Repaired(text, tuple(found))


def repair_title(title: str) -> Repaired:
    """As `repair`, for one line: the parts between `_ | -` that are spam go."""
    repaired = repair_characters(" ".join(title.split()))
    parts = re.split(r"([_|,，\-—]+)", repaired.text)
    kept = [part for part in parts if not is_spam(part)]
    if len(kept) == len(parts):
        return Repaired(_tidy(repaired.text), repaired.damage)
    text = re.sub(r"([_|,，\-—])[_|,，\-—]+", r"\1", "".join(kept)).strip("_|,，-— ")
    return Repaired(text, (*repaired.damage, "spam"))


def is_spam(line: str) -> bool:
    """Whether a short line advertises gambling or pornography, and does not report about it."""
    return len(line) <= _SHORT and bool(_SPAM.search(line)) and not _ABOUT_SPAM.search(line)


def is_residue(line: str) -> bool:
    """Whether a line is a button or a path of the page rather than its text."""
    return len(line) <= 2 * _SHORT and bool(_RESIDUE.match(line))


def matching_form(text: str) -> str:
    """The form in which two texts are compared: never shown, never stored instead of the text.

    Half-width, Simplified, lower case, one kind of each punctuation mark, single spaces, no pinyin
    in brackets. Never raises. The readers of one article all ask for the form of the same texts:
    the last are kept.
    """
    return (_kept_form if _SHORT < len(text) <= _KEPT_LENGTH else _form)(text)


def matching_lines(text: str) -> list[str]:
    """The matching form of each line that holds anything; the text is folded once as a whole."""
    folded = _folded(_SPACES.sub(" ", "\n".join(text.splitlines())))
    lines = (" ".join(line.split()) for line in folded.split("\n"))
    return [line for line in lines if line]


def _form(text: str) -> str:
    return " ".join(_folded(_SPACES.sub(" ", text)).split())


def _folded(text: str) -> str:
    """One width, one script, one case, one kind of each mark; white space is left."""
    text = _INVISIBLE.sub("", text)
    for wide, narrow in _COMMON_WIDE:
        text = text.replace(wide, narrow)
    folded = unicodedata.normalize("NFKC", text)
    with _converting:
        simplified = str(_to_simplified().convert(folded))
    for mark, one in _ONE_MARK:
        simplified = simplified.replace(mark, one)
    return _TONED_RUN.sub("", simplified.lower())


_kept_form = lru_cache(maxsize=64)(_form)
_converting = threading.Lock()
# Replaced one by one, which takes a third of the time of one table for all.
_COMMON_WIDE = tuple(zip("，：；？！（）", ",:;?!()", strict=True))
_ONE_MARK = tuple(
    zip("。、《》「」『』“”‘’〔〕【】—–―−•", '.,<>""""""' + "''[][]----·", strict=True)
)


@cache
def _to_simplified() -> opencc.OpenCC:
    """One converter for the process; it is used under a lock."""
    return opencc.OpenCC("t2s")


def _restore_stops(text: str) -> str:
    """Undo the shift by one byte that a lost A1 leaves behind: `??h級` was `。縣級`."""
    return _SHIFTED.sub(_shifted_back, text) if "?" in text else text


def _shifted_back(match: re.Match[str]) -> str:
    sign, run, last = match.groups()
    full = chr(ord(sign) + 0xFEE0) if sign < "\x7f" else sign
    try:
        shifted = full.encode("gb18030") + run.encode("gb18030") + last.encode("ascii")
        restored = (b"\xa1" + shifted).decode("gbk")
    except UnicodeError:
        return match.group()
    convincing = restored.startswith("。") and len(shifted) == 2 * len(run) + 3
    return restored if convincing and _reads_as_common(restored) else match.group()


def _reads_as_common(text: str) -> bool:
    """Whether most Han characters are among the 3 755 common ones (GB 2312 level 1)."""
    with _converting:
        simplified = str(_to_simplified().convert(text))
    han = [char for char in simplified if "\u4e00" <= char <= "\u9fff"]
    codes = [char.encode("gb18030") for char in han]
    common = [code for code in codes if code[0] in _COMMON_ROWS and code[1] >= _COMMON_CELLS]
    return bool(han) and len(common) >= 0.8 * len(han)


def _drop_pinyin(text: str) -> str:
    """規(guī)范 is 規范; without a tone only where the page has the habit, for 函数(main) stays."""
    text, toned = _TONED.subn("", text)
    return _UNTONED.sub("", text) if toned >= _A_HABIT else text


def _drop_residue(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not is_residue(line.strip()))


def _drop_spam(text: str) -> str:
    """Spam stands around an article, or comes in clusters; one such word inside it stays."""
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    edge = {*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]}
    return "\n".join(
        line
        for number, line in enumerate(lines)
        if not (is_spam(line.strip()) and (number in edge or len(_SPAM.findall(line)) > 1))
    )


def _tidy(text: str) -> str:
    text = _SPACE_RUN.sub(" ", _SPACES.sub(" ", text))
    return _BLANK_LINES.sub("\n", text).strip()


_STEPS = (
    ("mojibake", _restore_stops),
    ("invisible", lambda text: _INVISIBLE.sub("", text)),
    ("pinyin", _drop_pinyin),
    ("private_use", lambda text: _PRIVATE.sub("", text)),
    ("glued_date", lambda text: _YEARLESS_MONTH.sub(r"\1年\2", text)),
    ("doubled", lambda text: _DOUBLED.sub("", text)),
)
