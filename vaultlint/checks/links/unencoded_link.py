"""A Markdown link to a file of the vault with a blank in its destination: for Obsidian, text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.checks.links._rewritten import Style, changes_at, read_back
from vaultlint.diagnostic import Change, Edit, Finding, Fix
from vaultlint.notes.facts import Link, Note, UnencodedLink
from vaultlint.notes.linktext import markdown_target
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import LONGEST_QUOTE, quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span
from vaultlint.vault.resolve import OPENED_EXTENSIONS, extension

_BLANK = regex(r"\s")
_BLANK_OR_PERCENT = regex(r"[\s%]")
_BARE_PERCENT = regex(r"%(?![0-9A-Fa-f]{2})")


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for unencoded in note.unencoded_links:
        link = _meant(unencoded)
        if link is None:
            continue
        # A path that leads somewhere, or names a file by its ending; other words are prose.
        named = extension(link.path) in OPENED_EXTENSIONS
        leads_on = vault.resolve(link, note.path).path is not None
        if not named and not leads_on:
            continue
        thing = "embed" if link.embed else "link"
        yield Finding(
            unencoded.destination_span,
            f"a blank ends the destination, so this is no {thing}; {_advice(unencoded)}",
            fix=_fix(unencoded, link, note) if leads_on else None,
        )


def _fix(unencoded: UnencodedLink, meant: Link, note: Note) -> Fix | None:
    """None where the encoded destination would not be read as what it is meant to be."""
    written = unencoded.destination
    if read_back(_encoded(written), Style("markdown", "absolute")) != meant.target:
        return None
    start = unencoded.destination_span.start
    edits = tuple(
        Edit(Span(start + found.start(), start + found.end()), _escape(found))
        for found in _to_encode(written).finditer(written)
    )
    # What stands in the text of a link is read otherwise than outside.
    changes: set[Change] = {*changes_at(meant, note), "tags", "citations"}
    title = "Encode the blanks"
    return Fix(title, edits, safe=True, changes=frozenset(changes), reach=unencoded.span)


def _encoded(destination: str) -> str:
    return _to_encode(destination).sub(_escape, destination)


def _to_encode(destination: str) -> re.Pattern[str]:
    """One % that is no escape keeps Obsidian from reading any."""
    return _BLANK_OR_PERCENT if _BARE_PERCENT.search(destination) else _BLANK


def _escape(found: re.Match[str]) -> str:
    return "%25" if found[0] == "%" else "%20"


def _advice(unencoded: UnencodedLink) -> str:
    encoded = _encoded(unencoded.destination)
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
