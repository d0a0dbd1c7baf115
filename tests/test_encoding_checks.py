"""The corners of the rules about encodings that their pages cannot show."""

from __future__ import annotations

import pytest

from vaultlint.checks.encoding import invalid_utf_8, mojibake, odd_space
from vaultlint.notes.parse import parse
from vaultlint.rule import NoOptions
from vaultlint.text.decode import decode
from vaultlint.text.mojibake import misread
from vaultlint.text.span import Position


def reports(content: bytes) -> list[tuple[Position, str]]:
    source = decode("N.md", content)
    note = parse(source)
    return [
        (source.position(finding.span.start), finding.message)
        for check in (invalid_utf_8.check, mojibake.check, odd_space.check)
        for finding in check(note, NoOptions())
    ]


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        pytest.param(
            "# Größe".encode("utf-16"),
            Position(1, 1),
            "this note is in UTF-16, which Obsidian cannot read; save it again as UTF-8",
            id="UTF-16",
        ),
        pytest.param(
            "# Größe".encode("utf-32"),
            Position(1, 1),
            "this note is in UTF-32, which Obsidian cannot read; save it again as UTF-8",
            id="UTF-32",
        ),
        pytest.param(
            "# เป็นมนุษย์สุดประเสริฐเลิศคุณค่า".encode("tis-620"),
            Position(1, 3),
            "byte 0xE0 is not UTF-8, and the note's encoding cannot be told; save it as UTF-8 with "
            "the program that wrote it",
            id="an encoding that is not told",
        ),
        pytest.param(
            b"caf\xe9",
            Position(1, 4),
            'byte 0xE9 is not UTF-8: the note is probably in Windows-1252 ("é" in it); save it '
            "again as UTF-8",
            id="one byte",
        ),
        pytest.param(
            "– – –".encode() + b" caf\xe9 \xe8 \xe0",
            Position(1, 10),
            'byte 0xE9 is not UTF-8, as the rest of the note is: it is "é" in Windows-1252; type '
            "it anew, and 2 other bytes",
            id="three foreign letters",
        ),
        pytest.param(
            b"# Pages\n\x00\x00",
            Position(2, 1),
            "byte 0x00 shows that this file is no text; give it the extension of what it is, or "
            "restore the note from a copy",
            id="NULs behind text",
        ),
    ],
)
def test_invalid_utf_8(content: bytes, place: Position, message: str) -> None:
    assert reports(content) == [(place, message)]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        pytest.param(
            misread(misread("Größe", "cp1252"), "mac-roman"),
            Position(1, 3),
            "this note's UTF-8 was read as Windows-1252, then as Mac Roman and saved again each "
            'time: "√É¬∂√É≈∏" stands for "öß"; convert it back (encode as Mac Roman, decode as '
            "UTF-8, then encode as Windows-1252, decode as UTF-8)",
            id="two code pages",
        ),
        pytest.param(
            misread(misread(misread("﹇", "cp1252"), "cp1252"), "cp1252"),
            Position(1, 1),
            "this note's UTF-8 was read as Windows-1252 and saved again, 3 times: "
            f'"{misread(misread(misread("﹇", "cp1252"), "cp1252"), "cp1252")}" stands for '
            '"﹇"; convert it back (encode as Windows-1252, decode as UTF-8, 3 times)',
            id="three times",
        ),
        pytest.param(
            "the root\u00c2\u00a0_one_",
            Position(1, 9),
            'this note\'s UTF-8 was once read as Windows-1252 and saved again: "Â\u00a0" stands '
            "for no-break space (U+00A0); convert it back (encode as Windows-1252, decode as "
            "UTF-8)",
            id="no-break space",
        ),
        pytest.param(
            "ï»¿# Title",
            Position(1, 4),
            "this note's UTF-8 was once read as Windows-1252 and saved again: it begins with a "
            "damaged byte order mark; convert it back (encode as Windows-1252, decode as UTF-8)",
            id="byte order mark",
        ),
        pytest.param(
            "she said yesâ€\ufffd and noâ€\ufffd",
            Position(1, 13),
            "this note's UTF-8 was once read as Windows-1252 and saved again, and a part of the "
            'character "â€\ufffd" was lost; type it anew, and 1 other',
            id="lost characters",
        ),
    ],
)
def test_mojibake(text: str, place: Position, message: str) -> None:
    assert reports(text.encode()) == [(place, message)]


CARD = "﹇<br>\nWhat is rye?\n\n#card\n\nA grain.\n\n⌂\n<br>﹈<br>^1699000000001\n"
PROPERTIES = "---\ntitle: Rye\ntags:\n  - grain\n---\n\nText.\n"
CALLOUT = "> [!info]+ Title\n> **Next Note(s)**:\n> - [[A]]\n"


def odd(text: str) -> list[tuple[Position, str]]:
    """The places, and the words before the colon without the character's name."""
    return [
        (place, message.split(") ", 1)[1].split(":")[0])
        for place, message in reports(text.encode())
    ]


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u200b", "\u3000", "\u00ad", "\u2060"])
@pytest.mark.parametrize(
    ("text", "old", "new", "found"),
    [
        (PROPERTIES, "---\ntitle", "~---\ntitle", [(Position(1, 1), "beside the opening ---")]),
        (PROPERTIES, "---\ntitle", "---~\ntitle", [(Position(1, 4), "beside the opening ---")]),
        (PROPERTIES, "title:", "title~:", [(Position(2, 6), "in a key")]),
        (PROPERTIES, "title:", "~title:", [(Position(2, 1), "in a key")]),
        (PROPERTIES, "- grain", "-~grain", [(Position(4, 4), "behind the - of an item")]),
        (PROPERTIES, "title: Rye", "title: ~Rye~", []),
        (PROPERTIES, "---\n\n", "---~\n\n", []),
        (CARD, "⌂", "⌂~", [(Position(8, 2), "beside ⌂")]),
        (CARD, "⌂", "~⌂", [(Position(8, 1), "beside ⌂")]),
        (CARD, "0001", "0001~", [(Position(9, 24), "behind ^1699000000001")]),
        (CARD, "What is", "What~is", []),
        (CARD, "﹇<br>", "﹇<br>~", []),
        (CARD, "#card", "#card~", []),
        (CARD, "<br>^", "<br>~^", []),
        (CALLOUT, "> [", ">~[", [(Position(1, 2), "before [!info]")]),
        (CALLOUT, "> [", "> ~[", [(Position(1, 3), "before [!info]")]),
        (CALLOUT, "> [", "~> [", [(Position(1, 1), "before [!info]")]),
        (CALLOUT, "+ ", "+~", [(Position(1, 11), "behind [!info]")]),
        (CALLOUT, " Title", " Ti~tle", []),
        ("Rye.\n\n```\n" + CALLOUT + "```\n", "> [", ">~[", []),
        ("`>~[!info]`\n", "~", "~", []),
        ("# A~heading\n\nProse~here ⌂~.\n", "~", "~", []),
        (
            "The {1:rye} grows.\n^1699000000002\n",
            "^",
            "~^",
            [(Position(2, 1), "before the digits of ^1699000000002")],
        ),
    ],
)
def test_odd_space(
    space: str, text: str, old: str, new: str, found: list[tuple[Position, str]]
) -> None:
    assert odd(text.replace(old, new, 1).replace("~", space)) == found


@pytest.mark.parametrize("space", ["\u200c", "\u200d", "\u200e", " ", "\t", "\ufe0f"])
@pytest.mark.parametrize("text", [PROPERTIES.replace("title:", "ti~tle:"), CARD.replace("⌂", "⌂~")])
def test_other_characters_are_no_odd_spaces(space: str, text: str) -> None:
    assert odd(text.replace("~", space)) == []
