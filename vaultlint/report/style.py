"""Colours of a terminal."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from vaultlint.diagnostic import Severity

Paint = Callable[[str], str]

# ECMA-48, Select Graphic Rendition.
_BOLD, _UNDERLINED, _RED, _GREEN, _YELLOW = "1", "4", "31", "32", "33"
_BLUE, _CYAN = "34", "36"


class Style(NamedTuple):
    """What puts the parts of a report into their colours."""

    path: Paint
    error: Paint
    warning: Paint
    info: Paint
    rule: Paint
    gutter: Paint
    related: Paint
    removed: Paint
    added: Paint

    def severity(self, severity: Severity) -> Paint:
        """The colour of a severity."""
        return {
            Severity.ERROR: self.error,
            Severity.WARNING: self.warning,
            Severity.INFO: self.info,
        }[severity]


def styles(is_colored: bool) -> Style:
    """The colours, or none."""
    if not is_colored:
        return Style(*(str for _ in Style._fields))
    return Style(
        path=partial(_painted, f"{_BOLD};{_UNDERLINED}"),
        error=partial(_painted, f"{_BOLD};{_RED}"),
        warning=partial(_painted, f"{_BOLD};{_YELLOW}"),
        info=partial(_painted, f"{_BOLD};{_CYAN}"),
        rule=partial(_painted, _BOLD),
        gutter=partial(_painted, _BLUE),
        related=partial(_painted, _BLUE),
        removed=partial(_painted, _RED),
        added=partial(_painted, _GREEN),
    )


def _painted(codes: str, text: str) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m" if text else ""
