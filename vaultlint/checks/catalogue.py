"""The table of all rules. A rule's module is imported only when the rule is asked for."""

from __future__ import annotations

from importlib import import_module

from vaultlint.rule import Rule

# Sorted; a rule "family/name" lies in vaultlint/checks/family/name.py, with underscores for
# hyphens, and has its page in rules/family/name.md. A test holds the three together.
RULES: tuple[str, ...] = (
    "anki/anki-deck-differs",
    "anki/anki-note-type-differs",
    "anki/anki-note-without-card",
    "anki/card-id-not-in-anki",
    "cards/bare-card-without-answer",
    "cards/card-between-math",
    "cards/card-id-in-code",
    "cards/card-in-comment",
    "cards/card-placeholder",
    "cards/card-tag-in-question",
    "cards/card-without-deck",
    "cards/closer-in-card-text",
    "cards/cloze-in-card",
    "cards/cut-bare-answer",
    "cards/deleted-by-blank-line",
    "cards/deleted-by-crlf",
    "cards/detached-card-id",
    "cards/duplicate-card-id",
    "cards/duplicate-question",
    "cards/empty-answer",
    "cards/empty-question",
    "cards/fence-freezes-sync",
    "cards/implausible-card-id",
    "cards/inline-separator-in-card",
    "cards/legacy-card",
    "cards/local-image-with-alt",
    "cards/malformed-card-closer",
    "cards/merged-bare-cards",
    "cards/missing-answer-end",
    "cards/missing-card-tag",
    "cards/nested-card",
    "cards/orphan-card-id",
    "cards/overlong-card-id",
    "cards/run-on-bare-card",
    "cards/second-card-tag",
    "cards/stray-answer-end",
    "cards/stray-card-opener",
    "cards/unclosed-card",
    "cards/unopened-card",
    "cards/unreadable-card-opener",
    "cards/unreadable-card-tag",
    "cards/unsynced-card",
    "clozes/accidental-cloze",
    "clozes/accidental-cloze-hint",
    "clozes/anki-cloze-syntax",
    "clozes/cloze-across-lines",
    "clozes/cloze-between-dollars",
    "clozes/cloze-not-from-one",
    "clozes/cloze-number-gap",
    "clozes/cloze-number-too-long",
    "clozes/cloze-number-without-colon",
    "clozes/cloze-placeholder",
    "clozes/detached-cloze-id",
    "clozes/empty-cloze",
    "clozes/mixed-cloze-numbering",
    "clozes/nested-cloze-brace",
    "clozes/unbalanced-cloze",
    "clozes/zero-cloze-number",
    "encoding/invalid-utf-8",
    "encoding/mojibake",
    "encoding/odd-space",
    "frontmatter/duplicate-property",
    "frontmatter/invalid-frontmatter",
    "frontmatter/missing-property",
    "frontmatter/schema-violation",
    "frontmatter/second-frontmatter",
    "frontmatter/unclosed-frontmatter",
    "frontmatter/unknown-property",
    "links/unencoded-link",
    "links/unresolved-embed",
    "links/unresolved-link",
    "navigation/neighbour-on-both-sides",
    "navigation/one-way-neighbour",
    "navigation/repeated-navigation-section",
    "navigation/self-neighbour",
    "navigation/unresolved-neighbour",
    "obsidian-to-anki/accidental-delete",
    "obsidian-to-anki/anki-note-in-code",
    "obsidian-to-anki/cloze-note-without-cloze",
    "obsidian-to-anki/duplicate-note-id",
    "obsidian-to-anki/early-end",
    "obsidian-to-anki/empty-anki-note",
    "obsidian-to-anki/inline-note-without-type",
    "obsidian-to-anki/interrupted-delete",
    "obsidian-to-anki/misplaced-note-id",
    "obsidian-to-anki/second-target-deck",
    "obsidian-to-anki/text-beside-note-id",
    "obsidian-to-anki/unclosed-anki-note",
    "obsidian-to-anki/unclosed-inline-note",
    "obsidian-to-anki/unknown-note-type",
    "obsidian-to-anki/unreadable-end",
    "obsidian-to-anki/unreadable-file-tags",
    "obsidian-to-anki/unreadable-frozen-fields",
    "obsidian-to-anki/unreadable-inline-field",
    "obsidian-to-anki/unreadable-note-id",
    "obsidian-to-anki/unreadable-start",
    "obsidian-to-anki/unreadable-tags-line",
    "obsidian-to-anki/unreadable-target-deck",
    "spaced-repetition/accidental-card",
    "spaced-repetition/blank-line-before-separator",
    "spaced-repetition/callout-without-schedule",
    "spaced-repetition/card-hidden-by-code",
    "spaced-repetition/cards-without-deck-tag",
    "spaced-repetition/comment-hides-card",
    "spaced-repetition/cut-multiline-answer",
    "spaced-repetition/detached-schedule",
    "spaced-repetition/empty-multiline-answer",
    "spaced-repetition/frontmatter-closer-unread",
    "spaced-repetition/merged-multiline-cards",
    "spaced-repetition/misplaced-block-id",
    "spaced-repetition/separator-in-multiline-card",
    "spaced-repetition/separator-without-question",
    "spaced-repetition/surplus-schedule",
    "spaced-repetition/table-ends-card",
    "spaced-repetition/unclosed-fence-hides-cards",
    "spaced-repetition/unreadable-schedule",
)

FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(name.split("/")[0] for name in RULES))


def rule_names() -> tuple[str, ...]:
    """The names of all rules, in the order of families."""
    return tuple(entry.split("/")[1] for entry in RULES)


def load(name: str) -> Rule:
    """The rule with this name; `name` must be one of rule_names()."""
    entry = next(entry for entry in RULES if entry.endswith(f"/{name}"))
    module = import_module(f"vaultlint.checks.{entry.replace('-', '_').replace('/', '.')}")
    rule = module.RULE
    assert isinstance(rule, Rule), name
    return rule
