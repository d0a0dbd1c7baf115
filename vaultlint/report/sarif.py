"""A report as SARIF 2.1.0, the Static Analysis Results Interchange Format of OASIS.

All vaults of a call are one run: GitHub refuses several runs of one tool in a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

import vaultlint
from vaultlint.baseline import fingerprinted
from vaultlint.diagnostic import (
    Diagnostic,
    Fix,
    Identity,
    KeptBack,
    Related,
    Report,
    Severity,
    VaultReport,
)
from vaultlint.fix import Edits
from vaultlint.notes.facts import Note
from vaultlint.report.json import Json, foreign_json, foreign_list
from vaultlint.report.rulebook import help_markdown, summary
from vaultlint.report.view import View, path_from, uri
from vaultlint.report.visible import visible
from vaultlint.rule import Rule
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_OF_GITHUB = 25_000  # results of a run; GitHub Docs, "SARIF support for code scanning"
_BASE = "%SRCROOT%"
_FINGERPRINT = "vaultlint/v1"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_NO_INDEX = -1  # §3.27.6; of a rule that a baseline names, and that there is no more
_MARK_BYTES = 3  # of a byte order mark in UTF-8
# §3.11.6: "[text](target)" is a link in a message. No text of a note makes one.
_LINK = regex(r"[\[\]\\]")

Pages = Mapping[str, tuple[Rule, Note]]
"""By name, the rules that a report names, with their pages."""


def named_rules(report: Report) -> list[str]:
    """The rules that a report names in any way, sorted."""
    names: set[str] = set()
    for vault in report.vaults:
        known = vault.baselined
        names.update(d.rule for d in vault.diagnostics)
        names.update(held.diagnostic.rule for held in vault.suppressed)
        names.update(d.rule for d in (known.diagnostics if known else ()))
        names.update(entry.rule for entry in (known.resolved if known else ()))
    return sorted(names)


def for_github(report: Report, view: View) -> Report:
    """The report without what GitHub's code scanning would show as if it were wrong and new.

    It knows neither suppressions nor the state of a baseline. An upload with more results than
    MOST_OF_GITHUB is refused: the worst are kept.
    """
    vaults = [replace(vault, suppressed=(), baselined=None) for vault in report.vaults]
    places = [
        (-diagnostic.severity, index, at)
        for index, vault in enumerate(vaults)
        for at, diagnostic in enumerate(vault.diagnostics)
        if diagnostic.severity >= view.show_from
    ]
    if len(places) > MOST_OF_GITHUB:
        kept = {(index, at) for _, index, at in sorted(places)[:MOST_OF_GITHUB]}
        for index, vault in enumerate(vaults):
            left = (d for at, d in enumerate(vault.diagnostics) if (index, at) in kept)
            vaults[index] = replace(vault, diagnostics=tuple(left))
    return Report(tuple(vaults))


def sarif_parts(report: Report, view: View, pages: Pages) -> Iterator[str]:
    """The text of the report, in parts. pages: of the rules that named_rules() gives."""
    names = list(pages)
    driver = {
        "name": "vaultlint",
        "version": vaultlint.__version__,
        "semanticVersion": vaultlint.__version__,
        "rules": [_rule(*pages[name]) for name in names],
    }
    base = {"uri": uri(view.base.rstrip("/") + "/"), "description": {"text": "The repository."}}
    writer = _Writer(view, {name: index for index, name in enumerate(names)})
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{\n'
    yield f'"tool": {foreign_json({"driver": driver})},\n'
    yield f'"invocations": {foreign_json([_invocation(report, view)])},\n'
    yield '"columnKind": "unicodeCodePoints",\n'
    yield f'"originalUriBaseIds": {foreign_json({_BASE: base})},\n'
    yield '"results": '
    yield from foreign_list(writer.results(report))
    # The files are known when all results are written.
    yield ',\n"artifacts": '
    yield from foreign_list(writer.artifacts())
    yield "\n}]}\n"


def _rule(rule: Rule, page: Note) -> Json:
    what = summary(page)
    markdown = help_markdown(rule, page)
    return {
        "id": rule.name,
        "shortDescription": {"text": f"{what}."},
        "fullDescription": {"text": f"{what}."},
        "help": {"text": markdown, "markdown": markdown},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": not rule.opt_in},
        "properties": {
            "tags": [rule.family],
            "problem.severity": "recommendation"
            if rule.severity is Severity.INFO
            else rule.severity.label,
        },
    }


def _invocation(report: Report, view: View) -> Json:
    faults = [
        {"level": "error", "message": {"text": _message(fault)}}
        for vault in report.vaults
        for fault in vault.faults
    ]
    skipped = [
        {
            "level": "note",
            "message": {"text": f"rule {name} needs a vault, and did not run in this folder"},
            "associatedRule": {"id": name},
        }
        for vault in report.vaults
        for name in vault.skipped_rules
    ]
    return {
        "executionSuccessful": not faults,
        "exitCode": view.exit_code,
        "toolExecutionNotifications": faults,
        "toolConfigurationNotifications": skipped,
    }


def _message(text: str) -> str:
    """A message of SARIF that shows this text."""
    text = visible(text)
    return _LINK.sub(r"\\\g<0>", text) if "](" in text else text


class _Writer(Struct, frozen=True):
    """Writes results, and collects the files that they name.

    rules: the index of each rule. files: the index of each file, by its path as it is shown.
    """

    view: View
    rules: Mapping[str, int]
    files: dict[str, int] = field(default_factory=dict)

    def results(self, report: Report) -> Iterator[Json]:
        for vault in report.vaults:
            known = vault.baselined
            new: Json = {} if known is None else {"baselineState": "new"}
            yield from ({**self._result(vault, d), **new} for d in self._shown(vault.diagnostics))
            if known is not None:
                for diagnostic in self._shown(known.diagnostics):
                    yield {**self._result(vault, diagnostic), "baselineState": "unchanged"}
                for entry, count in sorted(known.resolved.items()):
                    yield self._absent(vault, entry, count)
            for held in vault.suppressed:
                if held.diagnostic.severity >= self.view.show_from:
                    yield self._suppressed(vault, held) | new

    def artifacts(self) -> Iterator[Json]:
        for path in self.files:  # in the order of their indexes
            yield {"location": self._location(path), "roles": ["analysisTarget"]}

    def _shown(self, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        return (d for d in diagnostics if d.severity >= self.view.show_from)

    def _result(self, vault: VaultReport, diagnostic: Diagnostic) -> Json:
        finding = diagnostic.finding
        (found,) = fingerprinted((diagnostic,), vault.sources)
        result: Json = {
            "ruleId": diagnostic.rule,
            "ruleIndex": self.rules[diagnostic.rule],
            "level": _LEVELS[diagnostic.severity],
            "message": {"text": _message(finding.message)},
            "locations": [self._place(vault, diagnostic.path, finding.span)],
            "partialFingerprints": {_FINGERPRINT: found.identity.fingerprint},
        }
        if finding.related:
            result["relatedLocations"] = [
                self._related(vault, diagnostic, entry, number)
                for number, entry in enumerate(finding.related, 1)
            ]
        if finding.fix is not None:
            result["fixes"] = [self._fix(vault, diagnostic, finding.fix)]
        return result

    def _absent(self, vault: VaultReport, entry: Identity, count: int) -> Json:
        """What the baseline knows and is found no more: nothing is wrong there."""
        file = self._file(vault, entry.path)
        return {
            "ruleId": entry.rule,
            "ruleIndex": self.rules.get(entry.rule, _NO_INDEX),
            "kind": "pass",
            "level": "none",
            "message": {"text": f"{entry.rule} is found here no more"},
            "locations": [{"physicalLocation": {"artifactLocation": file}}],
            "occurrenceCount": count,
            "partialFingerprints": {_FINGERPRINT: entry.fingerprint},
            "baselineState": "absent",
        }

    def _suppressed(self, vault: VaultReport, held: KeptBack) -> Json:
        suppression: Json = {"kind": "inSource" if held.by == "comment" else "external"}
        if held.reason:
            suppression["justification"] = visible(held.reason)
        return {**self._result(vault, held.diagnostic), "suppressions": [suppression]}

    def _related(
        self, vault: VaultReport, diagnostic: Diagnostic, entry: Related, number: int
    ) -> Json:
        place = self._place(vault, entry.path or diagnostic.path, entry.span)
        return {"id": number, **place, "message": {"text": _message(entry.message)}}

    def _place(self, vault: VaultReport, path: str, span: Span) -> Json:
        file = self._file(vault, path)
        region = _region(vault.sources[path], span)
        return {"physicalLocation": {"artifactLocation": file, "region": region}}

    def _fix(self, vault: VaultReport, diagnostic: Diagnostic, fix: Fix) -> Json:
        path = fix.path or diagnostic.path
        source = vault.sources[path]
        replacements: list[Json] = []
        if fix.removes_mark:
            replacements.append({"deletedRegion": {"byteOffset": 0, "byteLength": _MARK_BYTES}})
        for edit in Edits(source.text, (fix,)):
            replacement: Json = {"deletedRegion": _region(source, edit.span)}
            if edit.text:
                replacement["insertedContent"] = {"text": edit.text}
            replacements.append(replacement)
        change = {"artifactLocation": self._file(vault, path), "replacements": replacements}
        return {
            "description": {"text": _message(fix.title)},
            "artifactChanges": [change],
            "properties": {"safe": fix.safe},
        }

    def _file(self, vault: VaultReport, path: str) -> Json:
        shown = path_from(self.view.base, vault.root, path)
        self.files.setdefault(shown, len(self.files))
        return self._location(shown)

    def _location(self, shown: str) -> Json:
        address = uri(shown)
        base = {} if address.startswith("file://") else {"uriBaseId": _BASE}
        return {"uri": address, **base, "index": self.files[shown]}


def _region(source: Source, span: Span) -> Json:
    """§3.30: lines and columns from 1, the end exclusive."""
    start, end = source.position(span.start), source.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }
