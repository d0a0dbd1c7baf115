"""Everything that a run has to know besides the notes, as configuration and call state it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from msgspec import Struct, field

from vaultlint.diagnostic import Severity
from vaultlint.notes.facts import Dialect
from vaultlint.notes.library import Library
from vaultlint.notes.property_types import PropertyTypes
from vaultlint.rule import Rule
from vaultlint.schema import DEFAULT_USES, Schemas, SchemaUse

CONFIG_NAME = ".vaultlint.yaml"
UNKNOWN_PROPERTY = "unknown-property"  # the rule that "unknown-properties" is about


class Selection(Struct, frozen=True):
    """One layer of selecting rules, by their names, their families or "all".

    select: replaces what the layers below selected; None leaves it.
    """

    select: tuple[str, ...] | None = None
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class RuleSettings(Struct, frozen=True):
    """What a configuration says of one rule. options: by name; the others keep their defaults."""

    severity: Severity | None = None
    options: Mapping[str, object] = field(default_factory=dict)


class BibliographyUse(Struct, frozen=True):
    """A bibliography that is named. path: from the root of the vault. place: for messages."""

    path: str
    place: str


class SuppressionUse(NamedTuple):
    """Rules whose diagnostics of some notes are kept back.

    rules: names of rules and families, or "all". notes: selects as that of a schema does.
    """

    rules: tuple[str, ...]
    notes: SchemaUse


class Settings(Struct, frozen=True):
    """Everything that a run has to know besides the notes.

    selections: from the lowest layer (the file) to the highest (the command line).
    fail_on: the severity from which a run fails; None is never.
    exclude: patterns of .gitignore, for paths relative to the vault.
    card_dialects … up_properties: None where the vault or the default decides.
    template_folders: besides those that Obsidian knows of.
    schema_uses: which schemas are stated; schemas: the same, read.
    today: in UTC; date.max stands for a run that asks no clock.
    property_types: that Obsidian gives to the properties of the vault.
    bibliographies: None where plugins decide. library: what they, and those of the notes, hold.
    suppressions: None when nothing is suppressed, by comments in notes neither.
    """

    selections: tuple[Selection, ...] = ()
    rules: Mapping[str, RuleSettings] = field(default_factory=dict)
    fail_on: Severity | None = Severity.WARNING
    exclude: tuple[str, ...] = ()
    card_dialects: tuple[Dialect, ...] | None = None
    folder_decks: bool | None = None
    card_tags: tuple[str, ...] | None = None
    inline_separators: tuple[str, ...] | None = None
    cloze_brackets: tuple[str, ...] | None = None
    previous_words: tuple[str, ...] | None = None
    next_words: tuple[str, ...] | None = None
    up_words: tuple[str, ...] | None = None
    previous_properties: tuple[str, ...] | None = None
    next_properties: tuple[str, ...] | None = None
    up_properties: tuple[str, ...] | None = None
    template_folders: tuple[str, ...] = ()
    schema_uses: tuple[SchemaUse, ...] = DEFAULT_USES
    schemas: Schemas = field(default_factory=Schemas)
    today: date = date.max
    property_types: PropertyTypes = field(default_factory=PropertyTypes)
    bibliographies: tuple[BibliographyUse, ...] | None = None
    library: Library = Library()  # an immutable value
    suppressions: tuple[SuppressionUse, ...] | None = ()

    def is_selected(self, name: str, family: str) -> bool | None:
        """Whether the rule runs; None when no layer says so: the rule's own default.

        In a layer the most exact word wins: the rule, then its family, then "all".
        """
        for layer in reversed(self.selections):
            for word in (name, family, "all"):
                if word in layer.ignore:
                    return False
                if word in layer.extend or word in (layer.select or ()):
                    return True
            if layer.select is not None:
                return False
        return None

    def severity_of(self, rule: Rule) -> Severity:
        """The severity of the rule's diagnostics."""
        stated = self.rules.get(rule.name)
        return rule.severity if stated is None or stated.severity is None else stated.severity

    def severities_of(self, rule: Rule) -> Mapping[str, Severity]:
        """The severities that uses of schemas state for what the rule reports, by their places."""
        if "schemas" not in rule.given:
            return {}
        severities: dict[str, Severity] = {}
        for use in self.schema_uses:
            severity = use.severity
            if rule.name == UNKNOWN_PROPERTY and use.unknown_properties == "warn":
                severity = Severity.WARNING
            if severity is not None:
                severities[use.place] = severity
        return severities

    def options_of(self, rule: Rule) -> tuple[object, ...]:
        """The options for the check of a rule that is loaded."""
        stated = self.rules.get(rule.name, RuleSettings()).options
        new: Callable[..., tuple[object, ...]] = rule.options
        return new(**stated, **{name: getattr(self, name) for name in rule.given})
