"""A bar on the terminal for runs that take long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SHOWN_FROM = 300  # notes; fewer are read before a bar is worth looking at


def tracked(paths: Sequence[str], title: str, is_shown: bool) -> Iterable[str]:
    """The paths in order; a bar on standard error shows how many were taken."""
    if not is_shown or len(paths) < SHOWN_FROM:
        return paths
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import track

    return track(paths, escape(title), console=Console(stderr=True), transient=True)
