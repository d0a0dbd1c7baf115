"""An image of the vault in a card that the sync plugin does not upload because of its text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from vaultlint.checks.cards._made import made_cards
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Link, Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span
from vaultlint.vault.resolve import extension

# Source: flashcards-obsidian, src/conf/regex.ts (markdownImageLinks).
_UPLOADED = frozenset({"png", "jpg", "jpeg", "gif", "bmp", "svg", "tiff"})


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    images = [
        link
        for link in note.links
        if link.embed and link.kind == "markdown" and extension(link.path) in _UPLOADED
    ]
    if not images:
        return
    parts = chain.from_iterable(card.parts for card in made_cards(note))
    cards = Regions(chain(parts, (cloze.span for cloze in note.clozes)))
    for link in images:
        if cards.end_of(link.span.start) is None:
            continue
        alt = _alt(note, link)
        text = note.source.slice(alt)
        if not text:
            continue
        yield Finding(
            alt,
            f"the text {quoted(text)} keeps this image from Anki: its file is not uploaded; "
            f"write ![[{link.path}|{text.lstrip('|')}]], or leave the brackets empty",
        )


def _alt(note: Note, link: Link) -> Span:
    """What stands between ![ and ]."""
    start = link.span.start + len("![")
    return Span(start, note.text.rindex("](", start, link.target_span.start))
