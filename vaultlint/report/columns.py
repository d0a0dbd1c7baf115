"""Text in columns, measured as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wcwidth import iter_graphemes, wcswidth

from vaultlint.report.visible import is_narrow

_CUT = "…"
_MOST_CODE_POINTS = 4  # to a column, as a rule


def width(text: str) -> int:
    """How many columns the text takes. It must be visible text."""
    if is_narrow(text):
        return len(text)
    return max(wcswidth(text), 0)


def padded(text: str, columns: int) -> str:
    """The text with blanks behind it up to this width."""
    return text + " " * (columns - width(text))


def cut(text: str, columns: int) -> str:
    """The text, or as much of it as fits with a "…" behind."""
    # A line may be megabytes long: what cannot be on the screen is not measured.
    reach = _MOST_CODE_POINTS * columns
    if len(text) <= reach and width(text) <= columns:
        return text
    shown: list[str] = []
    room = columns - 1
    for character in iter_graphemes(text[:reach]):
        room -= width(character)
        if room < 0:
            break
        shown.append(character)
    return "".join(shown) + _CUT


def table_lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table. The first column goes to the left, the others to the right."""
    columns = tuple(zip(head, *rows, strict=True))
    widths = [max(map(width, column)) for column in columns]
    for row in (head, ["─" * columns for columns in widths], *rows):
        first, *others = row
        parts = [padded(first, widths[0])]
        parts += (
            " " * (columns - width(cell)) + cell
            for cell, columns in zip(others, widths[1:], strict=True)
        )
        yield "  ".join(parts)
