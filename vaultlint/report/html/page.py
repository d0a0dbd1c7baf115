"""The HTML page: its numbers, its template filled in, and its content security policy."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

import vaultlint
from vaultlint.diagnostic import Report, Severity, VaultReport
from vaultlint.notes.cardlist import STATES
from vaultlint.report.html.charts import Segment, segments, severity_bars
from vaultlint.report.html.courses import DrawnCourse, drawn_courses
from vaultlint.report.html.links import obsidian_uri
from vaultlint.report.html.overview import Overview
from vaultlint.report.html.rulehelp import RuleHelp
from vaultlint.report.html.table import Shown, diagnostics_table, script_json
from vaultlint.report.summary import (
    baselined_counts,
    counted,
    fixable_counts,
    renamed_lines,
    suppressed_count,
    unchanged_count,
)
from vaultlint.report.visible import visible

if TYPE_CHECKING:
    from jinja2 import Environment

FIRST_BARS = 12  # of a chart; the others are folded away


class Assets(Struct, frozen=True):
    """The parts that the page is put together from: a template of Jinja, CSS, JavaScript."""

    template: str
    style: str
    script: str


class HtmlReport(Struct, frozen=True):
    """What the page shows.

    overviews: one entry a vault of the report. rules: all that have diagnostics. day: of the run.
    """

    report: Report
    overviews: tuple[Overview, ...]
    rules: tuple[RuleHelp, ...]
    show_from: Severity
    day: date


class _DeckRow(Struct, frozen=True):
    name: str
    cards: int
    states: Mapping[str, int]
    segments: tuple[Segment, ...]


class _Change(Struct, frozen=True):
    """What the baseline says of one rule."""

    rule: str
    new: int
    known: int
    resolved: int


def html_text(page: HtmlReport, assets: Assets) -> str:
    """The whole page."""
    from markupsafe import Markup

    template = _environment().from_string(assets.template)
    return template.render(
        {
            "policy": _policy(assets),
            "style": Markup(assets.style),
            "script": Markup(assets.script),
            **_content(page),
        }
    )


def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    def shown(value: object) -> object:
        # What a browser obeys or hides is shown as reports for people show it. Markup is ready.
        return visible(value) if type(value) is str else value

    return Environment(
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _policy(assets: Assets) -> str:
    """Nothing is loaded, nothing runs but this style and this script. Source: CSP level 3."""
    return (
        f"default-src 'none'; style-src {_hash(assets.style)}; script-src {_hash(assets.script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _content(page: HtmlReport) -> dict[str, object]:
    from markupsafe import Markup

    report = page.report
    names = _vault_names(report.vaults)
    shown = [
        each
        for vault, name, overview in zip(report.vaults, names, page.overviews, strict=True)
        for each in _shown(vault, name, overview, page.show_from)
    ]
    new = [each.diagnostic for each in shown if not each.is_known]
    counts = Counter(d.severity for d in new)
    files = sum(vault.checked + vault.others_checked for vault in report.vaults)
    is_others = any(vault.others_checked for vault in report.vaults)
    safe, unsafe = fixable_counts(report)
    courses = _courses(report.vaults, page.overviews)
    folders = ((_folder(each.place(each.diagnostic.path)[0]), each) for each in shown)
    decks = _decks(page.overviews, names)
    return {
        "version": vaultlint.__version__,
        "title": " · ".join(_folder_name(vault.root) for vault in report.vaults),
        "day": page.day.isoformat(),
        "checked": counted(files, "file" if is_others else "note"),
        "counts": {s.label: counts[s] for s in reversed(Severity)},
        "found": len(new),
        "safe": safe,
        "unsafe": unsafe,
        "suppressed": suppressed_count(report),
        "unchanged": unchanged_count(report),
        "fixed": sum(vault.fixed for vault in report.vaults),
        "hidden_below": page.show_from.label if page.show_from else "",
        "faults": [fault for vault in report.vaults for fault in vault.faults],
        "renamed": list(renamed_lines(report)),
        "health": _health(shown, files),
        "rule_bars": severity_bars((d.rule, d.severity) for d in new),
        "family_bars": severity_bars((d.family, d.severity) for d in new),
        "folder_bars": severity_bars(
            (folder, each.diagnostic.severity) for folder, each in folders if not each.is_known
        ),
        "first_bars": FIRST_BARS,
        "has_baseline": any(vault.baselined is not None for vault in report.vaults),
        "baseline": _baseline(report, len(new)),
        "changes": _changes(report, new_rules=[d.rule for d in new]),
        "courses": courses,
        "broken_courses": sum(course.faults > 0 for course in courses),
        "course_notes": sum(course.notes for course in courses),
        "decks": decks,
        "states": [state for state in STATES if any(deck.states[state] for deck in decks)],
        "cards": sum(deck.cards for deck in decks),
        "card_states": {state: sum(d.states[state] for d in decks) for state in STATES},
        "rules": page.rules,
        "has_known": any(each.is_known for each in shown),
        "is_vault": any(overview.is_vault for overview in page.overviews),
        "data": Markup(script_json(diagnostics_table(shown))),
    }


# --- diagnostics


def _shown(
    vault: VaultReport, name: str, overview: Overview, show_from: Severity
) -> Iterator[Shown]:
    """The diagnostics of a vault: new ones, and those that its baseline knows."""
    place = partial(_place, vault.root, name, overview.is_vault)
    known = () if vault.baselined is None else vault.baselined.diagnostics
    for diagnostics, is_known in ((vault.diagnostics, False), (known, True)):
        for diagnostic in diagnostics:
            if diagnostic.severity >= show_from:
                yield Shown(diagnostic, is_known, vault, place)


def _place(root: str, name: str, is_vault: bool, path: str) -> tuple[str, str]:
    """The path as the page shows it, and the link that opens it, if one can."""
    return f"{name}/{path}" if name else path, _link(root, is_vault, path)


def _link(root: str, is_vault: bool, path: str) -> str:
    """What opens a note; "" for nothing, as Obsidian opens only notes of vaults."""
    return obsidian_uri(root, path) if is_vault else ""


def _vault_names(vaults: Sequence[VaultReport]) -> list[str]:
    """What tells the vaults apart, as the first part of paths: nothing where there is only one."""
    if len(vaults) == 1:
        return [""]
    names = [_folder_name(vault.root) for vault in vaults]
    repeated = {name for name, count in Counter(names).items() if count > 1}
    return [
        vault.root if name in repeated else name for vault, name in zip(vaults, names, strict=True)
    ]


def _folder_name(root: str) -> str:
    return root.rstrip("/").rpartition("/")[2] or root


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _health(shown: Iterable[Shown], files: int) -> dict[str, object]:
    """The notes by the worst that is wrong in them."""
    worst: dict[tuple[str, str], Severity] = {}
    for each in shown:
        if not each.is_known:
            file = each.vault.root, each.diagnostic.path
            severity = each.diagnostic.severity
            worst[file] = max(severity, worst.get(file, severity))
    counts = Counter(severity.label for severity in worst.values())
    whole = max(files, len(worst))
    parts = {"clean": whole - len(worst), **{s.label: counts[s.label] for s in Severity}}
    # No one hundred percent while anything is wrong.
    percent = 100 * parts["clean"] // whole if whole else 100
    return {"percent": percent, "parts": parts, "segments": segments(parts, whole)}


# --- baseline


def _baseline(report: Report, new: int) -> dict[str, object]:
    known, resolved = baselined_counts(report)
    counts = {"new": new, "known": known, "resolved": resolved}
    return {"counts": counts, "segments": segments(counts, max(1, new + known + resolved))}


def _changes(report: Report, new_rules: Iterable[str]) -> list[_Change]:
    """What is new, known and resolved, by rule: the most new ones first."""
    new = Counter(new_rules)
    known: Counter[str] = Counter()
    resolved: Counter[str] = Counter()
    for vault in report.vaults:
        if vault.baselined is not None:
            known.update(d.rule for d in vault.baselined.diagnostics)
            for identity, count in vault.baselined.resolved.items():
                resolved[identity.rule] += count
    changes = [_Change(r, new[r], known[r], resolved[r]) for r in new | known | resolved]
    return sorted(changes, key=lambda each: (-each.new, -each.resolved, -each.known, each.rule))


# --- courses and cards


def _courses(vaults: Iterable[VaultReport], overviews: Iterable[Overview]) -> list[DrawnCourse]:
    drawn: list[DrawnCourse] = []
    for vault, overview in zip(vaults, overviews, strict=True):
        link = partial(_link, vault.root, overview.is_vault)
        drawn += drawn_courses(overview.chains, link)
    return sorted(drawn, key=lambda course: course.faults == 0)


def _decks(overviews: Iterable[Overview], names: Iterable[str]) -> list[_DeckRow]:
    """The decks; those of several vaults are told apart."""
    counts = [
        (f"{name}: {deck.deck}" if name else deck.deck, deck.states)
        for overview, name in zip(overviews, names, strict=True)
        for deck in overview.decks
    ]
    largest = max((states.total() for _, states in counts), default=0)
    return [
        _DeckRow(
            deck or "(no deck)",
            states.total(),
            {state: states[state] for state in STATES},
            segments({state: states[state] for state in STATES}, largest),
        )
        for deck, states in counts
    ]
