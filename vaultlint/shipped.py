"""Where the rulebook and the schemas lie."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """The folder "rules" or "schemas": inside the package in a wheel, else in the checkout."""
    package = Path(__file__).parent
    in_wheel = package / "_shipped" / name
    return in_wheel if in_wheel.is_dir() else package.parent / name
