"""Where links lead, against tables and against a second resolver without any index."""

from __future__ import annotations

import posixpath
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultlint.vault.resolve import (
    Resolution,
    Resolver,
    extension,
    heading_key,
    path_key,
)

HERE = "x/s.md"


@pytest.mark.parametrize(
    ("vault", "link", "resolution"),
    [
        pytest.param(["Note.md"], "", Resolution(HERE), id="empty: the note itself"),
        pytest.param(["a/Note.md"], "Note", Resolution("a/Note.md"), id="anywhere"),
        pytest.param(["a/Note.md"], "note.MD", Resolution("a/Note.md"), id="case"),
        pytest.param(["a/Note.MD"], "Note", Resolution("a/Note.MD"), id="case of the extension"),
        pytest.param(["a/Note.md"], "Other", Resolution(None), id="no file"),
        pytest.param(["x/v1.2.md"], "v1.2", Resolution("x/v1.2.md"), id="a dot in the name"),
        pytest.param(
            ["a.png.md", "b/a.png"], "a.png", Resolution("b/a.png"), id="whole name before .md"
        ),
        pytest.param(["pic.png"], "pic", Resolution(None), id="only .md is optional"),
        pytest.param(["a/b.canvas"], "b", Resolution(None), id="canvas needs its extension"),
        pytest.param(["a/b.canvas"], "b.canvas", Resolution("a/b.canvas"), id="canvas"),
        pytest.param(["a/N.md", "x/N.md"], "N", Resolution("x/N.md"), id="own folder"),
        pytest.param(["N.md", "x/N.md"], "N", Resolution("N.md"), id="the root wins"),
        pytest.param(["aa/b/N.md", "cc/N.md"], "N", Resolution("cc/N.md"), id="shortest path"),
        pytest.param(
            ["b/N.md", "a/N.md", "cc/N.md"],
            "N",
            Resolution("a/N.md", ("b/N.md",)),
            id="equal length: lexicographic, ambiguous",
        ),
        pytest.param(
            ["🎴/N.md", "ab/N.md", "abc/N.md"],
            "N",
            Resolution("ab/N.md", ("🎴/N.md",)),
            id="length in UTF-16",
        ),
        pytest.param(["N.md", "n.md"], "N", Resolution("N.md", ("n.md",)), id="case clash"),
        pytest.param(["a/b/N.md"], "b/N", Resolution("a/b/N.md"), id="end of a path"),
        pytest.param(["a/ab/N.md"], "b/N", Resolution(None), id="ends at a segment"),
        pytest.param(["a/N.md"], "b/N", Resolution(None), id="another folder"),
        pytest.param(
            ["a/x/N.md", "c/x/N.md"], "x/N", Resolution("a/x/N.md", ("c/x/N.md",)), id="2"
        ),
        pytest.param(["x/x/N.md", "x/N.md"], "x/N", Resolution("x/N.md"), id="whole path first"),
        pytest.param(["b/x/N.md", "x/N.md"], "../x/N", Resolution("x/N.md"), id="up"),
        pytest.param(["N.md"], "./N", Resolution(None), id="beside only"),
        pytest.param(["x/N.md"], "./N.md", Resolution("x/N.md"), id="beside"),
        pytest.param(["x/N.md"], "../../N", Resolution(None), id="above the vault"),
        pytest.param(["x/b/N.md"], "./a/../b/N", Resolution("x/b/N.md"), id="up and down"),
        pytest.param(["a/N.md"], "/N", Resolution(None), id="from the root only"),
        pytest.param(["N.md", "x/N.md"], "/N", Resolution("N.md"), id="from the root"),
        pytest.param(["folder/N.md"], "folder", Resolution(None), id="a folder is no note"),
        pytest.param(["folder/N.md"], "folder/", Resolution(None), id="a folder, slash"),
        pytest.param(["a/caf\u00e9.md"], "cafe\u0301", Resolution("a/caf\u00e9.md"), id="NFC"),
        pytest.param(
            ["a/cafe\u0301.md"], "caf\u00e9", Resolution("a/cafe\u0301.md"), id="NFD file"
        ),
        pytest.param(["ΟΔΟΣ.md"], "οδος", Resolution("ΟΔΟΣ.md"), id="final sigma"),
        pytest.param(["a b.md"], "a\u00a0b", Resolution("a b.md"), id="no-break blank"),
        pytest.param(["straße.md"], "STRASSE", Resolution(None), id="lower case, no folding"),
        pytest.param(
            ["a/d.docx"], "d.docx", Resolution(None, unsupported="a/d.docx"), id="unsupported"
        ),
        pytest.param(["LICENSE"], "LICENSE", Resolution(None, unsupported="LICENSE"), id="no type"),
    ],
)
def test_resolution(vault: list[str], link: str, resolution: Resolution) -> None:
    assert Resolver(vault).resolve(link, HERE) == resolution


def test_unsupported_files_may_be_shown() -> None:
    resolver = Resolver(["a/d.docx"], show_unsupported_files=True)
    assert resolver.resolve("d.docx", HERE) == Resolution("a/d.docx")


# --- the same rules once more, word for word, over all files for every link


def naive(vault: list[str], link: str, source: str) -> Resolution:
    def folded(path: str) -> str:
        return unicodedata.normalize("NFC", path).lower().replace("ς", "σ")

    def rank(path: str) -> tuple[int, str]:
        # Obsidian normalises the paths of a vault, so a composed letter counts once.
        return len(unicodedata.normalize("NFC", path).encode("utf-16-le")) // 2, path

    for wanted in (folded(link), folded(link) + ".md"):
        name = wanted.split("/")[-1]
        named = sorted((p for p in vault if folded(p).split("/")[-1] == name), key=rank)
        if named:
            break
    else:
        return Resolution(None)
    if wanted.startswith(("./", "../", "/")):
        base = "" if wanted.startswith("/") else folded(source).rpartition("/")[0]
        full = posixpath.normpath("/".join(part for part in (base, wanted.lstrip("/")) if part))
        named = [path for path in named if folded(path) == full]
        return Resolution(named[0], tuple(named[1:])) if named else Resolution(None)
    exact = [path for path in named if folded(path) == wanted]
    ending = [path for path in named if folded(path).endswith("/" + wanted)]
    here = folded(source).rpartition("/")[0]
    own = [path for path in ending if folded(path).rpartition("/")[0] == here]
    for group in (exact, own):
        if group:
            return Resolution(group[0], tuple(group[1:]))
    equal = [path for path in ending if rank(path)[0] == rank(ending[0])[0]]
    return Resolution(equal[0], tuple(equal[1:])) if equal else Resolution(None)


segments = st.sampled_from(["a", "A", "b", "ab", "σ", "ς", "é", "e\u0301", "🎴", "v1.2"])
names = st.sampled_from(["N", "n", "ab", "ος", "v1.2"]).flatmap(
    lambda name: st.sampled_from([f"{name}.md", f"{name}.MD", f"{name}.png", f"{name}.png.md"])
)
paths = st.tuples(st.lists(segments, max_size=3), names).map(lambda p: "/".join((*p[0], p[1])))
ends = st.sampled_from(["N", "n.md", "ab", "ΟΣ", "v1.2", "N.png", "v1.2.png"])
prefixes = st.sampled_from(["", "", "", "./", "../", "/", "../a/", "./b/../"])
links = st.tuples(prefixes, st.lists(segments, max_size=3), ends).map(
    lambda link: link[0] + "/".join((*link[1], link[2]))
)


@settings(max_examples=400, deadline=None)
@given(st.lists(paths, unique=True, max_size=12), links, paths)
def test_agrees_with_a_naive_resolver(vault: list[str], link: str, source: str) -> None:
    assert Resolver(vault).resolve(link, source) == naive(vault, link, source)


def test_ten_thousand_namesakes_are_resolved_at_once() -> None:
    vault = [f"folder {n:05}/deep/Index.md" for n in range(10_000)]
    resolver = Resolver(vault)
    started = time.process_time()
    for n in range(10_000):
        own = f"folder {n:05}/deep/Index.md"
        assert resolver.resolve("Index", f"folder {n:05}/deep/s.md").path == own
        assert resolver.resolve("Index", "s.md").path == vault[0]
        assert resolver.resolve(f"folder {n:05}/deep/Index", "s.md").path == own
        assert resolver.resolve(f"{n:05}/deep/Index", "s.md").path is None
    seconds = time.process_time() - started
    assert seconds < 10, seconds  # 0.5 s here; a scan over the namesakes takes minutes


@pytest.mark.parametrize(
    ("path", "ending"),
    [("a/b.PNG", "png"), ("a.b/c", ""), ("v1.2", "2"), ("a/.md", ""), ("x.", "")],
)
def test_extension(path: str, ending: str) -> None:
    assert extension(path) == ending


def test_path_key() -> None:
    assert path_key("A/Cafe\u0301\u00a0ΟΔΟΣ.md") == "a/caf\u00e9 οδοσ.md"


def test_heading_key() -> None:
    assert heading_key(" A:  B?\tÇ_d ") == "a b ç_d"
