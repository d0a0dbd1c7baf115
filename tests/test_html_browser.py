"""The HTML report in a real browser: what is drawn, what the keyboard does, what nothing does."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.chromium import Opened, chromium, needs_chromium, opened
from tests.example_vault import copy_example
from tests.invoke import make_vault, vaultlint
from tests.test_html_report import hostile_vault

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium

MOST_SECONDS = 3  # until 20,000 diagnostics can be read


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the example vault, with a baseline that knows some of its mistakes."""
    folder = tmp_path_factory.mktemp("example")
    root = copy_example(folder / "study-vault")
    assert vaultlint("baseline", "create", root).code == 0
    home = root / "Home.md"
    more = "\n[[Bakers]]\n[[Stars]]\n![[x.png]]\n"
    home.write_text(home.read_text("utf-8") + more, "utf-8")
    return written(folder, root)


def written(folder: Path, root: Path) -> Path:
    file = folder / "page.html"
    outcome = vaultlint("check", root, "--output-format", "html", "--output-file", file)
    assert outcome.code == 1, outcome
    return file


@pytest.fixture
def example(browser: Browser, example_file: Path) -> Iterator[Opened]:
    with opened(browser, example_file) as page:
        yield page
        assert page.messages == []
        assert page.requests == [example_file.as_uri()]


def messages(page: Page) -> list[str]:
    return page.locator("#table tbody td:nth-child(3) > bdi").all_inner_texts()


def rules(page: Page) -> list[str]:
    return page.locator("#table tbody .rule").all_inner_texts()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


# --- what is drawn


def test_charts_are_drawn(example: Opened) -> None:
    page = example.page
    for chart in ("rule", "family", "folder"):
        rows = page.locator(f"button[data-filter={chart}]")
        assert rows.count() > 0
        for box in rows.locator("svg rect").all():
            shape = box.bounding_box()
            assert shape is not None
            assert min(shape["width"], shape["height"]) > 4, chart
    ring = page.locator(".health circle[class*=stroke-]").first.bounding_box()
    assert ring is not None and ring["width"] > 100
    colours = page.evaluate(
        "() => [...document.querySelectorAll('rect.fill-error, .broken')]"
        ".map((each) => getComputedStyle(each)[each.tagName === 'rect' ? 'fill' : 'stroke'])"
    )
    assert set(colours) == {"rgb(229, 72, 77)"}


def test_broken_course_is_open_and_shows_its_step(example: Opened) -> None:
    page = example.page
    broken = page.locator("details.course", has=page.locator(".pill.bad"))
    assert broken.count() == 1
    assert broken.get_attribute("open") is not None
    assert broken.locator(".rail .broken").first.is_visible()
    assert page.locator("details.course .graph").nth(1).is_hidden()
    link = broken.locator(".note-name a").first
    assert (link.get_attribute("href") or "").startswith("obsidian://open?vault=study-vault&file=")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_theme_follows_the_system_and_the_button(
    browser: Browser, example_file: Path, scheme: str
) -> None:
    with opened(browser, example_file, scheme) as (page, _, _):

        def background() -> str:
            return str(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))

        colours = {"light": "rgb(255, 255, 255)", "dark": "rgb(30, 30, 30)"}
        other = {"light": "dark", "dark": "light"}[scheme]
        assert background() == colours[scheme]
        page.locator("#theme").click()
        assert background() == colours[other]
        # What is stored comes to the page of a new process a little later.
        for _attempt in range(20):
            page.reload()
            if background() == colours[other]:
                break
            page.wait_for_timeout(100)
        assert background() == colours[other]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(browser: Browser, example_file: Path, scheme: str) -> None:
    """Every text is at least 4.5 times as light or dark as its ground. Source: WCAG 2.2, 1.4.3."""
    with opened(browser, example_file, scheme) as (page, _, _):
        page.select_option("#known", "")
        pairs = page.evaluate(
            """() => [...document.querySelectorAll("body *")]
              .filter((each) => each.checkVisibility({ opacityProperty: true }))
              .filter((each) => !each.closest("svg"))
              .filter((each) => [...each.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
              .filter((each) => !each.closest(".zero, .none, [aria-disabled=true], .skip"))
              .map((each) => {
                let ground = each;
                while (getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") {
                  ground = ground.parentElement;
                }
                const [own, below] = [getComputedStyle(each), getComputedStyle(ground)];
                return [each.className, own.color, below.backgroundColor];
              })"""
        )
        poor = {tuple(pair) for pair in pairs if contrast(pair[1], pair[2]) < 4.5}
        assert len(pairs) > 100
        assert poor == set()


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# --- the table


def test_table_shows_what_is_new_and_what_is_known(example: Opened) -> None:
    page = example.page
    assert sorted(rules(page)) == ["unresolved-embed", "unresolved-link", "unresolved-link"]
    page.select_option("#known", "")
    assert page.locator("#status").inner_text() == "9 shown"
    page.select_option("#known", "known")
    assert page.locator("#table .known").count() == 6
    assert page.locator("#table .excerpt mark").count() >= 6


def test_filters_and_reset(example: Opened) -> None:
    page = example.page
    page.select_option("#known", "")
    page.select_option("#rule", "mojibake")
    assert rules(page) == ["mojibake"]
    page.select_option("#rule", "")
    page.select_option("#folder", "courses")
    assert page.locator("#status").inner_text() == "6 of 9 shown"
    page.select_option("#folder", "./")
    places = page.locator("#table tbody td:nth-child(2)").all_inner_texts()
    assert sorted(places) == ["Home.md:18", "Home.md:19", "Home.md:20"]
    page.locator("#reset").click()
    page.locator("[data-severity=error]").click()
    assert rules(page) == []
    page.locator("#reset").click()
    assert len(rules(page)) == 3


def test_bar_filters_the_table(example: Opened) -> None:
    page = example.page
    bar = page.locator("button[data-filter=rule]", has_text="unresolved-embed")
    bar.click()
    assert rules(page) == ["unresolved-embed"]
    assert bar.get_attribute("aria-pressed") == "true"
    bar.click()
    assert len(rules(page)) == 3
    assert bar.get_attribute("aria-pressed") == "false"


def test_everything_by_keyboard(example: Opened) -> None:
    page = example.page
    press(page, "Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    press(page, "Enter", "Tab")
    assert page.evaluate("() => document.activeElement.id") == "search"
    page.keyboard.type("stars home")
    page.locator("#status", has_text="1 of 9 shown").wait_for()
    assert messages(page) == [messages(page)[0]]
    assert "Stars" in messages(page)[0]
    press(page, "Control+A", "Delete")
    page.locator("#status", has_text="3 of 9 shown").wait_for()
    # On to the headings, which sort.
    while page.evaluate("() => document.activeElement.dataset.sort") != "message":
        press(page, "Tab")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    heading = page.locator("th", has=page.locator("[data-sort=message]"))
    press(page, "Enter")
    ascending = messages(page)
    assert (heading.get_attribute("aria-sort"), ascending) == ("ascending", sorted(ascending))
    press(page, "Space")
    assert heading.get_attribute("aria-sort") == "descending"
    assert messages(page) == ascending[::-1]
    assert page.locator("th[aria-sort=none] [data-sort]").count() == 3
    # The page of a rule opens and closes, and the focus is where it was.
    page.locator("#table .rule").first.focus()
    press(page, "Enter")
    assert page.locator("#help").is_visible()
    assert "What" in page.locator("#help-text").inner_text()
    press(page, "Escape")
    assert page.locator("#help").is_hidden()
    assert page.evaluate("() => document.activeElement.className") == "rule"


def test_small_tables_sort(example: Opened) -> None:
    page = example.page
    table = page.locator("#decks table")
    heading = table.locator("thead th", has_text="Cards")
    heading.locator("button").focus()

    def cards() -> list[int]:
        return [int(text) for text in table.locator("tbody td:nth-child(3)").all_inner_texts()]

    press(page, "Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    assert cards() == sorted(cards(), reverse=True)
    press(page, "Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    assert cards() == sorted(cards())


def test_controls_have_names(example: Opened) -> None:
    """Each control has a name for those who cannot see it, and each table a caption or a label."""
    page = example.page
    for role in ("button", "link", "combobox", "searchbox", "table", "dialog"):
        for control in page.get_by_role(role).all():
            snapshot = control.aria_snapshot()
            assert re.match(r'- \'?\w+ "', snapshot) or role == "table", snapshot


# --- hostile notes, many diagnostics, paper


def test_hostile_notes_run_no_script(browser: Browser, tmp_path: Path) -> None:
    file = written(tmp_path, hostile_vault(tmp_path))
    with opened(browser, file) as (page, said, requests):
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        assert page.locator("#table tbody tr").count() > 2
        for rule in page.locator("#table tbody .rule").all()[:3]:
            rule.click()
            page.keyboard.press("Escape")
        page.locator("#search").fill("<script>")
        page.locator("#status", has_text=" of ").wait_for()
        assert "<script>alert(1)</script>" in page.locator("#table").inner_text()
        assert page.title() == "vault <b>& – vaultlint"
        assert page.locator("img").count() == 0
        assert (dialogs, said, requests) == ([], [], [file.as_uri()])


def test_policy_stops_what_would_get_in(browser: Browser, example_file: Path) -> None:
    """If markup got in after all, it could do nothing."""
    with opened(browser, example_file) as (page, said, _):
        page.evaluate(
            """() => {
              const script = document.createElement("script");
              script.textContent = "document.title = 'taken'";
              document.body.append(script);
              const image = document.createElement("img");
              image.src = "https://vault.example/a.png";
              document.body.append(image);
              const text = "<p onclick='document.title = 1' id=p>a</p>";
              document.body.insertAdjacentHTML("beforeend", text);
              document.getElementById("p").click();
            }"""
        )
        page.wait_for_timeout(100)
        assert page.title() == "study-vault – vaultlint"
        assert len(said) >= 3
        assert all("Content Security Policy" in each for each in said), said


def test_20_000_diagnostics_are_there_in_three_seconds(browser: Browser, tmp_path: Path) -> None:
    notes = {
        f"{number // 50}/Note {number}.md": "".join(
            f"Some words before [[Missing {number} {line}]] and some words behind it.\n"
            for line in range(20)
        )
        for number in range(1000)
    }
    file = written(tmp_path, make_vault(tmp_path / "vault", notes))
    # The least of three: what else the machine does only adds to it.
    assert min(seconds_to_load(browser, file) for _ in range(3)) < MOST_SECONDS
    with opened(browser, file) as (page, said, _):
        assert page.locator("#status").inner_text() == "20,000 shown"
        page.locator("#last").click()
        assert page.locator("#page").inner_text() == "19,951–20,000 of 20,000"
        page.locator("[data-sort=place]").click()
        assert page.locator("#page").inner_text() == "1–50 of 20,000"
        page.locator("#search").fill("missing 777 3]]")
        page.locator("#status", has_text="2 of 20,000 shown").wait_for()
        assert [text.split('"')[1] for text in messages(page)] == [
            "Missing 777 3",
            "Missing 777 13",
        ]
        assert page.locator(".pages").is_hidden()
        assert said == []


def seconds_to_load(browser: Browser, file: Path) -> float:
    started = time.monotonic()
    with opened(browser, file) as (page, _, _):
        page.locator("#table tbody tr").nth(49).wait_for()
        return time.monotonic() - started


def test_paper(browser: Browser, tmp_path: Path) -> None:
    """All that the filters leave is printed, on white, without the controls."""
    notes = {"a.md": "".join(f"[[Missing {line}]]\n" for line in range(120))}
    file = written(tmp_path, make_vault(tmp_path / "vault", notes))
    with opened(browser, file, "dark") as (page, _, _):
        page.emulate_media(media="print", color_scheme="dark")
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        assert page.locator("#table tbody tr").count() == 120
        for control in ("#search", "#theme", ".pages", ".top"):
            assert page.locator(control).first.is_hidden(), control
        colour = page.evaluate("() => getComputedStyle(document.body).color")
        assert luminance(str(colour)) < 0.1
        page.evaluate("() => dispatchEvent(new Event('afterprint'))")
        assert page.locator("#table tbody tr").count() == 50
        page.emulate_media(media="null")
        paper = page.pdf(format="A4")
        assert len(re.findall(rb"/Type /Page\b", paper)) > 3


def test_narrow_screen_has_no_scroll_bar(browser: Browser, example_file: Path) -> None:
    with opened(browser, example_file) as (page, _, _):
        page.set_viewport_size({"width": 360, "height": 800})
        page.select_option("#known", "")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
