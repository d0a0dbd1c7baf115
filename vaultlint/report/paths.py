"""Paths as reports for people show them."""

from __future__ import annotations

from vaultlint.report.visible import visible


def shown_path(root: str, path: str, current: str) -> str:
    """The note's path from the current folder if it lies in it, else its absolute path.

    root, current: absolute folders with "/". path: relative to `root`.
    """
    whole = f"{root.rstrip('/')}/{path}"
    below = current.rstrip("/") + "/"
    return visible(whole.removeprefix(below))
