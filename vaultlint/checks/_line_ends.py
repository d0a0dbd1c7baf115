"""Notes whose lines end in CR LF, ended in LF."""

from __future__ import annotations

from msgspec.structs import replace

from vaultlint.checks._once import once_a_note
from vaultlint.diagnostic import Change, Edit, Fix
from vaultlint.notes.facts import Note
from vaultlint.notes.overwriting import overwritten
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_RETURN = regex(r"\r(?=\n)")
_LONE_RETURN = regex(r"\r(?!\n)")

# Of Obsidian_to_Anki; the word is that of its settings as they come.
_HIDDEN_ORDER = regex(r"DELETE\r\n(?:<!--)?ID: [0-9]")


def with_line_feeds(note: Note, *changes: Change) -> Fix | None:
    """The fix; None where a lone CR may be meant, which other programs take for no line end.

    None also where a plugin would read two cards as one, or be told to delete a note, which CR LF
    hides from it.
    """
    if _would_overwrite(note) or _would_delete(note):
        return None
    edits = _to_line_feeds(note)
    return Fix("End all lines in LF", edits, True, frozenset(changes)) if edits else None


def and_line_feeds(note: Note, fix: Fix) -> Fix | None:
    """A fix that also ends all lines in LF; as it is in a note that has no other line ends.

    So must one that puts an id at the start of a line: below CR LF, the plugin deletes its note.
    """
    if "\r" not in note.text:
        return fix
    if _would_overwrite(note) or _would_delete(note):
        return None
    edits = _to_line_feeds(note, fix.edits)
    return replace(fix, edits=edits) if edits else None


@once_a_note
def _would_overwrite(note: Note) -> bool:
    if note.sync.cards_if_lf is None:
        return False
    now, then = (overwritten(note, cards) for cards in (note.sync.cards, note.sync.cards_if_lf))
    return bool(then - now)


@once_a_note
def _would_delete(note: Note) -> bool:
    """Whether an order to delete, which may be a forgotten one, would be followed with LF."""
    if _HIDDEN_ORDER.search(note.text):  # in code, too, which the plugin does not know
        return True
    orders = (line.span for line in note.to_anki.lines if line.kind == "delete")
    return any("\r" in note.source.slice(span) for span in orders)


def _to_line_feeds(note: Note, edits: tuple[Edit, ...] = ()) -> tuple[Edit, ...]:
    """These edits and those that end all other lines in LF; none where a lone CR stands."""
    if _LONE_RETURN.search(note.text):
        return ()
    made: list[Edit] = []
    here = 0
    for edit in (*edits, Edit(Span(len(note.text), len(note.text)), "")):
        returns = _RETURN.finditer(note.text, here, edit.span.start)
        made += (Edit(Span(*found.span()), "") for found in returns)
        here = edit.span.end
        if edit.text or edit.span.start < edit.span.end:
            made.append(edit)
    return tuple(made)
