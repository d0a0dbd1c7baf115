"""Links to paths of one computer, and what of the vault they may mean."""

from __future__ import annotations

import re
from urllib.parse import unquote

from vaultlint.notes.facts import Link
from vaultlint.rule import Vault
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_ABSOLUTE = regex(r"file:|[A-Za-z]:[\\/]|\\\\", re.IGNORECASE)


def is_absolute_path(target: str) -> bool:
    """Whether this is a path of one computer: file:…, with a drive's letter, or of a server."""
    return _ABSOLUTE.match(target) is not None


def files_meant(address: str, vault: Vault) -> str:
    """`"a.png"`, or two of them: the files of the vault that have the name of an address.

    Empty when there is none, or too many to tell.
    """
    path = unquote(address.partition("?")[0].partition("#")[0])
    name = re.split(r"[\\/]", path.rstrip("\\/"))[-1]
    if not name:
        return ""
    nowhere = Span(0, 0)
    found = vault.same_name(Link("wiki", False, name, name, "", nowhere, nowhere))
    return " or ".join(map(quoted, found)) if len(found) <= 2 else ""
