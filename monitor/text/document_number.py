"""Document numbers (发文字号) such as `临政办发〔2023〕14号`, as pages print them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

_OPEN = r"[〔【\[(（﹝［]"
_CLOSE = r"[〕】\])）﹞］]"
_YEAR = r"(?:19|20)\d{2}"
_SHAPES = (
    re.compile(rf"{_OPEN}\s*{_YEAR}\s*{_CLOSE}\s*第?\s*\d{{1,5}}\s*号"),
    # one bracket lost: year and number still stand apart
    re.compile(rf"(?:{_OPEN}\s*{_YEAR}|(?<!\d){_YEAR}\s*{_CLOSE})\s*\d{{1,5}}\s*号?"),
    # both lost: the year runs into the number; only after words that end an issuer
    re.compile(rf"(?<=[发函字办令规通]){_YEAR}\d{{1,5}}号?(?![\d年-])"),
    re.compile(r"令\s*[（(]?第\s*\d{1,5}\s*号"),
)
# What stands before the year: 临政发, 云府办函, 临应急 … Longer runs are the sentence before it.
_ISSUER = re.compile(r"[\u4e00-\u9fff]{1,14}\s*$")
_LEADING = re.compile(
    r"^.*(?:文号|字号|编号|按照|根据|依据|落实|贯彻|执行|现将|见|以|和|及|与|的|由|经|据)"
)
_FULL_DIGITS = str.maketrans("０１２３４５６７８９號發辦", "0123456789号发办")
_FOLDED = re.compile("[０-９號發辦]")
_LOOK_AT = 20_000
_HEAD_LINES = 60
_LONGEST_LINE = 60
_LABEL = re.compile(
    r"(?:[发發]文字[号號]|文件字[号號]|文件[编編][号號]|[发發]文[号號]|文[号號])\s*[:：]\s*"
)
_ALONE = re.compile(
    rf"[(（]?\s*(?P<issuer>[\u4e00-\u9fff]{{1,14}})\s*(?:"
    rf"(?P<plain>{_OPEN}\s*{_YEAR}\s*{_CLOSE}\s*第?\s*\d{{1,5}}\s*号)"
    rf"|(?P<glued>(?:{_OPEN}\s*)?{_YEAR}(?:\s*{_CLOSE})?\s*\d{{1,5}}\s*号?)"
    rf"|(?P<blank>{_OPEN}\s*{_YEAR}\s*{_CLOSE}\s*第?\s*[xX×*＊_—-]{{0,6}}\s*号))\s*[)）]?"
)
_ENDS_ISSUER = "发函字办令规通"
# The number that follows a title names that document, not the one which mentions it.
_CITED = re.compile(r"》\s?[(（][^()（）。]{0,60}[)）]")


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """The number of the document itself, as it is written, and what is doubtful about it.

    `doubt` is empty, "number_glued" (brackets lost: where the year ends is not certain) or
    "number_blank" (the form has no number in it).
    """

    text: str
    doubt: str = ""


def find_own(lines: Iterable[str]) -> OwnNumber | None:
    """The number of the document that begins with `lines`; None where it states none of its own.

    In order: after its label, on a line of its own, else the first that is not mentioned behind
    the title of another document. Nothing is guessed: a damaged number is given as it stands.
    """
    kept = [line.strip() for line in lines]
    head = list(islice(filter(None, kept), _HEAD_LINES))
    for line in head:
        label = _LABEL.search(line[:_LOOK_AT])
        if label and (own := _alone(line[label.end() : label.end() + _LONGEST_LINE], whole=False)):
            return own
    for line in head:
        if len(line) <= _LONGEST_LINE and (own := _alone(line)):
            return own
    number = find(_CITED.sub("》", "\n".join(kept)[:_LOOK_AT]))
    return OwnNumber(number, _doubt(number)) if number else None


def is_number(line: str) -> bool:
    """Whether a line is a document number and nothing else."""
    return len(line) <= _LONGEST_LINE and _alone(line.strip()) is not None


def _alone(line: str, *, whole: bool = True) -> OwnNumber | None:
    """The number that a line consists of, or at least begins with."""
    folded = line.translate(_FULL_DIGITS)
    match = _ALONE.fullmatch(folded) if whole else _ALONE.match(folded)
    if not match or (match["glued"] and match["issuer"][-1] not in _ENDS_ISSUER):
        return None
    end = match.end(match.lastgroup or "plain")
    number = re.sub(r"\s+", "", line[match.start("issuer") : end])
    return OwnNumber(number, "number_blank" if match["blank"] else _doubt(number))


def _doubt(number: str) -> str:
    """Whether year and number run together."""
    return "number_glued" if re.search(rf"{_YEAR}\d", number) else ""


def find(text: str) -> str | None:
    """The first document number in `text`, spaces removed, otherwise as it is written.

    Brackets of any kind are accepted, and one of the two may be lost. Where both are lost, year
    and number cannot be told apart (`府办函202314` is 14 of 2023, or 4 of 2023 with a stray 1): the
    raw form is returned and nothing is guessed. None where there is none.
    """
    looked_at = text[:_LOOK_AT]
    if _FOLDED.search(looked_at):  # most need no folding, which costs more than this look
        looked_at = looked_at.translate(_FULL_DIGITS)
    for shape in _SHAPES:
        for match in shape.finditer(looked_at):
            before = _ISSUER.search(looked_at[max(0, match.start() - 16) : match.start()])
            start = match.start() - len(before[0]) if before else match.start()
            issuer = _LEADING.sub("", re.sub(r"\s+", "", text[start : match.start()]))
            if issuer:
                return issuer + re.sub(r"\s+", "", text[match.start() : match.end()])
    return None
