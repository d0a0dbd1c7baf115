"""A tag that most notes write with other capital letters."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions, Vault, VaultRule
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span
from vaultlint.vault.usage import tag_parts


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    # Where case decides whether there are cards, other rules speak of it.
    tag_lines = [tag.span for card in note.cards for tag in card.tags]
    faults = note.spaced.faults if note.spaced else ()
    deck_tags = [fault.span for fault in faults if fault.rule == "cards-without-deck-tag"]
    card_tags = Regions([*tag_lines, *deck_tags])
    told: set[str] = set()
    for tag in note.tags:
        if card_tags.end_of(tag.span.start) is not None:
            continue
        for part in tag_parts(tag.name):
            spellings = vault.usage.spellings(part.key)
            # Of equals, small letters.
            usual = max(spellings, key=lambda words: (spellings[words], words), default=part.words)
            if usual == part.words:
                continue
            written = tag.name[: part.start + len(part.words)]
            if written not in told:
                told.add(written)
                meant = written[: part.start] + usual
                yield Finding(
                    _place(note, tag.span, tag.name, part.start, len(part.words)),
                    f"the tag {quoted('#' + written)} is written {quoted('#' + meant)} in "
                    f"{_counted(spellings[usual])}; write it the same everywhere",
                )
            break


def _place(note: Note, span: Span, name: str, start: int, length: int) -> Span:
    """Where a part of a tag stands; the whole tag when it is written in another way."""
    at = note.text.find(name, span.start, span.end)
    if at < 0:
        return span
    return Span(at + start, at + start + length)


def _counted(notes: int) -> str:
    return "1 note" if notes == 1 else f"{notes} notes"


RULE = VaultRule("tag-case-variant", "tags", Severity.WARNING, check)
