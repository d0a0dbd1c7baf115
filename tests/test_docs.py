"""README.md, CHANGELOG.md, docs/ and --help: what they show, count and link to is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.invoke import vaultlint
from vaultlint.checks.catalogue import FAMILIES, RULES
from vaultlint.notes.parse import parse
from vaultlint.text.decode import decode

ROOT = Path(__file__).parent.parent
PAGES = (*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md")))
README = (ROOT / "README.md").read_text(encoding="utf-8")
_SHOWN = re.compile(r"^```text\n\$ vaultlint ([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHOWN_IN_EXAMPLES = [
    pytest.param(command, shown, id=f"{page.name}: {command}")
    for page in PAGES
    for command, shown in _SHOWN.findall(page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("command", "shown"), _SHOWN_IN_EXAMPLES)
def test_transcript(command: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    printed = vaultlint(*shlex.split(command)).stdout
    assert printed.replace(f"{ROOT}/", "/home/ada/vaultlint/") == shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    astray = []
    for link in parse(decode(page.name, page.read_bytes())).links:
        file = page.parent / link.path if link.path else page
        heading = link.subpath.removeprefix("#")
        if not file.exists() or (heading and heading not in _anchors(file)):
            astray.append(link.target)
    assert astray == []


def _anchors(page: Path) -> set[str]:
    """The headings of a page as GitHub names them in links."""
    headings = parse(decode(page.name, page.read_bytes())).headings
    return {re.sub(r"[^\w -]", "", h.text.lower()).strip().replace(" ", "-") for h in headings}


def test_readme_lists_every_page_once() -> None:
    listed = re.findall(r"^- \[[^]]+\]\(([^)]+)\)", README.split("\n## More\n", 1)[1], re.MULTILINE)
    pages = [page.relative_to(ROOT).as_posix() for page in PAGES if page.name != "README.md"]
    assert sorted(listed) == sorted(pages)


def test_readme_tells_of_every_family() -> None:
    table = README.split("| family | for example |\n", 1)[1].split("\n\n", 1)[0]
    cells = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
    told = [name for cell in cells for name in re.findall(r"`([a-z-]+)`", cell)]
    assert sorted(told) == sorted(FAMILIES)


def test_changelog_counts_the_rules() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    counts = re.search(r"^- (\d+) rules in (\d+) families\.", changes, re.MULTILINE)
    assert counts is not None
    assert (int(counts[1]), int(counts[2])) == (len(RULES), len(FAMILIES))


@pytest.mark.parametrize("group", [(), ("schema",), ("baseline",)], ids=" ".join)
def test_commands_are_listed_in_whole_sentences(group: tuple[str, ...]) -> None:
    commands = vaultlint(*group, "--help").stdout.split("\nCommands:\n", 1)[1]
    for line in commands.splitlines():
        assert re.fullmatch(r"  [a-z]+ +[A-Z].*[^.]\.", line), line
