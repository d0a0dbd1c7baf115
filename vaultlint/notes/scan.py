"""One run of inline text, read from left to right: whichever construct starts first wins."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from msgspec import Struct, field

from vaultlint.notes.facts import (
    Address,
    BlockId,
    Citation,
    Code,
    Comment,
    ExternalLink,
    FootnoteReference,
    Link,
    Math,
    Tag,
    UnencodedLink,
)
from vaultlint.notes.htmltag import AUTOLINK, TAG
from vaultlint.notes.linktext import (
    Target,
    destination_text,
    is_external,
    markdown_target,
    unencoded_destination,
    wikilink,
)
from vaultlint.notes.structure import Run
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

# Every alternative begins with a literal character, for which re looks fast. <br> only matters
# to a tag and to a ^id right behind it. The one group is that of `code`, which is frequent.
MARK = regex(r"\\|`(?:([^`]++)`(?!`))?|\[|\]|!\[|<(?!br>(?:[^#^]|\Z))|\$|%%|#|\^|@|://")

# Tags end at what JavaScript calls a blank, and at these. Source: obsidian-importer, src/util.ts.
_BLANK = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_TAG = regex(rf"#([^{_BLANK}\u2000-\u206f\u2e00-\u2e7f!\"#$%&'()*+,.:;<=>?@\[\\\]^`{{|}}~]+)")
_IS_BLANK = regex(rf"[{_BLANK}]")
_DIGITS = regex(r"[0-9]+")
_BLOCK_ID = regex(r"\^([A-Za-z0-9-]+)")
_FOOTNOTE = regex(r"\[\^([^\s\]]{1,200}+)\]")
# Source: Pandoc manual, citations: punctuation inside a key is single.
PLAIN_KEY = regex(r"\w(?:\w|[:.#$%&+?<>~/-](?=\w))*")  # one that needs no braces
_CITATION = regex(rf"@(?:\{{([^{{}}\s]{{1,200}}+)\}}|({PLAIN_KEY.pattern}))")
_URL = regex(r"://[^\s<>`\[\]]*+")
_AROUND_URLS = ".,;:!?'\"*_)"  # what ends a sentence, not a URL. Source: GFM, autolinks
_SCHEME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-")
_LONGEST_SCHEME = 32  # characters, as in CommonMark
_BACKTICKS = regex(r"`+")
# What a closing $ may not be: escaped, in [[…]], one of two, or behind a blank.
_DOLLAR_CLOSER = regex(r"\\.|\[\[[^\[\]\n]*+\]\]|\$\$?|[ \t]+\$?", re.DOTALL)
_COMMENT_MARK = regex(r"(?<!%)%%(?!%)")
_LABEL = regex(r"\[((?>(?:[^\[\]\\]|\\.){0,999}))\]")
_ANGLED = regex(r"<((?>(?:[^<>\n\\]|\\.)*))>")
_PLAIN_DESTINATION = regex(r"\]\(([^\s()\\<>]*+)\)")
_DESTINATION_STOP = regex(r"[\s()\\]")
_TITLE_AND_END = regex(
    r"""(?>(?:\s++(?:"(?>(?:[^"\\]|\\.)*)"|'(?>(?:[^'\\]|\\.)*)'|\((?>(?:[^()\\]|\\.)*)\)))?)\s*+\)""",
    re.DOTALL,
)
_SPACE = regex(r"\s*+")
_DEEPEST_PARENTHESES = 32  # in a destination, as in cmark
_LONGEST_DESTINATION = 1000  # code points; of one with blanks
_LONGEST_ALT = 1000  # code points of the text of an image that are kept
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Found(Struct):
    """What the scan of a note has found so far."""

    links: list[Link] = field(default_factory=list)
    external_links: list[ExternalLink] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    unencoded_links: list[UnencodedLink] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    block_ids: list[BlockId] = field(default_factory=list)
    footnote_references: list[FootnoteReference] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    narrative_citations: list[Citation] = field(default_factory=list)
    code: list[Code] = field(default_factory=list)
    math: list[Math] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    used_labels: set[str] = field(default_factory=set)


class _Lookups(Struct):
    """What a search to the end of a region would give again and again, looked up once.

    missing: marks that do not stand there. ends: the first and the last place of marks of emphasis.
    backticks: where runs of so many begin. dollars: what may close a formula or keeps a $ from it,
    from the first $ on. dollar: the last that was found to close one, -1 when there are no more.
    """

    missing: set[str] = field(default_factory=set)
    ends: dict[str, tuple[int, int]] = field(default_factory=dict)
    backticks: dict[int, list[int]] | None = None
    dollars: Iterator[re.Match[str]] | None = None
    dollar: int = 0


class _Opener(NamedTuple):
    """An open bracket. at: its first character. text: where its text begins. The counts are of
    what was found before it."""

    kind: Literal["link", "image", "footnote"]
    at: int
    text: int
    tags: int
    references: int
    citations: int


class Region(NamedTuple):
    """The text of a run, and where it stands.

    text: all of it, or the run's lines joined by line feeds. start, end: of the run in `text`.
    places: of the joined lines, (in `text`, in the source); None when both are the same.
    """

    text: str
    start: int
    end: int
    places: tuple[list[int], list[int]] | None


def region(text: str, segments: Sequence[Span]) -> Region:
    """The region of a run with these lines in `text`."""
    first, last = segments[0], segments[-1]
    if len(segments) == 1 or all(
        text[above.end : below.start] in ("\n", "\r\n") for above, below in pairwise(segments)
    ):
        return Region(text, first.start, last.end, None)
    joined = "\n".join(text[line.start : line.end] for line in segments)
    starts, place = [], 0
    for line in segments:
        starts.append(place)
        place += line.end - line.start + 1
    return Region(joined, 0, len(joined), (starts, [line.start for line in segments]))


def normal_label(label: str) -> str:
    """The form in which two labels of references are compared."""
    return " ".join(label.split()).casefold()


def opens_comment(text: str, segments: Sequence[Span]) -> bool:
    """Whether an HTML comment begins in the run and does not end in it."""
    found = Found()
    scan(region(text, segments), found, frozenset())
    return any(not comment.closed for comment in found.comments)


def scan_runs(text: str, runs: Iterable[Run], found: Found, labels: frozenset[str]) -> None:
    """Add what stands in the runs of a note to `found`. labels: of its reference definitions."""
    reader = _Scan(text, 0, None, found, labels, False)
    search = MARK.search
    for segments, holds_id in runs:
        start, end = segments[0].start, segments[-1].end
        mark = search(text, start, end)
        if mark is None:
            continue
        # Blanks behind a ^id make it text, so it counts only at the very end of its line.
        id_counts = holds_id and text[end : end + 1] in ("", "\n", "\r")
        if len(segments) == 1:
            reader.turn_to(end, id_counts)
            reader.read(mark, start, end)
        else:
            scan(region(text, segments), found, labels, id_counts)


def scan(region: Region, found: Found, labels: frozenset[str], id_counts: bool = False) -> None:
    """Add what stands in a region to `found`.

    labels: of the note's reference definitions. id_counts: whether a ^id may end the region.
    """
    mark = MARK.search(region.text, region.start, region.end)
    if mark:
        reader = _Scan(region.text, region.end, region.places, found, labels, id_counts)
        reader.read(mark, region.start, region.end)


class _Scan:
    """The scan of a region, or of several one after the other.

    Its methods read what begins at a mark and say where to go on.
    """

    __slots__ = (
        "citations",
        "end",
        "found",
        "id_counts",
        "labels",
        "line_end",
        "linkless",
        "lookups",
        "no_wikilink",
        "openers",
        "places",
        "start",
        "text",
        "token_end",
    )

    def __init__(
        self,
        text: str,
        end: int,
        places: tuple[list[int], list[int]] | None,
        found: Found,
        labels: frozenset[str],
        id_counts: bool,
    ) -> None:
        self.text = text
        self.end = end  # of the whole region; methods are told of the part they may look at
        self.places = places
        self.found = found
        self.labels = labels
        self.id_counts = id_counts
        self.start = 0  # of the part being read
        self.token_end = 0  # where the last finished construct ended
        self.openers: list[_Opener] = []
        self.linkless = 0  # that many of the openers stand around a link: they cannot be links
        self.citations: list[Citation] = []  # in brackets still open
        self.no_wikilink = 0  # a [[ before this place is text
        self.line_end = -1
        self.lookups: _Lookups | None = None  # of the region

    def turn_to(self, end: int, id_counts: bool) -> None:
        """Go on to a region further behind in the same text."""
        self.end = end
        self.id_counts = id_counts
        self.citations.clear()
        self.lookups = None

    def read_part(self, start: int, end: int) -> None:
        """Read a part of the region on its own."""
        outer = self.start, self.openers, self.linkless
        self.read(MARK.search(self.text, start, end), start, end)
        self.start, self.openers, self.linkless = outer

    def read(self, mark: re.Match[str] | None, start: int, end: int) -> None:
        """Read the region, or a part of it, of which this is the first mark."""
        self.start = self.token_end = start
        self.openers = []
        self.linkless = 0
        text, search = self.text, MARK.search
        while mark:
            at = mark.start()
            if mark.lastindex:
                behind = self.add_code(at, mark.end())
            else:
                behind = _READERS[text[at]](self, at, end)
            mark = search(text, behind, end)

    def span(self, start: int, end: int) -> Span:
        """The place in the source."""
        if self.places is None:
            return Span(start, end)
        starts, origins = self.places
        first = bisect_right(starts, start) - 1
        last = bisect_right(starts, end) - 1
        return Span(start - starts[first] + origins[first], end - starts[last] + origins[last])

    def looked_up(self) -> _Lookups:
        """What was looked up in the region so far."""
        if self.lookups is None:
            self.lookups = _Lookups()
        return self.lookups

    def place_of(self, mark: str, start: int, end: int) -> int:
        """Where the mark stands from `start` on, -1 when nowhere before `end`."""
        if self.lookups and mark in self.lookups.missing:
            return -1
        place = self.text.find(mark, start, end)
        if place < 0 and end == self.end:
            self.looked_up().missing.add(mark)
        return place

    def end_of_line(self, at: int, end: int) -> int:
        """The end of the line that holds `at`, at most `end`."""
        if at >= self.line_end:
            place = self.text.find("\n", at, self.end)
            self.line_end = self.end if place < 0 else place
        return min(self.line_end, end)

    # --- what begins with each mark

    def escape(self, at: int, end: int) -> int:
        """A backslash takes the punctuation behind it for text."""
        return at + 2 if at + 1 < end and self.text[at + 1] in _PUNCTUATION else at + 1

    def code(self, at: int, end: int) -> int:
        """``…``, closed by a run of just as many backticks."""
        lookups = self.looked_up()
        if lookups.backticks is None:
            lookups.backticks = {}
            for run in _BACKTICKS.finditer(self.text, at, self.end):
                lookups.backticks.setdefault(len(run[0]), []).append(run.start())
        opener = _BACKTICKS.match(self.text, at, end)
        assert opener is not None
        length = len(opener[0])
        closers = lookups.backticks.get(length, [])
        place = bisect_left(closers, opener.end())
        if place == len(closers) or closers[place] + length > end:
            return opener.end()
        return self.add_code(at, closers[place] + length)

    def add_code(self, at: int, behind: int) -> int:
        """Note the code between two places, and say where it ends."""
        self.token_end = behind
        self.found.code.append(Code("inline", self.span(at, behind)))
        return behind

    def bracket(self, at: int, end: int) -> int:
        """[[…]], [^id], or the [ of a link, a reference or a citation."""
        after = self.text[at + 1 : at + 2]
        if after == "[":
            behind = self.wikilink(at, at, end)
            if behind:
                return behind
        if after == "^":
            reference = _FOOTNOTE.match(self.text, at, end)
            if reference:
                self.token_end = reference.end()
                self.found.footnote_references.append(
                    FootnoteReference(reference[1], self.span(at, self.token_end))
                )
                return self.token_end
        return self.open("link", at, at + 1)

    def image(self, at: int, end: int) -> int:
        """![[…]], or the ![ of an image."""
        after = self.text[at + 2 : at + 3]
        if after == "^":
            return at + 1
        if after == "[":
            behind = self.wikilink(at, at + 1, end)
            if behind:
                return behind
        return self.open("image", at, at + 2)

    def open(self, kind: Literal["link", "image", "footnote"], at: int, text: int) -> int:
        """Note an open bracket."""
        found = self.found
        counts = len(found.tags), len(found.footnote_references), len(self.citations)
        self.openers.append(_Opener(kind, at, text, *counts))
        return text

    def wikilink(self, at: int, brackets: int, end: int) -> int:
        """Where [[…]] ends, 0 when none begins here. at: of the ! in front, or of the brackets."""
        if brackets < self.no_wikilink:
            return 0
        text, inner = self.text, brackets + 2
        line_end = self.end_of_line(brackets, end)
        close = text.find("]]", inner, line_end)
        if close < 0:
            self.no_wikilink = line_end
            return 0
        nested = text.rfind("[[", inner, close)
        if nested >= 0:
            self.no_wikilink = nested
            return 0
        words = text[inner:close]
        target = wikilink(words)
        # An HTML comment in the target keeps it from being a link; one in the alias does not.
        if target is None or "<!--" in (
            words if target.display is None else words.partition("|")[0]
        ):
            return 0
        self.token_end = close + 2
        self.add_link("wiki", at != brackets, target, at, inner + target.start, inner + target.end)
        return self.token_end

    def add_link(
        self,
        kind: Literal["wiki", "markdown"],
        embed: bool,
        target: Target,
        at: int,
        left: int,
        right: int,
    ) -> None:
        """Note the link from `at` to token_end. left, right: of its target as written."""
        self.found.links.append(
            Link(
                kind,
                embed,
                target.target,
                target.path,
                target.subpath,
                self.span(at, self.token_end),
                self.span(left, right),
                target.display,
            )
        )

    def close(self, at: int, end: int) -> int:
        """The ] of a link, an image, a reference, a citation or an inline footnote."""
        if not self.openers:
            return at + 1
        opener = self.openers.pop()
        depth = len(self.openers)
        may_link = opener.kind == "image" or depth >= self.linkless
        self.linkless = min(self.linkless, depth)
        if opener.kind == "footnote":
            del self.found.footnote_references[opener.references :]
            self.token_end = at + 1
            return at + 1
        after = self.text[at + 1 : at + 2] if at + 1 < end else ""
        behind = 0
        # "…]](x)" never is a Markdown link.
        if may_link and after == "(" and (self.text[at - 1] != "]" or self.text[at - 2] == "\\"):
            behind = self.link(opener, at, end)
        elif may_link:
            behind = self.reference(opener, at, end)
        if not behind:
            self.found.citations += self.citations[opener.citations :]
            del self.citations[opener.citations :]
            return at + 1
        self.token_end = behind
        if opener.kind == "link":
            self.linkless = depth
        return behind

    def link(self, opener: _Opener, at: int, end: int) -> int:
        """Where the link ends whose ](… begins at `at`; 0 when its destination is none."""
        del self.citations[opener.citations :]
        plain = _PLAIN_DESTINATION.match(self.text, at, end)
        if plain:
            (left, right), self.token_end = plain.span(1), plain.end()
        elif self.place_of(")", at + 2, end) < 0:
            return 0
        else:
            left, right, behind = self.destination(at + 2, end)
            if not behind:
                self.add_unencoded(opener, at, end)
                return 0
            self.token_end = behind
        is_image = opener.kind == "image"
        if is_image:
            del self.found.tags[opener.tags :]
            del self.found.footnote_references[opener.references :]
        else:
            self.add_first_tag(opener, at)
        destination = destination_text(self.text[left:right])
        if is_external(destination):
            whole, place = self.span(opener.at, self.token_end), self.span(left, right)
            self.found.external_links.append(ExternalLink(destination, whole, place))
            return self.token_end
        # Images may stand in the text of images: all of it, for each, may be the note squared.
        shown_end = min(at, opener.text + _LONGEST_ALT) if is_image else at
        target = markdown_target(destination, self.text[opener.text : shown_end] or None)
        if target:
            self.add_link("markdown", is_image, target, opener.at, left, right)
        return self.token_end

    def destination(self, start: int, end: int) -> tuple[int, int, int]:
        """The place of the destination in (…), and the place behind the ")"; 0 there for none."""
        blanks = _SPACE.match(self.text, start, end)
        assert blanks is not None
        left = blanks.end()
        angled = _ANGLED.match(self.text, left, end)
        if angled:
            (left, right), behind = angled.span(1), angled.end()
        else:
            right = behind = self.destination_end(left, end)
        closer = _TITLE_AND_END.match(self.text, behind, end) if right >= 0 else None
        return left, right, closer.end() if closer else 0

    def destination_end(self, start: int, end: int) -> int:
        """Where a destination without < > ends, -1 when its parentheses do not match."""
        depth, place = 0, start
        while True:
            stop = _DESTINATION_STOP.search(self.text, place, end)
            if stop is None:
                return -1
            place = stop.end()
            match stop[0]:
                case "\\":
                    place = self.escape(stop.start(), end)
                case "(":
                    depth += 1
                case ")" if depth:
                    depth -= 1
                case _:
                    return stop.start() if depth == 0 else -1
            if depth > _DEEPEST_PARENTHESES:
                return -1

    def add_unencoded(self, opener: _Opener, at: int, end: int) -> None:
        """Note what would be a link but for a blank in its destination."""
        line_end = min(self.end_of_line(at, end), at + 2 + _LONGEST_DESTINATION)
        depth = 0
        for stop in _DESTINATION_STOP.finditer(self.text, at + 2, line_end):
            if stop[0] == ")" and depth == 0:
                break
            depth += {"(": 1, ")": -1}.get(stop[0], 0)
            if depth > _DEEPEST_PARENTHESES:
                return
        else:
            return
        place = unencoded_destination(self.text[at + 2 : stop.start()])
        if place is None:
            return
        start, length = at + 2 + place.start, place.end - place.start
        self.found.unencoded_links.append(
            UnencodedLink(
                self.text[start : start + length],
                opener.kind == "image",
                self.span(opener.at, stop.end()),
                self.span(start, start + length),
            )
        )

    def reference(self, opener: _Opener, at: int, end: int) -> int:
        """Where [text][label], [label][] or [label] ends; 0 when nothing defines the label."""
        second = _LABEL.match(self.text, at + 1, end)
        if second and second[1].startswith("^"):
            # "[text][^1]" is a reference to a label, so [^1] is no footnote there.
            return second.end()
        if not self.labels:
            return 0
        if second and second[1].strip():
            label, behind = second[1], second.end()
        else:
            label, behind = (
                self.text[opener.text : min(at, opener.text + 1000)],
                (second.end() if second else at + 1),
            )
        label = normal_label(label)
        if label not in self.labels:
            return 0
        self.found.used_labels.add(label)
        return behind

    def add_first_tag(self, opener: _Opener, at: int) -> None:
        """Note a tag at the very start of a link's text."""
        tag = _TAG.match(self.text, opener.text, at)
        if tag and not _DIGITS.fullmatch(tag[1]):
            self.found.tags.insert(opener.tags, Tag(tag[1], self.span(tag.start(), tag.end())))

    def html(self, at: int, end: int) -> int:
        """An HTML comment, a tag, or <an address>."""
        text = self.text
        if text.startswith("<!--", at):
            close = self.place_of("-->", at + 2, end)
            behind = end if close < 0 else close + 3
            self.found.comments.append(Comment("html", self.span(at, behind), closed=close >= 0))
            self.token_end = behind
            return behind
        is_break = text.startswith("<br>", at, end)
        behind = at + 4 if is_break else self.html_end(at, end)
        if not behind:
            return at + 1
        self.token_end = behind
        return behind

    def html_end(self, at: int, end: int) -> int:
        """Where the tag or the address at `at` ends, 0 when there is none."""
        match self.text[at + 1 : at + 2]:
            case "?":
                close, length = self.place_of("?>", at + 2, end), 2
            case "!" if self.text.startswith("<![CDATA[", at):
                close, length = self.place_of("]]>", at + 9, end), 3
            case "!" if self.text[at + 2 : at + 3].isalpha():
                close, length = self.place_of(">", at + 2, end), 1
            case _:
                if self.place_of(">", at + 1, end) < 0:
                    return 0
                tag = TAG.match(self.text, at, end)
                found = tag or AUTOLINK.match(self.text, at, end)
                if found and not tag and is_external(found[0][1:]):  # no mail address
                    self.add_address(at + 1, found.end() - 1)
                return found.end() if found else 0
        return close + length if close >= 0 else 0

    def math(self, at: int, end: int) -> int:
        """$…$ or $$…$$."""
        text = self.text
        if text.startswith("$$", at):
            behind = at + 2
            while behind < end and text[behind] == "$":
                behind += 1
            close = self.place_of("$$", behind, end) if behind == at + 2 else -1
            if close < 0:
                return behind
            return self.add_math(at, 2, close)
        if text[at + 1 : at + 2] in (" ", "\t", ""):
            return at + 1
        close = self.dollar_closer(at)
        return self.add_math(at, 1, close) if 0 <= close < end else at + 1

    def add_math(self, at: int, marks: int, close: int) -> int:
        """Note the formula between two places, and say where it ends."""
        self.token_end = close + marks
        content = self.span(at + marks, close)
        self.found.math.append(Math("inline", self.span(at, self.token_end), content))
        return self.token_end

    def dollar_closer(self, at: int) -> int:
        """Where a single $ may close a formula that opens at `at`; -1 when nowhere."""
        text, lookups = self.text, self.looked_up()
        if lookups.dollars is None:
            lookups.dollars = _DOLLAR_CLOSER.finditer(text, at, self.end)
        # Formulas are read from left to right, so what stands in front of one is done with.
        while 0 <= lookups.dollar < at + 2:
            found = next(lookups.dollars, None)
            if found is None:
                lookups.dollar = -1
            elif found[0] == "$":
                behind = text[found.end() : found.end() + 1]
                if not (behind.isascii() and behind.isdigit()):
                    lookups.dollar = found.start()
        return lookups.dollar

    def comment(self, at: int, end: int) -> int:
        """%%…%% on one line: what stands in it is hidden, but read."""
        text = self.text
        if text.startswith("%", at + 2):
            behind = at + 2
            while behind < end and text[behind] == "%":
                behind += 1
            return behind
        close = _COMMENT_MARK.search(text, at + 3, self.end_of_line(at, end))
        if close is None:
            return at + 2
        self.found.comments.append(Comment("obsidian", self.span(at, close.end())))
        self.read_part(at + 2, close.start())
        self.token_end = close.end()
        return close.end()

    def tag(self, at: int, end: int) -> int:
        """#tag, at the start, behind a blank, or behind a finished construct."""
        found = _TAG.match(self.text, at, end)
        if found is None:
            return at + 1
        behind = found.end()
        if _DIGITS.fullmatch(found[1]) or not self.may_tag(at, behind, end):
            return behind
        self.token_end = behind
        self.found.tags.append(Tag(found[1], self.span(at, behind)))
        return behind

    def may_tag(self, at: int, behind: int, end: int) -> bool:
        """Whether a tag can begin at `at`."""
        if at in (self.start, self.token_end) or _IS_BLANK.match(self.text, at - 1):
            return True
        opener = self.openers[-1] if self.openers else None
        if opener and opener.kind == "footnote" and opener.text == at:
            return True
        mark = self.text[at - 1]
        if mark not in "*_=~":
            return False
        # Emphasis: its opener begins a text of its own, its closer is a finished construct.
        begin = at - 1
        while begin > max(self.start, at - 3) and self.text[begin - 1] == mark:
            begin -= 1
        marks = self.text[begin:at]
        if mark in "=~" and len(marks) != 2:
            return False
        first, last = self.places_of(marks, end)
        before = self.text[begin - 1] if begin > self.start else " "
        if before.isspace() or before in _PUNCTUATION:
            return last >= behind
        return first < begin

    def places_of(self, marks: str, end: int) -> tuple[int, int]:
        """The first and the last place of these marks in the part being read."""
        if end != self.end:
            return self.text.find(marks, self.start, end), self.text.rfind(marks, self.start, end)
        ends = self.looked_up().ends
        if marks not in ends:
            first = self.text.find(marks, self.start, end)
            ends[marks] = first, self.text.rfind(marks, self.start, end)
        return ends[marks]

    def caret(self, at: int, end: int) -> int:
        """^[inline footnote], or ^id as the last thing of the region."""
        text = self.text
        if text.startswith("[", at + 1):
            return self.open("footnote", at, at + 2)
        found = _BLOCK_ID.match(text, at, end)
        if found is None:
            return at + 1
        behind = found.end()
        if behind != self.end or not self.id_counts:
            return behind
        if at in (self.start, self.token_end) or _IS_BLANK.match(text, at - 1):
            self.found.block_ids.append(BlockId(found[1], self.span(at, behind)))
        return behind

    def citation(self, at: int, end: int) -> int:
        """@key: in brackets it counts when they turn out to be no link."""
        before = self.text[at - 1] if at > self.start else " "
        found = _CITATION.match(self.text, at, end)
        if found is None or not (before.isspace() or before in "[-;(,\"'"):
            return at + 1
        citation = Citation(found[1] or found[2], self.span(at, found.end()))
        (self.citations if self.openers else self.found.narrative_citations).append(citation)
        return found.end()

    def url(self, at: int, end: int) -> int:
        """What follows a scheme, up to the next blank."""
        if at == self.start or not self.text[at - 1].isalnum():
            return at + 1
        found = _URL.match(self.text, at, end)
        if found is None:
            return at + 1
        start = at - 1
        first = max(self.start, self.token_end, at - _LONGEST_SCHEME)
        while start > first and self.text[start - 1] in _SCHEME:
            start -= 1
        self.add_address(start, at + len(found[0].rstrip(_AROUND_URLS)))
        return found.end()

    def add_address(self, start: int, end: int) -> None:
        """Note the URL between two places."""
        self.found.addresses.append(Address(self.text[start:end], self.span(start, end)))


_READERS: dict[str, Callable[[_Scan, int, int], int]] = {
    "\\": _Scan.escape,
    "`": _Scan.code,
    "[": _Scan.bracket,
    "]": _Scan.close,
    "!": _Scan.image,
    "<": _Scan.html,
    "$": _Scan.math,
    "%": _Scan.comment,
    "#": _Scan.tag,
    "^": _Scan.caret,
    "@": _Scan.citation,
    ":": _Scan.url,
}
