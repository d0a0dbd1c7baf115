"""An edge of a canvas that begins or ends at no node."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.spellings import Spellings


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if note.canvas is None:
        return
    ids = {node.id.text: None for node in note.canvas.nodes if node.id is not None}
    spellings: Spellings | None = None
    for end in (end for edge in note.canvas.edges for end in edge.ends):
        if end.text in ids:
            continue
        spellings = spellings or Spellings(ids)
        near = spellings.nearest(end.text)
        advice = f"did you mean {quoted(near)}?" if near else "correct it or remove the edge"
        yield Finding(end.span, f"no node has the id {quoted(end.text)}; {advice}")
