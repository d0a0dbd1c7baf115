"""A Previous or Next link whose text names another note than the one it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from vaultlint.checks.navigation._sections import OPPOSITE, name
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Direction, Link, Note
from vaultlint.rule import Vault
from vaultlint.text.lookalikes import as_meant
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span
from vaultlint.vault.ordinal import ordinal

_MARKUP = regex(r"[*_`=~]+")
_WORD = regex(r"\w+")
# What a file name cannot hold, and what stands for it in most vaults.
_IN_FILE_NAMES = str.maketrans(":?/.#", "꞉？⁄․⋕")
_COUNTING = regex(r"[0-9]+[.:)]")


class Options(NamedTuple):
    """exact: also reports a text that names no other note, but is no name of this one either."""

    exact: bool = False


def check(note: Note, vault: Vault, options: Options) -> Iterator[Finding]:
    for section in note.navigation:
        for link in section.links:
            path = vault.resolve(link, note.path).path if link.display and link.path else None
            if path is None or path == note.path or link.display == _stem(path):
                continue  # the text is the name of the file, as most are
            text = _plain(link.display or "")
            fault = _fault(text, path, note, link, vault, options) if text else ""
            if fault:
                yield Finding(
                    _text_span(link, note),
                    f"the text {quoted(text)} {fault}; correct the text or the link",
                    fix=_fix(link, path, section.direction, note, vault),
                )


def _fix(link: Link, path: str, direction: Direction, note: Note, vault: Vault) -> Fix | None:
    """Only where the other note lists this one in its turn is it the text that is wrong."""
    if link.property or direction == "up":
        return None
    span = _text_span(link, note)
    if note.path not in vault.neighbours(path, OPPOSITE[direction]) or span == link.span:
        return None
    # A name that is shown with marks that a file name cannot hold has a title with them.
    shown = vault.names(path).title or _stem(path)
    if any(mark in shown for mark in "[]|<>`\\{}*_#$=%\n"):
        return None
    return Fix(f"Write {shown}", (Edit(span, shown),), False, frozenset({"links"}))


def _fault(text: str, path: str, note: Note, link: Link, vault: Vault, options: Options) -> str:
    """What is wrong with the text of a link to the note at `path`; empty when nothing is."""
    folded = _folded(text)
    words = set(_WORD.findall(folded))
    if not words:  # an icon
        return ""
    names = _names_told_here(path, link)
    if folded in names:
        return ""
    for told in (_properties, _headings):
        names |= {_folded(known) for known in told(path, vault) if known}
        if folded in names:
            return ""
    is_part = any(words.issubset(_WORD.findall(known)) for known in names)
    if not is_part and _names_other(text, path, note, link, vault):
        return f"is the name of another note than {name(path)}, where the link leads"
    if not is_part and _has_other_number(text, path, names):
        return f"has another number than {name(path)}, where the link leads"
    return f"is no name of {name(path)}, where the link leads" if options.exact else ""


def _names_told_here(path: str, link: Link) -> set[str]:
    """What the target may be called, without a look into it; folded."""
    names = (_stem(path), path, path.removesuffix(".md"), link.path, link.target, link.subpath[1:])
    return {_folded(known) for known in names if known}


def _properties(path: str, vault: Vault) -> Iterable[str]:
    """The title and the aliases of the target."""
    names = vault.names(path)
    return (names.title, *names.aliases)


def _headings(path: str, vault: Vault) -> Iterable[str]:
    places = vault.places(path)
    return (heading.text for heading in places.headings) if places is not None else ()


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _names_other(text: str, path: str, note: Note, link: Link, vault: Vault) -> bool:
    for written in dict.fromkeys((text, text.translate(_IN_FILE_NAMES))):
        other = vault.resolve(replace(link, path=written), note.path).path
        if other is not None and other not in (path, note.path):
            return True
    return False


def _has_other_number(text: str, path: str, names: set[str]) -> bool:
    """Whether the text is counted as the target is, but has a number that no name of it has."""
    folder = path.rpartition("/")[0]
    here = ordinal(path)
    there = ordinal(f"{folder}/{text.replace('/', ' ')}.md" if folder else f"{text}.md")
    if here is None or there is None or here.series != there.series:
        return False
    if not here.series[1] and _COUNTING.match(as_meant(text)) is None:
        return False
    known = (ordinal(f"{other.replace('/', ' ')}.md") for other in names)
    return there.numbers not in {place.numbers for place in known if place is not None}


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub("", text).split())


def _folded(text: str) -> str:
    return as_meant(_plain(text)).casefold()


def _text_span(link: Link, note: Note) -> Span:
    """Of the text, or of the whole link where it is written otherwise."""
    at = note.text.find(link.display or "", link.span.start, link.span.end)
    return link.span if at < 0 else Span(at, at + len(link.display or ""))
