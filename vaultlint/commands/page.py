"""What the HTML report needs of a run beside its diagnostics, and the report itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from vaultlint.checks import catalogue
from vaultlint.commands.cards import card_rows
from vaultlint.commands.chains import chained_vault
from vaultlint.commands.opening import READING, OpenVault
from vaultlint.commands.rulebook import page_of
from vaultlint.commands.vaults import asked_notes
from vaultlint.diagnostic import Failure, Report, Severity
from vaultlint.engine import attempt
from vaultlint.notes.facts import Note
from vaultlint.report.cards import deck_counts
from vaultlint.report.html.overview import Overview
from vaultlint.report.html.page import Assets, HtmlReport, html_text
from vaultlint.report.html.rulehelp import rule_helps
from vaultlint.shipped import asset
from vaultlint.vault.index import VaultIndex, index_of


def overview(vault: OpenVault, notes: Sequence[Note], index: VaultIndex | None) -> Overview:
    """The chains and cards of a vault.

    notes: all that were read. index: over them; None when the folder is no vault.
    """
    asked = frozenset(asked_notes(vault))
    if index is None:
        index = index_of(vault.listing.files, notes, vault.obsidian)
    chains = chained_vault(vault, notes, index, asked)
    root = vault.root.as_posix()
    # A note whose cards cannot be read has its diagnostics all the same.
    found = (
        attempt(READING, note.path, partial(card_rows, root, note, vault.reading))
        for note in notes
        if note.path in asked
    )
    rows = (row for rows in found if not isinstance(rows, Failure) for row in rows)
    return Overview(vault.asked.is_vault, chains, tuple(deck_counts(rows)))


def html_parts(
    report: Report, overviews: Iterable[Overview], vaults: Sequence[OpenVault], show_from: Severity
) -> Iterator[str]:
    """The page. overviews, vaults: in the order of the report."""
    names = {d.rule for vault in report.vaults for d in vault.diagnostics}
    for vault in report.vaults:
        if vault.baselined is not None:
            names.update(d.rule for d in vault.baselined.diagnostics)
    rules = [catalogue.load(name) for name in sorted(names)]
    helps = tuple(rule_helps((rule, page_of(rule)) for rule in rules))
    day = vaults[0].settings.today
    page = HtmlReport(report, tuple(overviews), helps, show_from, day)
    yield html_text(page, Assets(asset("page.html.jinja"), asset("page.css"), asset("page.js")))
