"""Random frontmatters with random faults, repaired: every value is as it was meant, and no other.

What a frontmatter says is read by ruamel's own loader, and each sound property has to stand there
word for word.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.invoke import make_vault, vaultlint

EXAMPLES = int(os.environ.get("VAULTLINT_FIX_EXAMPLES", "40"))


class Entry(NamedTuple):
    """A property as it is written. key, value: as it is meant. safe: its fault is, or it has none.

    is_structural: its fault makes Obsidian drop all properties.
    """

    text: str
    key: str
    value: object
    safe: bool = True
    is_structural: bool = False


SOUND = (
    Entry("title: Rye bread", "title", "Rye bread"),
    Entry('title: "Rye: a grain" # as in the book', "title", "Rye: a grain"),
    Entry("# a comment\ntitle: 'It''s rye'", "title", "It's rye"),
    Entry("created: 2023-11-02T15:14", "created", "2023-11-02T15:14"),
    Entry("tags: [baking, grain/rye]", "tags", ["baking", "grain/rye"]),
    Entry("tags:\n- baking\n- 🌾-grain", "tags", ["baking", "🌾-grain"]),
    Entry("aliases:\n    - secale # Latin\n    - rye", "aliases", ["secale", "rye"]),
    Entry('up: "[[Other]]"', "up", "[[Other]]"),
    Entry("cards-deck: Baking::Rye", "cards-deck", "Baking::Rye"),
    Entry("notes: |\n  Of rye: much.\n  # no comment", "notes", "Of rye: much.\n# no comment"),
    Entry('url: "https://grains.example/#a"', "url", "https://grains.example/#a"),
    Entry("stars: 4", "stars", 4),
    Entry("source:", "source", None),
    Entry('"flour": [dark, "light: fine"]', "flour", ["dark", "light: fine"]),
)
INVALID = (
    Entry("title: Rye: a grain", "title", "Rye: a grain"),
    Entry("title: [Draft] of rye", "title", "[Draft] of rye"),
    Entry('source: "Grains" by Ines', "source", '"Grains" by Ines'),
    Entry("source: 'The miller's book'", "source", "The miller's book"),
    Entry('path: "C:\\data\\grains"', "path", "C:\\data\\grains"),
    Entry("author: @ines", "author", "@ines"),
    Entry("summary: **Rye** keeps", "summary", "**Rye** keeps"),
    Entry("share: %5", "share", "%5"),
    Entry("command: `make test`", "command", "`make test`"),
    Entry("tags: [#baking, grain]", "tags", ["baking", "grain"]),
    Entry("aliases: [@rye, secale]", "aliases", ["@rye", "secale"]),
    Entry("aliases:\n\t- secale\n\t- rye", "aliases", ["secale", "rye"]),
    Entry("related: [[Other]], [[Other#Salt]]", "related", ["[[Other]]", "[[Other#Salt]]"]),
    Entry("related:\n  - [[Other]] too", "related", ["[[Other]] too"]),
    Entry("tags: - baking", "tags", ["baking"]),
    Entry("steps: [\nmix,\nknead\n]", "steps", ["mix", "knead"]),
    Entry("place:Poland", "place", "Poland"),
    Entry("place：Poland", "place", "Poland"),
    Entry("place:\u00a0Poland", "place", "Poland"),
    Entry('title: "Rye', "title", "Rye", safe=False),
    Entry("flour: [dark, light", "flour", ["dark", "light"], safe=False),
)
TWICE = (
    Entry("updated: 2023-11-02\nupdated: 2023-11-05", "updated", "2023-11-05"),
    Entry("author: Ines\nauthor: Ines # again", "author", "Ines"),
    Entry("place:\nplace: Poland", "place", "Poland"),
    Entry("tags: [baking]\ntags:\n  - grain", "tags", ["baking", "grain"], safe=False),
)
WRONG = (
    Entry("tags: baking, grain", "tags", ["baking", "grain"]),
    Entry("tags: #baking", "tags", "baking"),
    Entry("tags:\n  - #baking\n  - grain", "tags", ["baking", "grain"]),
    Entry("tags:\n  - baking, grain\n  - true", "tags", ["baking", "grain", "true"]),
    Entry("tags: [grain/, bread//rye]", "tags", ["grain", "bread/rye"]),
    Entry("tags:\n  - whole grain", "tags", ["whole-grain"], safe=False),
    Entry("tag: baking", "tags", "baking"),
    Entry("Tag: baking, grain", "tags", ["baking", "grain"]),
    Entry("cssclass: wide dark", "cssclasses", ["wide", "dark"]),
    Entry("alias: secale", "aliases", "secale"),
    Entry("up: [[Other]]", "up", "[[Other]]"),
    Entry("related: [[[Other]], [[Other#Salt]]]", "related", ["[[Other]]", "[[Other#Salt]]"]),
    Entry("date: {{date}}", "date", "{{date}}"),
    Entry('minutes: "40"', "minutes", 40),
    Entry("baked: yes", "baked", True),
    Entry("aliases: [2024, rye]", "aliases", ["2024", "rye"]),
)
FAULTY = tuple(
    entry._replace(is_structural=entry not in WRONG) for entry in (*INVALID, *TWICE, *WRONG)
)

KNOWN = ("tags", "aliases", "created", "title", "author", "cards-deck", "updated")
USUAL_LINE = re.compile(r"[A-Za-z][\w-]*:(?: |$)|\"[a-z]+\":|[ \t]|- ")
TYPES = '{"types": {"minutes": "number", "baked": "checkbox"}}'
BODY = (
    "\nRye needs a [[Other|sourdough]].\n\n﹇<br>\nWhat is rye?\n\n#card\n\nA grain.\n\n⌂\n"
    "<br>﹈<br>^1700000000001\n\nRye is a {1:grain}.\n^1700000000002\n"
)


class Drawn(NamedTuple):
    """A note. above: what stands before its frontmatter. line_end: of all its lines."""

    entries: tuple[Entry, ...]
    faulty: frozenset[str]
    above: str
    line_end: str

    @property
    def text(self) -> str:
        """Of the note, with LF."""
        properties = "".join(f"{entry.text}\n" for entry in self.entries)
        return f"{self.above}---\n{properties}---\n{BODY}"


@st.composite
def drawn_notes(draw: st.DrawFn) -> Drawn:
    sound = draw(st.lists(st.sampled_from(SOUND), max_size=6, unique_by=lambda e: e.key))
    faulty = draw(
        st.lists(st.sampled_from(FAULTY), min_size=1, max_size=3, unique_by=lambda e: e.key)
    )
    # Two properties that stand twice are two errors, where their block was one that is unread.
    twice = [each for each in faulty if each.text in {entry.text for entry in TWICE}]
    faulty = [each for each in faulty if each not in twice[1:]]
    keys = frozenset(entry.key for entry in faulty)
    entries = draw(st.permutations([*faulty, *(e for e in sound if e.key not in keys)]))
    # A quote that is not closed goes on to the next one, wherever that stands.
    if any(e.text == 'title: "Rye' for e in entries):
        entries = [e for e in entries if e.text == 'title: "Rye' or '"' not in e.text]
    # A text that begins with such a line is one below a rule.
    if "：" in entries[0].text:
        stars = next(e for e in SOUND if e.key == "stars")
        entries = [stars, *(e for e in entries if e.key != "stars")]
    # What stands below blank lines is a frontmatter only if all of it looks like one.
    lines = "\n".join(entry.text for entry in entries).split("\n")
    is_usual = any(e.text.partition(":")[0] in KNOWN for e in entries) and all(
        map(USUAL_LINE.match, lines)
    )
    above = draw(st.sampled_from(["", "", "", "\n", "\n\n", " "])) if is_usual else ""
    return Drawn(tuple(entries), keys, above, draw(st.sampled_from(["\n", "\n", "\r\n"])))


class Vault(NamedTuple):
    """A folder with one note that is repaired, and one that it leads to."""

    root: Path
    line_end: str

    def note(self) -> str:
        """The text of the note, with LF."""
        return (self.root / "Rye.md").read_bytes().decode().replace(self.line_end, "\n")

    def repaired(self, *options: str) -> str:
        """The text after a run, in which no fix may be refused."""
        outcome = vaultlint("check", self.root, "--fix", *options)
        assert outcome.code in (0, 1), outcome
        assert not outcome.stderr
        return self.note()

    def diagnostics(self) -> list[Mapping[str, object]]:
        outcome = vaultlint("check", self.root, "--output-format", "json")
        found: list[Mapping[str, object]] = json.loads(outcome.stdout)["diagnostics"]
        return found


@contextmanager
def vault_of(note: Drawn) -> Iterator[Vault]:
    with tempfile.TemporaryDirectory() as folder:
        text = note.text.replace("\n", note.line_end)
        files = {"Rye.md": text, "Other.md": "# Salt\n", ".obsidian/types.json": TYPES}
        yield Vault(make_vault(Path(folder), files), note.line_end)


def properties(text: str) -> dict[str, object]:
    assert text.startswith("---\n"), text
    yaml, _, _ = text[4:].partition("\n---\n")
    return dict(YAML(typ="safe", pure=True).load(yaml))


def same(one: object, other: object) -> bool:
    """Whether two values are one; dates are texts for Obsidian, and ruamel makes days of them."""
    return one == other or str(one) == str(other) or str(one).replace(" ", "T")[:16] == str(other)


@given(drawn_notes())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_all_faults_are_repaired_and_nothing_else(note: Drawn) -> None:
    # Braces in a line that is no property yet are a cloze, which no repair takes away.
    assume(not note.above or not any("{{" in entry.text for entry in note.entries))
    with vault_of(note) as vault:
        text = vault.repaired("--unsafe-fixes")
        assert vault.repaired("--unsafe-fixes") == text
        # The ids in a note with CR LF are a fault of their own.
        left = [each for each in vault.diagnostics() if each["rule"] != "deleted-by-crlf"]
        assert not [each["rule"] for each in left if each["severity"] == "error"], text
    assert text.endswith(f"\n---\n{BODY}")
    found = properties(text)
    assert list(found) == [entry.key for entry in note.entries]
    for entry in note.entries:
        if entry.key not in note.faulty:
            assert f"{entry.text}\n" in text
        value = found[entry.key]
        value = value.strip() if isinstance(value, str) else value
        assert same(value, entry.value), (entry, value)


@given(drawn_notes())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_safe_repairs_keep_what_is_not_sure(note: Drawn) -> None:
    with vault_of(note) as vault:
        before = [each["severity"] for each in vault.diagnostics()].count("error")
        text = vault.repaired()
        assert vault.repaired() == text
        after = [each["severity"] for each in vault.diagnostics()].count("error")
    unsure = [entry for entry in note.entries if not entry.safe]
    assert text.endswith(f"\n---\n{BODY}")
    assert all(f"{entry.text}\n" in text for entry in unsure)
    # What hides other faults does so until it is repaired.
    if not any(entry.is_structural for entry in unsure):
        assert after <= before
        found = properties(text)
        assert all(same(_stripped(found[e.key]), e.value) for e in note.entries if e.safe)


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value
