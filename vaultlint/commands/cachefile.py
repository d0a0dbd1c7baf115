"""Where the cache of a vault lies, and what its parts are kept for."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

import vaultlint
from vaultlint.commands.noteworker import Way
from vaultlint.commands.opening import from_here
from vaultlint.commands.output import reason, say
from vaultlint.engine import ActiveRule
from vaultlint.kept import CacheError, DamagedError, OvertakenError
from vaultlint.settings import Settings
from vaultlint.shipped import is_wheel
from vaultlint.text.digest import blake2
from vaultlint.vault.obsidian import ObsidianSettings

if TYPE_CHECKING:
    from vaultlint.cache import Cache


FILE_NAME = "cache.sqlite3"
FOLDER_NAME = ".vaultlint_cache"


class Storage(NamedTuple):
    """Where caches are kept. folder: of --cache-dir; None for a folder in each vault.

    is_verbose: whether it is told when there is none to use.
    """

    folder: Path | None = None
    is_verbose: bool = False

    def file(self, root: Path) -> Path:
        """The cache of the vault at `root`."""
        if self.folder is None:
            return root / FOLDER_NAME / FILE_NAME
        digest = blake2(os.fsencode(root), 6).hex()
        return self.folder / f"{digest}-{FILE_NAME}"

    def opened(self, root: Path, world: bytes) -> Cache:
        """The cache of a vault. Raises CacheError when there is none to use."""
        # Imported here: a run that keeps nothing needs neither it nor SQLite.
        from vaultlint.cache import open_cache

        return open_cache(self.file(root), world, root)

    def is_mended(self, root: Path, error: CacheError) -> bool:
        """Whether the cache can be opened again after this error.

        One that is damaged is removed, which is said. That there is none to use is said if a
        folder was named for it.
        """
        if isinstance(error, OvertakenError):
            return True
        file = self.file(root)
        if not isinstance(error, DamagedError):
            if self.folder is not None or self.is_verbose:
                say(f'no cache is kept: "{from_here(file)}" {error}')
            return False
        from vaultlint.cache import remove_cache

        try:
            remove_cache(file)
        except OSError as second:
            say(f'no cache is used: "{from_here(file)}" {error}; remove it ({reason(second)})')
            return False
        say(f'the cache "{from_here(file)}" {error}; it is made anew')
        return True


def world_digest(way: Way, obsidian: ObsidianSettings) -> bytes:
    """Of all that the facts of notes, and what is known of them, depend on besides their texts."""
    return _digest([_program(), way.asking, way.reading, obsidian])


def work_digest(settings: Settings, rules: Iterable[ActiveRule], way: Way, name: str) -> bytes:
    """Of all else that the outcome of a note depends on, but for the notes and files of its vault.

    settings: of the vault, without what notes name. name: of the vault. The day, which only makes
    fewer ids lie in the future, is looked at by itself.
    """
    severities = [(a.rule.name, a.severity, sorted(a.severities.items())) for a in rules]
    schemas = [[use.stated() for use in settings.schema_uses], settings.schemas.stated]
    stated = [settings.rules, schemas, way.reading, settings.exclude, settings.suppressions]
    return _digest([_program(), stated, severities, name])


def named_digest(settings: Settings, path: str, schema: str | None) -> bytes:
    """Of what a note names, and its outcome depends on. schema: the name of its own, if it has one.

    Empty for a note that names nothing, as most are.
    """
    keys = settings.library.by_note.get(path)
    if keys is None and schema is None:
        return b""
    own = settings.schemas.own.get(schema or "")
    uri = own if own is None or isinstance(own, str) else own.uri
    files = {uri: file.read for uri, file in settings.schemas.files.items()} if own else {}
    return _digest([keys and keys.digest.hex(), schema, uri, files])


@cache
def _program() -> list[object]:
    """The program: its Python, whose Unicode may differ, and its own files.

    One revision is told from another by the sizes of the files, as their times are those of the
    installation; in a checkout, where they are edited, by the times too.
    """
    package = Path(vaultlint.__file__).parent
    has_times = not is_wheel()
    files = sorted(
        (file.path[len(str(package)) :], found.st_size, found.st_mtime_ns if has_times else 0)
        for folder, _, _ in os.walk(package)
        for file in os.scandir(folder)
        if file.name.endswith(".py") and (found := file.stat())
    )
    return [vaultlint.__version__, list(sys.version_info[:2]), files]


def _digest(parts: object) -> bytes:
    text = msgspec.json.encode(parts, enc_hook=_plain, order="deterministic")
    return blake2(text, 16)


def _plain(value: object) -> object:
    """What stands for a value that is no plain one."""
    if isinstance(value, re.Pattern):
        return [value.pattern, value.flags]
    if callable(value):
        return None  # where a condition stands, which decides nothing
    raise NotImplementedError(f"{type(value).__name__} has no digest")
