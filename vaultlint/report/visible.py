"""Text of notes made safe and readable for a terminal."""

from __future__ import annotations

from vaultlint.text.regex import regex

# What a terminal obeys, reorders, or does not show: controls, bidirectional controls (UAX #9),
# line separators, zero-width characters (not U+200C and U+200D, which join letters and emoji),
# soft hyphens, invisible operators, interlinear marks, tag characters, lone surrogates.
_HIDDEN = regex(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)

# Letters and punctuation of one column each, without marks that combine: most of most vaults.
_NARROW = regex("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0559\u2010-\u2027]*+")


def is_narrow(text: str) -> bool:
    """Whether each code point of the text is shown, and takes one column."""
    return _NARROW.fullmatch(text) is not None


def visible(text: str) -> str:
    """The text with each hidden character written as its code point, such as `\\x1b`."""
    return _HIDDEN.sub(lambda match: escaped(match[0]), text)


def escaped(character: str) -> str:
    """A character as Python writes its code point: `\\x1b`, `\\u202e`, `\\U000e0001`."""
    point = ord(character)
    if point < 0x100:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
