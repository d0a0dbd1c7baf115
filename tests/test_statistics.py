"""`vaultlint check --statistics`: counts by rule in the place of diagnostics."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.example_vault import EXAMPLE
from tests.invoke import Outcome, make_vault, vaultlint
from tests.test_schemas import validator
from vaultlint.diagnostic import Diagnostic, Edit, Finding, Fix, Report, Severity, VaultReport
from vaultlint.report.statistics import RuleCount, rule_counts, statistics_lines
from vaultlint.text.source import source
from vaultlint.text.span import Span

WARNING, ERROR, INFO = Severity.WARNING, Severity.ERROR, Severity.INFO
FAMILIES = {"far-link": "links", "odd-tag": "tags", "lost-card": "cards"}


def _report(*diagnostics: tuple[str, Severity, str]) -> Report:
    """Each diagnostic as its rule, its severity, and "safe", "unsafe" or "" for its fix."""
    found = tuple(
        Diagnostic(rule, FAMILIES[rule], severity, "A.md", Finding(Span(0, 1), "x; y", fix=_fix(f)))
        for rule, severity, f in diagnostics
    )
    return Report((VaultReport("/vault", 1, 1, found, (), {"A.md": source("A.md", "ab")}),))


def _fix(sort: str) -> Fix | None:
    return Fix("Do", (Edit(Span(0, 1), ""),), safe=sort == "safe") if sort else None


REPORT = _report(
    ("odd-tag", WARNING, "safe"),
    ("lost-card", ERROR, "unsafe"),
    ("far-link", ERROR, "safe"),
    ("far-link", ERROR, "unsafe"),
    ("far-link", ERROR, ""),
    ("far-link", INFO, ""),
    *[("lost-card", ERROR, "unsafe")] * 9,
)


def test_counts() -> None:
    assert rule_counts(REPORT, INFO) == [
        RuleCount("lost-card", "cards", ERROR, 10, 0, 10),
        RuleCount("far-link", "links", ERROR, 3, 1, 1),
        RuleCount("far-link", "links", INFO, 1, 0, 0),
        RuleCount("odd-tag", "tags", WARNING, 1, 1, 0),
    ]


@pytest.mark.parametrize(
    ("show_from", "lines"),
    [
        pytest.param(
            INFO,
            [
                "10 [-] error   lost-card (10 fixable with --unsafe-fixes)",
                " 3 [-] error   far-link (1 fixable, 1 more with --unsafe-fixes)",
                " 1 [ ] info    far-link",
                " 1 [*] warning odd-tag",
            ],
            id="all",
        ),
        pytest.param(
            ERROR,
            [
                "10 [-] error lost-card (10 fixable with --unsafe-fixes)",
                " 3 [-] error far-link (1 fixable, 1 more with --unsafe-fixes)",
            ],
            id="errors",
        ),
    ],
)
def test_lines(show_from: Severity, lines: list[str]) -> None:
    assert list(statistics_lines(REPORT, show_from, is_colored=False)) == lines


def test_lines_in_colour() -> None:
    first = next(statistics_lines(REPORT, WARNING, is_colored=True))
    assert first == (
        "10 [-] \x1b[1;31merror\x1b[0m   \x1b[1mlost-card\x1b[0m (10 fixable with --unsafe-fixes)"
    )


def test_nothing_to_count() -> None:
    assert list(statistics_lines(_report(), INFO, is_colored=False)) == []


@pytest.mark.parametrize("output_format", ["text", "concise"])
def test_text(output_format: str) -> None:
    assert vaultlint("check", EXAMPLE, "--statistics", "--output-format", output_format) == Outcome(
        1,
        "1 [-] warning cloze-number-gap (1 fixable with --unsafe-fixes)\n"
        "1 [*] error   mojibake\n"
        "1 [-] warning one-way-neighbour (1 fixable with --unsafe-fixes)\n"
        "1 [-] error   schema-violation (1 fixable with --unsafe-fixes)\n"
        "1 [-] error   unclosed-card (1 fixable with --unsafe-fixes)\n"
        "1 [ ] error   unresolved-link\n"
        "4 errors, 2 warnings in 6 of 12 notes "
        "(1 fixable with --fix, 4 more with --unsafe-fixes)\n",
        "",
    )


def test_json(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"A.md": "[[B]] [[C]] #a/\n"})
    outcome = vaultlint("check", vault, "--statistics", "--output-format", "json")
    report = json.loads(outcome.stdout)
    assert list(validator("report").iter_errors(report)) == []
    whole = json.loads(vaultlint("check", vault, "--output-format", "json").stdout)
    rule = {"family": "links", "severity": "error", "fixable": 0, "fixable_unsafe": 0}
    found = [entry for entry in report.pop("rules") if entry["family"] == "links"]
    assert found == [{"rule": "unresolved-link", "count": 2, **rule}]
    del whole["diagnostics"]
    assert report == whole


def test_other_reports_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    outcome = vaultlint("check", EXAMPLE, "--statistics", f"--output-format=text,jsonl={file}")
    assert outcome.stdout.startswith("1 [-] warning cloze-number-gap")
    rules = [json.loads(line)["rule"] for line in file.read_text(encoding="utf-8").splitlines()]
    assert sorted(rules) == [
        "cloze-number-gap",
        "mojibake",
        "one-way-neighbour",
        "schema-violation",
        "unclosed-card",
        "unresolved-link",
    ]


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        pytest.param(
            ("--diff",),
            "--statistics and --diff contradict each other; give one of them",
            id="diff",
        ),
        pytest.param(
            ("--fix-only",),
            "--statistics and --fix-only contradict each other; give one of them",
            id="fix only",
        ),
        pytest.param(
            ("--output-format", "sarif"),
            "--statistics are told in one of text, concise, json; ask for it, too",
            id="format",
        ),
    ],
)
def test_wrong_calls(options: tuple[str, ...], fault: str) -> None:
    outcome = vaultlint("check", EXAMPLE, "--statistics", *options)
    assert outcome == Outcome(2, "", f"vaultlint: {fault}\n")
