"""A Markdown link to a file of the vault with a blank in its destination: for Obsidian, text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Link, Note, UnencodedLink
from vaultlint.notes.linktext import markdown_target
from vaultlint.rule import NoOptions, Vault, VaultRule
from vaultlint.text.quote import LONGEST_QUOTE, quoted
from vaultlint.vault.resolve import OPENED_EXTENSIONS, extension

_BLANK = re.compile(r"\s")


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for unencoded in note.unencoded_links:
        link = _meant(unencoded)
        if link is None:
            continue
        # A path that leads somewhere, or names a file by its ending; other words are prose.
        named = extension(link.path) in OPENED_EXTENSIONS
        if not named and vault.resolve(link, note.path).path is None:
            continue
        thing = "embed" if link.embed else "link"
        yield Finding(
            unencoded.destination_span,
            f"a blank ends the destination, so this is no {thing}; {_advice(unencoded)}",
        )


def _advice(unencoded: UnencodedLink) -> str:
    encoded = _BLANK.sub("%20", unencoded.destination)
    if len(encoded) > LONGEST_QUOTE:
        return "write each blank as %20"
    return f"write {quoted(encoded)}"


def _meant(unencoded: UnencodedLink) -> Link | None:
    """The link that it would be; None when it leads out of the vault, or within the note."""
    target = markdown_target(unencoded.destination)
    if target is None or not target.path or "{{" in target.target or "<%" in target.target:
        return None
    return Link(
        "markdown",
        unencoded.embed,
        target.target,
        target.path,
        target.subpath,
        unencoded.span,
        unencoded.destination_span,
    )


RULE = VaultRule("unencoded-link", "links", Severity.ERROR, check)
