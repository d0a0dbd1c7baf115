"""Reports for other programs: valid by their schemas, whatever names and texts notes have."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from xml.etree import ElementTree

import pytest
from jsonschema.validators import validator_for
from msgspec.structs import replace
from xmlschema import XMLSchema

from tests.example_vault import EXAMPLE, copy_example
from tests.invoke import Outcome, make_vault, vaultlint
from tests.shared import SHARED, needs_shared
from vaultlint.checks.catalogue import load
from vaultlint.commands.formats import FORMATS, parts
from vaultlint.commands.rulebook import page_of
from vaultlint.diagnostic import Diagnostic, Edit, Finding, Fix, Report, Severity, VaultReport
from vaultlint.report import sarif
from vaultlint.report.github import github_lines
from vaultlint.report.sarif import for_github, sarif_parts
from vaultlint.report.view import View, uri
from vaultlint.report.visible import visible
from vaultlint.text.source import source
from vaultlint.text.span import Span

SCHEMAS = Path(__file__).parent / "schemas"
VIEW = View(Severity.INFO, "/vault", "/vault", {"/vault": Severity.WARNING}, 1)
OWN_SCHEMAS = Path(__file__).parent.parent / "schemas"
MACHINE_FORMATS = (
    "json",
    "jsonl",
    "gitlab",
    "sarif",
    "github-sarif",
    "junit",
    "checkstyle",
    "rdjson",
)
ALL_FORMATS = (*MACHINE_FORMATS, "text", "concise", "github", "markdown", "obsidian")

# What stands in names or texts to break a format, or to be taken for more than text.
HOSTILE = (
    "quotes \"double\" and 'single'",
    "two\nlines\r\nand more",
    "100%0A%25 %",
    "::error file=x,line=1::gone",
    "##[add-mask]a",
    "]]> --> <!-- ",
    "<script>alert(1)<\\script>",
    "\u202egpj.exe\u2066",
    "bell\x07escape\x1b[31mnul-like\x01\x7f",
    "🌙 👩🏽‍🎤 é",
    "\ufffe\uffff",
    "{1:a cloze} {{c1::another}}",
    "question::answer:::back",
    "#card #tag ^1709379000312 ==mark== $x$ `code` %%comment%%",
    "[[link]] ![[embed]] [a](b) | pipe",
    "﹇<br> ⌂ <br>﹈<br>^1",
    "STARTI [Basic] a Back: b ENDI TARGET DECK: x",
    "@everyone #1 !1 ~label https://example.org www.example.org",
)


@pytest.fixture(autouse=True)
def outside_of_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("GITHUB_", "CI_")):
            monkeypatch.delenv(name)


def _name(text: str) -> str:
    """The text as a file name of Linux."""
    return text.replace("/", "∕")[:80]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A vault of notes with hostile names and hostile links that lead nowhere."""
    vault = make_vault(tmp_path / "vault", {"Sound.md": "Nothing is wrong here.\n"})
    for number, text in enumerate(HOSTILE):
        line = " ".join(text.splitlines())
        body = f"[[gone {number} {line}]]\n\n[[gone too]] {line} [x](<gone/{line}.md>)\n\n"
        name = text if sys.platform == "linux" else f"note {number}"
        (vault / f"{_name(name)}.md").write_bytes(body.encode("utf-8", "surrogatepass"))
    if sys.platform == "linux":
        (vault / os.fsdecode(b"no \xff utf-8.md")).write_text("[[gone]]\n", encoding="utf-8")
    long = "x" * 100_000
    (vault / "Long.md").write_text(f"{long} [[gone]] {long}\n", encoding="utf-8")
    (vault / "Damaged.md").write_bytes("ðŸŒ™ [[gone]]\r\n".encode() + b"\xff\xfe [[gone]]\r\n")
    return vault


def report(vault: Path, name: str, *options: str | Path) -> Outcome:
    outcome = vaultlint("check", vault, "--output-format", name, *options)
    # A name that is no UTF-8 cannot be read by Obsidian either.
    assert outcome.code in (0, 1) or "no UTF-8" in outcome.stderr, outcome.stderr
    return outcome


def _vault_report(text: str, *findings: Finding, path: str = "A.md") -> VaultReport:
    """A report on one note, made by hand."""
    found = tuple(Diagnostic("a-rule", "links", Severity.ERROR, path, each) for each in findings)
    return VaultReport("/vault", 1, 1, found, (), {path: source(path, text)})


@cache
def _validator(name: str) -> Any:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return validator_for(schema)(schema)


@cache
def _xml_schema(name: str) -> XMLSchema:
    return XMLSchema(SCHEMAS / name)


@cache
def _diagnostic_validator() -> Any:
    schema = json.loads((OWN_SCHEMAS / "report.schema.json").read_text(encoding="utf-8"))
    return validator_for(schema)(
        {"$defs": schema.get("$defs", {}), **schema["properties"]["diagnostics"]["items"]}
    )


def validate(name: str, text: str) -> None:
    """Fails unless the text is valid by the schema of the format."""
    text.encode()  # no lone surrogates
    match name:
        case "json":
            schema = json.loads((OWN_SCHEMAS / "report.schema.json").read_text(encoding="utf-8"))
            validator_for(schema)(schema).validate(json.loads(text))
        case "jsonl":
            for line in text.splitlines():
                _diagnostic_validator().validate(json.loads(line))
        case "gitlab":
            _validator("gitlab-code-quality.schema.json").validate(json.loads(text))
        case "sarif" | "github-sarif":
            _validator("sarif-2.1.0-rtm.5.json").validate(json.loads(text))
        case "rdjson":
            _validator("rdformat.json").validate(json.loads(text))
        case "junit":
            _xml_schema("junit-10.xsd").validate(io.StringIO(text))
        case "checkstyle":
            _xml_schema("checkstyle.xsd").validate(io.StringIO(text))


def number_of_diagnostics(name: str, text: str) -> int:
    """How many diagnostics a report shows."""
    match name:
        case "json":
            return len(json.loads(text)["diagnostics"])
        case "jsonl":
            return text.count("\n")
        case "gitlab":
            return len(json.loads(text))
        case "sarif" | "github-sarif":
            return len(json.loads(text)["runs"][0]["results"])
        case "rdjson":
            return len(json.loads(text)["diagnostics"])
        case "junit":
            root = ElementTree.fromstring(text.encode())
            return sum(len(root.findall(f".//testcase/{kind}")) for kind in ("failure", "skipped"))
        case "checkstyle":
            return len(ElementTree.fromstring(text.encode()).findall("file/error"))
        case "github":
            return sum(line.startswith("::") for line in text.splitlines())
        case "markdown" | "obsidian":
            return sum(line.startswith("- ") for line in text.splitlines())
    return len(text.splitlines()) - 1


@pytest.mark.parametrize("name", MACHINE_FORMATS)
def test_report_on_the_example_is_valid(name: str) -> None:
    text = report(EXAMPLE, name).stdout
    validate(name, text)
    assert number_of_diagnostics(name, text) == 6


@pytest.mark.parametrize("name", MACHINE_FORMATS)
def test_report_on_hostile_notes_is_valid_and_complete(name: str, hostile: Path) -> None:
    text = report(hostile, name).stdout
    validate(name, text)
    counts = json.loads(report(hostile, "json").stdout)["summary"]
    expected = counts["errors"] + counts["warnings"] + counts["infos"]
    assert expected > len(HOSTILE) * 3
    assert number_of_diagnostics(name, text) == expected


@pytest.mark.parametrize("name", MACHINE_FORMATS)
def test_report_on_a_sound_vault_is_valid(name: str, tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"A.md": "Sound.\n"})
    text = report(vault, name).stdout
    validate(name, text)
    assert number_of_diagnostics(name, text) == 0


@needs_shared
@pytest.mark.parametrize("name", MACHINE_FORMATS)
def test_report_on_the_real_vault_is_valid(name: str) -> None:
    assert SHARED is not None
    validate(name, report(SHARED / "vault-sample", name).stdout)


@pytest.mark.parametrize("name", ALL_FORMATS)
def test_same_input_gives_same_bytes(name: str, hostile: Path) -> None:
    first = report(hostile, name).stdout
    assert first == report(hostile, name).stdout
    # What a terminal would obey, and what no UTF-8 can hold, is in no report.
    assert re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", first) is None


@pytest.mark.parametrize("name", ["jsonl", "gitlab", "sarif", "junit", "checkstyle", "rdjson"])
def test_report_is_written_a_part_at_a_time(name: str) -> None:
    texts = {f"{number}.md": f"{number} [[gone]]" for number in range(2000)}
    found = tuple(
        Diagnostic("unresolved-link", "links", Severity.ERROR, path, Finding(Span(0, 4), "wrong"))
        for path in texts
    )
    sources = {path: source(path, text) for path, text in texts.items()}
    whole = Report((VaultReport("/vault", 2000, 2000, found, (), sources),))
    written = list(parts(name, whole, VIEW))
    assert len(written) >= len(found)
    assert max(map(len, written)) < 5000
    validate(name, "".join(written))


# --- several at once


def test_several_reports_at_once(tmp_path: Path) -> None:
    files = {name: tmp_path / f"out.{name}" for name in MACHINE_FORMATS}
    words = ",".join(f"{name}={file}" for name, file in files.items())
    outcome = report(EXAMPLE, f"{words},concise")
    assert outcome.stdout == report(EXAMPLE, "concise").stdout
    for name, file in files.items():
        assert file.read_bytes().decode() == report(EXAMPLE, name).stdout


def test_one_report_in_a_file(tmp_path: Path) -> None:
    expected = report(EXAMPLE, "sarif").stdout
    by_option, by_format = tmp_path / "a.sarif", tmp_path / "b=c.sarif"
    assert report(EXAMPLE, "sarif", "--output-file", by_option).stdout == ""
    assert report(EXAMPLE, f"sarif={by_format}").stdout == ""
    assert by_option.read_bytes() == by_format.read_bytes() == expected.encode()


def test_help_names_all_formats() -> None:
    told = " ".join(vaultlint("check", "--help").stdout.split())
    assert f"How to report: {', '.join(FORMATS)}; several parted by commas" in told


@pytest.mark.parametrize(
    ("words", "options", "message"),
    [
        pytest.param("sariff", (), 'there is no format "sariff"; did you mean "sarif"?', id="slip"),
        pytest.param("sarif,", (), 'there is no format ""; it can be text, concise', id="none"),
        pytest.param("sarif=", (), '"sarif=" names no file; write sarif=FILE', id="no file"),
        pytest.param("text,json", (), "text and json both go to standard output; ", id="two"),
        pytest.param("json=a,jsonl=a", (), 'two reports go to "a"; ', id="one file"),
        pytest.param("json,jsonl=a", ("--output-file", "b"), "--output-file is the", id="many"),
        pytest.param("json=a", ("--output-file", "b"), 'and "json=a" both name', id="two files"),
    ],
)
def test_wrong_lists(words: str, options: tuple[str, ...], message: str) -> None:
    outcome = vaultlint("check", EXAMPLE, "--output-format", words, *options)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert message in outcome.stderr
    assert outcome.stderr.count("\n") == 1


# --- GitHub


def _commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """The workflow commands of a log, as GitHub's runner reads them."""
    for line in text.splitlines():
        found = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
        if found is None:
            continue
        stated = dict(entry.split("=", 1) for entry in found[2].split(","))
        properties = {key: _decoded(value, ":,") for key, value in stated.items()}
        yield found[1], properties, _decoded(found[3], "")


def _decoded(text: str, more: str) -> str:
    for mark in (*more, "\r", "\n", "%"):
        text = text.replace(f"%{ord(mark):02X}", mark)
    return text


def test_annotations_name_place_and_message(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hostile)
    outcome = report(hostile, "github")
    entries = [json.loads(line) for line in report(hostile, "jsonl").stdout.splitlines()]
    commands = [each for each in _commands(outcome.stdout) if "file" in each[1]]
    assert len(commands) == len(entries)
    for (level, properties, message), entry in zip(commands, entries, strict=True):
        assert (
            level == {"error": "error", "warning": "warning", "info": "notice"}[entry["severity"]]
        )
        if entry["path"].isprintable() or "\n" in entry["path"]:
            assert properties["file"] == entry["path"]
        assert properties["line"] == str(entry["line"])
        if entry["line"] == entry["end_line"]:
            assert properties["col"] == str(entry["column"])
            assert properties["endColumn"] == str(entry["end_column"])
        assert properties["title"] == f"vaultlint: {entry['rule']}"
        assert message.startswith(f"{visible(entry['path'])}:{entry['line']}:{entry['column']}: ")
    # No text of a note begins a line, where it would be a command.
    assert all(
        re.match("::(error|warning|notice) ", line) for line in outcome.stdout.splitlines()[:-1]
    )


def test_annotation_of_several_lines_has_no_columns() -> None:
    read = Report((_vault_report("one\ntwo\n", Finding(Span(0, 8), "wrong; right")),))
    (_, properties, _), *_ = _commands("\n".join(github_lines(read, VIEW)))
    assert properties == {"file": "A.md", "line": "1", "endLine": "2", "title": "vaultlint: a-rule"}


def test_files_are_named_from_the_root_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_vault(tmp_path / "notes", {"A.md": "[[gone]]\n"})
    monkeypatch.chdir(tmp_path / "notes")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    ((_, properties, _),) = _commands(report(Path(), "github").stdout)
    assert properties["file"] == "notes/A.md"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "elsewhere"))
    ((_, properties, _),) = _commands(report(Path(), "github").stdout)
    assert properties["file"] == "A.md"
    monkeypatch.setenv("CI_PROJECT_DIR", f"{tmp_path}/")
    (issue,) = json.loads(report(Path(), "gitlab").stdout)
    assert issue["location"]["path"] == "notes/A.md"


def test_job_summary_is_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = copy_example(tmp_path / "vault")
    monkeypatch.chdir(vault)
    summary = tmp_path / "summary.md"
    summary.write_text("of another tool\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "ada/notes")
    monkeypatch.setenv("GITHUB_SHA", "c0ffee")
    report(vault, "github")
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("of another tool\n### vaultlint: 4 errors, 2 warnings in 6 of 12 notes")
    address = "https://github.com/ada/notes/blob/c0ffee/courses/%F0%9F%A5%96%20Bread%20baking/3.%20Shaping.md"
    assert f"- [11:8]({address}?plain=1#L11) **error** `schema-violation`: " in text
    before = summary.read_bytes()
    report(vault, "text")
    assert summary.read_bytes() == before


def test_job_summary_links_no_file_outside_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = make_vault(tmp_path / "vault", {"A.md": "[[gone]]\n"})
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    summary = tmp_path / "summary.md"
    for name in ("SERVER_URL", "REPOSITORY", "SHA"):
        monkeypatch.setenv(f"GITHUB_{name}", name)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    report(vault, "github")
    text = summary.read_text(encoding="utf-8")
    assert f"#### `{vault.as_posix()}/A.md`\n\n- 1:3 **error** `unresolved-link`: " in text


def test_job_summary_stays_within_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = "".join(f"[[gone {number}]]\n\n" for number in range(12_000))
    vault = make_vault(tmp_path / "vault", {"A.md": links})
    summary = tmp_path / "summary.md"
    summary.write_text("x" * 100_000, encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    report(vault, "github")
    size = summary.stat().st_size
    assert 1024 * 1024 - 1000 < size <= 1024 * 1024
    told = re.search(r"… and (\d+) more diagnostics\.", summary.read_text(encoding="utf-8"))
    assert told is not None
    shown = summary.read_text(encoding="utf-8").count("`unresolved-link`: ")
    assert int(told[1]) + shown == 12_000


def test_quiet_log_has_commands_alone() -> None:
    outcome = report(EXAMPLE, "github", "--quiet")
    assert len(outcome.stdout.splitlines()) == 6
    assert all(line.startswith("::") for line in outcome.stdout.splitlines())


# --- GitLab


def test_gitlab_fingerprints_survive_moved_lines(tmp_path: Path) -> None:
    text = "Some [[gone]] and [[gone]].\n\nMore [[gone]].\n"
    vault = make_vault(tmp_path, {"A.md": text, "B.md": text})
    before = [each["fingerprint"] for each in json.loads(report(vault, "gitlab").stdout)]
    assert len(set(before)) == len(before) == 6
    for name in ("A.md", "B.md"):
        (vault / name).write_text(f"# New\n\nA new paragraph.\n\n{text}", encoding="utf-8")
    after = json.loads(report(vault, "gitlab").stdout)
    assert [each["fingerprint"] for each in after] == before
    assert after[0]["location"]["lines"] == {"begin": 5, "end": 5}


# --- SARIF


def _run(text: str) -> Any:
    (run,) = json.loads(text)["runs"]
    return run


def test_sarif_names_files_by_uris(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hostile)
    run = _run(report(hostile, "sarif").stdout)
    base = run["originalUriBaseIds"]["%SRCROOT%"]["uri"]
    assert base == f"{hostile.as_uri()}/"
    for index, artifact in enumerate(run["artifacts"]):
        location = artifact["location"]
        assert location["index"] == index
        assert location["uriBaseId"] == "%SRCROOT%"
        split = urlsplit(location["uri"])
        assert (split.scheme, split.netloc, split.query, split.fragment) == ("", "", "", "")
        assert location["uri"].isascii()
        assert (hostile / os.fsdecode(unquote_to_bytes(location["uri"]))).is_file()
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][place["index"]]["location"] == place
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_of_a_vault_elsewhere_has_absolute_uris(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = make_vault(tmp_path / "a vault", {"A.md": "[[gone]]\n"})
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    (artifact,) = _run(report(vault, "sarif").stdout)["artifacts"]
    assert artifact["location"] == {"uri": (vault / "A.md").as_uri(), "index": 0}


def test_sarif_rules_have_help(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"A.md": "[[gone]]\n"})
    (rule,) = _run(report(vault, "sarif").stdout)["tool"]["driver"]["rules"]
    assert rule["id"] == "unresolved-link"
    assert rule["defaultConfiguration"] == {"level": "error", "enabled": True}
    assert rule["shortDescription"]["text"].startswith("A link that leads to no file of the vault")
    assert rule["help"]["markdown"].startswith("**What**\n\nA link that leads to no file")
    assert "**Why**" in rule["help"]["markdown"]
    assert "reported by `unresolved-neighbour` instead" in rule["help"]["markdown"]
    assert "helpUri" not in rule


def test_sarif_result(tmp_path: Path) -> None:
    text = "🌙 {1:a} and {3:b}.\r\nIt is: [[gone](1)]]\r\n"
    vault = make_vault(tmp_path, {"A.md": text})
    run = _run(report(vault, "sarif", "--select=cloze-number-gap,unresolved-link").stdout)
    assert run["columnKind"] == "unicodeCodePoints"
    gap, link = run["results"]
    assert gap["level"] == "warning"
    region = {"startLine": 1, "startColumn": 14, "endLine": 1, "endColumn": 15}
    assert gap["locations"][0]["physicalLocation"]["region"] == region
    (fix,) = gap["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "2"}}]
    assert fix["properties"] == {"safe": False}
    assert link["message"]["text"].startswith(r'no note is named "gone\](1)"')


def test_sarif_fix_has_the_line_breaks_of_the_note_and_removes_its_mark() -> None:
    fix = Fix("Part them", (Edit(Span(3, 3), "x\ny"),), safe=True, removes_mark=True)
    read = Report((_vault_report("one\r\ntwo\r\n", Finding(Span(0, 3), "wrong", fix=fix)),))
    rule = load("unresolved-link")
    text = "".join(sarif_parts(read, VIEW, {"a-rule": (rule, page_of(rule))}))
    validate("sarif", text)
    (change,) = _run(text)["results"][0]["fixes"][0]["artifactChanges"]
    region = {"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 4}
    assert change["replacements"] == [
        {"deletedRegion": {"byteOffset": 0, "byteLength": 3}},
        {"deletedRegion": region, "insertedContent": {"text": "x\r\ny"}},
    ]


def test_sarif_tells_what_the_baseline_knows(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"A.md": "[[old page]]\n\n[[mended page]]\n"})
    assert vaultlint("baseline", "create", vault).code == 0
    (vault / "A.md").write_text("Now [[new page]].\n\n[[old page]]\n", encoding="utf-8")
    text = report(vault, "sarif").stdout
    validate("sarif", text)
    run = _run(text)
    states = {
        result["baselineState"]: result["message"]["text"].split(";")[0]
        for result in run["results"]
    }
    assert states == {
        "new": 'no note is named "new page"',
        "unchanged": 'no note is named "old page"',
        "absent": "unresolved-link is found here no more",
    }
    absent = next(each for each in run["results"] if each["baselineState"] == "absent")
    assert (absent["kind"], absent["level"]) == ("pass", "none")


def test_sarif_tells_what_is_suppressed(tmp_path: Path) -> None:
    config = "suppressions:\n  - rules: [unresolved-embed]\n    files: ['*.md']\n"
    note = "%% vaultlint-disable unresolved-link -- written in May %%\n[[gone]]\n\n![[gone.png]]\n"
    vault = make_vault(tmp_path, {"A.md": note, ".vaultlint.yaml": config})
    outcome = report(vault, "sarif")
    assert outcome.code == 0
    validate("sarif", outcome.stdout)
    assert [(r["ruleId"], r["suppressions"]) for r in _run(outcome.stdout)["results"]] == [
        ("unresolved-link", [{"kind": "inSource", "justification": "written in May"}]),
        ("unresolved-embed", [{"kind": "external"}]),
    ]
    assert _run(report(vault, "github-sarif").stdout)["results"] == []


def test_github_is_told_of_what_is_new_alone(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"A.md": "[[old page]]\n\n[[mended page]]\n"})
    assert vaultlint("baseline", "create", vault).code == 0
    (vault / "A.md").write_text("[[old page]]\n\nNow [[new page]].\n", encoding="utf-8")
    (result,) = _run(report(vault, "github-sarif").stdout)["results"]
    assert result["message"]["text"].startswith('no note is named "new page"')
    assert "baselineState" not in result


def test_github_gets_no_more_results_than_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_OF_GITHUB", 3)
    severities = (Severity.INFO, Severity.ERROR, Severity.WARNING, Severity.INFO, Severity.ERROR)
    whole = _vault_report("abcde", *(Finding(Span(n, n + 1), "wrong") for n in range(5)))
    pairs = zip(whole.diagnostics, severities, strict=True)
    found = tuple(replace(each, severity=severity) for each, severity in pairs)
    (kept,) = for_github(Report((replace(whole, diagnostics=found),)), VIEW).vaults
    assert kept.diagnostics == (found[1], found[2], found[4])


def test_sarif_tells_how_the_run_ended(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"A.md": "[[gone]]\n"})
    invocation = _run(report(vault, "sarif").stdout)["invocations"]
    assert invocation == [
        {
            "executionSuccessful": True,
            "exitCode": 1,
            "toolExecutionNotifications": [],
            "toolConfigurationNotifications": [],
        }
    ]
    outcome = vaultlint("check", vault, vault / "none.md", "--output-format", "sarif")
    assert outcome.code == 2
    validate("sarif", outcome.stdout)
    (invocation,) = _run(outcome.stdout)["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    (told,) = invocation["toolExecutionNotifications"]
    assert outcome.stderr == f"vaultlint: {told['message']['text']}\n"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a b/c.md", "a%20b/c.md"),
        ("a:b?c#d%20.md", "a%3Ab%3Fc%23d%2520.md"),
        ("🌙.md", "%F0%9F%8C%99.md"),
        (os.fsdecode(b"\xff.md"), "%FF.md"),
        ("\ud800.md", "%ED%A0%80.md"),
        ("/a b", "file:///a%20b"),
        ("C:/a b", "file:///C:/a%20b"),
    ],
)
def test_uris(path: str, expected: str) -> None:
    assert uri(path) == expected


def _offset(text: str, line: int, column: int) -> int:
    """Where a place of a report stands, in code points."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    return sum(map(len, lines[: line - 1])) + column - 1


def _changed(text: str, replacements: list[dict[str, Any]]) -> str:
    """The text after the replacements of a fix in SARIF."""
    for replacement in reversed(replacements):
        region = replacement["deletedRegion"]
        start = _offset(text, region["startLine"], region["startColumn"])
        end = _offset(text, region["endLine"], region["endColumn"])
        text = text[:start] + replacement.get("insertedContent", {}).get("text", "") + text[end:]
    return text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("cloze-number-gap", "🌙 {1:a} and {3:b}.\r\n"),
        ("cloze-number-gap", "🌙\r🌙 {1:a} and {3:b} and {5:c}.\r"),
        ("mojibake", "ðŸŒ™ a\r\nb ðŸŒ™ c\r\n"),
        ("unclosed-card", "﹇<br>\r\nQ?\r\n\r\n#card\r\n\r\nA.\r\n\r\n⌂\r\n\r\nText.\r\n"),
    ],
)
def test_fixes_of_sarif_are_those_of_vaultlint(rule: str, text: str, tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"A.md": text})
    results = _run(report(vault, "sarif", f"--select={rule}").stdout)["results"]
    ((fix,),) = (result["fixes"] for result in results)
    (change,) = fix["artifactChanges"]
    changed = _changed(text, change["replacements"])
    assert changed != text
    vaultlint("check", vault, f"--select={rule}", "--fix", "--unsafe-fixes")
    assert changed == (vault / "A.md").read_bytes().decode()


# --- XML


def test_junit_fails_what_fails_the_run(tmp_path: Path) -> None:
    vault = copy_example(tmp_path / "vault")
    root = ElementTree.fromstring(report(vault, "junit", "--fail-on=error").stdout)
    assert dict(root.attrib) == {
        "name": "vaultlint",
        "tests": "6",
        "failures": "4",
        "errors": "0",
    }
    assert [len(root.findall(f".//testcase/{kind}")) for kind in ("failure", "skipped")] == [4, 2]
    root = ElementTree.fromstring(report(vault, "junit", "--fail-on=never").stdout)
    assert root.attrib["failures"] == "0"


@pytest.mark.parametrize("name", ["junit", "checkstyle"])
def test_faults_of_the_run_are_in_xml(name: str, tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"A.md": "Sound.\n"})
    outcome = vaultlint("check", vault, vault / "none.md", "--output-format", name)
    assert outcome.code == 2
    validate(name, outcome.stdout)
    root = ElementTree.fromstring(outcome.stdout)
    told = outcome.stderr.removeprefix("vaultlint: ").strip()
    if name == "junit":
        assert root.attrib["errors"] == "1"
        assert [each.attrib["message"] for each in root.iter("error")] == [told]
    else:
        assert [each.text for each in root.iter("exception")] == [told]


# --- reviewdog


def test_rdjson_counts_bytes_and_joins_edits(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"A.md": "🌙 {2:a} and 🌙 {3:b}.\n"})
    text = report(vault, "rdjson", "--select=cloze-not-from-one").stdout
    (diagnostic,) = json.loads(text)["diagnostics"]
    line = "🌙 {2:a} and 🌙 {3:b}.".encode()
    place = diagnostic["location"]["range"]
    start, end = (place[key]["column"] - 1 for key in ("start", "end"))
    assert line[start:end].decode() in ("2", "{2:a}")
    (suggestion,) = diagnostic["suggestions"]
    start, end = (suggestion["range"][key]["column"] - 1 for key in ("start", "end"))
    changed = line[:start] + suggestion["text"].encode() + line[end:]
    assert changed.decode() == "🌙 {1:a} and 🌙 {2:b}."


# --- Markdown


def test_markdown_makes_nothing_of_the_text_of_notes(hostile: Path) -> None:
    from markdown_it import MarkdownIt

    text = report(hostile, "markdown").stdout
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in inline}
    assert kinds <= {"text", "code_inline", "strong_open", "strong_close", "html_inline"}
    assert {token.content for token in inline if token.type == "html_inline"} <= {"<!-- -->"}
    # What a forge would tell somebody about.
    plain = [token.content for token in inline if token.type == "text"]
    assert [words for words in plain if re.search(r"[@#!~%&]\w", words)] == []


def test_markdown_fits_into_a_comment(tmp_path: Path) -> None:
    links = "".join(f"[[gone {number}]]\n\n" for number in range(2000))
    vault = make_vault(tmp_path, {"A.md": links})
    text = report(vault, "markdown").stdout
    assert 65_000 < len(text.encode()) <= 65_536
    told = re.search(r"… and (\d+) more diagnostics\.\n$", text)
    assert told is not None
    assert int(told[1]) + number_of_diagnostics("markdown", text) == 2000
