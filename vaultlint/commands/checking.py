"""A vault that is read once and checked as often as its notes are repaired."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from vaultlint.anki.records import Collection
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

    vault_index: None when there is no vault to ask. cited: the bibliographies of its notes.
    notes: all that were read.
    """

    report: VaultReport
    rules: tuple[ActiveRule, ...]
    vault_index: VaultIndex | None
    cited: Library
    notes: Sequence[Note]


class Checking(Struct, frozen=True):
    """What stays the same of one vault in a run. wanted: the paths that are asked about."""

    vault: OpenVault
    read: NotesRead
    wanted: frozenset[str]
    anki: Collection | None
    bibliographies: Bibliographies

    def outcome(self, notes: Sequence[Note]) -> Outcome:
        """The check of the vault when these are its notes."""
        vault, listing = self.vault, self.vault.listing
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
        return Outcome(report, rules, vault_index, cited, notes)
