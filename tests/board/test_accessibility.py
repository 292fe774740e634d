"""What axe finds on pages and mails, on a phone and on a screen, by day and by night."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Engine

from monitor.digest.page import render_digest
from monitor.domain.briefing import Briefing
from monitor.domain.notices import NoticeReason
from monitor.domain.policy import Policy
from monitor.store.store import Store
from monitor.store.views import Views
from monitor.usecases.explain_incident import explain_incident
from monitor.usecases.link_desk import LinkDesk
from monitor.usecases.mail_links import Claim, MailLinks
from monitor.usecases.office import Office
from monitor.wording.rendering import render_mail
from tests.alerts.digest_samples import FACTS
from tests.alerts.samples import ZONE, about
from tests.board.conftest import served
from tests.board.seeding import NOW

pytestmark = pytest.mark.needs("chromium")

VIEWS = [(360, "light"), (360, "dark"), (1200, "light"), (1200, "dark")]
CLAIM = Claim("0f" * 16, 1, "王值班", NOW - timedelta(hours=1))
LINKS = MailLinks("s" * 32, "")
ACKNOWLEDGE = LINKS.acknowledge_url(CLAIM)
PAGES = ("/", "/incidents/1", ACKNOWLEDGE, LINKS.answered_url(CLAIM))
MAILS = [NoticeReason.WINDOW_BREACHED, NoticeReason.CANNOT_SEE, NoticeReason.ANSWERED_LATE]


@pytest.fixture(scope="module")
def board(views: Views, national: Policy, engine: Engine, office: Office) -> Iterator[str]:
    """The board with its links and its button."""
    store = Store(engine)
    with served(
        views,
        national,
        explain=partial(explain_incident, store, office),
        desk=LinkDesk(store, replace(office, links=LINKS)),
    ) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, scheme = request.param
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield page
    page.close()


def complaints(page: Page) -> list[tuple[str, str]]:
    """What axe finds, each with the first place."""
    found = Axe().run(page).response["violations"]
    return [(item["id"], item["nodes"][0]["html"]) for item in found]


def test_the_pages_of_the_board_and_behind_the_links(page: Page, board: str) -> None:
    for path in PAGES:
        page.goto(board + path)
        assert complaints(page) == [], path
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], path  # type: ignore[index]  # it is set


def test_the_mails(page: Page) -> None:
    for reason in MAILS:
        page.set_content(render_mail(with_links(about(reason)), "zh-CN", ZONE).html)
        assert complaints(page) == [], reason
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], reason  # type: ignore[index]  # it is set


def test_a_mail_fits_the_narrowest_phone_and_shows_what_matters_first(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 568})
    mail = with_links(about(NoticeReason.WINDOW_BREACHED))
    page.set_content(render_mail(replace(mail, title="火" * 300), "en", ZONE).html)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.set_content(render_mail(mail, "zh-CN", ZONE).html)
    for first in (".big", ".button.first", ".button.second"):
        box = page.locator(first).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 568, first
    page.close()


def with_links(briefing: Briefing) -> Briefing:
    base = "http://board.linxi.example"
    return replace(
        briefing,
        acknowledge_url=base + ACKNOWLEDGE,
        answered_url=f"{base}{ACKNOWLEDGE}/answered",
    )


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_digest(page: Page, language: str) -> None:
    page.set_content(render_digest(FACTS, language))
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]  # it is set
