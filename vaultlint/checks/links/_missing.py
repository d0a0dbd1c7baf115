"""Links that lead nowhere, and what their author may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from vaultlint.checks.links._outside import is_absolute_path
from vaultlint.notes.facts import Link, Note
from vaultlint.rule import Vault
from vaultlint.text.quote import quoted
from vaultlint.vault.resolve import NOTE_EXTENSION, OPENED_EXTENSIONS, extension, path_key

_PLACEHOLDERS = ("{{", "<%")


def missing_links(links: Iterable[Link], note: Note, vault: Vault) -> Iterator[Link]:
    """Those of a note's links that lead to no file at all.

    What only looks like a link is left out: placeholders of templates, citations in link marks
    ([[@key]]), and [words]: text, which is a definition only if its target has a file's ending.
    """
    path = note.path
    for link in links:
        resolution = vault.resolve(link, path)
        # Nearly all lead somewhere, which is asked first.
        if resolution.path is not None or resolution.unsupported is not None:
            continue
        if link.path and not is_no_link(link):
            yield link


def what_is_missing(link: Link) -> str:
    """Such as `no note is named "Plans"`."""
    kind = "note" if _names_note(link) else "file"
    verb = "is at" if "/" in link.path else "is named"
    return f"no {kind} {verb} {quoted(link.path)}"


def advice(link: Link, note: Note, vault: Vault) -> str:
    """What to do about a link that leads nowhere."""
    unlinkable = unlinkable_file(link, vault)
    if unlinkable:
        return f'the "#" in the name of {quoted(unlinkable)} begins a heading here; rename the file'
    near = _namesakes(link, note, vault) or [quoted(path) for path in vault.near_names(link)[:1]]
    thing = "embed" if link.embed else "link"
    if near:
        return f"did you mean {' or '.join(near)}?"
    if link.path.startswith(("www.", "http:", "https:")):
        return "write a link to a website as [text](https://…)"
    if link.kind == "wiki" and not link.property and any(sign in link.path for sign in "[]"):
        return f"put it in backticks if it is no {thing}"
    first = "create it" if _names_note(link) else "add it to the vault"
    return f"{first} or correct the {thing}"


def unlinkable_file(link: Link, vault: Vault) -> str | None:
    """The file that is meant when a "#" of its name was taken for the beginning of a heading."""
    if not link.subpath or not link.path:
        return None
    found = vault.same_name(replace(link, path=link.target))
    return found[0] if found else None


def _namesakes(link: Link, note: Note, vault: Vault) -> list[str]:
    """The files elsewhere with the name of the link's target: at most two phrases."""
    found = vault.same_name(link)
    # There may be thousands; as all have one name, the first tells whether this note is of them.
    is_own = bool(found) and _name_key(found[0]) == _name_key(note.path)
    count = len(found) - is_own
    first = [quoted(path) for path in found[:3] if path != note.path]
    return first[:count] if count <= 2 else [first[0], f"{count - 1} others of this name"]


def _name_key(path: str) -> str:
    return path_key(path).rpartition("/")[2]


def _names_note(link: Link) -> bool:
    ending = extension(link.path)
    return ending == NOTE_EXTENSION or ending not in OPENED_EXTENSIONS


def is_no_link(link: Link) -> bool:
    """Whether this only looks like a link: see missing_links."""
    if any(mark in link.target for mark in _PLACEHOLDERS):
        return True
    if is_absolute_path(link.path):  # absolute-path-link speaks of these
        return True
    if link.kind == "reference":
        return extension(link.path) not in OPENED_EXTENSIONS
    return link.kind == "wiki" and link.path.startswith("@")
