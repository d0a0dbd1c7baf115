"""Two nodes, or two edges, of one canvas with the same id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note, Text
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if note.canvas is not None:
        yield from _repeated("node", (node.id for node in note.canvas.nodes))
        yield from _repeated("edge", (edge.id for edge in note.canvas.edges))


def _repeated(thing: str, ids: Iterable[Text | None]) -> Iterator[Finding]:
    first: dict[str, Text] = {}
    for text in ids:
        if text is not None and first.setdefault(text.text, text) is not text:
            yield Finding(
                text.span,
                f"another {thing} has the id {quoted(text.text)} already; give this one its own",
                (Related(first[text.text].span, f"the {thing} that has it"),),
            )
