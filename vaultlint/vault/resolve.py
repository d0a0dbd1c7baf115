"""Where a link leads: Obsidian's own rules of resolution."""

from __future__ import annotations

import posixpath
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from vaultlint.text.regex import regex

# Obsidian help, "Accepted file formats"; opus and oga are known to the app besides.
NOTE_EXTENSION = "md"
_IMAGES = ("avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp")
_SOUNDS = ("flac", "m4a", "mp3", "ogg", "wav", "webm", "3gp", "oga", "opus")
_VIDEOS = ("mkv", "mov", "mp4", "ogv")
ATTACHMENT_EXTENSIONS = frozenset((*_IMAGES, *_SOUNDS, *_VIDEOS, "pdf"))
OPENED_EXTENSIONS = ATTACHMENT_EXTENSIONS | {NOTE_EXTENSION, "canvas", "base"}

_AT_ONCE = 200  # paths; of more, the texts are so long that the system has to find room for each

# Obsidian's stripHeading makes a blank of each of these.
_NOT_IN_HEADINGS = regex(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n]")


class Resolution(Struct, frozen=True):
    """Where a link leads.

    path: of the file, relative to the vault; None when nothing resolves.
    others: further files that the link could mean equally well (ambiguous link).
    unsupported: a file of that name exists, but Obsidian does not open its type.
    """

    path: str | None
    others: tuple[str, ...] = ()
    unsupported: str | None = None


UNRESOLVED = Resolution(None)


def path_key(path: str) -> str:
    """The form in which two paths, or two names, are compared.

    NFC, no-break blanks as blanks, lower case; a final sigma equals a sigma (Obsidian 1.8.0).
    """
    if path.isascii():
        return path.lower()
    normal = unicodedata.normalize("NFC", path).replace("\u00a0", " ")
    return unicodedata.normalize("NFC", normal.lower().replace("ς", "σ"))


def form_of_each(form: Callable[[str], str], paths: Sequence[str]) -> list[str]:
    """A form of each path, made of many at once: the names of files hold no null character."""
    found: list[str] = []
    for start in range(0, len(paths), _AT_ONCE):
        found += form("\0".join(paths[start : start + _AT_ONCE])).split("\0")
    return found


def extension(path: str) -> str:
    """The extension of a file, lower case and without its dot; empty when it has none."""
    name = path.rpartition("/")[2]
    stem, dot, end = name.rpartition(".")
    return end.lower() if dot and stem else ""


def is_attachment(path: str) -> bool:
    """Whether this is an image, a PDF, a sound or a video that Obsidian opens."""
    return extension(path) in ATTACHMENT_EXTENSIONS


class Resolver:
    """Obsidian's getFirstLinkpathDest over the files of one vault.

    Every lookup is a dictionary's: the files are grouped by their last segments, once for each
    number of segments that a link is written with.
    """

    def __init__(self, paths: Iterable[str], show_unsupported_files: bool = False) -> None:
        """paths: of all files that Obsidian can see, relative to the vault, with "/"."""
        opened: list[str] = []
        unopened: list[str] = []
        for path in paths:
            is_note = path.endswith(".md")  # as most are
            known = is_note or show_unsupported_files or extension(path) in OPENED_EXTENSIONS
            (opened if known else unopened).append(path)
        self._opened = _Names(opened)
        self._unopened = _Names(unopened)
        # Many checks ask of one link, and the notes of one folder get one answer.
        self._answers: dict[str, dict[str, Resolution]] = {}
        self._asked_from = ""  # the note that was asked for last, and the answers of its folder
        self._here = self._answers.setdefault("", {})

    def resolve(self, linkpath: str, from_path: str) -> Resolution:
        """Where a link of the note `from_path` leads.

        linkpath: the target before its first "#".
        """
        if not linkpath:
            return Resolution(from_path)
        if from_path is not self._asked_from:
            self._asked_from = from_path
            self._here = self._answers.setdefault(from_path.rpartition("/")[0], {})
        answer = self._here.get(linkpath)
        if answer is None:
            answer = self._here[linkpath] = self._answer(linkpath, from_path.rpartition("/")[0])
        return answer

    def _answer(self, linkpath: str, folder: str) -> Resolution:
        resolution = self._opened.resolve(linkpath, folder)
        if resolution.path is not None:
            return resolution
        unopened = self._unopened.resolve(linkpath, folder)
        return Resolution(None, (), unopened.path) if unopened.path is not None else UNRESOLVED

    def named(self, linkpath: str) -> tuple[str, ...]:
        """The files with the name at the end of a linkpath, nearest to the root first."""
        return self._opened.named(path_key(linkpath))


class _Names:
    """The files that one kind of link can lead to."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths
        self._keys = form_of_each(path_key, paths)
        self._by_tail: dict[int, Mapping[str, tuple[str, ...]]] = {}
        self._by_path = _grouped(self._keys, paths)
        self._answers: dict[str, Resolution] = {}

    def resolve(self, linkpath: str, folder: str) -> Resolution:
        """folder: of the note with the link."""
        key = path_key(linkpath)
        name = key.rpartition("/")[2]
        if name not in self._tails(1):
            key, name = key + ".md", name + ".md"
            if name not in self._tails(1):
                return UNRESOLVED
        folder = path_key(folder)
        if key.startswith(("./", "../")):
            joined = posixpath.normpath(f"{folder}/{key}" if folder else key)
            return _first(self._by_path.get(joined, ()))
        if key.startswith("/"):
            return _first(self._by_path.get(key[1:], ()))
        if key in self._by_path:
            return _first(self._by_path[key])
        beside = f"{folder}/{name}" if folder else name
        if beside.endswith(f"/{key}") and beside in self._by_path:
            return _first(self._by_path[beside])
        if key not in self._answers:
            tails = self._tails(key.count("/") + 1)
            self._answers[key] = _shortest(tails.get(key, ()))
        return self._answers[key]

    def named(self, key: str) -> tuple[str, ...]:
        name = key.rpartition("/")[2]
        tails = self._tails(1)
        return tails.get(name) or tails.get(name + ".md", ())

    def _tails(self, segments: int) -> Mapping[str, tuple[str, ...]]:
        """The files by their last segments, the shortest path first."""
        if segments not in self._by_tail:
            groups = _grouped([_tail(key, segments) for key in self._keys], self._paths)
            groups.pop("", None)  # of paths with fewer segments
            self._by_tail[segments] = groups
        return self._by_tail[segments]


def _grouped(keys: Sequence[str], paths: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The paths by their keys, the shortest first."""
    # Most keys are those of one path: these groups are made without a step of Python for each.
    groups: dict[str, tuple[str, ...]] = dict(zip(keys, zip(paths, strict=True), strict=True))
    if len(groups) < len(keys):
        several: dict[str, list[str]] = {key: [] for key, n in Counter(keys).items() if n > 1}
        for key, path in zip(keys, paths, strict=True):
            if key in several:
                several[key].append(path)
        groups |= {key: tuple(sorted(group, key=_rank)) for key, group in several.items()}
    return groups


def _rank(path: str) -> tuple[int, str]:
    return (_length(path), path)


def _length(path: str) -> int:
    """The length of a path in UTF-16 code units, as JavaScript counts it."""
    normal = path if path.isascii() else unicodedata.normalize("NFC", path)
    return len(normal.encode("utf-16-le", "surrogatepass")) // 2


def _tail(key: str, segments: int) -> str:
    """The last segments of a path; empty when it has fewer."""
    parts = key.rsplit("/", segments)[-segments:]
    return "/".join(parts) if len(parts) == segments else ""


def _first(paths: tuple[str, ...]) -> Resolution:
    return Resolution(paths[0], paths[1:]) if paths else UNRESOLVED


def _shortest(paths: tuple[str, ...]) -> Resolution:
    """The first of the ranked paths; the others of its length mean as much as it does."""
    if not paths:
        return UNRESOLVED
    length = _length(paths[0])
    return Resolution(paths[0], tuple(path for path in paths[1:] if _length(path) == length))


# --- subpaths


def heading_key(text: str) -> str:
    """The form in which Obsidian compares headings with subpaths.

    text: the raw source of a heading, or a part of a subpath. Source: API, stripHeading.
    """
    return " ".join(_NOT_IN_HEADINGS.sub(" ", text).split()).lower()
