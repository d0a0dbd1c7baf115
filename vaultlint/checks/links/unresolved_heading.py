"""A link to a heading that the note does not have."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.links._missing import unlinkable_file
from vaultlint.checks.links._rewritten import with_subpath
from vaultlint.checks.links._subpaths import links_to_places, name_of, subpath_span
from vaultlint.diagnostic import Finding, Fix
from vaultlint.notes.facts import Heading, Link, Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.vault.subpaths import Places

# What Obsidian leaves out of a heading when it writes a link to it. Source: API,
# stripHeadingForLink.
_NOT_IN_LINKS = regex(r"[:#|^\\]|%%|\[\[|\]\]")


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for link, path, places in links_to_places(note, vault):
        if link.subpath.startswith("#^"):
            continue
        above, missing = places.last_heading(link.subpath)
        if not missing:
            continue
        below = f" below {quoted(above.text)}" if above else ""
        yield Finding(
            subpath_span(link, note),
            f"{name_of(path, note)} has no heading {quoted(missing)}{below}; "
            f"{_advice(link, missing, places, vault)}",
            fix=_fix(link, above, missing, note, places),
        )


def _fix(link: Link, above: Heading | None, missing: str, note: Note, places: Places) -> Fix | None:
    """Where only marks, blanks or case differ; or where the id of a block lacks its "^"."""
    block = places.block(missing.removeprefix("^"))
    if block is not None:
        return with_subpath(f"#^{block.id}", link, note)
    meant = places.only_heading(missing)
    if meant is None or above is not None or link.subpath.count("#") > 1:
        return None
    subpath = "#" + _words_in_link(meant)
    return with_subpath(subpath, link, note) if places.heading(subpath) is meant else None


def _words_in_link(heading: Heading) -> str:
    return " ".join(_NOT_IN_LINKS.sub(" ", heading.text).split())


def _advice(link: Link, missing: str, places: Places, vault: Vault) -> str:
    unlinkable = unlinkable_file(link, vault)
    if unlinkable:
        return f'the "#" in the name of {quoted(unlinkable)} begins a heading here; rename the file'
    block = places.block(missing.removeprefix("^"))
    if block is not None:
        return f'write "#^{block.id}" to link to the block of this id'
    meant = places.meant_heading(missing)
    if meant is None:
        return "add the heading or correct the link"
    words = _words_in_link(meant)
    words = words.replace(" ", "%20") if link.kind == "markdown" else words
    return f"did you mean {quoted('#' + words)}?"
