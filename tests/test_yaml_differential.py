"""Our reading of YAML against npm yaml, the package that Obsidian ships, on many blocks.

Needs node and `npm ci --prefix tests/node`, or VAULTLINT_NODE_YAML, the folder whose node_modules
holds yaml.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.yaml_blocks import by_chance, by_hand
from vaultlint.notes.facts import Plain
from vaultlint.notes.frontmatter import read_frontmatter
from vaultlint.text.source import source

_HERE = Path(__file__).parent / "node"
_FOLDER = Path(os.environ.get("VAULTLINT_NODE_YAML", _HERE))
_NODE = shutil.which("node")
_IS_THERE = _NODE is not None and (_FOLDER / "node_modules" / "yaml").is_dir()

pytestmark = pytest.mark.skipif(
    not _IS_THERE, reason="needs node, and npm yaml by: npm ci --prefix tests/node"
)

Outcome: TypeAlias = "str | dict[str, Plain]"

# Where we do not agree with npm yaml, and why we leave it so: what to look for, and the reason.
DIFFERENCES = {
    "an empty key: ruamel's parsers refuse a colon without a key": r"^[ \t]*(?:- +)*:(?=\s)",
    "a bracketed list as a key behind a key: npm yaml makes two properties of one line": (
        r":[ \t].*[\]}]:(?=\s)"
    ),
    "only the end of a document: nobody writes it": r"\A\s*\.\.\.\s*\Z",
    "a key that is a mapping with a mapping in it: npm yaml writes it over several lines": (
        r"^[ \t]*\? "
    ),
    "a name behind & with marks in it, or before a key": r"&\S*[^\w\s-]|^[ \t]*&\S+[ \t]|&\S*$",
    "a tab behind the dash of an item that is no plain value": r"-[ ]*\t",
    "a tab first in a block of text": r"[|>].*\r?\n[ ]*\t",
    "a tag that is not in the YAML core schema, or touches a comma": r"!<|!\S*![^!\s]|!\S*,",
    "a value that is a dash, with more below": r":[ \t]+-[ \t]*\r?\n[ \t]+\S",
    "question marks and colons that touch brackets or commas": r"[\[{,][ \t]*[?:]|[:?][ \t]*[,\]}]",
    "blank lines in a block of text with a stated indentation": r"[|>][-+]?[1-9]",
    "half a pair of surrogates in an escape": (r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"),
}


def ours(text: str) -> Outcome:
    """The properties, or "refused"."""
    frontmatter, _ = read_frontmatter(source("Note.md", f"---\n{text}---\n"))
    assert frontmatter is not None
    assert (frontmatter.plain is None) == bool(frontmatter.fault or frontmatter.duplicates)
    return "refused" if frontmatter.plain is None else dict(frontmatter.plain)


@cache
def theirs(texts: tuple[str, ...]) -> tuple[Outcome, ...]:
    """What Obsidian makes of each text: it drops what is not a mapping."""
    assert _NODE is not None
    result = subprocess.run(
        [_NODE, str(_HERE / "read_yaml.mjs"), str(_FOLDER.resolve())],
        input=json.dumps(texts),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return tuple(_outcome(entry) for entry in json.loads(result.stdout))


def _outcome(entry: dict[str, object]) -> Outcome:
    if "error" in entry:
        return "refused"
    match _plain(entry["value"]):
        case None:
            return {}
        case dict() as properties:
            return properties
        case _:
            return "refused"


def _plain(written: object) -> Plain:
    match written:
        case list():
            return [_plain(item) for item in written]
        case {"mapping": list() as pairs}:
            return {str(key): _plain(value) for key, value in pairs}
        case {"number": str() as name}:
            return float(name)
        case None | bool() | int() | float() | str():
            return written
        case _:
            raise AssertionError(written)


def _same(one: Plain | Outcome, other: Plain | Outcome) -> bool:
    match one, other:
        case (bool(), _) | (_, bool()):
            return one is other
        case float() | int(), float() | int():
            # JavaScript writes the shortest digits that mean the same double.
            return float(one) == float(other) or (math.isnan(one) and math.isnan(other))
        case list(), list():
            return len(one) == len(other) and all(map(_same, one, other))
        case dict(), dict():
            return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
        case _:
            return one == other


def _is_listed(text: str) -> bool:
    return any(re.search(mark, text, re.MULTILINE) for mark in DIFFERENCES.values())


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(tuple(by_hand()), id="by hand"),
        pytest.param(tuple(by_chance(1500, seed=2)), id="by chance"),
    ],
)
def test_same_reading(texts: tuple[str, ...]) -> None:
    found = [
        (text, our, their)
        for text, our, their in zip(texts, map(ours, texts), theirs(texts), strict=True)
        if not _same(our, their) and not _is_listed(text)
    ]
    assert found == []


def test_differences_are_few() -> None:
    """The list of differences must not swallow what it was not made for."""
    texts = tuple(by_chance(1500, seed=2))
    outcomes = zip(map(ours, texts), theirs(texts), strict=True)
    assert sum(not _same(our, their) for our, their in outcomes) <= 3
