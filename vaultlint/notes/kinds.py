"""What a file of the vault is, told by its name or its beginning."""

from __future__ import annotations

from typing import Literal

OtherKind = Literal["canvas", "base"]

# How a report begins that vaultlint wrote into the vault.
REPORT_MARK = "%% vaultlint-report"


def other_kind(path: str) -> OtherKind | None:
    """The kind of a file that is no note and has rules of its own; None of any other file.

    Obsidian compares extensions without case.
    """
    ending = path[-len(".canvas") :].lower()
    if ending == ".canvas":
        return "canvas"
    return "base" if ending.endswith(".base") else None
