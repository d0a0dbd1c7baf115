"""A link that writes a path in another case than the file's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from vaultlint.checks.links._missing import is_no_link
from vaultlint.checks.links._rewritten import style_of, with_path
from vaultlint.diagnostic import Finding, Fix
from vaultlint.notes.facts import Link, Note
from vaultlint.notes.linktext import normal
from vaultlint.rule import Vault
from vaultlint.text.quote import quoted
from vaultlint.vault.resolve import OPENED_EXTENSIONS, extension, path_key


class Options(NamedTuple):
    """names: also wikilinks that are only a name, such as [[glycolysis]]."""

    names: bool = False


def check(note: Note, vault: Vault, options: Options) -> Iterator[Finding]:
    for link in note.links:
        if not (options.names or _is_path(link)):
            continue
        path = vault.resolve(link, note.path).path
        if path is None or _ends_in(path, link.path) or is_no_link(link):
            continue
        names = [name for name in link.path.split("/") if name not in ("", ".", "..")]
        if not names:
            continue  # a link to the note itself
        actual = normal(path).split("/")[-len(names) :]
        if not names[-1].lower().endswith(".md"):
            actual[-1] = re.sub(r"\.md$", "", actual[-1], flags=re.IGNORECASE)
        written, real = "/".join(names), "/".join(actual)
        if written == real or path_key(written) != path_key(real):
            continue
        yield Finding(
            link.target_span,
            f"{quoted(written)} is written {quoted(real)} in the vault; "
            "write it the same, as other programs tell them apart",
            fix=_fix(link, path, actual, note, vault),
        )


def _fix(link: Link, path: str, actual: Sequence[str], note: Note, vault: Vault) -> Fix | None:
    """Safe where the path is not what is shown."""
    # The path as it is written, with its names as the vault has them; "." and ".." stay.
    names = iter(actual)
    parts = [part if part in ("", ".", "..") else next(names) for part in link.path.split("/")]
    linkpath = "/".join(parts)
    if vault.resolve(replace(link, path=linkpath), note.path).path != path:
        return None
    fix = with_path(linkpath, link, style_of(link, note), note)
    is_hidden = link.kind != "wiki" or link.embed or link.display is not None
    return fix and replace(fix, title=f"Write {linkpath}", safe=is_hidden)


def _ends_in(path: str, written: str) -> bool:
    """Whether the link is written as the file is, as nearly all are."""
    return f"/{path}".endswith((f"/{written}", f"/{written}.md"))


def _is_path(link: Link) -> bool:
    """Whether the link is written for other programs too, or tells where the file lies."""
    return link.kind != "wiki" or "/" in link.path or extension(link.path) in OPENED_EXTENSIONS
