"""Notes, rules and settings turned into diagnostics. Reads nothing, prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from vaultlint.checks import catalogue
from vaultlint.diagnostic import (
    Diagnostic,
    Failure,
    Finding,
    KeptBack,
    NoteOutcome,
    Severity,
    VaultReport,
)
from vaultlint.fix import fix_fault
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoteRule, Rule, Vault
from vaultlint.settings import Settings, SuppressionUse
from vaultlint.suppress import names_of, suppressed, told_by_settings
from vaultlint.text.source import Source

T = TypeVar("T")

# RULES.md, section 7: what is read of a file that is no plain note. A note's kind that is not
# named here is checked by all families; a template by the rules that ask for templates.
_FAMILIES_OF_KIND: Mapping[str, frozenset[str]] = {
    "drawing": frozenset({"encoding", "files", "frontmatter", "suppressions"}),
    "board": frozenset({"encoding", "files", "frontmatter", "links", "suppressions"}),
    "sorting-spec": frozenset({"encoding", "files", "frontmatter", "suppressions"}),
    "canvas": frozenset({"encoding", "files", "canvas", "bases"}),
    "base": frozenset({"encoding", "files", "bases"}),
    "report": frozenset(),
}

# Files that are checked, and are no notes.
OTHER_KINDS = frozenset({"canvas", "base", "attachment"})

# What these families report, only these plugins do.
_DIALECTS_OF_FAMILY: Mapping[str, frozenset[str]] = {
    "cards": frozenset({"bracket", "flashcards-obsidian"}),
    "clozes": frozenset({"bracket", "flashcards-obsidian"}),
    "spaced-repetition": frozenset({"spaced-repetition"}),
    "obsidian-to-anki": frozenset({"obsidian-to-anki"}),
}

# These families look at files of one kind.
_KIND_OF_FAMILY: Mapping[str, str] = {"canvas": "canvas"}


class ActiveRule(NamedTuple):
    """A rule that runs, with the severity and the options that the settings give it.

    severities: of findings that the configuration asks for, by their origin.
    settings: of which it gets its options when it is loaded; None when it is.
    """

    rule: Rule
    severity: Severity
    options: tuple[object, ...] = ()
    severities: Mapping[str, Severity] = {}  # never changed
    settings: Settings | None = None

    def severity_of(self, finding: Finding) -> Severity:
        """The severity of a finding of the rule."""
        return self.severities.get(finding.origin, self.severity)

    def loaded(self) -> ActiveRule:
        """The rule with its check and its options."""
        if self.settings is None:
            return self
        rule = catalogue.load(self.rule.name)
        return self._replace(rule=rule, options=self.settings.options_of(rule), settings=None)


def active_rules(settings: Settings) -> tuple[ActiveRule, ...]:
    """The rules that these settings switch on, in the order of the catalogue; none is loaded."""
    active = []
    for rule in catalogue.ENTRIES:
        selected = settings.is_selected(rule.name, rule.family)
        if selected or (selected is None and not rule.opt_in):
            severities = settings.severities_of(rule)
            severity = settings.severity_of(rule)
            active.append(ActiveRule(rule, severity, (), severities, settings))
    return tuple(active)


class Checker:
    """Asks rules about one note after the other.

    skipped_rules: the names of those that need a vault, when there is none to ask.
    """

    def __init__(
        self,
        rules: Iterable[ActiveRule],
        vault: Vault | None,
        suppressions: Sequence[SuppressionUse] | None = (),
    ) -> None:
        """suppressions: of the settings; None to keep nothing back, whatever notes say."""
        rules = tuple(rules)
        skipped = [active for active in rules if vault is None and active.rule.scope == "vault"]
        self.skipped_rules = tuple(active.rule.name for active in skipped)
        self._rules = tuple(a for a in rules if vault is not None or a.rule.scope != "vault")
        self._vault = vault
        self._names = None if suppressions is None else names_of(suppressions)
        self._chosen: dict[tuple[object, ...], tuple[ActiveRule, ...]] = {}

    def outcome(self, note: Note) -> NoteOutcome:
        """What the rules say of a note."""
        sort = _sort(note)
        if sort not in self._chosen:
            asked_first = (active for active in self._rules if not active.rule.asks_unused)
            self._chosen[sort] = tuple(a.loaded() for a in asked_first if looks_at(a.rule, note))
        failed: list[Failure] = []
        found = _check_note(note, self._chosen[sort], self._vault, failed)
        if self._names is None:
            return NoteOutcome(tuple(found), (), tuple(failed))
        told, held = _told(note, found, self._rules, failed, self._names(note))
        return NoteOutcome(tuple(told), tuple(held), tuple(failed))


class Counts(NamedTuple):
    """How many notes a vault has, and how many of them a run was asked about.

    others: likewise, canvases, bases and attachments (if they are looked at).
    """

    notes: int
    checked: int
    others: int = 0
    others_checked: int = 0


def vault_report(
    root: str,
    outcomes: Iterable[tuple[str, NoteOutcome]],
    counts: Counts,
    source: Callable[[str], Source | None],
    failures: Iterable[Failure] = (),
    skipped_rules: tuple[str, ...] = (),
) -> VaultReport:
    """The report on the notes that a run was asked about.

    root: absolute path with "/". outcomes: by path. source: of the note or the schema at a path.
    failures: of parsing, by attempt().
    """
    diagnostics: list[Diagnostic] = []
    kept_back: list[KeptBack] = []
    failed = list(failures)
    sources: dict[str, Source] = {}
    for path, outcome in outcomes:
        failed += outcome.failures
        if not (outcome.diagnostics or outcome.kept_back):
            continue
        concerned = [*outcome.diagnostics, *(held.diagnostic for held in outcome.kept_back)]
        diagnostics += outcome.diagnostics
        kept_back += outcome.kept_back
        for named in dict.fromkeys((path, *_other_paths(concerned))):
            found = source(named) if named is not None and named not in sources else None
            if found is not None:
                sources[found.path] = found
    return VaultReport(
        root=root,
        notes=counts.notes,
        checked=counts.checked,
        diagnostics=tuple(sorted(diagnostics, key=_place)),
        failures=tuple(sorted(failed, key=lambda failure: (failure.path, failure.rule))),
        sources=sources,
        skipped_rules=skipped_rules,
        others=counts.others,
        others_checked=counts.others_checked,
        suppressed=tuple(sorted(kept_back, key=lambda held: _place(held.diagnostic))),
    )


def check_vault(
    root: str,
    asked: Sequence[Note],
    rules: Iterable[ActiveRule],
    vault: Vault | None,
    notes: int,
    failures: Iterable[Failure] = (),
    others: int = 0,
    schemas: Mapping[str, Source] | None = None,
    suppressions: Sequence[SuppressionUse] | None = (),
) -> VaultReport:
    """The report on notes that are held in memory.

    root: absolute path with "/". vault: None when there is no vault to ask; the rules that need
    one are skipped. notes, others: of Counts. failures: of parsing, by attempt(). schemas: files
    that findings may refer to, by path.
    suppressions: of the settings; None to keep nothing back, whatever notes say.
    """
    checker = Checker(rules, vault, suppressions)
    own = {note.path: note.source for note in asked}

    def source(path: str) -> Source | None:
        found = own.get(path) or (None if vault is None else vault.source(path))
        return found or (schemas or {}).get(path)

    others_checked = sum(note.kind in OTHER_KINDS for note in asked)
    return vault_report(
        root,
        ((note.path, checker.outcome(note)) for note in asked),
        Counts(notes, len(asked) - others_checked, others, others_checked),
        source,
        failures,
        checker.skipped_rules,
    )


def _other_paths(diagnostics: Iterable[Diagnostic]) -> Iterator[str | None]:
    """The files that diagnostics speak of besides their own."""
    for diagnostic in diagnostics:
        yield from (related.path for related in diagnostic.finding.related)
        if diagnostic.finding.fix is not None:
            yield diagnostic.finding.fix.path


def _sort(note: Note) -> tuple[object, ...]:
    """What looks_at() asks of a note: those of which it is the same are looked at by one set."""
    damage = note.source.damage
    return (note.kind, note.dialects, damage and damage.kind)


def looks_at(rule: Rule, note: Note) -> bool:
    """Whether a rule is asked about a note at all."""
    damage = note.source.damage
    if damage is not None and damage.kind == "binary":
        return rule.family == "encoding"
    if note.kind == "template":
        return rule.on_templates
    if note.kind == "attachment":
        return rule.on_attachments
    dialects = _DIALECTS_OF_FAMILY.get(rule.family)
    if dialects is not None and dialects.isdisjoint(note.dialects):
        return False
    if note.kind != _KIND_OF_FAMILY.get(rule.family, note.kind):
        return False
    families = _FAMILIES_OF_KIND.get(note.kind)
    return families is None or rule.family in families


def attempt(rule: str, path: str, step: Callable[[], T]) -> T | Failure:
    """What `step` returns; a Failure that names the rule and the note when it crashes."""
    try:
        return step()
    # The one place for a fault of vaultlint's own: it must not hide what other checks found.
    except Exception as error:
        words = " ".join(str(error).split())
        return Failure(rule, path, f"{type(error).__name__}: {words}" if words else repr(error))


def _place(diagnostic: Diagnostic) -> tuple[object, ...]:
    finding = diagnostic.finding
    return (diagnostic.path, finding.span, diagnostic.rule, finding.message)


def _check_note(
    note: Note, rules: Sequence[ActiveRule], vault: Vault | None, failures: list[Failure]
) -> list[Diagnostic]:
    diagnostics: list[Diagnostic] = []
    # All at once: an attempt for each rule would take longer than most checks.
    run = partial(_run_all, rules, note, vault, diagnostics)
    if attempt("", note.path, run) is not None:
        each = (_diagnostics(note, active, vault, failures) for active in rules)
        diagnostics = [*chain.from_iterable(each)]
    if not diagnostics:
        return diagnostics
    return _without_yielding(_without_covered(diagnostics, rules), rules)


def _diagnostics(
    note: Note, active: ActiveRule, vault: Vault | None, failures: list[Failure]
) -> list[Diagnostic]:
    """What one rule tells of a note; of one that crashes, what it told before."""
    diagnostics: list[Diagnostic] = []
    outcome = attempt(active.rule.name, note.path, partial(_run, active, note, vault, diagnostics))
    if outcome is not None:
        failures.append(outcome)
    return diagnostics


def _told(
    note: Note,
    diagnostics: list[Diagnostic],
    rules: Sequence[ActiveRule],
    failures: list[Failure],
    names: frozenset[str],
) -> tuple[list[Diagnostic], list[KeptBack]]:
    """The diagnostics of a note that are not suppressed, and those that are.

    They are asked for when rules have yielded: where the better one is suppressed, the worse one
    does not speak up. names: of what the settings suppress in the note.
    """
    if not note.suppressions.kept:
        return told_by_settings(diagnostics, names)
    crashed = {failure.rule for failure in failures if failure.path == note.path}
    ran = frozenset(active.rule.name for active in rules) - crashed
    outcome = suppressed(note, diagnostics, ran)
    left = outcome.told
    unused = replace(note, suppressions=replace(note.suppressions, kept=outcome.unused))
    for active in rules:
        if active.rule.asks_unused and looks_at(active.rule, note):
            left = [*left, *_diagnostics(unused, active.loaded(), None, failures)]
    told, held = told_by_settings(left, names)
    return told, [*outcome.kept_back, *held]


def _without_covered(
    diagnostics: list[Diagnostic], rules: Iterable[ActiveRule]
) -> list[Diagnostic]:
    """The diagnostics of one note without those that a rule which covers its places explains."""
    covering = {active.rule.name for active in rules if active.rule.covers}
    covered = Regions(d.finding.span for d in diagnostics if d.rule in covering)
    return [
        d for d in diagnostics if d.rule in covering or covered.end_of(d.finding.span.start) is None
    ]


def _without_yielding(
    diagnostics: list[Diagnostic], rules: Iterable[ActiveRule]
) -> list[Diagnostic]:
    """The diagnostics of one note without those that another rule tells better."""
    told = {(d.rule, d.finding.property_path) for d in diagnostics}
    yields_to = {active.rule.name: active.rule.yields_to for active in rules}
    return [d for d in diagnostics if told.isdisjoint(_better(d, yields_to[d.rule]))]


def _better(diagnostic: Diagnostic, rules: Iterable[str]) -> set[tuple[str, tuple[str | int, ...]]]:
    """The reports that would make this one needless: about its property, or one around it."""
    path = diagnostic.finding.property_path
    return {(rule, path[:length]) for rule in rules for length in range(1, len(path) + 1)}


def _run_all(
    rules: Iterable[ActiveRule], note: Note, vault: Vault | None, diagnostics: list[Diagnostic]
) -> None:
    for active in rules:
        _run(active, note, vault, diagnostics)


def _run(
    active: ActiveRule, note: Note, vault: Vault | None, diagnostics: list[Diagnostic]
) -> None:
    rule = active.rule
    if isinstance(rule, NoteRule):
        found = rule.check(note, active.options)
    elif vault is not None:
        found = rule.check(note, vault, active.options)
    else:
        return
    for finding in found:
        sound = _sound(finding, rule, note, vault)
        severity = active.severity_of(sound)
        diagnostics.append(Diagnostic(rule.name, rule.family, severity, note.path, sound))


def _sound(finding: Finding, rule: Rule, note: Note, vault: Vault | None) -> Finding:
    """The finding as it may be reported. Raises ValueError when its rule has made a mistake."""
    length = len(note.text)
    if finding.span.end > length:
        raise ValueError(f"span {finding.span} ends behind the note's {length} characters")
    fix = finding.fix
    if fix is not None:
        other = None if fix.path is None or vault is None else vault.source(fix.path)
        wrong = fix_fault(fix, rule.fix, length if other is None else len(other.text))
        if wrong:
            raise ValueError(wrong)
    # The text that edits would be made to is not the text of the file; it is repaired first.
    keeps_fixes = note.source.damage is None or rule.family == "encoding"
    return finding if keeps_fixes else replace(finding, fix=None)
