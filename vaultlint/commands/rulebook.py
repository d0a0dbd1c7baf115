"""The rulebook's pages, read from where they lie."""

from __future__ import annotations

from vaultlint.notes.facts import Note
from vaultlint.notes.parse import parse
from vaultlint.rule import Rule
from vaultlint.shipped import shipped
from vaultlint.text.decode import decode


def page_of(rule: Rule) -> Note:
    """The rule's page as a note; its path is relative to the rulebook."""
    path = f"{rule.family}/{rule.name}.md"
    return parse(decode(path, (shipped("rules") / path).read_bytes()))
