"""The blocks of a note: line by line where that is sure, else by markdown-it-py."""

from __future__ import annotations

from vaultlint.notes.blockscan import scan_blocks
from vaultlint.notes.structure import Blocks
from vaultlint.text.source import Source
from vaultlint.text.span import Span


def read_blocks(source: Source, body: Span) -> Blocks:
    """The blocks of the body."""
    if body.start == body.end:
        return Blocks()
    found = scan_blocks(source, body)
    if found is None:
        # Imported here: few notes need it.
        from vaultlint.notes.blocks import parse_blocks

        found = parse_blocks(source, body)
    return found
