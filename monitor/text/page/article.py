"""The article inside the body: without the headline above it and the lists below it."""

import re
from itertools import takewhile

from lxml import etree

from monitor.text.dates import find_dates
from monitor.text.page.body import is_time_line
from monitor.text.page.tree import Block, Tree

_TAIL = re.compile(
    r"[\s【\[（(·>]*(?:相关(?:阅读|新闻|链接|报道|文章|内容|专题|推荐|评论)|相關(?:閱讀|新聞|報導|文章)|延伸(?:阅读|閱讀)|推荐阅读|阅读推荐"
    r"|热门(?:推荐|文章|新闻)|更多(?:精彩|新闻|内容)|猜你喜欢|为您推荐|(?:文章|网友|最新|全部|热门|用户)评论|(?:发表|我要|我来|查看)评论"
    r"|评论\s*[(（:：\d]|上一[篇页条]|下一[篇页条]|<<|第\s?\d+\s?页|.{0,12}(?:版权(?:声明|所有|与|及|和)|免责声明)|分享(?:到|至|给)|扫一扫|返回(?:顶部|首页|列表)"
    r"|打印本|关闭窗口|我要纠错|附件下载)"
)
_POST_MARK = re.compile(
    r"发表于|發表於|张贴|发表时间|發表時間|发布于|发布时间|楼主|\d\s*[楼樓#]|回复|回覆|posted|#\s*re",
    re.IGNORECASE,
)
_FACTS = re.compile(
    r"来源|來源|作者|编辑|点击|浏览|阅读|閱讀|字号|字体|发布|发表|更新|责编|第\s?\d+\s?页|稿源|评论"
)
_CREDIT = re.compile(
    r"[\s「【\[（(·◆*]*(?:"
    r"(?:(?:责任|責任|本文|网络|值班|本期|执行)?(?:编辑|編輯)|责编|責編|编审|审核|校对|监制|终审|初审|复审"
    r"|(?:文章|本文|稿件|信息|新闻|消息)?(?:来源|來源)|稿源)\s*[:：]"
    r"|(?:\d{1,4}\s*[楼樓#]|楼主|沙发|板凳|地板)[\s」】\])）]*$|[\s」】\])）|·=*]+$)"
)
_CREDIT_BEHIND = re.compile(
    r"\s*[（(【\[]\s*(?:责任编辑|责编|責任編輯|编辑)\s*[:：][^。（(【\[]{0,24}$"
)
_COUNTED = re.compile(
    r"(?:点击|點擊|浏览|瀏覽|阅读|閱讀|评论|評論|访问)(?:次数|次數|量|数)?\s*[:：(（]\s*\d"
)
# The cells of the table in which an office registers a document, above its text.
_REGISTERED = re.compile(
    r"(?:索\s?引\s?号|信息分类|主题分类|组配分类|发布机构|发文机关|发文机构|公开(?:方式|范围|日期|时限)|(?:成文|发布|发文|生成|生效|废止)日期"
    r"|文\s*号|发文字号|文件编号|有效性|是否有效|主\s?题\s?词|体\s?裁|名\s*称|信息来源)\s*[:：]?"
)
_REGISTER_CELLS = 30
_LOOK_FOR_TITLE = 12
_SHORT = 60
_A_WORD = 4
_LEADS = 12


def article_blocks(tree: Tree, body: etree._Element, title: str) -> list[Block]:
    """The blocks of the article, in order."""
    around = {body, *body.iterancestors()}
    blocks = [
        block
        for block in tree.blocks_in(body)
        if all(aside in around for aside in block.asides) and not _is_link_list(block)
    ]
    return _without_tail(_without_head(_first_post(blocks), title))


def body_text(blocks: list[Block]) -> str:
    """The lines of the article."""
    lines = (" ".join(raw.split()) for block in blocks for raw in block.text.split("\n"))
    return "\n".join(line for line in lines if line)


def without_credits(text: str) -> str:
    """`text` without the last lines that only say who edited it, or when and how often read."""
    lines = text.split("\n")
    while len(lines) > 1 and len(lines[-1]) <= _SHORT and _is_credit(lines[-1]):
        lines.pop()
    lines[-1] = _CREDIT_BEHIND.sub("", lines[-1]) or lines[-1]
    return "\n".join(lines)


def _is_credit(line: str) -> bool:
    counted = _COUNTED.search(line) and "。" not in line
    return bool(_CREDIT.match(line) or (counted and find_dates(line)))


def post_marks(tree: Tree, title_at: int) -> list[int]:
    """Where below the headline the posts of a thread, or comments, give author and time."""
    return [
        at
        for at, block in enumerate(tree.blocks)
        if at > title_at and not block.aside and _is_post_mark(block)
    ]


def opening_blocks(tree: Tree, blocks: list[Block], title_at: int, marks: list[int]) -> list[Block]:
    """`blocks`, or where they are a reply of a thread, the post that opens it.

    Who opens a thread may ask in half a line what others answer at length. `marks` are those of
    `post_marks`.
    """
    if title_at < 0 or len(marks) < 2 or not blocks:
        return blocks
    own, following = (tree.blocks[at] for at in marks[:2])
    start = next(at for at, block in enumerate(tree.blocks) if block is blocks[0])
    alike = own.el.tag == following.el.tag and own.el.get("class") == following.el.get("class")
    if start < marks[1] or not alike:
        return blocks
    opening = [block for block in _between(tree.blocks, *marks[:2]) if not _is_link_list(block)]
    return opening if sum(block.weight for block in opening) >= _A_WORD else blocks


def lead_blocks(tree: Tree, first: Block, title_at: int) -> list[Block]:
    """Sentences between the headline and the body: the lead, which some sites set apart."""
    at = next(i for i, block in enumerate(tree.blocks) if block is first)
    if title_at < 0 or not 0 < at - title_at <= _LEADS:
        return []
    between = tree.blocks[title_at + 1 : at]
    return [
        block
        for block in between
        if not block.aside and not block.linked and block.stops > 1 and block.weight >= 25
    ]


def _is_link_list(block: Block) -> bool:
    return block.links > 0 and block.linked > 4 * block.weight and block.stops < 2


def _without_head(blocks: list[Block], title: str) -> list[Block]:
    """From after the headline and the line of facts below it, where the body holds them."""
    bare = _bare(title)
    start = 0
    for at, block in enumerate(blocks[:_LOOK_FOR_TITLE]):
        if len(bare) > 4 and _bare(block.text) == bare:
            start = at + 1
    is_facts, most = (_is_facts, 6) if start else (_is_dated_facts, 3)
    rest = blocks[start:]
    for _ in range(2):  # the register stands above or below the line of facts
        rest = rest[_registered(rest) :]
        rest = rest[sum(1 for _ in takewhile(is_facts, rest[:most])) :]
    return rest


def _registered(blocks: list[Block]) -> int:
    """How many blocks at the beginning are labels of the register, with their values."""
    at = 0
    while at < min(len(blocks), _REGISTER_CELLS):
        text = blocks[at].spaced
        label = _REGISTERED.match(text)
        if label is None or len(text) > _SHORT:
            break
        at += 2 if label.end() == len(text) else 1
    return min(at, len(blocks))


def _is_facts(block: Block) -> bool:
    """A short line of source, author, time or page number."""
    text = block.spaced
    if len(text) > _SHORT * 2 or "。" in text:
        return False
    return bool(find_dates(text) or _FACTS.search(text)) or block.weight <= 2


def _is_dated_facts(block: Block) -> bool:
    text = block.spaced
    return (
        len(text) <= _SHORT and bool(find_dates(text) and _FACTS.search(text)) and "。" not in text
    )


def _first_post(blocks: list[Block]) -> list[Block]:
    """Of a thread of posts, each with its line of author and time, the first."""
    marks = [at for at, block in enumerate(blocks) if _is_post_mark(block)]
    if len(marks) < 2:
        return blocks
    before = blocks[: marks[0]]
    says = sum(block.weight for block in before), sum(block.stops for block in before)
    if says[0] >= _SHORT and says[1] > 2:
        return before
    return _between(blocks, marks[0], marks[1]) or blocks


def _between(blocks: list[Block], mark: int, following: int) -> list[Block]:
    """The post whose line is at `mark`, without what belongs to the one at `following`."""
    own, other = ({el, *el.iterancestors()} for el in (blocks[mark].el, blocks[following].el))
    post = blocks[mark + 1 : following]
    only_other = other - own
    said = [block for block in post if only_other.isdisjoint((block.el, *block.el.iterancestors()))]
    return said or post


def _is_post_mark(block: Block) -> bool:
    """The line of author and time that a post or comment carries."""
    if not any(":" in piece for piece in block.pieces):  # most have none, and this is quick
        return False
    return is_time_line(block) and bool(_POST_MARK.search(block.spaced))


def _without_tail(blocks: list[Block]) -> list[Block]:
    """Up to the heading of the lists that follow an article."""
    whole = sum(block.weight for block in blocks)
    seen = 0
    for at, block in enumerate(blocks):
        text = block.spaced
        if seen >= 0.4 * whole and len(text) <= _SHORT and _TAIL.match(text):
            return blocks[:at]
        seen += block.weight
    return blocks


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
