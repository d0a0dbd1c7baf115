"""A bar on the terminal for runs that take long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")

SHOWN_FROM = 300  # notes; fewer are read before a bar is worth looking at


def tracked(paths: Sequence[str], title: str, is_shown: bool) -> Iterable[str]:
    """The paths in order; a bar on standard error shows how many were taken."""
    if not is_shown or len(paths) < SHOWN_FROM:
        return paths
    return _shown(paths, len(paths), title)


def counted_up(things: Iterable[T], count: int, title: str, is_shown: bool) -> Iterable[T]:
    """So many things as they come; a bar on standard error shows how many were taken."""
    return _shown(things, count, title) if is_shown and count >= SHOWN_FROM else things


def _shown(things: Iterable[T], count: int, title: str) -> Iterable[T]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import track

    console = Console(stderr=True)
    return track(things, escape(title), total=count, console=console, transient=True)
