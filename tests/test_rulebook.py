"""Every example of every page is a test, run in five ways; pages, rules and catalogue agree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.anki_collections import write_collection
from tests.rulebook import RULEBOOK, WAYS, Example, Page, Reported, pages
from vaultlint.checks import catalogue
from vaultlint.checks.catalogue import RULES, load, rule_names
from vaultlint.cli.main import main

PAGES = pages()
# The sync plugins read no card of a note with CRLF line ends, and these rules say so of every note
# that holds one: in the CRLF way of other rules' examples it is no cross-talk.
_SAYS_CRLF = frozenset({"deleted-by-crlf", "unreadable-card-opener", "unreadable-start"})
_FENCED = re.compile(r"^(`{3,})[^\n]*\n.*?^\1\n", re.MULTILINE | re.DOTALL)


def diagnostics(vault: Path, rule: str, *more: str) -> list[Reported]:
    """What `vaultlint check` reports in a vault with all default rules and `rule`."""
    options = [f"--vault={vault}", f"--extend-select={rule}", "--output-format=json", *more]
    result = CliRunner().invoke(main, ["check", str(vault), *options])
    assert result.exit_code in (0, 1), result.output
    return [
        Reported(
            entry["path"],
            entry["line"],
            entry["column"],
            entry["end_line"],
            entry["end_column"],
            entry["rule"],
            entry["message"],
        )
        for entry in json.loads(result.stdout)["diagnostics"]
    ]


def _write(example: Example, vault: Path) -> None:
    (vault / ".obsidian").mkdir()
    for path, content in example.files.items():
        file = vault / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _collection(example: Example, vault: Path) -> list[str]:
    """The option that names the collection of an example, which lies where no note does."""
    if example.collection is None:
        return []
    folder = vault / ".anki"
    folder.mkdir()
    return [f"--anki={write_collection(folder / 'collection.anki2', example.collection)}"]


def _runs(pages: Iterable[Page], with_returns: bool = True) -> list[object]:
    """with_returns: in CR LF also those examples that are about line ends."""
    return [
        pytest.param(example, way, id=f"{example.rule}-{example.title}-{way}")
        for page in pages
        for example in page.examples
        for way in WAYS
        if way not in page.exempt
        and (with_returns or way != "crlf" or not any(b"\r" in n for n in example.files.values()))
    ]


@pytest.mark.parametrize(("example", "way"), _runs(PAGES))
def test_example(example: Example, way: str, tmp_path: Path) -> None:
    example = WAYS[way](example)
    _write(example, tmp_path)
    reported = diagnostics(tmp_path, example.rule, *_collection(example, tmp_path))
    if way == "crlf" and example.rule not in _SAYS_CRLF:
        expected_rules = {entry.rule for entry in example.report}
        reported = [r for r in reported if r.rule in expected_rules or r.rule not in _SAYS_CRLF]
    if way == "frontmatter" and example.rule != "mixed-line-endings":  # the frontmatter ends in LF
        reported = [entry for entry in reported if entry.rule != "mixed-line-endings"]
    if way == "bom" and example.rule != "byte-order-mark":
        reported = [entry for entry in reported if entry.rule != "byte-order-mark"]
    if way == "fence":
        reported = [entry for entry in reported if entry.rule == example.rule]
    assert reported == list(example.report)


def _fixable(page: Page) -> Page:
    """The page with those examples to which a fix of the rule may do something."""
    has_fix = page.properties["fix"] != "none"
    return page if has_fix else replace(page, examples=())


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize(("example", "way"), _runs(map(_fixable, PAGES), with_returns=False))
def test_fix(example: Example, way: str, unsafe: bool, tmp_path: Path) -> None:
    example = WAYS[way](example)
    _write(example, tmp_path)
    # In the ways that put something in, other rules may have something to repair.
    select = [f"--select={example.rule}"]
    if way in ("itself", "crlf"):
        select = [f"--extend-select={example.rule}"]
    elif load(example.rule).asks_unused:  # of what other rules find
        select = [f"--extend-select={example.rule}", "--ignore=encoding"]
    options = [f"--vault={tmp_path}", *select, *_collection(example, tmp_path)]
    if unsafe:
        options.append("--unsafe-fixes")
    expected = {**example.files, **example.fixed, **(example.unsafely_fixed if unsafe else {})}
    for _again in range(2):
        result = CliRunner().invoke(main, ["check", str(tmp_path), "--fix", *options])
        assert result.exit_code in (0, 1), result.output
        found = {path: (tmp_path / path).read_bytes() for path in example.files}
        if way == "crlf":
            # Where cards would be lost by them, line ends are repaired first.
            assert not any(b"\r" in note.replace(b"\r\n", b"") for note in found.values())
            found, expected = with_line_feeds(found), with_line_feeds(expected)
        assert found == expected


def with_line_feeds(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with LF line ends."""
    return {path: content.replace(b"\r\n", b"\n") for path, content in files.items()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.stem)
def test_page_agrees_with_rule(page: Page) -> None:
    rule = load(page.path.stem)
    options = {"Options"} if {*rule.options._fields} - {*rule.given} else set()
    assert {key: page.properties[key] for key in page.properties if key != "except"} == {
        "rule": rule.name,
        "family": rule.family,
        "severity": rule.severity.label,
        "scope": rule.scope,
        "fix": rule.fix,
    }
    assert page.path.parent.name == rule.family
    assert set(page.sections) == {"What", "Why", "Bad", "Good"} | options
    assert set(page.exempt) <= set(WAYS)
    assert {example.is_bad for example in page.examples} == {True, False}
    is_safe = any(example.fixed for example in page.examples)
    is_unsafe = any(example.unsafely_fixed for example in page.examples)
    assert rule.fix == ("safe" if is_safe else "unsafe" if is_unsafe else "none")


def test_pages_rules_and_catalogue_are_one_to_one() -> None:
    checks = Path(catalogue.__file__).parent
    modules = {
        f"{path.parent.name}/{path.stem}".replace("_", "-")
        for path in checks.glob("*/*.py")
        if not path.stem.startswith("_")
    }
    assert list(RULES) == sorted(RULES)
    assert [f"{page.path.parent.name}/{page.path.stem}" for page in PAGES] == list(RULES)
    assert modules == set(RULES)


def test_pages_are_chained_in_catalogue_order() -> None:
    names = rule_names()
    for name, before, after in zip(names, ("", *names), (*names[1:], ""), strict=False):
        (page,) = RULEBOOK.glob(f"*/{name}.md")
        text = _FENCED.sub("", page.read_text(encoding="utf-8"))
        label = r"> \*\*{} Note\(s\)\*\*:\n> -(?: \[\[(.*?)\]\])?\n"
        previous = re.findall(label.format("Previous"), text)
        following = re.findall(label.format("Next"), text)
        assert (previous, following) == ([before], [after]), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.stem)
def test_messages_are_in_house_style(page: Page) -> None:
    for example in page.examples:
        for entry in example.report:
            assert not entry.message.endswith("."), entry
            assert not entry.message[0].isupper(), entry
