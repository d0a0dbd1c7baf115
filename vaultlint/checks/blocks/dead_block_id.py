"""A block id that Obsidian takes for text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from vaultlint.checks._in_cards import card_places
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.deadids import DeadBlockId, dead_block_ids
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_FORMS = {
    "characters": ("it holds more than letters a to z, digits and -", "write another id"),
    "glued": ("it is glued to the text before it", "put a blank before the ^"),
    "blanks": ("blanks stand behind it", "remove them"),
    "text-below": ("its paragraph goes on below it", "put a blank line below"),
}


_BLANKS = regex(r"[ \t]*+")
_UNDERSCORE = regex("_")
_ID = regex(r"[A-Za-z0-9-]+")
# What may stand below a block: nothing, or what begins another one.
_OTHER_BLOCK = regex(r"[ \t>]*+(?:[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|#{1,6}[ \t]|(?=[\r\n]|\Z))")


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    all_dead = tuple(dead_block_ids(note))
    if not all_dead:
        return
    used = Counter(block.id.lower() for block in note.block_ids)
    used.update(_repaired(dead).lower() for dead in all_dead)
    for dead in all_dead:
        # What may be a formula or a control key counts only when a link asks for it.
        is_asked = dead.id.lower() in vault.backlinks.blocks.get(note.path, ())
        if not (dead.is_plain or is_asked):
            continue
        reason, advice = _FORMS[dead.form]
        what = f"{quoted('^' + dead.id)} is no block id"
        is_only = used[_repaired(dead).lower()] == 1
        yield Finding(
            dead.span,
            f"{what}, and no link can lead to it: {reason}; {advice}",
            fix=_fix(dead, note, is_asked) if is_only else None,
        )


def _repaired(dead: DeadBlockId) -> str:
    return dead.id.replace("_", "-")


def _fix(dead: DeadBlockId, note: Note, is_asked: bool) -> Fix | None:
    """Safe where only blanks make an id of it, of which a link tells that it is meant as one."""
    text, start, end = note.text, dead.span.start, dead.span.end
    if not _ID.fullmatch(_repaired(dead)) or _is_in_schedule(dead, note):
        return None
    blanks = _BLANKS.match(text, end)
    behind = blanks.end() if blanks else end
    below = behind + (2 if text.startswith("\r\n", behind) else 1)
    if not _OTHER_BLOCK.match(text, below):
        return None
    before = text[start - 1 : start]
    is_glued = before not in ("", "\n", "\r", " ", "\t", ">")
    edits = [Edit(Span(start, start), " ")] if is_glued else []
    edits += (
        Edit(Span(start + 1 + found.start(), start + 1 + found.end()), "-")
        for found in _UNDERSCORE.finditer(dead.id)
    )
    if behind > end:
        edits.append(Edit(Span(end, behind), ""))
    is_other = "_" in dead.id  # a link may name the old one
    title = f"Write ^{_repaired(dead)}" if is_other else "Make a block id of it"
    is_safe = not is_other and (is_asked or not is_glued)
    return Fix(title, tuple(edits), is_safe, frozenset({"names", "texts"})) if edits else None


def _is_in_schedule(dead: DeadBlockId, note: Note) -> bool:
    """Whether it stands in a card of a plugin that keeps what follows a card for its own."""
    return "spaced-repetition" in note.dialects and card_places(note).touches(dead.span)
