"""A note whose bytes are not UTF-8, the one encoding that Obsidian reads."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.encodings import encoding_name
from vaultlint.text.source import Damage, Source
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    damage = note.source.damage
    match damage:
        case Damage(kind="binary"):
            yield Finding(Span(0, 0), _binary_message(damage))
        case Damage(kind="invalid-utf-8"):
            yield Finding(damage.span, _message(note.source, damage))


def _binary_message(damage: Damage) -> str:
    byte = ord(damage.file_text[damage.span.start])
    return (
        f"byte 0x{byte:02X} shows that this file is no text; give it the extension of what it is, "
        "or restore the note from a copy"
    )


def _message(source: Source, damage: Damage) -> str:
    name = encoding_name(damage.encoding)
    if source.encoding.startswith(("utf-16", "utf-32")):
        return f"this note is in {name}, which Obsidian cannot read; save it again as UTF-8"
    character = damage.file_text[damage.span.start : damage.span.end]
    byte = character.encode(source.encoding, "surrogateescape")[0]
    if source.encoding != "utf-8" and not damage.encoding:
        return (
            f"byte 0x{byte:02X} is not UTF-8, and the note's encoding cannot be told; save it as "
            "UTF-8 with the program that wrote it"
        )
    if source.encoding != "utf-8":
        shown = "" if "\udc80" <= character <= "\udcff" else f' ("{character}" in it)'
        return (
            f"byte 0x{byte:02X} is not UTF-8: the note is probably in {name}{shown}; "
            "save it again as UTF-8"
        )
    also = _others(damage.file_text)
    if not damage.encoding:
        return (
            f"byte 0x{byte:02X} is not UTF-8, as the rest of the note is: a character was torn "
            f"here; type it anew{also}"
        )
    letter = bytes([byte]).decode(damage.encoding)
    return (
        f'byte 0x{byte:02X} is not UTF-8, as the rest of the note is: it is "{letter}" in {name}; '
        f"type it anew{also}"
    )


def _others(file_text: str) -> str:
    others = sum("\udc80" <= character <= "\udcff" for character in file_text) - 1
    if not others:
        return ""
    return ", and 1 other byte" if others == 1 else f", and {others} other bytes"
