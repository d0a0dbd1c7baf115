"""A link into the running app, pasted from a view of Obsidian."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.checks._once import once_a_note
from vaultlint.checks.links._outside import files_meant
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex

# The addresses of Obsidian's own window, on the desktop and on phones.
_INSIDE = regex(
    r"app://|capacitor://|about:|blob:|https?://localhost/_(?:app|capacitor)_", re.IGNORECASE
)
_TAG_TEXT = regex(r"\[(#[^\[\]\s]++)\]")


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    places = [(link.url, link.target_span, link.span.start) for link in note.external_links]
    places += ((address.url, address.span, address.span.start) for address in note.addresses)
    for url, span, start in places:
        if _INSIDE.match(url) and _card_tags(note).end_of(start) is None:
            tag = _TAG_TEXT.match(note.text, start)
            advice = f"write only the tag, {quoted(tag[1])}" if tag else _advice(url, vault)
            yield Finding(
                span, f"{quoted(url)} is an address inside the app, and leads nowhere; {advice}"
            )


@once_a_note
def _card_tags(note: Note) -> Regions:
    """Of links there, unreadable-card-tag speaks."""
    return Regions(tag.span for card in note.cards for tag in card.tags)


def _advice(url: str, vault: Vault) -> str:
    meant = files_meant(url, vault)
    return f"did you mean {meant}?" if meant else "link to the note or the file itself"
