"""The board in a real browser: what it draws, what it ticks, and what it complains about."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

STATES = {
    "/": ("breached_open", "due_soon", "undetermined", "running", "met", "late_met", "waived"),
    "/incidents/1": ("met", "due_soon", "not_applicable"),
}
_READABLE = 4.5

_CONTRAST = """
(element) => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let ground = element;
  while (getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") {
    ground = ground.parentElement;
  }
  const both = [light(getComputedStyle(element).color),
                light(getComputedStyle(ground).backgroundColor)].sort((a, b) => b - a);
  return (both[0] + 0.05) / (both[1] + 0.05);
}
"""


pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-background-networking"],
        )
        yield browser
        browser.close()


def visit(browser: Browser, address: str, width: int, scheme: str) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    return page, complaints


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize(
    "path", ["/", "/incidents/1", "/incidents/8", "/channels", "/mails", "/letters"]
)
def test_pages_fit_the_screen_and_raise_no_complaint(
    browser: Browser, address: str, path: str, width: int
) -> None:
    page, complaints = visit(browser, address + path, width, "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", STATES)
def test_every_state_is_readable_on_its_ground(
    browser: Browser, address: str, path: str, scheme: str
) -> None:
    page, _ = visit(browser, address + path, 1200, scheme)
    for state in STATES[path]:
        word = page.locator(f".state-{state} .word").first
        assert word.evaluate(_CONTRAST) >= _READABLE, state
    for quiet in (".aside time", ".which .window", ".whose"):
        assert page.locator(quiet).first.evaluate(_CONTRAST) >= _READABLE, quiet
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_table_and_the_list_of_letters_are_readable(
    browser: Browser, address: str, scheme: str
) -> None:
    page, _ = visit(browser, f"{address}/letters", 360, scheme)
    states = ("breached_open", "late_met", "undetermined", "running")
    words = [f".standing.state-{state} .word" for state in states]
    for selector in (*words, ".letters td.none", ".letters th a", ".find button", ".find label"):
        assert page.locator(selector).first.evaluate(_CONTRAST) >= _READABLE, selector
    page.close()


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_the_browser_says_a_span_as_the_server_does(
    browser: Browser, address: str, query: str
) -> None:
    page, _ = visit(browser, address + "/" + query, 1200, "light")
    ticked = page.locator(".figure .count").all_inner_texts()
    page.context.clear_cookies()
    bare = browser.new_page(java_script_enabled=False)
    bare.goto(address + "/" + query)
    assert bare.locator(".figure .count").all_inner_texts() == ticked
    bare.close()
    page.close()


def test_the_countdown_is_the_largest_text_on_the_page(browser: Browser, address: str) -> None:
    page, _ = visit(browser, address, 1200, "light")
    sizes = page.evaluate(
        "[...document.querySelectorAll('#main *')].filter((e) => e.offsetParent)"
        ".map((e) => [parseFloat(getComputedStyle(e).fontSize), e.className])"
    )
    largest = max(size for size, _ in sizes)
    assert {name for size, name in sizes if size == largest} == {"count"}
    page.close()


def test_a_refresh_keeps_the_list_and_the_focus(browser: Browser, address: str) -> None:
    page, complaints = visit(browser, address, 1200, "light")
    page.locator("#clock-4 h3 a, .clock h3 a").first.focus()
    with page.expect_response(lambda response: "/live" in response.url):
        page.evaluate("htmx.trigger('#live', 'every')")
    page.wait_for_function("document.querySelectorAll('#live').length === 1")
    assert page.locator("#live .clock").count() == 6
    assert page.evaluate("document.activeElement.className") == "title"
    assert complaints == []
    page.close()


def test_a_silent_server_is_said_and_its_last_list_stays(browser: Browser, address: str) -> None:
    page, _ = visit(browser, address, 1200, "light")
    page.route("**/live*", lambda route: route.fulfill(status=503, body="down"))
    page.evaluate("htmx.trigger('#live', 'every')")
    page.locator("#stale").wait_for(state="visible")
    assert page.locator("#live .clock").count() == 6
    page.unroute("**/live*")
    page.evaluate("htmx.trigger('#live', 'every')")
    page.locator("#stale").wait_for(state="hidden")
    page.close()


def test_a_countdown_goes_on_in_board_time_and_never_calls_a_breach_by_itself(
    browser: Browser, address: str
) -> None:
    page, _ = visit(browser, address, 1200, "light")
    body = page.content().replace('data-pace="0"', 'data-pace="100000"')
    page.route("**/fast", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(address + "/fast")
    soon = page.locator(".state-due_soon .count")
    page.wait_for_function(
        "document.querySelector('.state-due_soon .count').textContent === '时限刚过，核对中'"
    )
    assert soon.is_visible()
    assert page.locator(".state-due_soon .word").inner_text() == "临近时限"
    page.close()


def test_a_mail_is_drawn_in_its_frame_and_its_script_never_runs(
    browser: Browser, address: str
) -> None:
    page, complaints = visit(browser, address + "/mails/1", 1200, "light")
    paragraph = page.frame_locator("iframe").locator("p")
    assert paragraph.inner_text() == "请立即发布权威信息"
    assert paragraph.evaluate("(p) => getComputedStyle(p).color") == "rgb(185, 28, 28)"
    assert "owned" not in page.title()
    assert all("Blocked script execution" in complaint for complaint in complaints)
    page.close()
