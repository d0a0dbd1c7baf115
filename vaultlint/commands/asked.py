"""Which vaults, and which parts of them, a call is about."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from vaultlint.commands.callerror import CallError
from vaultlint.commands.output import reason
from vaultlint.notes.kinds import other_kind
from vaultlint.vault.files import find_root, is_note_name

WHOLE = ""  # the path of a vault's own folder


class Asked(Struct, frozen=True):
    """The part of one vault that a call is about.

    root: absolute. is_vault: the root has the mark of a vault, or was named as one.
    is_forced: it was named; then no folder inside is a vault of its own.
    folders, notes: relative to the root, with "/"; a folder stands for all that is in it.
    """

    root: Path
    is_vault: bool
    is_forced: bool = False
    folders: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()

    def covers(self, path: str) -> bool:
        """Whether the call is about this path."""
        if path in self.notes or WHOLE in self.folders:
            return True
        return bool(self.folders) and not self.folders.isdisjoint(with_parents(path))


def asked_vaults(
    paths: Iterable[Path], forced_root: Path | None, takes_others: bool = False
) -> tuple[tuple[Asked, ...], tuple[str, ...]]:
    """The vaults that the paths lie in, sorted by root, and what is wrong with other paths.

    forced_root: of --vault. takes_others: canvases and bases may be named too.
    Raises CallError if forced_root is no folder.
    """
    root = None if forced_root is None else _forced(forced_root)
    vaults: dict[Path, Asked] = {}
    faults: list[str] = []
    for path in paths:
        fault = path_fault(path, takes_others)
        place = None if fault else _place(path, root)
        if place is None:
            faults.append(fault or f'"{path}" is not in the vault "{forced_root}"; name its own')
            continue
        _add(vaults, place)
    return _without_parts(vaults), tuple(faults)


def asked_note(path: Path, forced_root: Path | None, takes_others: bool = False) -> Asked:
    """The vault of one note, which need not exist. takes_others: or of a canvas or a base.

    Raises CallError if the path is not in the vault, or cannot be that of a note.
    """
    if not _is_taken(path, takes_others):
        endings = ".md, .canvas or .base" if takes_others else ".md"
        raise CallError(
            f'"{path}" is not the name of a note; its text is checked if it ends in {endings}'
        )
    place = _place(path, None if forced_root is None else _forced(forced_root), is_note=True)
    if place is None:
        raise CallError(f'"{path}" is not in the vault "{forced_root}"; name its own')
    return place


def path_fault(path: Path, takes_others: bool = False) -> str:
    """Why this path is neither a note nor a folder that can be read; empty if it is one.

    takes_others: canvases and bases are as good as notes.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            return f'cannot read "{path}": a broken symbolic link; mend or remove it'
        return f'cannot read "{path}": no such file or folder'
    except (OSError, ValueError) as error:
        words = reason(error) if isinstance(error, OSError) else str(error)
        return f'cannot read "{path}": {words}'
    if stat.S_ISDIR(mode):
        return ""
    if not stat.S_ISREG(mode):
        return f'cannot read "{path}": neither a file nor a folder'
    if not _is_taken(path, takes_others):
        more = ", canvases in .canvas, bases in .base" if takes_others else ""
        return f'"{path}" is not a note; notes are files that end in .md{more}'
    return ""


def _is_taken(path: Path, takes_others: bool) -> bool:
    return is_note_name(path.name) or (takes_others and other_kind(path.name) is not None)


def _forced(root: Path) -> Path:
    if not root.is_dir():
        raise CallError(f'--vault: "{root}" is not a folder')
    return _absolute(root)


def _absolute(path: Path) -> Path:
    # Links on the way stay: a note seen through a linked folder belongs to the outer vault.
    return Path(os.path.normpath(path.absolute()))


def _place(path: Path, forced_root: Path | None, is_note: bool = False) -> Asked | None:
    """What one path asks for; None when it is not in the vault."""
    is_folder = not is_note and path.is_dir()
    path = _absolute(path)
    root = forced_root or find_root(path)
    is_vault = root is not None
    if root is None:
        root = path if is_folder else path.parent
    inside = _inside(root, path)
    if inside is None:
        return None
    asked = Asked(root, is_vault, forced_root is not None)
    if is_folder:
        return replace(asked, folders=frozenset({inside}))
    return replace(asked, notes=frozenset({inside}))


def _inside(root: Path, path: Path) -> str | None:
    """The path relative to the root, with "/"; None when it is not in it."""
    # Where one of the two is written through a link, such as /tmp on macOS.
    for outer, inner in ((root, path), (root.resolve(), path.parent.resolve() / path.name)):
        if inner == outer:
            return WHOLE
        if inner.is_relative_to(outer):
            return inner.relative_to(outer).as_posix()
    return None


def _add(vaults: dict[Path, Asked], place: Asked) -> None:
    known = vaults.setdefault(place.root, place)
    folders, notes = known.folders | place.folders, known.notes | place.notes
    vaults[place.root] = replace(known, folders=folders, notes=notes)


def _without_parts(vaults: dict[Path, Asked]) -> tuple[Asked, ...]:
    """The vaults, without folders that lie in another folder of the call and are no vaults."""
    whole = {asked.root for asked in vaults.values() if WHOLE in asked.folders}
    return tuple(
        vaults[root]
        for root in sorted(vaults)
        if vaults[root].is_vault or not any(_sees(outer, root) for outer in whole)
    )


def _sees(outer: Path, folder: Path) -> bool:
    if folder == outer or not folder.is_relative_to(outer):
        return False
    return not any(part.startswith(".") for part in folder.relative_to(outer).parts)


def with_parents(path: str) -> Iterable[str]:
    """A path relative to the vault, and the folders that it lies in, the inner ones first."""
    while path:
        yield path
        path = path.rpartition("/")[0]
