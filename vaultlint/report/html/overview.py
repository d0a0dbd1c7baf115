"""What the HTML page shows of a vault beside its diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:  # every check imports this module, and only a page needs these
    from vaultlint.report.cards import DeckCount
    from vaultlint.report.chains import ChainedVault


class Overview(Struct, frozen=True):
    """The chains and the cards of the notes that were asked about, of the same run.

    is_vault: whether Obsidian can open its notes.
    """

    is_vault: bool
    chains: ChainedVault
    decks: tuple[DeckCount, ...]
