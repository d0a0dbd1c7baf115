"""`vaultlint cache …`: what is kept between runs, looked at and removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import vaultlint
from vaultlint.cache import Contents, contents, remove_cache, remove_folder
from vaultlint.commands.asked import asked_vaults
from vaultlint.commands.cachefile import FILE_NAME, Storage, world_digest
from vaultlint.commands.opening import Configuration, from_here, open_vault
from vaultlint.commands.output import FAILED, exit_code, reason, say, write_report
from vaultlint.commands.vaultrun import way_of
from vaultlint.commands.vaults import open_vaults
from vaultlint.kept import CacheError
from vaultlint.report.json import json_text
from vaultlint.report.summary import counted
from vaultlint.report.visible import visible

DONE = 0  # exit code
_IN_A_FOLDER = re.compile(rf"[0-9a-f]{{12}}-{re.escape(FILE_NAME)}")


class Call(NamedTuple):
    """The command line, as given. cache_dir: as in `vaultlint check`."""

    paths: tuple[Path, ...] = ()
    vault: Path | None = None
    cache_dir: Path | None = None
    output_format: str = "text"


class Kept(NamedTuple):
    """A place for a cache. root: of its vault, None when only the cache itself can tell."""

    file: Path
    root: Path | None


def info(call: Call) -> int:
    """Writes what caches hold; the exit code."""
    return exit_code(lambda: _info(call))


def clean(call: Call) -> int:
    """Removes caches, and writes what was removed; the exit code."""
    return exit_code(lambda: _clean(call))


def _info(call: Call) -> int:
    places, is_broken = _places(call)
    found = [_found(place) for place in places]
    if call.output_format == "json":
        parts = [json_text({"version": vaultlint.__version__, "caches": [*map(_json, found)]})]
    else:
        parts = [f"{visible(line)}\n" for line in map(_line, found)] or [_nothing(call)]
    write_report(parts, None)
    return FAILED if is_broken else DONE


def _clean(call: Call) -> int:
    places, is_broken = _places(call)
    removed: list[Path] = []
    folders = {place.file.parent for place in places}
    if call.cache_dir is not None:
        folders.add(call.cache_dir)
    try:
        for place in places:
            removed += remove_cache(place.file)
        for folder in sorted(folders):
            removed += remove_folder(folder)
    except OSError as error:
        say(f'cannot remove "{error.filename}": {reason(error)}')
        is_broken = True
    parts = [f'removed "{visible(from_here(path))}"\n' for path in removed]
    write_report(parts or [_nothing(call)], None)
    return FAILED if is_broken else DONE


def _nothing(call: Call) -> str:
    place = "" if call.cache_dir is None else f' in "{visible(from_here(call.cache_dir))}"'
    return f"no cache{place}\n"


# --- which caches a call is about


def _places(call: Call) -> tuple[list[Kept], bool]:
    """Where caches lie, or would lie, and whether a path of the call is none.

    All that are in the folder of --cache-dir when no vault is named, else those of vaults.
    """
    if call.cache_dir is not None and not call.paths and call.vault is None:
        return [Kept(file, None) for file in _caches_in(call.cache_dir)], False
    asked, faults = asked_vaults(call.paths or (Path(),), call.vault, takes_others=True)
    for fault in faults:
        say(fault)
    storage = Storage(call.cache_dir)
    # Which folders are vaults, no configuration tells; it may be as broken as it likes.
    plain = Configuration(isolated=True, reads_schemas=False)
    roots = [vault.root for vault in open_vaults(asked, plain) if vault.asked.is_vault]
    return [Kept(storage.file(root), root) for root in roots], bool(faults)


def _caches_in(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(file for file in folder.iterdir() if _IN_A_FOLDER.fullmatch(file.name))


# --- what they hold


class Found(NamedTuple):
    """A cache as it was found. root: of its vault, if known. size: in bytes, None when it is not
    there. held: None when it cannot be read, which fault tells.
    """

    file: Path
    root: Path | None
    size: int | None = None
    held: Contents | None = None
    fault: str = ""

    @property
    def state(self) -> str:
        """In a word: what the next run will do with it."""
        if self.size is None:
            return "none"
        if self.held is None:
            return "unusable"
        return "current" if self.held.is_current else "outdated"


def _found(place: Kept) -> Found:
    file, root = place
    try:
        size = file.lstat().st_size
    except OSError:
        return Found(file, root)
    try:
        root = root or contents(file, None).root
        held = contents(file, _world(root) if root.is_dir() else None)
    except CacheError as error:
        return Found(file, root, size, fault=str(error))
    return Found(file, root, size, held)


def _world(root: Path) -> bytes:
    """All that the facets of the notes of a vault depend on. Raises CallError."""
    (asked,), _ = asked_vaults([root], root)
    vault = open_vault(asked, Configuration(reads_schemas=False))
    return world_digest(way_of(vault), vault.obsidian)


def _json(found: Found) -> dict[str, object]:
    return {
        "vault": None if found.root is None else found.root.as_posix(),
        "file": found.file.absolute().as_posix(),
        "state": found.state,
        "size": found.size or 0,
        "notes": found.held.notes if found.held else 0,
        "outcomes": found.held.outcomes if found.held else 0,
    }


def _line(found: Found) -> str:
    vault = "" if found.root is None else f' of "{from_here(found.root)}"'
    if found.size is None:
        return f"no cache{vault}"
    words = [f'"{from_here(found.file)}"{vault}: {found.size:,} bytes']
    if found.held is not None:
        words += [counted(found.held.notes, "note"), counted(found.held.outcomes, "outcome")]
    match found.state:
        case "unusable":
            words += [f"{found.fault}; the next run makes it anew"]
        case "outdated":
            words += ["of another version or configuration; the next run makes it anew"]
    return ", ".join(words)
