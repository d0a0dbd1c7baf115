"""A link into the running app, pasted from a view of Obsidian."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.checks.links._outside import files_meant
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import ExternalLink, Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions, Vault, VaultRule
from vaultlint.text.quote import quoted

# The addresses of Obsidian's own window, on the desktop and on phones.
_INSIDE = re.compile(
    r"app://|capacitor://|about:|blob:|https?://localhost/_(?:app|capacitor)_", re.IGNORECASE
)
_TAG_TEXT = re.compile(r"\[(#[^\[\]\s]++)\]")


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    # unreadable-card-tag speaks of these.
    card_tags = Regions(tag.span for card in note.cards for tag in card.tags)
    for link in note.external_links:
        if _INSIDE.match(link.url) and card_tags.end_of(link.span.start) is None:
            yield Finding(
                link.target_span,
                f"{quoted(link.url)} is an address inside the app, and leads nowhere; "
                f"{_advice(note, link, vault)}",
            )


def _advice(note: Note, link: ExternalLink, vault: Vault) -> str:
    tag = _TAG_TEXT.match(note.text, link.span.start, link.span.end)
    if tag:
        return f"write only the tag, {quoted(tag[1])}"
    meant = files_meant(link, link.url, vault)
    return f"did you mean {meant}?" if meant else "link to the note or the file itself"


RULE = VaultRule("app-link", "links", Severity.WARNING, check)
