"""A vault that is checked as often as its notes are repaired; here, with all of them in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from msgspec import Struct
from msgspec.structs import replace

from vaultlint.anki.records import Collection as Anki
from vaultlint.commands.anki import askable
from vaultlint.commands.bibliographies import Bibliographies, library
from vaultlint.commands.opening import NotesRead, OpenVault, with_own_schemas
from vaultlint.commands.vaults import asked_attachments
from vaultlint.diagnostic import VaultReport
from vaultlint.engine import ActiveRule, active_rules, check_vault
from vaultlint.notes.attachment import attachment
from vaultlint.notes.facts import Note
from vaultlint.notes.library import Library
from vaultlint.vault.facets import CitingFacet, NoteFacets, own_schemas
from vaultlint.vault.index import VaultIndex, index_of
from vaultlint.vault.renamed import renamed_by_place
from vaultlint.vault.resolve import is_attachment


class Outcome(NamedTuple):
    """What a check of one vault ends with.

    cited: the bibliographies of its notes. unreadable: by path, why; of those asked about.
    notes: all that were in memory, and vault_index is made of them; None when there is no vault
    to ask.
    """

    report: VaultReport
    rules: tuple[ActiveRule, ...]
    cited: Library
    unreadable: Mapping[str, str]
    vault_index: VaultIndex | None = None
    notes: Sequence[Note] = ()


class Checks(Protocol):
    """What checks one vault again and again. wanted: the paths that are asked about."""

    @property
    def vault(self) -> OpenVault: ...

    @property
    def wanted(self) -> Collection[str]: ...

    def note(self, path: str, /) -> Note | None:
        """A note as it was read; None when it could not be."""
        ...

    def notes_with(self, words: Collection[str], /) -> Iterator[Note]:
        """The notes that hold one of these words, as they were read."""
        ...

    def outcome(self, changed: Mapping[str, Note], /) -> Outcome:
        """The check of the vault when these of its notes, by path, are no longer as read."""
        ...


class Checking(Struct, frozen=True, dict=True):
    """What stays the same of one vault in a run; see Checks."""

    vault: OpenVault
    read: NotesRead
    wanted: frozenset[str]
    anki: Anki | None
    bibliographies: Bibliographies

    def note(self, path: str) -> Note | None:
        """See Checks."""
        return self._by_path.get(path)

    def notes_with(self, words: Collection[str]) -> Iterator[Note]:
        """See Checks."""
        return (note for note in self.read.notes if any(word in note.text for word in words))

    @cached_property
    def _by_path(self) -> Mapping[str, Note]:
        return {note.path: note for note in self.read.notes}

    def outcome(self, changed: Mapping[str, Note]) -> Outcome:
        """See Checks."""
        vault, listing = self.vault, self.vault.listing
        notes = [changed.get(note.path, note) for note in self.read.notes]
        asked = [note for note in notes if note.path in self.wanted]
        settings = with_own_schemas(vault, own_schemas(asked))
        cited = Library()
        if any("library" in active.rule.given for active in active_rules(settings)):
            citing = NoteFacets(asked, vault.obsidian.asking).each(CitingFacet)
            cited = library(vault, citing, self.bibliographies)
        rules = askable(active_rules(replace(settings, library=cited)), self.anki)
        vault_index = None
        if vault.asked.is_vault:
            vault_index = index_of(listing.files, notes, vault.obsidian, self.anki, vault.root.name)
        attachments: tuple[str, ...] = ()
        if any(active.rule.on_attachments for active in rules):
            attachments = tuple(filter(is_attachment, listing.files))
            asked += map(attachment, asked_attachments(vault, attachments))
        report = check_vault(
            vault.root.as_posix(),
            asked,
            rules,
            vault_index,
            len(listing.notes),
            [failure for failure in self.read.failures if failure.path in self.wanted],
            len(listing.others) + len(attachments),
            settings.schemas.sources,
            settings.suppressions,
        )
        if vault_index is not None:
            renamed = renamed_by_place(report.diagnostics, listing.files)
            report = replace(report, renamed=renamed)
        unreadable = {p: why for p, why in self.read.unreadable.items() if p in self.wanted}
        return Outcome(report, rules, cited, unreadable, vault_index, notes)
