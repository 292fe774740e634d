"""Citizens' phone and identity numbers, starred out of whatever leaves the store.

One rule for mails, chats, pages, digests and papers. A mobile or an identity number is masked in
every way of writing it; a landline only where the words before it say that it is a person's. Short
hotlines (110, 12345), an office's lines, document numbers and amounts stay as they are.
"""

import re
import unicodedata

_STAR = "*"
_GAP = r"[ .-]"
_SPACES = "\t\u00a0\u2002\u2003\u2009\u3000\u200b\u200c\u200d\u2060\ufeff"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d_"
_DOTS = "\u00b7\u30fb\uff0e"


_SIGNS = {
    ord(char): sign
    for same, sign in ((_SPACES, " "), (_DASHES, "-"), (_DOTS, "."), ("（", "("), ("）", ")"))
    for char in same
}
_OTHER_DIGIT = re.compile(r"[^\D0-9]")  # of another script, such as the full-width ones
_NO_AMOUNT = r"(?!\d)(?!,\d{3})(?! ?(?:万|亿)?(?:元|美元|港元|吨|千瓦|[万亿]|%|％))"
_PAPERS = ("编号", "编号[:：]", "单号", "单号[:：]", "案号", "案号[:：]", "第", "[¥￥$]")
_NO_PAPER = "".join(f"(?<!{paper})" for paper in _PAPERS)
_APART = rf"(?<!\d)(?<!\d{_GAP})"
_NOT_GOING_ON = rf"(?!{_GAP}?\d)"

_MOBILE = re.compile(
    rf"(?<!\d){_NO_PAPER}(?:(?:00)?86{_GAP}?)?"
    rf"(?P<number>1[3-9]\d(?:\d{{8}}|{_GAP}\d{{4}}{_GAP}?\d{{4}}|\d{_GAP}\d{{3}}{_GAP}\d{{4}}))"
    rf"{_NO_AMOUNT}"
)
_SPELT_MOBILE = re.compile(rf"{_APART}(?P<number>1{_GAP}[3-9](?:{_GAP}\d){{9}}){_NOT_GOING_ON}")
_IDENTITY = re.compile(
    rf"(?<!\d)(?P<number>[1-9]\d{{5}}{_GAP}?(?:18|19|20)\d\d{_GAP}?(?:0[1-9]|1[0-2]){_GAP}?"
    rf"(?:0[1-9]|[12]\d|3[01]){_GAP}?\d{{3}}[\dXxＸｘ])(?!\d)"
)
_SPELT_IDENTITY = re.compile(
    rf"{_APART}(?P<number>[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXxＸｘ]){_NOT_GOING_ON}"
)
_A_PERSON = (
    "本人|我的|我家|家里|家中|家庭|住宅|宅电|先生|女士|联系人|投诉人|举报人|反映人|当事人|家属|"
    "业主|市民|村民|居民|网友|群众"
)
_LANDLINE = re.compile(
    rf"(?:{_A_PERSON})(?P<before>[^。；;！？\d]{{0,12}})"
    rf"(?P<number>(?P<area>0\d{{2,3}})\)?{_GAP}?\d{{3,4}}{_GAP}?\d{{4}})(?!\d)"
)
_AN_OFFICE = re.compile("热线|值班|办公|客服|公司|总机|举报电话|监督电话")
_WEB_ADDRESS = re.compile(r"https?://[!-~]{1,2000}")
_MAIL_LINK = re.compile(r"/a/[A-Za-z0-9_.-]{40,2000}")

_RULES = ((_IDENTITY, 6), (_SPELT_IDENTITY, 6), (_MOBILE, 3), (_SPELT_MOBILE, 3))
_DIGIT = re.compile(r"\d")
_TAIL = 4


def mask_personal(text: str) -> str:
    """`text` with the middle of each such number starred out, as long as before.

    Web addresses in it stay whole, so that they still lead somewhere.
    """
    if not _DIGIT.search(text):
        return text
    plain = _OTHER_DIGIT.sub(_ascii_digit, text).translate(_SIGNS)
    shown = list(text)
    for pattern, head in _RULES:
        for found in pattern.finditer(plain):
            _star(shown, plain, found.span("number"), head)
    for found in _LANDLINE.finditer(plain):
        if not _AN_OFFICE.search(found["before"]):
            _star(shown, plain, found.span("number"), len(found["area"]))
    for found in _WEB_ADDRESS.finditer(text):
        shown[found.start() : found.end()] = found[0]
    return "".join(shown)


def mask_links(text: str) -> str:
    """`text` without the signed part of the links in a mail: they are its recipient's alone."""
    return _MAIL_LINK.sub("/a/…", text)


def _ascii_digit(found: re.Match[str]) -> str:
    return str(unicodedata.decimal(found[0]))


def _star(shown: list[str], plain: str, span: tuple[int, int], head: int) -> None:
    """Star out the digits of a number but for the first `head` and the last four."""
    places = [at for at in range(*span) if plain[at].isalnum()]
    for at in places[head:-_TAIL]:
        shown[at] = _STAR
