"""What the rulebook says of a rule, as HTML; the only part of the report that uses markdown-it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from vaultlint.notes.facts import Note
from vaultlint.report.rulebook import help_markdown
from vaultlint.rule import Rule


class RuleHelp(Struct, frozen=True):
    """A rule, and its page without the examples as HTML."""

    name: str
    family: str
    severity: str
    fix: str
    html: str


def rule_helps(pages: Iterable[tuple[Rule, Note]]) -> Iterator[RuleHelp]:
    """The rules and their pages, in the same order."""
    from markdown_it import MarkdownIt

    # No HTML of its own: a page is shown as it is written.
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    for rule, page in pages:
        html = renderer.render(help_markdown(rule, page))
        yield RuleHelp(rule.name, rule.family, rule.severity.label, rule.fix, html)
