"""Where the rulebook, the schemas and the parts of the HTML report lie."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """The folder "rules" or "schemas": inside the package in a wheel, else in the checkout."""
    package = Path(__file__).parent
    return (package / "_shipped" if is_wheel() else package.parent) / name


def is_wheel() -> bool:
    """Whether this is the package of a wheel, and no checkout."""
    return (Path(__file__).parent / "_shipped").is_dir()


def asset(name: str) -> str:
    """The text of a file in report/assets, a part of the HTML report."""
    return (Path(__file__).parent / "report" / "assets" / name).read_text("utf-8")
