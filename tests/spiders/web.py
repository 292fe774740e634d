"""Small feeds and pages of a county that does not exist."""


def rss(*links: str, title: str = "临溪日报") -> str:
    """A small feed with an entry for each link."""
    items = "".join(
        f"<item><title>第{n}条 {link.rsplit('/')[-1]}</title><link>{link}</link>"
        "<pubDate>Mon, 16 Nov 2026 08:30:00</pubDate></item>"
        for n, link in enumerate(links, 1)
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


def page(title: str, text: str = "") -> str:
    """A small article page."""
    body = (
        text or "11月16日上午，临溪县青石镇一处桥面出现裂缝，镇里已经封闭桥面，正在组织检测。" * 4
    )
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div>发布时间：2026-11-16 08:30 来源：临溪县融媒体中心</div><p>{body}</p></body></html>"
    )
