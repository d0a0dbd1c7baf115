"""What the rulebook says of a rule, as HTML; the only part of the report that uses markdown-it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vaultlint.notes.facts import Note
from vaultlint.report.rulebook import page_sections
from vaultlint.rule import Rule

_EXAMPLES = frozenset({"Bad", "Good"})  # sections that only `vaultlint explain` shows
_RULE_LINK = re.compile(r"\[\[([a-z-]+)\]\]")


@dataclass(frozen=True, slots=True)
class RuleHelp:
    """A rule and its page without the examples, as HTML; sections by their titles."""

    name: str
    family: str
    severity: str
    fix: str
    sections: tuple[tuple[str, str], ...]


def rule_helps(pages: Iterable[tuple[Rule, Note]]) -> Iterator[RuleHelp]:
    """The rules and their pages, in the same order."""
    from markdown_it import MarkdownIt

    # No HTML of its own: a page is shown as it is written.
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    for rule, page in pages:
        sections = tuple(
            (section.title, renderer.render(_RULE_LINK.sub(r"`\1`", section.text)))
            for section in page_sections(page)
            if section.title not in _EXAMPLES
        )
        yield RuleHelp(rule.name, rule.family, rule.severity.label, rule.fix, sections)
