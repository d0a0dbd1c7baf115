"""Which citations are of works."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.notes.facts import Citation, Note
from vaultlint.text.regex import regex

# References to figures, tables and the like: pandoc-crossref has a colon, Quarto a hyphen.
_CROSS_REFERENCE = regex(
    r"(?:(?:fig|tbl|sec|eq|lst):|(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr)-)", re.I
)


def works_cited(note: Note) -> Iterator[Citation]:
    """The citations in brackets, without references to other parts of the text."""
    yield from (c for c in note.citations if not is_cross_reference(c.key))


def is_cross_reference(key: str) -> bool:
    """Whether a key is that of a figure, a table or the like."""
    return _CROSS_REFERENCE.match(key) is not None
