"""Random vaults of linked notes with random faults, repaired: they read as they did before.

Every fault is made in a sound vault, so that what its repair should give is known: the text that
was there. Only the folders in the paths of links may differ, where files were moved.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.invoke import diagnostics, make_vault, vaultlint

EXAMPLES = int(os.environ.get("VAULTLINT_FIX_EXAMPLES", "40"))

NAMES = ("1. Flour", "2. Käse & salt", "3. Dough (cold)", "4. The oven")
FOLDERS = ("", "bread", "bread/how to", "süß")
SIDES = {"previous": "Previous Note(s)", "next": "Next Note(s)"}


class Vault(NamedTuple):
    """Notes by path. moved: where each of them is in the end."""

    notes: Mapping[str, str]
    moved: Mapping[str, str]


def link(style: str, path: str, source: str, text: str) -> str:
    """A link from one note to another, in one of the styles that people use."""
    encoded = path.replace(" ", "%20")
    up = "../" * source.count("/")
    match style:
        case "name":
            return f"[[{path.rpartition('/')[2].removesuffix('.md')}]]"
        case "wiki":
            return f"[[{path.removesuffix('.md')}]]"
        case "absolute":
            return f"[{text}]({encoded})"
        case "rooted":
            return f"[{text}](/{encoded})"
        case "angled":
            return f"[{text}](<{path}>)"
    return f"[{text}]({up or './'}{encoded})"


FORMATS = ("", "shortest", "relative", "absolute")
STYLES = ("name", "wiki", "absolute", "rooted", "angled", "relative")


def note(index: int, paths: list[str], styles: list[str], number: int) -> str:
    """A sound note: it links to its neighbours and to another one, in cards and in tables too."""
    path = paths[index]
    nav, at = styles[0], (index + 1 + number) % len(paths)
    other = paths[at]
    name = other.rpartition("/")[2].removesuffix(".md")

    def neighbour(place: int) -> str:
        if not 0 <= place < len(paths):
            return "-"
        stem = paths[place].rpartition("/")[2].removesuffix(".md")
        return f"- {link(nav, paths[place], path, stem)}"

    def to(style: str) -> str:
        return link(style, other, path, "the words")

    return f"""---
cards-deck: Bread
about: "{link("wiki", other, path, "")}"
---

> [!info]
> **Previous Note(s)**:
> {neighbour(index - 1)}

## How it rises

Of {to(styles[1])} and {to(styles[2])}, with #food/bread. ^abc-{index}

> [!warning]+ Warm, says {to(styles[3])}
> It is.

| what | where |
| --- | --- |
| [[{name}#How it rises\\|so]] | {to(styles[2])} |

﹇<br>
What is in {to(styles[3])}?

#card

See [[{other}#^abc-{at}|there]].

⌂
<br>﹈<br>^17000000000{index:02}

Bread is {{1:food}}, says {to(styles[1])}.
^17000000001{index:02}

Rye is acid.[^1]

[^1]: Says {to(styles[2])}.

> [!info]
> **Next Note(s)**:
> {neighbour(index + 1)}
"""


@st.composite
def vaults(draw: st.DrawFn) -> Vault:
    """A sound vault, and where its notes are moved."""
    folders = draw(st.lists(st.sampled_from(FOLDERS), min_size=4, max_size=4))
    paths = [f"{f}/{n}.md".lstrip("/") for f, n in zip(folders, NAMES, strict=True)]
    styles = draw(st.lists(st.sampled_from(STYLES), min_size=4, max_size=4))
    numbers = draw(st.lists(st.integers(0, 2), min_size=4, max_size=4))
    notes = {p: note(n, paths, styles, numbers[n]) for n, p in enumerate(paths)}
    elsewhere = st.lists(st.sampled_from(FOLDERS), min_size=4, max_size=4)
    new = draw(st.one_of(st.just(folders), elsewhere))
    moved = {p: f"{f}/{n}.md".lstrip("/") for p, f, n in zip(paths, new, NAMES, strict=True)}
    return Vault(notes, moved)


# Each as an expression and what it is replaced by. Their repairs are safe.
SAFE = (
    (r"( \^abc-\d)$", r"\1 \t"),
    (r"> \[!warning\]\+ ", "> [!warning]+"),
    (r"> \[!warning\]\+ ", ">   [!warning]+ "),
    (r"> \[!warning\]\+ ", "> [!warning+] "),
    (r"\\\|so", "|so"),
    (r"\n\n\[\^1\]: ", "\n[^1]: "),
    (r"^(> - .+)$", r"\1\n\1"),
)
UNSAFE = (
    (r"\[!warning\]", "[!wraning]"),
    (r"#How it rises\\", r"#how-it-rises\\"),
    (r"#\^abc-", "#^abc_"),
)
ONLY_IN_THE_FIRST = ((r"#food/bread", "#Food/bread"),)  # what most notes write is right
NOT_IN_THE_FIRST = ((r"^(> -) .+$", r"\1"),)  # one of two neighbours has to name the other
# Where a file was moved, this is no link to it any more: nobody knows that it is one.
WHERE_NOTHING_MOVED = ((r"\]\((?!<)([^)]*)%20", r"](\1 "),)


@st.composite
def faulty(draw: st.DrawFn, text: str, faults: tuple[tuple[str, str], ...]) -> str:
    """A text with some faults, no two of one kind."""
    for pattern, replacement in draw(st.lists(st.sampled_from(faults), max_size=3, unique=True)):
        text = re.sub(pattern, replacement, text, count=1, flags=re.MULTILINE)
    return text


def read_as_names(text: str) -> str:
    """A text without the folders in the paths of its links, and with these paths decoded."""
    text = re.sub(
        r"\]\(<?([^)\n>]*(?:\([^)\n]*\)[^)\n>]*)*)>?\)",
        lambda found: f"]({unquote(found[1]).rpartition('/')[2]})",
        text,
    )
    return re.sub(
        r"\[\[([^\]|#\n\\]*)",
        lambda found: "[[" + found[1].rpartition("/")[2].removesuffix(".md"),
        text,
    )


def cards(root: Path) -> list[tuple[str, str]]:
    """The cards of a vault: their ids and questions."""
    outcome = vaultlint("cards", root, "--output-format", "json")
    assert outcome.code == 0, outcome
    return sorted(
        (str(card["id"]), read_as_names(card["question"]))
        for card in json.loads(outcome.stdout)["cards"]
    )


# To shrink a vault takes minutes, and tells little: one fault differs from what was there.
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.data(), vaults(), st.booleans())
def test_repaired_notes_read_as_they_did(data: st.DataObject, vault: Vault, unsafe: bool) -> None:
    is_moved = any(old != new for old, new in vault.moved.items())
    faults = (*SAFE, *(UNSAFE if unsafe else ()), *(() if is_moved else WHERE_NOTHING_MOVED))
    if is_moved and not unsafe:
        return  # a path is never written anew without being asked for
    app = json.dumps({"newLinkFormat": data.draw(st.sampled_from(FORMATS))})
    written = {}
    for path, text in vault.notes.items():
        own = ONLY_IN_THE_FIRST if path.endswith(NAMES[0] + ".md") else NOT_IN_THE_FIRST
        written[path] = data.draw(faulty(text, (*faults, *own) if unsafe else faults))
    with tempfile.TemporaryDirectory() as folder:
        root = make_vault(Path(folder).resolve(), {".obsidian/app.json": app}, mark="")
        make_vault(root, {vault.moved[p]: text for p, text in vault.notes.items()}, mark="")
        sound = cards(root)
        make_vault(root, {vault.moved[p]: text for p, text in written.items()}, mark="")
        before = len(diagnostics(root))
        options = ["--fix", "--unsafe-fixes"] if unsafe else ["--fix"]
        outcome = vaultlint("check", root, *options)
        assert outcome.code in (0, 1), outcome.stderr
        texts = {path: (root / vault.moved[path]).read_text(encoding="utf-8") for path in written}
        for path, text in texts.items():
            assert read_as_names(text).split("\n") == read_as_names(vault.notes[path]).split("\n")
        if not unsafe:  # else a link that was added may be written with another path
            assert texts == vault.notes
        left = diagnostics(root)
        assert len(left) <= before
        assert not [each for each in left if str(each["rule"]).startswith("unresolved")]
        assert cards(root) == sound
        again = vaultlint("check", root, *options)
        assert again.code == outcome.code
        assert texts == {
            path: (root / vault.moved[path]).read_text(encoding="utf-8") for path in written
        }
