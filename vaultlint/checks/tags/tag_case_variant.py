"""A tag that most notes write with other capital letters."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Change, Edit, Finding, Fix
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    usage = vault.usage
    variants = [tag for tag in note.tags if usage.variant(tag.name) is not None]
    if not variants:
        return
    card_tags = _card_tags(note)
    told: set[str] = set()
    for tag in variants:
        variant = usage.variant(tag.name)
        if variant is None or card_tags.end_of(tag.span.start) is not None:
            continue
        part, usual = variant
        written = tag.name[: part.start + len(part.words)]
        if written in told:
            continue
        told.add(written)
        meant = written[: part.start] + usual
        yield Finding(
            _place(note, tag.span, tag.name, part.start, len(part.words)),
            f"the tag {quoted('#' + written)} is written {quoted('#' + meant)} in "
            f"{_counted(usage.spellings(part.key)[usual])}; write it the same everywhere",
            fix=_fix(note, written, part.start, usual, card_tags),
        )


def _fix(note: Note, written: str, start: int, usual: str, card_tags: Regions) -> Fix | None:
    """Writes the part that begins at `start` as it is usual, wherever the note has the tag.

    None where cards get the tag, or their deck, from it, and where it is written in another way.
    """
    tags = [
        tag
        for tag in note.tags
        if f"{tag.name}/".startswith(f"{written}/") and card_tags.end_of(tag.span.start) is None
    ]
    for_cards = {name.lower() for card in note.sync.cards for name in card.tags}
    for_cards.update(tag.name.lower() for tag in (note.spaced.decks if note.spaced else ()))
    edits: list[Edit] = []
    changes: set[Change] = {"tags", "texts", "names"}
    for tag in tags:
        at = note.text.find(tag.name, tag.span.start, tag.span.end)
        if at < 0 or tag.name.lower() in for_cards:
            return None
        edits.append(Edit(Span(at + start, at + len(written)), usual))
        if tag.property:
            changes.add("frontmatter")
    title = f"Write #{written[:start]}{usual}"
    return Fix(title, tuple(edits), False, frozenset(changes))


def _card_tags(note: Note) -> Regions:
    """Where case decides whether there are cards: other rules speak of it."""
    tag_lines = [tag.span for card in note.cards for tag in card.tags]
    faults = note.spaced.faults if note.spaced else ()
    deck_tags = [fault.span for fault in faults if fault.rule == "cards-without-deck-tag"]
    return Regions([*tag_lines, *deck_tags])


def _place(note: Note, span: Span, name: str, start: int, length: int) -> Span:
    """Where a part of a tag stands; the whole tag when it is written in another way."""
    at = note.text.find(name, span.start, span.end)
    if at < 0:
        return span
    return Span(at + start, at + start + length)


def _counted(notes: int) -> str:
    return "1 note" if notes == 1 else f"{notes} notes"
