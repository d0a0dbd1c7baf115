"""The text of one file, and its three position schemes."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import Literal

from msgspec import Struct

from vaultlint.text.regex import regex
from vaultlint.text.span import LspPosition, Position, Span

# CommonMark 0.31 §2.1 ends lines at these three; str.splitlines() also cuts at U+2028 and others.
_LINE_BREAK = regex(r"\r\n|\r|\n")


def line_starts(text: str) -> tuple[int, ...]:
    """Where each line begins, in code points; the first is always 0."""
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        return (0, *(match.end() for match in _LINE_BREAK.finditer(text)))
    lines = text.split("\n")  # all lines end there, and this takes a fifth of the time
    del lines[-1]
    return tuple(accumulate([len(line) + 1 for line in lines], initial=0))


class Origins(Struct, frozen=True):
    """Where each code point of a repaired text, and its end, stands in the file.

    origins[offset] is the place in the file, in code points. A damaged vault is held in memory
    whole: so only the places where the two texts get out of step are kept.

    text_starts, file_starts: one entry a stretch in which the two run in step, ascending; the
    first of text_starts is 0.
    """

    text_starts: tuple[int, ...] = (0,)
    file_starts: tuple[int, ...] = (0,)

    def __getitem__(self, offset: int) -> int:
        stretch = bisect_right(self.text_starts, offset) - 1
        return self.file_starts[stretch] + offset - self.text_starts[stretch]

    def text_offset(self, file_offset: int) -> int:
        """The first offset of the repaired text that stands at `file_offset` or behind it."""
        stretch = bisect_right(self.file_starts, file_offset) - 1
        if stretch < 0:
            return 0
        offset = self.text_starts[stretch] + file_offset - self.file_starts[stretch]
        if stretch + 1 < len(self.text_starts):
            return min(offset, self.text_starts[stretch + 1])
        return offset


class Damage(Struct, frozen=True):
    """Why the text of a file is not what its bytes say.

    kind: "mojibake" (decoded with the wrong code page and saved again), "invalid-utf-8"
    (in another encoding) or "binary" (not text at all).
    encoding: the code page concerned, as Python names it; empty when none is likely.
    span: the first damaged place, in code points of `file_text`.
    file_text: the text as it stands in the file; a byte that is no text is a lone surrogate
    (PEP 383). Source.text is that text repaired; of "invalid-utf-8" it has U+FFFD or a likely
    letter for each such byte; of "binary" it is empty, and its one place is that of `span`.
    origins: for each code point of Source.text, and for its end, where it stands in `file_text`.
    repaired: whether Source.text is the repaired text (else it says what the file says).
    rounds: of "mojibake", the code pages to go back through, one a round; more than one when the
    text was damaged more than once.
    lost: how many characters cannot be restored, as parts of them are missing from the file.
    """

    kind: Literal["mojibake", "invalid-utf-8", "binary"]
    encoding: str
    span: Span
    file_text: str
    file_line_starts: tuple[int, ...]
    origins: Origins
    repaired: bool
    rounds: tuple[str, ...] = ()
    lost: int = 0


class Source(Struct, frozen=True):
    """One file's text as it is meant to read, and where each part of it stands in the file.

    path: relative to the vault, with "/".
    line_starts: code points into `text`, one entry a line.
    bom_bytes: length of the byte order mark in the file, in bytes (0 or 3 in UTF-8). The mark is no
    part of `text`.
    encoding: of the file on disk, as Python names it.
    damage: None for a healthy file.
    """

    path: str
    text: str
    line_starts: tuple[int, ...]
    bom_bytes: int = 0
    encoding: str = "utf-8"
    damage: Damage | None = None

    def position(self, offset: int) -> Position:
        """Line and column of `offset` in the file as it is.

        offset: code points into self.text.
        """
        offset, starts = self._in_file(offset)
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def lsp_position(self, offset: int) -> LspPosition:
        """Line and UTF-16 column of `offset` in the file as it is.

        offset: code points into self.text.
        """
        offset, starts = self._in_file(offset)
        line = bisect_right(starts, offset)
        before = self.file_text[starts[line - 1] : offset]
        return LspPosition(line - 1, len(before.encode("utf-16-le", "surrogatepass")) // 2)

    def byte_offset(self, offset: int) -> int:
        """Bytes from the start of the file on disk, byte order mark included.

        offset: code points into self.text. Source: SARIF 2.1.0 §3.30 (region).
        """
        offset, _ = self._in_file(offset)
        before = self.file_text[:offset]
        return self.bom_bytes + len(before.encode(self.encoding, "surrogateescape"))

    def file_offset(self, offset: int) -> int:
        """Where `offset` stands in `file_text`.

        offset: code points into self.text.
        """
        return self._in_file(offset)[0]

    @property
    def file_text(self) -> str:
        """The text as it stands in the file."""
        return self.text if self.damage is None else self.damage.file_text

    def line_of(self, offset: int) -> int:
        """Index into `line_starts` of the line that holds `offset` (from 0)."""
        return bisect_right(self.line_starts, offset) - 1

    def line_span(self, index: int) -> Span:
        """The line with this index (from 0), without its line break."""
        start = self.line_starts[index]
        if index + 1 == len(self.line_starts):
            return Span(start, len(self.text))
        end = self.line_starts[index + 1]
        if self.text.startswith("\r\n", end - 2):
            return Span(start, end - 2)
        return Span(start, end - 1)

    def slice(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    def _in_file(self, offset: int) -> tuple[int, tuple[int, ...]]:
        if self.damage is None:
            return offset, self.line_starts
        return self.damage.origins[offset], self.damage.file_line_starts


def source(path: str, text: str) -> Source:
    """A healthy source of this text, as read from a UTF-8 file without a byte order mark."""
    return Source(path, text, line_starts(text))
