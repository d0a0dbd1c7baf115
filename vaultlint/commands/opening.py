"""A vault opened: its configuration, its files, and the notes read from it."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from vaultlint.checks import catalogue
from vaultlint.commands.asked import WHOLE, Asked
from vaultlint.commands.callerror import CallError
from vaultlint.commands.clock import today
from vaultlint.commands.dialects import shown_dialects
from vaultlint.commands.output import reason
from vaultlint.diagnostic import Failure
from vaultlint.engine import attempt
from vaultlint.notes.facts import Dialect, Note
from vaultlint.notes.kinds import other_kind
from vaultlint.notes.reading import Reading
from vaultlint.schema import SchemaError, load_schemas, with_own
from vaultlint.settings import CONFIG_NAME, Selection, Settings
from vaultlint.text.decode import decode
from vaultlint.text.regex import regex
from vaultlint.vault.files import Listing, discover
from vaultlint.vault.obsidian import ObsidianSettings, obsidian_settings, reading

if TYPE_CHECKING:
    from vaultlint.config import Rules

_PLACE = regex(r"(?P<file>.+?):[0-9]+:[0-9]+: ")
READING = "parse"  # stands for the rule in a Failure of reading a note


class Configuration(Struct, frozen=True):
    """Where the settings of a call come from.

    file: of --config; None for the vault's own. selection: of the command line.
    reads_schemas: whether the schemas that it states are needed.
    """

    file: Path | None = None
    isolated: bool = False
    selection: Selection = Selection()  # an immutable value
    reads_schemas: bool = True


class OpenVault(Struct, frozen=True):
    """A vault as a call found it. No note of it is read yet.

    config: the file that the settings come from, else None.
    """

    asked: Asked
    config: Path | None
    settings: Settings
    obsidian: ObsidianSettings
    reading: Reading
    listing: Listing

    @property
    def root(self) -> Path:
        """Its folder, absolute."""
        return self.asked.root

    def is_checked(self, path: str) -> bool:
        """Whether diagnostics of this note of the vault are reported at all."""
        return path not in self.listing.unchecked and not self.obsidian.is_ignored(path)

    def is_excluded(self, path: str) -> bool:
        """Whether the settings exclude a path that need not be a note; a folder ends in "/"."""
        patterns = self.settings.exclude
        if patterns:
            from pathspec import GitIgnoreSpec  # 20 ms to load

            if GitIgnoreSpec.from_lines(patterns).match_file(path):
                return True
        return self.obsidian.is_ignored(path)


class NotesRead(Struct, frozen=True):
    """The notes of a vault; `unreadable` says by path why others could not be read."""

    notes: tuple[Note, ...]
    unreadable: Mapping[str, str]
    failures: tuple[Failure, ...]


def open_vault(
    asked: Asked, configuration: Configuration, given: Mapping[str, bytes] | None = None
) -> OpenVault:
    """The vault's settings and the names of its files.

    given: the content of notes that are not read from their files.
    Raises CallError when the configuration is wrong or the folder cannot be read.
    """
    config, stated = stated_settings(asked, configuration)
    layers = (*stated.selections, configuration.selection)
    stated = replace(stated, selections=layers)
    obsidian = obsidian_settings(asked.root) if asked.is_vault else ObsidianSettings()
    listing = _listing(asked, stated.exclude)
    how = reading(
        obsidian,
        shown=_shown_dialects(asked.root, listing, stated, obsidian, given or {}),
        card_dialects=stated.card_dialects,
        folder_decks=stated.folder_decks,
        card_tags=stated.card_tags,
        inline_separators=stated.inline_separators,
        cloze_brackets=stated.cloze_brackets,
        previous_words=stated.previous_words,
        next_words=stated.next_words,
        up_words=stated.up_words,
        previous_properties=stated.previous_properties,
        next_properties=stated.next_properties,
        up_properties=stated.up_properties,
        template_folders=stated.template_folders,
    )
    try:
        uses = stated.schema_uses if configuration.reads_schemas else ()
        schemas = load_schemas(uses, partial(read_file, asked.root))
    except SchemaError as error:
        raise CallError(*schema_faults(asked.root, error)) from error
    stated = replace(
        stated,
        schemas=schemas,
        today=today(os.environ),
        property_types=obsidian.property_types,
    )
    return OpenVault(asked, config, stated, obsidian, how, listing)


def stated_settings(asked: Asked, configuration: Configuration) -> tuple[Path | None, Settings]:
    """The configuration's file, if there is one, and what it states; its schemas are not read.

    Raises CallError when it is wrong.
    """
    config = None if configuration.isolated else _config_file(asked, configuration.file)
    return config, Settings() if config is None else _settings(config)


def schema_faults(root: Path, error: SchemaError) -> Iterator[str]:
    """The mistakes in schemas of the vault at `root`, their files named from here."""
    for line in error.lines:
        place = _PLACE.match(line)
        if place is None or not (root / place["file"]).is_file():
            yield line
        else:
            yield from_here(root / place["file"]) + line[place.end("file") :]


def _shown_dialects(
    root: Path,
    listing: Listing,
    stated: Settings,
    obsidian: ObsidianSettings,
    given: Mapping[str, bytes],
) -> frozenset[Dialect]:
    """The dialects that the notes show, as far as the settings leave the question open."""
    if stated.card_dialects:
        return frozenset()
    paths = dict.fromkeys((*(path for path in given if not other_kind(path)), *listing.notes))
    contents = ((path, _content(root, path, given)) for path in paths)
    return shown_dialects(contents, ask_all=obsidian.plugins.dialects is None)


def _content(root: Path, path: str, given: Mapping[str, bytes]) -> bytes:
    """The content of a note; empty when it cannot be read, which is said where it is parsed."""
    try:
        return given[path] if path in given else read_file(root, path)
    except OSError:
        return b""


def read_file(root: Path, path: str) -> bytes:
    """The content of a regular file, at a path that may be anything. Raises OSError."""
    file = root / path
    try:
        is_regular = stat.S_ISREG(file.stat().st_mode)
    except ValueError as error:  # a path that no system allows
        raise OSError(errno.EINVAL, "not a path") from error
    if not is_regular:  # to read from a pipe would be to wait for somebody
        raise OSError(errno.EINVAL, "not a regular file")
    return file.read_bytes()


def with_own_schemas(vault: OpenVault, names: Iterable[str]) -> Settings:
    """The settings of the vault, with the schemas that notes name themselves by these names."""
    read = partial(read_file, vault.root)
    return replace(vault.settings, schemas=with_own(vault.settings.schemas, names, read))


def read_notes(
    vault: OpenVault,
    paths: Iterable[str],
    given: Mapping[str, bytes],
    sign: re.Pattern[str] | None = None,
) -> NotesRead:
    """The notes at these paths, parsed, in the same order.

    given: the content of notes that are not read from their files. sign: notes in whose text it
    is not found are left out, which takes a small part of the time.
    """
    notes: list[Note] = []
    unreadable: dict[str, str] = {}
    failures: list[Failure] = []
    for path in paths:
        try:
            content = given[path] if path in given else read_file(vault.root, path)
        except OSError as error:
            unreadable[path] = reason(error)
            continue
        note = attempt(READING, path, partial(_note, path, content, vault.reading, sign))
        if isinstance(note, Failure):
            failures.append(note)
        elif note is not None:
            notes.append(note)
    return NotesRead(tuple(notes), unreadable, tuple(failures))


def all_rules() -> Rules:
    """The catalogue as the configuration sees it."""
    from vaultlint.config import Rules  # as in _settings

    places = (entry.split("/") for entry in catalogue.RULES)
    return Rules({name: family for family, name in places}, catalogue.load)


def _note(path: str, content: bytes, reading: Reading, sign: re.Pattern[str] | None) -> Note | None:
    source = decode(path, content)
    if sign is not None and sign.search(source.text) is None:
        return None
    # Imported here: a vault is opened also where no note is read.
    from vaultlint.notes.parse import parse

    return parse(source, reading)


def _config_file(asked: Asked, named: Path | None) -> Path | None:
    if named is not None:
        return named
    own = asked.root / CONFIG_NAME
    return own if asked.is_vault and own.is_file() else None


def _settings(file: Path) -> Settings:
    shown = from_here(file)
    try:
        text = read_file(Path(), os.fspath(file)).decode("utf-8-sig")
    except OSError as error:
        raise CallError(f'cannot read the configuration "{shown}": {reason(error)}') from error
    except UnicodeDecodeError as error:
        raise CallError(f"{shown}:1:1: not UTF-8 ({error.reason}); save it as UTF-8") from error
    # Imported here: without a configuration there is nothing to read.
    from vaultlint.config import ConfigError, settings

    try:
        return settings(shown, text, all_rules())
    except ConfigError as error:
        raise CallError(*error.lines) from error


def from_here(file: Path) -> str:
    """The path from the current folder if the file lies in it, else its absolute path."""
    whole = Path(os.path.normpath(file.absolute()))
    here = Path.cwd()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()


def _listing(asked: Asked, exclude: tuple[str, ...]) -> Listing:
    if not asked.is_vault and WHOLE not in asked.folders:
        # Notes that are in no vault: what lies beside them is nobody's business.
        files = tuple(sorted(asked.notes))
        others = tuple(path for path in files if other_kind(path))
        return Listing(tuple(p for p in files if p not in others), files, others=others)
    try:
        return discover(asked.root, exclude)
    except OSError as error:
        raise CallError(f'cannot read the folder "{asked.root}": {reason(error)}') from error
