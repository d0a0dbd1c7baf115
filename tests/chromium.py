"""A real browser for tests of pages; they are skipped where it is missing."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
_MISSING = [
    *([] if _PROGRAM else ["Chromium (Debian: apt-get install chromium)"]),
    *([] if importlib.util.find_spec("playwright") else ["playwright (in the extra dev)"]),
]

needs_chromium = pytest.mark.skipif(bool(_MISSING), reason=f"needs {' and '.join(_MISSING)}")


class Opened(NamedTuple):
    """A page in the browser. messages: of its console and its errors. requests: their URLs."""

    page: Page
    messages: list[str]
    requests: list[str]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_PROGRAM)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, file: Path, color_scheme: str = "light") -> Iterator[Opened]:
    """A page opened from its file in a fresh profile."""
    context = browser.new_context(color_scheme="dark" if color_scheme == "dark" else "light")
    page = context.new_page()
    messages: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: messages.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: messages.append(f"error: {error}"))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri())
    try:
        yield Opened(page, messages, requests)
    finally:
        context.close()
