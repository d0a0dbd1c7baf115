"""A name that some of the systems on which Obsidian runs cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_NOWHERE = regex(r"[\\:]")  # Obsidian help, "Internal links"; "/" parts folders everywhere
_SOMEWHERE = regex(r'[*"<>?]')  # of | unlinkable-file-name tells
_CONTROL = regex(r"[\x00-\x1f]")
# Windows, "Naming Files, Paths, and Namespaces": with any extension behind them.
_DEVICE = regex(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9¹²³])(?= *(?:\.|$))", re.IGNORECASE
)


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for path in vault.paths.told_by(note.path):
        fault = _fault(path.rpartition("/")[2])
        if fault:
            what = "this file" if path == note.path else f"the folder {quoted(path)}"
            yield Finding(Span(0, 0), f"the name of {what} {fault}")


def _fault(name: str) -> str:
    """What is wrong with the name of a file or folder, and what to do; empty for nothing."""
    nowhere, somewhere = _NOWHERE.search(name), _SOMEWHERE.search(name)
    if nowhere:
        return f"holds {_shown(nowhere[0])}, which Obsidian allows on no system; rename it"
    if somewhere:
        return f"holds {_shown(somewhere[0])}, which Windows and Android do not allow; rename it"
    control = _CONTROL.search(name)
    if control:
        return f"holds the control character U+{ord(control[0]):04X}; rename it without"
    if name.endswith((".", " ")):
        end = "a dot" if name.endswith(".") else "a blank"
        return f"ends in {end}, which Windows drops; rename it without"
    device = _DEVICE.match(name)
    if device:
        return f'is that of a device on Windows, "{device[0]}"; rename it'
    return ""


def _shown(character: str) -> str:
    return "a double quotation mark" if character == '"' else f'"{character}"'
