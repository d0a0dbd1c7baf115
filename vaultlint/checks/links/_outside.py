"""Links to paths of one computer, and what of the vault they may mean."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from vaultlint.notes.facts import ExternalLink, Link
from vaultlint.rule import Vault
from vaultlint.text.quote import quoted

_ABSOLUTE = re.compile(r"file:|[A-Za-z]:[\\/]|\\\\", re.IGNORECASE)


def is_absolute_path(target: str) -> bool:
    """Whether this is a path of one computer: file:…, with a drive's letter, or of a server."""
    return _ABSOLUTE.match(target) is not None


def files_meant(link: ExternalLink | Link, address: str, vault: Vault) -> str:
    """`"a.png"`, or two of them: the files of the vault that have the name of an address.

    Empty when there is none, or too many to tell.
    """
    path = unquote(address.partition("?")[0].partition("#")[0])
    name = re.split(r"[\\/]", path.rstrip("\\/"))[-1]
    if not name:
        return ""
    wanted = Link("wiki", False, name, name, "", link.span, link.target_span)
    if isinstance(link, Link):
        wanted = replace(wanted, embed=link.embed)
    found = vault.same_name(wanted)
    return " or ".join(map(quoted, found)) if len(found) <= 2 else ""
