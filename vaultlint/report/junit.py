"""A report as JUnit's XML, as Jenkins and GitLab read it: a test suite a file, a test a diagnostic.

A diagnostic that does not fail the run is a skipped test.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from vaultlint.diagnostic import Diagnostic, Report, VaultReport
from vaultlint.report.summary import summary_line
from vaultlint.report.view import View, path_from, shown
from vaultlint.report.visible import visible
from vaultlint.report.xml import document, element

_NAME = "vaultlint"


def junit_parts(report: Report, view: View) -> Iterator[str]:
    """The text of the report, in parts."""
    failing = [view.fails(*each) for each in shown(report, view)]
    faults = sum(len(vault.faults) for vault in report.vaults)
    attributes = {
        "name": _NAME,
        "tests": len(failing) + faults or 1,
        "failures": sum(failing),
        "errors": faults,
    }
    return document("testsuites", attributes, _suites(report, view))


def _suites(report: Report, view: View) -> Iterator[Element]:
    faults = [fault for vault in report.vaults for fault in vault.faults]
    if faults:
        yield _suite(_NAME, [_fault_case(fault) for fault in faults], errors=len(faults))
    is_empty = not faults
    files = groupby(shown(report, view), key=lambda each: (each[0].root, each[1].path))
    for (root, path), entries in files:
        is_empty = False
        name = path_from(view.here, root, path)
        cases, failures = [], 0
        for vault, diagnostic in entries:
            is_failure = view.fails(vault, diagnostic)
            failures += is_failure
            cases.append(_case(vault, diagnostic, name, is_failure))
        yield _suite(name, cases, failures=failures, skipped=len(cases) - failures)
    if is_empty:  # Jenkins takes a report without any test for a mistake
        yield _suite(_NAME, [_passed_case(report, view)])


def _suite(
    name: str, cases: list[Element], failures: int = 0, errors: int = 0, skipped: int = 0
) -> Element:
    attributes = {
        "name": visible(name),
        "tests": len(cases),
        "failures": failures,
        "errors": errors,
        "skipped": skipped,
    }
    suite = element("testsuite", attributes)
    suite.extend(cases)
    return suite


def _case(vault: VaultReport, diagnostic: Diagnostic, name: str, is_failure: bool) -> Element:
    place = vault.sources[diagnostic.path].position(diagnostic.finding.span.start)
    at = f"{place.line}:{place.column}"
    message = visible(diagnostic.finding.message)
    case = element("testcase", {"name": f"{diagnostic.rule} at {at}", "classname": visible(name)})
    kind = {"type": diagnostic.severity.label, "message": message}
    text = f"{visible(name)}:{at}: {diagnostic.severity.label} {diagnostic.rule} {message}"
    case.append(element("failure" if is_failure else "skipped", kind, text))
    return case


def _fault_case(fault: str) -> Element:
    case = element("testcase", {"name": visible(fault), "classname": _NAME})
    case.append(element("error", {"type": "fault", "message": visible(fault)}))
    return case


def _passed_case(report: Report, view: View) -> Element:
    case = element("testcase", {"name": "check", "classname": _NAME})
    case.append(element("system-out", {}, summary_line(report, view.show_from)))
    return case
