"""What stands between the marks of a link: one reading for the body and for properties."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import unquote

from vaultlint.text.regex import regex

_SCHEME = regex(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_BAD_ESCAPE = regex(r"%(?![0-9A-Fa-f]{2})")
# ECMA-262 §19.2.6.1: decodeURI leaves the escapes of ;/?:@&=+$,# as they are.
_RESERVED = regex(r"%(2[346BCF]|3[ABDF]|40)", re.IGNORECASE)
_BACKSLASH = regex(r"\\([!-/:-@\[-`{-~])")
_ENTITY = regex(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TITLE = regex(r"""\s(?:"[^"]*"|'[^']*')$""")
# Obsidian's accepted file formats, and what is attached to notes beside them.
_EXTENSIONS = regex(
    r"md|base|canvas|avif|bmp|gif|jpe?g|png|svg|webp|flac|m4a|mp3|ogg|oga|opus|wav|webm|3gp|mkv|mov|"
    r"mp4|ogv|pdf|csv|docx?|epub|excalidraw|html?|ipynb|json|odt|pptx?|txt|xlsx?|zip",
    re.IGNORECASE,
)


class Place(NamedTuple):
    """A part of a text."""

    start: int
    end: int


class Target(NamedTuple):
    """Where a link points to, as Obsidian compares it, and where that is written.

    target: linkpath and subpath. path: before the first "#". subpath: from it on, else "".
    start, end: of the target as written, code points into the text that was split.
    display: the text behind "|", trimmed; None when there is none.
    """

    target: str
    path: str
    subpath: str
    start: int
    end: int
    display: str | None = None


def wikilink(inner: str) -> Target | None:
    """The target of [[inner]], None when that is no link (blank, or it holds "[[")."""
    if "[[" in inner or not inner.strip():
        return None
    bar = inner.find("|", 1)
    display = inner[bar + 1 :].strip() if bar > 0 else None
    written = inner if bar < 0 else inner[:bar]
    # In a table the bar is written "\|"; the backslash belongs to it, not to the name.
    written = written.removesuffix("\\")
    target = normal(written)
    if not target:
        return None
    start = len(written) - len(written.lstrip())
    return _split(target, start, len(written.rstrip()), display)


def markdown_target(destination: str, display: str | None = None) -> Target | None:
    """The target of a Markdown destination (without < >), None when it is empty or external."""
    if not destination.strip() or is_external(destination):
        return None
    return _split(normal(decoded(destination)), 0, len(destination), display)


def destination_text(written: str) -> str:
    """A Markdown destination without its backslashes and character references."""
    if "\\" in written:
        written = _BACKSLASH.sub(r"\1", written)
    if "&" in written:
        import html

        written = _ENTITY.sub(lambda entity: html.unescape(entity[0]), written)
    return written


def unencoded_destination(written: str) -> Place | None:
    """The destination in "(…)" that is none because of a blank, outer blanks not included.

    None when it has no blank in it, is a URL, or does not look like a path: a file's extension
    in front of the end or of "#", or two slashes, or "/", "./" or "../" in front. A title behind
    it does not belong to it.
    """
    words = written.strip()
    start = len(written) - len(written.lstrip())
    title = _TITLE.search(words)
    if title:
        words = words[: title.start()].rstrip()
    if len(words.split()) < 2 or words.startswith("<") or is_external(words):
        return None
    path = words.partition("#")[0].rstrip()
    is_path = path.startswith(("/", "./", "../")) or path.count("/") >= 2
    if not (is_path or names_file(words)):
        return None
    return Place(start, start + len(words))


def names_file(destination: str) -> bool:
    """Whether the destination has the extension of a note or of what is attached to notes."""
    path = destination.partition("#")[0].rstrip()
    _, dot, extension = path.rpartition(".")
    return bool(dot) and _EXTENSIONS.fullmatch(extension) is not None


def is_external(destination: str) -> bool:
    """Whether a Markdown destination has a URL scheme (or begins with //)."""
    return _SCHEME.match(destination) is not None


def decoded(destination: str) -> str:
    """The destination with its escapes resolved as JavaScript's decodeURI does.

    One malformed escape leaves the whole destination as it is.
    """
    spaced = destination.replace("%20", " ")
    if "%" not in spaced:  # few have other escapes
        return spaced
    if _BAD_ESCAPE.search(destination):
        return destination
    try:
        return unquote(_RESERVED.sub(_escaped_twice, destination), errors="strict")
    except UnicodeDecodeError:
        return destination


def normal(name: str) -> str:
    """A linkpath as Obsidian compares it: NFC, no-break blanks as blanks, trimmed."""
    return unicodedata.normalize("NFC", name).replace("\u00a0", " ").strip()


def _split(target: str, start: int, end: int, display: str | None) -> Target:
    path, mark, rest = target.partition("#")
    return Target(target, path.rstrip(), mark + rest, start, end, display)


def _escaped_twice(escape: re.Match[str]) -> str:
    return "%25" + escape[1].upper()
