"""Regular expressions that mean the same in every Python."""

from __future__ import annotations

import re
from pathlib import Path

import vaultlint

# Up to Python 3.11.4 a possessive group keeps what its last turn took before it failed:
# (?: x)*+ takes the blank of " x y" too. (?>(?: x)*) does not.
_POSSESSIVE_GROUP = re.compile(r"r[f]?[\"'].*(?<!\\)\)(?:[*+?]|\{+[0-9]*,?[0-9]*\}+)\+")
_IN_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]")


def test_no_group_is_possessive() -> None:
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(Path(vaultlint.__file__).parent.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if _POSSESSIVE_GROUP.search(_IN_CLASS.sub("[]", line))
    ]
    assert found == []


def test_such_a_group_is_found() -> None:
    assert _POSSESSIVE_GROUP.search('_TAIL = re.compile(r"(?: *+#x)*+")')
    assert not _POSSESSIVE_GROUP.search('_TAIL = re.compile(r"(?>(?: *+#x)*)")')
