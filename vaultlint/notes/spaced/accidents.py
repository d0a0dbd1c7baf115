"""Lines that the plugin takes for cards although they surely are none, and the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.notes.cardmarks import WHITESPACE
from vaultlint.notes.facts import SpacedFault
from vaultlint.notes.regions import Regions
from vaultlint.notes.spaced.view import Found, View, plain_words
from vaultlint.notes.sync.spaced_repetition import SCHEDULE, SINGLE, ReadCard, in_code
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_URL = regex(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s<>]++", re.IGNORECASE)
# An IPv6 address with a gap; also an analogy such as 1:2::3:6.
_ADDRESS = regex(
    r"(?<![\w:])(?:[0-9a-f]{1,4}:){1,7}:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?(?![\w:])",
    re.IGNORECASE,
)
_LINK_LOCAL = "fe80::"
_SHORTCODES = regex(r"(?<![\w:]):[a-z0-9_+-]{1,40}:(?>(?::[a-z0-9_+-]{1,40}:)+)(?![\w:])", re.I)
_CODE_SPAN = regex(r"(?<!`)(`++)(?!`)(?:(?!\1(?!`)).){1,500}?(?<!`)\1(?!`)")
# Dataview's own form in brackets, and the fields that plugins write, with what they hold.
_BRACKETED_FIELD = regex(
    r"[\[(][ \t]*+[\w-][\w -]{0,40}::[^\[\]()\n]{0,200}+"
    r"(?:\[\[[^\[\]\n]{1,200}+\]\][^\[\]()\n]{0,200}+)?[\])]"
)
_DATE_FIELD = regex(
    r"(?:due|date|created?|creation|updated?|modified|completed?|completion|done|scheduled|start"
    r"(?:ed)?|end(?:ed)?|finished|published|deadline|reviewed|read|year)::[ \t]*"
    r"(?:\[\[)?(?:1[5-9]|20|21)[0-9]{2}(?![0-9])",
    re.IGNORECASE,
)
_ISO_FIELD = regex(r"[a-z][\w-]{0,40}::[ \t]*(?:\[\[)?[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_LINK_FIELD = regex(
    r"(?:up|down|same|next|prev|previous|parents?|child(?:ren)?|siblings?|friends?|related|source"
    r"|jump)::[ \t]*(?:\[\[[^\[\]\n]*\]\][, \t]*)+$",
    re.IGNORECASE,
)
_UNDERLINE = regex(r"[ \t]*+=++[ \t]*+")


class Places:
    """What a place of a note is, where no card is meant."""

    def __init__(self, view: View) -> None:
        note = view.note
        self._view = view
        self._blocks = (
            ("code", Regions(fence.span for fence in note.fences if fence.closer)),
            ("code", Regions(code.span for code in note.code if code.kind == "indented")),
            ("table", Regions(table.span for table in note.tables)),
            ("formula", Regions(math.span for math in note.math if math.kind == "block")),
        )
        self._inlines = (
            ("code", Regions(code.span for code in note.code if code.kind == "inline")),
            ("formula", Regions(math.span for math in note.math if math.kind == "inline")),
            (
                "link",
                Regions(
                    (
                        *(link.span for link in note.links if not link.property),
                        *(link.span for link in note.external_links),
                    )
                ),
            ),
            (
                "comment",
                Regions(
                    comment.span
                    for comment in note.comments
                    if comment.kind == "html"
                    and not note.text.startswith(SCHEDULE, comment.span.start)
                ),
            ),
        )

    def block(self, offset: int) -> tuple[str, int] | None:
        """The kind of block that a place stands in, and where that ends."""
        for kind, regions in self._blocks:
            end = regions.end_of(offset)
            if end is not None:
                return kind, end
        return None

    def inline(self, offset: int) -> str:
        """The kind of inline construct that a place stands in, else ""."""
        return next((kind for kind, r in self._inlines if r.end_of(offset) is not None), "")

    def accident(self, line: int) -> str:
        """Why a line that is taken for a card of one line is none, else ""."""
        place = self._view.separator_span(line)
        block = self.block(place.start)
        if block is not None:
            return block[0]
        return self.inline(place.start) or self._words(line, place)

    def is_no_card(self, card: ReadCard) -> bool:
        """Whether a card is surely none: one of one line, or of clozes."""
        if card.kind in SINGLE:
            return bool(self.accident(card.first))
        return card.kind == "cloze" and all(self._is_no_cloze(line) for line in card.lines)

    def _is_no_cloze(self, line: int) -> bool:
        """Whether a line marks no cloze: all that look like some stand in code or a formula.

        The line below the text of a heading may be one of =, which is a highlight for the plugin.
        """
        text = self._view.lines[line]
        if _UNDERLINE.fullmatch(text):
            return True
        start = self._view.note.source.line_starts[line]
        for at in self._view.clozes.starts(text):
            block = self.block(start + at)
            place = block[0] if block else self.inline(start + at)
            if place not in ("code", "formula"):
                return False
        return True

    def _words(self, line: int, place: Span) -> str:
        """What the text around a separator is, of its own form."""
        text = self._view.lines[line]
        at = place.start - self._view.note.source.line_starts[line]
        behind = at + place.end - place.start
        if not plain_words(text[:at]):
            return "mark"
        for kind, pattern in (("link", _URL), ("field", _BRACKETED_FIELD), ("emoji", _SHORTCODES)):
            if any(m.start() <= at and behind <= m.end() for m in pattern.finditer(text)):
                return kind
        for match in _ADDRESS.finditer(text):
            is_sure = match[0].count(":") > 2 or match[0].lower().startswith(_LINK_LOCAL)
            if match.start() <= at < match.end() and is_sure:
                return "address"
        words = plain_words(text)
        is_field = _DATE_FIELD.match(words) or _ISO_FIELD.match(words) or _LINK_FIELD.match(words)
        return "field" if is_field else ""


def accidental_cards(view: View, places: Places, explained: Regions) -> Iterator[Found]:
    """Lines of which the plugin makes cards that nobody meant; one for a block of code or a table.

    explained: lines (as offsets) of which another fault tells.
    """
    blocks: dict[int, list[int]] = {}
    for card in view.read.cards:
        line = card.first
        if card.kind not in SINGLE or explained.end_of(line) is not None:
            continue
        place = view.separator_span(line)
        block = places.block(place.start)
        if block is not None:
            blocks.setdefault(block[1], []).append(line)
            continue
        reason = places.accident(line)
        if not reason:
            continue
        other = _outer_separator(view, places, line, place)
        if other is None:
            yield Found(_accident(view, reason, line))
        else:
            words = view.span(line)
            yield Found(SpacedFault("accidental-card", f"parted-{reason}", place, words, other))
    for lines in blocks.values():
        reason = places.accident(lines[0])
        yield Found(_accident(view, reason, lines[0], len(lines)))


def _accident(view: View, reason: str, line: int, count: int = 1) -> SpacedFault:
    place = view.separator_span(line)
    return SpacedFault("accidental-card", reason, place, view.span(line), count=count)


def _outer_separator(view: View, places: Places, line: int, first: Span) -> Span | None:
    """The separator that was meant to part a card, when an earlier one stands in a link or so."""
    if not places.inline(first.start):
        return None
    start = view.note.source.line_starts[line]
    text, mark = view.lines[line], view.note.source.slice(first)
    at = text.find(mark, first.end - start)
    while at >= 0:
        if not places.inline(start + at):
            behind = at + len(mark)
            is_card = text[:at].strip(WHITESPACE) and text[behind:].strip(WHITESPACE)
            return Span(start + at, start + behind) if is_card else None
        at = text.find(mark, at + len(mark))
    return None


def cards_hidden_by_code(view: View, places: Places, explained: Regions) -> Iterator[Found]:
    """Lines that are no card, as the first separator in them stands in inline code.

    The plugin looks at the first place only. A separator behind the code counts as one that is
    meant to part a card when a blank stands beside it: in prose none does.
    """
    separators = [s for s in (view.settings.reversed_separator, view.settings.separator) if s]
    for line in range(view.first, len(view.lines)):
        text = view.lines[line]
        if "`" not in text or line in view.card_at or explained.end_of(line) is not None:
            continue
        hidden = next((s for s in separators if s in text and in_code(text, s)), None)
        if hidden is None:
            continue
        visible = _CODE_SPAN.sub(lambda found: "_" * len(found[0]), text)
        start = view.note.source.line_starts[line]
        at = _parting(visible, hidden)
        if at >= 0 and places.block(start + at) is None and not places.inline(start + at):
            first = start + text.index(hidden)
            fault = SpacedFault(
                "card-hidden-by-code",
                "",
                Span(first, first + len(hidden)),
                view.span(line),
                Span(start + at, start + at + len(hidden)),
            )
            yield Found(fault, (line, line + 1))  # its schedule, too, belongs to no card


def _parting(text: str, separator: str) -> int:
    """Where a separator with a blank beside it parts two texts, else -1."""
    places = re.finditer(rf"(?<= ){re.escape(separator)}|{re.escape(separator)}(?= )", text)
    at = next((match.start() for match in places), -1)
    is_card = text[:at].strip(WHITESPACE) and text[at + len(separator) :].strip(WHITESPACE)
    return at if at >= 0 and is_card and not _BRACKETED_FIELD.search(text) else -1
