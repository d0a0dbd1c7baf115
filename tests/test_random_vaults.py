"""Where `inspect` leads the links of random vaults on disk, against a second reading.

The second reading follows the description of Obsidian's own lookup, sentence by sentence, and
looks at all files for each link.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import unicodedata
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.invoke import vaultlint

# --- the second reading

OPENED = {
    "md", "base", "canvas", "avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp", "flac",
    "m4a", "mp3", "ogg", "wav", "webm", "3gp", "oga", "opus", "mkv", "mov", "mp4", "ogv", "pdf",
}  # fmt: skip


def visible_files(root: Path, *, shows_all: bool) -> list[str]:
    """All files that can be linked to: no part of the path is hidden, and the type is known."""
    found = []
    for folder, _, names in os.walk(root):
        for name in names:
            path = (Path(folder) / name).relative_to(root).as_posix()
            is_hidden = any(part.startswith(".") for part in path.split("/"))
            ending = name.rsplit(".", 1)[1].lower() if "." in name else ""
            if not is_hidden and (shows_all or ending in OPENED):
                found.append(path)
    return found


def plain(path: str) -> str:
    """A path or a linkpath as it is compared."""
    path = unicodedata.normalize("NFC", path).replace("\u00a0", " ")
    return path.lower().replace("ς", "σ")


def file_name(path: str) -> str:
    return plain(path).split("/")[-1]


def folder_of(path: str) -> list[str]:
    return plain(path).split("/")[:-1]


def length(path: str) -> int:
    """Of the path as Obsidian holds it, in UTF-16."""
    return len(unicodedata.normalize("NFC", path).encode("utf-16-le")) // 2


def destination(linkpath: str, source: str, files: list[str]) -> str | None:
    """The first file that the link leads to."""
    wanted = plain(linkpath).strip()
    if wanted == "":
        return source
    candidates = [f for f in files if file_name(f) == wanted.split("/")[-1]]
    if not candidates:
        wanted += ".md"
        candidates = [f for f in files if file_name(f) == wanted.split("/")[-1]]
    candidates.sort(key=lambda file: (length(file), file))
    if "/" not in wanted and len(candidates) == 1:
        return candidates[0]
    if wanted.startswith(("./", "../")):
        way = folder_of(source)
        for part in wanted.split("/"):
            if part == ".." and not way:
                return None
            if part == "..":
                way.pop()
            elif part not in ("", "."):
                way.append(part)
        return next((file for file in candidates if plain(file).split("/") == way), None)
    if wanted.startswith("/"):
        return next((file for file in candidates if plain(file) == wanted[1:]), None)
    for file in candidates:
        if plain(file) == wanted:
            return file
    ending = [file for file in candidates if plain(file).endswith("/" + wanted)]
    own = [file for file in ending if folder_of(file) == folder_of(source)]
    return next(iter(own + ending), None)


def decode_uri(text: str) -> str:
    """ECMAScript's decodeURI; a malformed text stays as it is."""
    out = ""
    while text:
        if text[0] != "%":
            out, text = out + text[0], text[1:]
            continue
        if not re.match("%[0-9A-Fa-f]{2}", text):
            raise ValueError
        first = int(text[1:3], 16)
        count = 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
        escape = text[: 3 * count]
        if not re.fullmatch("(%[0-9A-Fa-f]{2})+", escape) or len(escape) != 3 * count:
            raise ValueError
        character = bytes.fromhex(escape.replace("%", "")).decode("utf-8")
        out += escape if character in ";/?:@&=+$,#" else character
        text = text[3 * count :]
    return out


def target_of(dest: str) -> str:
    """What a Markdown destination points to."""
    try:
        return decode_uri(dest)
    except ValueError:
        return dest


# --- random vaults

STEMS = (
    "Note", "note", "NOTE", "Other", "Caf\u00e9", "Cafe\u0301", "CAF\u00c9", "ΟΔΟΣ", "οδος",
    "\u212b", "A\u030a", "v1.2", "a b", "a\u00a0b", "👩\u200d🚀 trip", "🎴", "50%", "50%25",
    "a%20b", "R&D", "c+d", "it's", "x (1)", "why?", "İ", "i\u0307", "straße", "STRASSE", "Note ",
    "d.md", "pic.png", "a,b;c=d@e$f", "~", "-",
)  # fmt: skip
ENDS = (
    ".md", ".md", ".md", ".md", ".MD", ".png", ".PNG", ".canvas", ".base", ".pdf", ".docx", "",
    ".md.md", ".png.md",
)  # fmt: skip
FOLDERS = (
    "a", "A", "b", "ab", "b c", "Note", "d.md", "Caf\u00e9", "Cafe\u0301", "🎴", "v1.2", "50%", "σ",
    "ς",
)  # fmt: skip
HIDDEN = (".trash", ".x", ".obsidian")


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[str], str]:
    """The paths of the files, few names in few folders, and that of the note with the links."""
    stems = draw(st.lists(st.sampled_from(STEMS), min_size=1, max_size=4))
    ends = draw(st.lists(st.sampled_from(ENDS), min_size=1, max_size=3))
    folders = draw(st.lists(st.sampled_from(FOLDERS), min_size=1, max_size=3))
    hidden = draw(st.sampled_from(HIDDEN))
    part = st.sampled_from([*folders * 4, hidden])
    name = st.builds("{}{}".format, st.sampled_from(stems), st.sampled_from(ends))
    path = st.builds(lambda parts, name: "/".join((*parts, name)), st.lists(part, max_size=3), name)
    files = draw(st.lists(path, min_size=2, max_size=14, unique=True))
    inside = draw(st.lists(st.sampled_from(folders), max_size=2))
    return files, "/".join((*inside, draw(st.sampled_from(["Source.md", "Note.md"]))))


class Written(NamedTuple):
    """A link as the note has it. linkpath: None for a destination that is a URL."""

    text: str
    linkpath: str | None
    in_property: bool = False


def percent(text: str, kept: str) -> str:
    """Percent-encoded, but for ASCII letters, digits and what is kept."""
    return "".join(
        c
        if c.isascii() and (c.isalnum() or c in kept)
        else "".join(f"%{b:02X}" for b in c.encode())
        for c in text
    )


URI = "-_.!~*';/?:@&=+$,#"  # encodeURI, but for parentheses
COMPONENT = "-_.!~*'"


@st.composite
def linkpaths(draw: st.DrawFn, source: str, files: list[str]) -> str:
    """A way to write one of the files, or something like it."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(["", "..", "./", "a//Note", "a/", "Gone", "b/Note"]))
    parts = draw(st.sampled_from(files)).split("/")
    form = draw(st.sampled_from(["tail", "tail", "tail", "relative", "root", "dotted"]))
    if form == "relative":
        here = source.split("/")[:-1]
        while here and parts[1:] and here[0] == parts[0]:
            here, parts = here[1:], parts[1:]
        linkpath = "../" * len(here) + "/".join(parts)
        if not linkpath.startswith("../"):
            linkpath = "./" + linkpath
    elif form == "root":
        linkpath = "/" + "/".join(parts[draw(st.sampled_from([0, 0, -1])) :])
    else:
        linkpath = "/".join(parts[-draw(st.integers(1, len(parts))) :])
    if form == "dotted":
        linkpath = draw(st.sampled_from(["./", "../", "./../", "../../", "./a/../"])) + linkpath
    ways = ("as is", "as is", "no end", "no end", "upper", "lower", "NFC", "NFD", "cut")
    for way in draw(st.lists(st.sampled_from(ways), max_size=2)):
        match way:
            case "no end":
                linkpath = re.sub(r"\.\w+$", "", linkpath)
            case "upper":
                linkpath = linkpath.upper()
            case "lower":
                linkpath = linkpath.lower()
            case "NFC" | "NFD":
                linkpath = unicodedata.normalize(way, linkpath)
            case "cut":
                linkpath = linkpath[1:]
    return linkpath


@st.composite
def links(draw: st.DrawFn, source: str, files: list[str]) -> Written:
    """A link to one of the files, or to something like it, in one of the ways to write it."""
    linkpath = draw(linkpaths(source, files))
    subpath = draw(st.sampled_from(["", "", "#H", "#^id", "#A#B"]))
    if not linkpath.strip():
        subpath = "#H"
    bang = draw(st.sampled_from(["", "", "!"]))
    way = draw(
        st.sampled_from(["wiki", "wiki", "property", "blanks", "uri", "component", "angled"])
    )
    if way in ("wiki", "property"):
        pad, alias = draw(st.sampled_from(["", "", " "])), draw(st.sampled_from(["", "|x", "\\|x"]))
        text = f"[[{pad}{linkpath}{subpath}{alias}]]"
        is_property = way == "property"
        return Written(text if is_property else bang + text, linkpath, is_property)
    match way:
        case "blanks":
            dest = re.sub(r"[\s()]", lambda blank: percent(blank[0], ""), linkpath)
        case "uri":
            dest = percent(linkpath, URI)
        case "component":
            dest = percent(linkpath, COMPONENT)
        case _:
            dest = linkpath
    is_url = re.match(r"[a-z][a-z0-9+.-]*:|//", dest) is not None
    title = draw(st.sampled_from(["", "", ' "t"']))
    written = f"<{dest}{subpath}>" if way == "angled" else f"{dest}{subpath}"
    text = f"{bang}[t]({written}{title})"
    return Written(text, None if is_url else target_of(dest))


class Drawn(NamedTuple):
    """A vault. source: the note with the links."""

    files: list[str]
    source: str
    links: list[Written]
    shows_all: bool


@st.composite
def vaults(draw: st.DrawFn) -> Drawn:
    files, source = draw(trees())
    written = draw(st.lists(links(source, [*files, source]), min_size=4, max_size=16))
    return Drawn(files, source, written, draw(st.sampled_from([False, False, False, True])))


def note_of(written: list[Written]) -> str:
    properties = [link.text for link in written if link.in_property]
    lines = [f"p{n}: {json.dumps(text)}" for n, text in enumerate(properties)]
    body = [link.text for link in written if not link.in_property]
    return "\n".join(("---", *lines, "---", "")) + "\n\n".join(body) + "\n"


def write(root: Path, vault: Drawn) -> None:
    (root / ".obsidian").mkdir()
    app = {"showUnsupportedFiles": vault.shows_all}
    (root / ".obsidian" / "app.json").write_text(json.dumps(app), encoding="utf-8")
    texts = {vault.source: note_of(vault.links)} | dict.fromkeys(
        (file for file in vault.files if file != vault.source), ""
    )
    for path, text in texts.items():
        try:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            with (root / path).open("x", encoding="utf-8", newline="") as file:
                file.write(text)
        except OSError:
            continue  # a file where a folder has to be, or one that the system takes for another


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(vaults())
def test_links_lead_where_the_second_reading_says(vault: Drawn) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, vault)
        files = visible_files(root, shows_all=vault.shows_all)
        outcome = vaultlint(
            "inspect", root / vault.source, "--vault", root, "--output-format", "json"
        )
    assert outcome.code == 0, outcome
    shown = json.loads(outcome.stdout)["links"]
    # The links of properties come first, as they stand first in the note.
    written = sorted(vault.links, key=lambda link: not link.in_property)
    expected = [
        (link.text, destination(link.linkpath, vault.source, files))
        for link in written
        if link.linkpath is not None
    ]
    found = [link["resolves_to"] for link in shown]
    assert len(found) == len(expected), (found, expected)
    assert [(text, leads) for (text, _), leads in zip(expected, found, strict=True)] == expected
