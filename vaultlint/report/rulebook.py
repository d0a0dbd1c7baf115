"""Pages of the rulebook, and the table of all rules, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from vaultlint.notes.facts import Heading, Note
from vaultlint.report.json import Json
from vaultlint.rule import Rule
from vaultlint.text.span import Span

_HELPFUL = frozenset({"What", "Why", "Options"})


class Section(Struct, frozen=True):
    """One section of a page, by its heading of level 2. text: Markdown, trimmed."""

    title: str
    text: str


def page_sections(page: Note) -> tuple[Section, ...]:
    """The sections of a rule's page, without its links to the pages before and after."""
    return tuple(
        Section(heading.text, _section_text(page, heading, end))
        for heading, end in _section_places(page)
    )


def summary(page: Note) -> str:
    """What the rule reports, in one line: the first sentence under "What"."""
    what = next((s.text for s in page_sections(page) if s.title == "What"), "")
    paragraph = " ".join(what.split("\n\n", 1)[0].split())
    sentence, stop, _ = paragraph.partition(". ")
    return sentence if stop else sentence.removesuffix(".")


def help_markdown(rule: Rule, page: Note) -> str:
    """What the rule reports and why, without examples, links to other rules as their names."""
    links = [link for link in page.links if not link.property]
    parts: list[str] = []
    for heading, end in _section_places(page):
        if heading.text not in _HELPFUL:
            continue
        pieces: list[str] = []
        here = heading.span.end
        for link in links:
            if here <= link.span.start and link.span.end <= end:
                pieces += (page.text[here : link.span.start], f"`{link.path}`")
                here = link.span.end
        pieces.append(page.text[here:end])
        parts.append(f"**{heading.text}**\n\n{''.join(pieces).strip()}")
    return "\n\n".join([*parts, f"Examples: `vaultlint explain {rule.name}`"])


def page_markdown(rule: Rule, page: Note) -> str:
    """The page as Markdown, its frontmatter turned into one line under the title."""
    parts = [f"# {rule.name}", _in_words(rule)]
    parts += [f"## {section.title}\n\n{section.text}" for section in page_sections(page)]
    return "\n\n".join(parts) + "\n"


def rule_json(rule: Rule, page: Note) -> Json:
    """The rule as an entry of `vaultlint rules --output-format json`."""
    return {
        "rule": rule.name,
        "family": rule.family,
        "severity": rule.severity.label,
        "scope": rule.scope,
        "fix": rule.fix,
        "opt_in": rule.opt_in,
        "options": {
            name.replace("_", "-"): rule.options._field_defaults[name]
            for name in rule.options._fields
            if name not in rule.given
        },
        "summary": summary(page),
    }


def page_json(rule: Rule, page: Note) -> Json:
    """The rule with its whole page: sections in their order, as Markdown."""
    sections = [{"title": s.title, "markdown": s.text} for s in page_sections(page)]
    return {**rule_json(rule, page), "sections": sections}


def rules_table(rows: Iterable[tuple[Rule, Note]]) -> list[tuple[str, ...]]:
    """A row a rule: its name, family, severity, scope, fix, and what it reports."""
    return [
        (
            rule.name,
            rule.family,
            f"{rule.severity.label}, off" if rule.opt_in else rule.severity.label,
            rule.scope,
            rule.fix,
            summary(page),
        )
        for rule, page in rows
    ]


def _section_places(page: Note) -> list[tuple[Heading, int]]:
    """The headings of level 2, each with the end of its section."""
    heads = [heading for heading in page.headings if heading.level == 2]
    ends = [heading.span.start for heading in heads[1:]] + [_content_end(page)]
    return list(zip(heads, ends, strict=True))


def _in_words(rule: Rule) -> str:
    looks = "looks at the note alone" if rule.scope == "note" else "looks at the whole vault"
    switch = ", off until selected" if rule.opt_in else ""
    fix = "has no fix" if rule.fix == "none" else f"has a fix ({rule.fix})"
    return f"Family **{rule.family}**, severity **{rule.severity.label}**{switch}; {looks}; {fix}."


def _section_text(page: Note, heading: Heading, end: int) -> str:
    return page.source.slice(Span(heading.span.end, max(heading.span.end, end))).strip()


def _content_end(page: Note) -> int:
    """Where the page's last section ends: before the callout that leads to the next page."""
    after = [section.span.start for section in page.navigation if section.direction == "next"]
    return after[-1] if after else len(page.text)
