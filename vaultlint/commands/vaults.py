"""All the vaults of a call, those inside others included."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from vaultlint.commands.asked import WHOLE, Asked
from vaultlint.commands.callerror import CallError
from vaultlint.commands.opening import Configuration, OpenVault, open_vault


@contextmanager
def collector_paused() -> Iterator[None]:
    """No search for cycles meanwhile: notes have none, and it takes a fifth of a long run."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def open_vaults(
    asked: Iterable[Asked], configuration: Configuration, given: Mapping[str, bytes] | None = None
) -> list[OpenVault]:
    """The vaults that are asked for and those inside them, sorted by root.

    given: as in open_vault. Raises CallError with the mistakes in all of their configurations.
    """
    vaults: dict[Path, OpenVault] = {}
    waiting = {vault.root: vault for vault in asked}
    faults: list[str] = []
    while waiting:
        root, vault = waiting.popitem()
        try:
            vaults[root] = opened = open_vault(vault, configuration, given)
        except CallError as error:
            faults += error.lines
            continue
        for inner in _vaults_inside(opened):
            if inner not in vaults:
                waiting[inner] = Asked(inner, is_vault=True, folders=frozenset({WHOLE}))
    if faults:
        raise CallError(*sorted(set(faults)))
    return [vaults[root] for root in sorted(vaults)]


def asked_notes(vault: OpenVault) -> list[str]:
    """The notes of the vault that the call is about, sorted."""
    return [p for p in vault.listing.notes if vault.asked.covers(p) and vault.is_checked(p)]


def asked_files(vault: OpenVault) -> list[str]:
    """The notes, canvases and bases of the vault that the call is about, sorted."""
    others = [p for p in vault.listing.others if vault.asked.covers(p) and vault.is_checked(p)]
    return sorted([*asked_notes(vault), *others])


def asked_attachments(vault: OpenVault, attachments: Iterable[str]) -> list[str]:
    """Those of these attachments of the vault that the call is about."""
    return [p for p in attachments if vault.asked.covers(p) and vault.is_checked(p)]


def _vaults_inside(vault: OpenVault) -> Iterator[Path]:
    if vault.asked.is_forced:
        return
    for folder in vault.listing.nested_vaults:
        if vault.asked.covers(folder) and not vault.is_excluded(f"{folder}/"):
            yield vault.root / folder
