"""Characters that nobody sees and that no text needs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from vaultlint.checks.encoding._unusual import unusual_characters
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

# Unicode's controls without the tab and the line ends.
_CONTROL = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NAMES = {
    "\x00": "null",
    "\x07": "bell",
    "\x08": "backspace",
    "\x0b": "vertical tab",
    "\x0c": "form feed",
    "\x1b": "escape",
    "\x7f": "delete",
    "\x85": "next line",
}


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if not _CONTROL.search(unusual_characters(note)):
        return
    hidden = _hidden(note)
    places: dict[str, list[Span]] = {}
    for found in _CONTROL.finditer(note.text):
        if hidden.end_of(found.start()) is None:
            places.setdefault(found[0], []).append(Span(*found.span()))
    for character, (first, *others) in places.items():
        related = tuple(Related(span, "here too") for span in others)
        yield Finding(first, _message(character, len(others)), related)


def _hidden(note: Note) -> Regions:
    """Where a control character may be meant, or another rule tells of it."""
    frontmatter = note.frontmatter
    invalid = frontmatter is not None and frontmatter.fault is not None
    return Regions(
        chain(
            (fence.span for fence in note.fences),
            (code.span for code in note.code),
            (frontmatter.span for _ in range(1) if frontmatter and invalid),
            (Span(0, len(note.text)) for _ in range(1) if _is_damaged(note)),
        )
    )


def _is_damaged(note: Note) -> bool:
    """Whether the controls are parts of characters that were damaged, of which mojibake tells."""
    damage = note.source.damage
    return damage is not None and damage.kind == "mojibake"


def _message(character: str, others: int) -> str:
    name = _NAMES.get(character)
    point = f"U+{ord(character):04X}" + (f" ({name})" if name else "")
    count = "" if not others else f", {others + 1} times in this note"
    meant = _in_windows_1252(character)
    if meant:
        return (
            f'control character {point}{count}, which nobody sees; "{meant}" is meant if the text '
            "comes from Windows: type that"
        )
    return f"control character {point}{count}, which nobody sees; delete it"


def _in_windows_1252(character: str) -> str:
    """What Windows-1252 has at this place among the second 32 controls; empty for nothing."""
    if not "\x80" <= character <= "\x9f":
        return ""
    return character.encode("latin-1").decode("cp1252", "ignore")
