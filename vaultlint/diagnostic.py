"""What checks yield, and what the engine makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Literal, NamedTuple

from msgspec import Struct, field

from vaultlint.text.source import Source
from vaultlint.text.span import Span


class Severity(IntEnum):
    """How bad a fault is; ordered, so that severities can be compared."""

    INFO = 0  # worth knowing
    WARNING = 1  # works by luck, or an edit away from an error
    ERROR = 2  # something is lost, overwritten, duplicated, deleted or unreachable

    @property
    def label(self) -> str:
        """The word in configurations and reports: "error", "warning", "info"."""
        return self.name.lower()


FixKind = Literal["none", "safe", "unsafe"]


# What of a note a fix means to change. All else is proven to be the same before it is written:
# "frontmatter" (properties), "decks" (of the note's cards), "cards" (which there are, and clozes),
# "texts" (the words in cards and clozes, by the edits alone), "ids" (of cards), "links", "tags",
# "names" (headings and block ids, to which links lead), "blocks" (callouts, fences, math and
# comments), "citations" (and footnotes).
Change = Literal[
    "frontmatter",
    "decks",
    "cards",
    "texts",
    "ids",
    "links",
    "tags",
    "names",
    "blocks",
    "citations",
]


class Edit(Struct, frozen=True):
    """Put `text` in the place of `span`.

    A "\n" in `text` is written as the line break of the note.
    """

    span: Span
    text: str


class Fix(Struct, frozen=True):
    """Edits of one note that are applied whole or not at all.

    title: an imperative, such as "Close the card".
    edits: sorted by place, without overlaps.
    safe: the meaning of the note cannot change but for the defect that it repairs.
    changes: what it means to change, at its edits, at the places that its finding names, and
    within its reach.
    reach: where else; None for nowhere. In the note that it edits.
    path: of the note that it edits; None for the note of the finding.
    removes_mark: it also removes the byte order mark, which is no part of a text.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool
    changes: frozenset[Change] = frozenset()
    path: str | None = None
    removes_mark: bool = False
    reach: Span | None = None


class Related(Struct, frozen=True):
    """Another place that explains a finding.

    path: of the note or the schema it stands in; None for the note of the finding.
    """

    span: Span
    message: str
    path: str | None = None


class Finding(Struct, frozen=True):
    """What a check yields: it cannot state a rule, a path or a severity.

    message: one line, what is wrong, then what to do; lower case, no final stop.
    missing_path: of a link that leads to no file, the path that it asks for, as it is compared.
    origin: the place in the configuration that asks for what is missed here, as
    `path:line:column`: a severity that is stated there holds instead of that of the rule.
    property_path: of the property that it is about, keys and indexes from 0; empty for none.
    """

    span: Span
    message: str
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    property_path: tuple[str | int, ...] = ()
    origin: str = ""
    missing_path: str = ""


class Diagnostic(Struct, frozen=True):
    """A finding with its rule, its severity and the path of its note, relative to the vault."""

    rule: str
    family: str
    severity: Severity
    path: str
    finding: Finding


class Identity(NamedTuple):
    """By which a baseline knows a diagnostic again. fingerprint: hexadecimal digits."""

    path: str
    rule: str
    fingerprint: str


class Baselined(Struct, frozen=True):
    """What a baseline says of the notes that were asked about.

    diagnostics: found, and known to it. resolved: known to it, and found no more: how often.
    """

    diagnostics: tuple[Diagnostic, ...]
    resolved: Mapping[Identity, int]


class KeptBack(Struct, frozen=True):
    """A diagnostic that is suppressed. reason: that its comment states; empty for none."""

    diagnostic: Diagnostic
    by: Literal["comment", "settings"]
    reason: str = ""


class Failure(Struct, frozen=True):
    """A check that crashed: vaultlint's own fault, never the user's.

    error: the exception in one line.
    """

    rule: str
    path: str
    error: str


class NoteOutcome(Struct, frozen=True):
    """What the rules say of one note. kept_back: what is suppressed of it."""

    diagnostics: tuple[Diagnostic, ...] = ()
    kept_back: tuple[KeptBack, ...] = ()
    failures: tuple[Failure, ...] = ()


class RenamedFolder(Struct, frozen=True):
    """A folder that links name, and where its files are now. Both without "/" at their ends.

    old: as the links write it, or where they lead if one of them is relative to its note.
    new: "" for the root of the vault. is_written: none of the links is relative.
    """

    old: str
    new: str
    is_written: bool = True


class VaultReport(Struct, frozen=True):
    """The outcome for one vault.

    root: absolute path with "/".
    notes: how many notes the vault has; checked: how many of them were asked about.
    sources: by path, of every note and schema that a diagnostic or a related place stands in.
    skipped_rules: names of rules that did not run because no vault root was found.
    others, others_checked: likewise, canvases and bases; attachments, if a rule looks at them.
    fixed: how many mistakes were repaired before, and are not among `diagnostics`.
    baselined: None without a baseline; what it knows is not among `diagnostics`.
    unchanged: how many diagnostics were left out, as no change has to do with them.
    renamed: the folders that explain links which lead nowhere, by path and place of the link.
    suppressed: what comments and settings keep back; it is not among `diagnostics`.
    faults: what could not be done, in one line each, as it was said on standard error.
    """

    root: str
    notes: int
    checked: int
    diagnostics: tuple[Diagnostic, ...]
    failures: tuple[Failure, ...]
    sources: Mapping[str, Source]
    skipped_rules: tuple[str, ...] = ()
    others: int = 0
    others_checked: int = 0
    fixed: int = 0
    baselined: Baselined | None = None
    unchanged: int = 0
    renamed: Mapping[tuple[str, Span], RenamedFolder] = field(default_factory=dict)
    suppressed: tuple[KeptBack, ...] = ()
    faults: tuple[str, ...] = ()


class Report(Struct, frozen=True):
    """The outcome of a run: one entry a vault, in the order of their roots."""

    vaults: tuple[VaultReport, ...]
