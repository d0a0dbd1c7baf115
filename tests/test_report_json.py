"""The JSON report: its shape, its places, its bytes."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from vaultlint import __version__
from vaultlint.diagnostic import (
    Diagnostic,
    Edit,
    Finding,
    Fix,
    Related,
    Report,
    Severity,
    VaultReport,
)
from vaultlint.report.json import json_report, json_text
from vaultlint.text.source import source
from vaultlint.text.span import Span

SCHEMA = json.loads(
    (Path(__file__).parent.parent / "schemas/report.schema.json").read_text(encoding="utf-8")
)
TEXT = "🌙 a\r\nb [[c]]\n"


def _report(*findings: tuple[Severity, Finding]) -> Report:
    diagnostics = tuple(
        Diagnostic("some-rule", "links", severity, "A.md", finding)
        for severity, finding in findings
    )
    sources = {"A.md": source("A.md", TEXT), "B.md": source("B.md", "\nx")}
    return Report((VaultReport("/vault", 3, 2, diagnostics, (), sources),))


def test_report() -> None:
    fix = Fix("Close the link", (Edit(Span(7, 7), "[["),), safe=True)
    finding = Finding(Span(2, 7), "wrong; right", (Related(Span(1, 2), "x", "B.md"),), fix)
    own = Finding(Span(0, 1), "odd; even", (Related(Span(0, 13), "all"),))
    report = json_report(
        _report((Severity.ERROR, finding), (Severity.INFO, own)), show_from=Severity.INFO
    )
    assert list(Draft202012Validator(SCHEMA).iter_errors(report)) == []
    assert report == {
        "version": 1,
        "tool": {"name": "vaultlint", "version": __version__},
        "vaults": [
            {
                "root": "/vault",
                "notes": 3,
                "checked": 2,
                "others": 0,
                "others_checked": 0,
                "renamed_folders": [],
            }
        ],
        "summary": {
            "errors": 1,
            "warnings": 0,
            "infos": 1,
            "fixable": 1,
            "fixable_unsafe": 0,
            "fixed": 0,
            "suppressed": 0,
            "baselined": 0,
            "resolved": 0,
            "unchanged": 0,
        },
        "diagnostics": [
            {
                "path": "A.md",
                "vault": "/vault",
                "rule": "some-rule",
                "family": "links",
                "severity": "error",
                "message": "wrong; right",
                "line": 1,
                "column": 3,
                "end_line": 2,
                "end_column": 3,
                "related": [
                    {
                        "path": "B.md",
                        "line": 2,
                        "column": 1,
                        "end_line": 2,
                        "end_column": 2,
                        "message": "x",
                    }
                ],
                "fix": {
                    "title": "Close the link",
                    "safe": True,
                    "path": "A.md",
                    "removes_byte_order_mark": False,
                    "edits": [
                        {"line": 2, "column": 3, "end_line": 2, "end_column": 3, "text": "[["}
                    ],
                },
            },
            {
                "path": "A.md",
                "vault": "/vault",
                "rule": "some-rule",
                "family": "links",
                "severity": "info",
                "message": "odd; even",
                "line": 1,
                "column": 1,
                "end_line": 1,
                "end_column": 2,
                "related": [
                    {
                        "path": "A.md",
                        "line": 1,
                        "column": 1,
                        "end_line": 3,
                        "end_column": 1,
                        "message": "all",
                    }
                ],
                "fix": None,
            },
        ],
    }


def test_what_is_not_shown_is_counted() -> None:
    finding = Finding(Span(0, 1), "odd; even")
    report = json_report(_report((Severity.INFO, finding)), show_from=Severity.ERROR)
    assert report["diagnostics"] == []
    assert report["summary"] == {
        "errors": 0,
        "warnings": 0,
        "infos": 1,
        "fixable": 0,
        "fixable_unsafe": 0,
        "fixed": 0,
        "suppressed": 0,
        "baselined": 0,
        "resolved": 0,
        "unchanged": 0,
    }


def test_text_is_safe_to_print_and_means_the_same() -> None:
    value = {"é": "漢\n\x1b\x7f\x9b\u2028\u202e\ud800👩🏽‍🎤"}
    text = json_text(value)
    assert json.loads(text) == value
    assert text == ('{\n  "é": "漢\\n\\u001b\\u007f\\u009b\\u2028\\u202e\\ud800👩🏽‍🎤"\n}\n')
