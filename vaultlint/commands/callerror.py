"""Mistakes in a call, and what cannot be read or written."""

from __future__ import annotations


class CallError(Exception):
    """Why a command cannot do what it was asked. lines: what is wrong, each with what to do."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))
