"""What is said of the files of a vault that a call could not read, or left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from vaultlint.commands.opening import READING, OpenVault, from_here
from vaultlint.diagnostic import Failure
from vaultlint.report.summary import counted
from vaultlint.vault.files import Odd

FOLDER = "a folder"  # why a name that ends in .md is odd, but nothing is lost


def unread(vault: OpenVault, unreadable: Mapping[str, str]) -> Iterator[str]:
    """What was asked for and could not be read. unreadable: by path, why."""
    for path, why in unreadable.items():
        hint = "; check its permissions" if why == "permission denied" else ""
        yield f'cannot read "{from_here(vault.root / path)}": {why}{hint}'
    for odd in _asked_odd(vault):
        if odd.reason != FOLDER:
            yield f'cannot read "{from_here(vault.root / odd.path)}": {odd.reason}'


def internal_error(failure: Failure) -> str:
    """A crash, with what is needed to report it."""
    step = "reading it" if failure.rule == READING else f"rule {failure.rule}"
    return f'internal error: {step} failed on "{failure.path}" ({failure.error}); please report it'


def left_out(vault: OpenVault, taken: Collection[str], done: str) -> Iterator[str]:
    """What was named and yet is not among the notes `taken`. done: such as "checked"."""
    for odd in _asked_odd(vault):
        if odd.reason == FOLDER:
            yield f'"{from_here(vault.root / odd.path)}" is a folder with the name of a note'
    skipped = sorted(vault.asked.notes.difference(taken, (odd.path for odd in vault.listing.odd)))
    if skipped:
        more = f" and {counted(len(skipped) - 1, 'other note')}" if len(skipped) > 1 else ""
        first = from_here(vault.root / skipped[0])
        yield f'not {done}: "{first}"{more}; hidden, or excluded by the settings of the vault'


def _asked_odd(vault: OpenVault) -> Iterator[Odd]:
    for odd in vault.listing.odd:
        if vault.asked.covers(odd.path) and not vault.is_excluded(odd.path):
            yield odd
