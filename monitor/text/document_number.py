"""Document numbers (发文字号) such as `临政办发〔2023〕14号`, as pages print them."""

import re

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
