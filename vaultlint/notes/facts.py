"""The facts of a note: immutable, picklable values, each with its place in Source.text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from vaultlint.diagnostic import Fix
from vaultlint.text.source import Source
from vaultlint.text.span import Span

Plain: TypeAlias = "bool | int | float | str | list[Any] | dict[str, Any] | None"
"""A property value as JSON Schema sees it (YAML 1.2 core: dates and times are strings).

What lists and mappings hold is Plain again; MessagePack takes no type that names itself.
"""


# --- frontmatter


class Value(Struct, frozen=True):
    """One YAML value.

    span: of the value as written, quotes included; empty, behind the key, for a missing value.
    items: of a list. properties: of a mapping.
    """

    span: Span
    plain: Plain
    items: tuple[Value, ...] = ()
    properties: tuple[Property, ...] = ()


class Property(Struct, frozen=True):
    """One key of the frontmatter, or of a mapping in it. key_span: quotes included."""

    key: str
    key_span: Span
    value: Value


class DuplicateProperty(Struct, frozen=True):
    """A key that stands twice in one mapping; `first` and `again` are the two properties."""

    first: Property
    again: Property


class YamlFault(Struct, frozen=True):
    """Why Obsidian drops all properties of the note. message: what is wrong, then what to do.

    fix: of this fault alone, without what it changes; None where it is not sure what was meant.
    """

    span: Span
    message: str
    fix: Fix | None = None


class Frontmatter(Struct, frozen=True):
    """The block between the two lines of ---.

    span: from the first - of the opener to the last of the three - of the closer.
    opener: the opener's three dashes. yaml_span: the text between the two lines.
    properties: top level, in order; empty when the block is invalid or empty.
    plain: as Obsidian reads it; None when the YAML is invalid or not a mapping.
    fault: the first YAML error, else None (a duplicate key is in `duplicates` instead).
    """

    span: Span
    opener: Span
    yaml_span: Span
    properties: tuple[Property, ...]
    plain: Mapping[str, Plain] | None
    fault: YamlFault | None = None
    duplicates: tuple[DuplicateProperty, ...] = ()

    def property(self, key: str) -> Property | None:
        """The property with this key, compared as Obsidian does (case ignored), else None."""
        folded = key.casefold()
        for entry in self.properties:
            if entry.key.casefold() == folded:
                return entry
        return None


# --- blocks


class Heading(Struct, frozen=True, array_like=True):
    """An ATX or setext heading at the top level: those in quotes and lists cannot be linked.

    level: 1 to 6. text: the raw source behind the #s. span: of the whole heading.
    """

    level: int
    text: str
    span: Span
    text_span: Span


class Fence(Struct, frozen=True):
    """A fenced code block, also inside a list or a quote.

    span: from the opener's first mark to the end of the closer. marker: such as "```".
    opener, closer: the lines, container prefixes not included, trailing blanks included;
    closer is None when nothing closes the fence. content: the lines between.
    """

    span: Span
    marker: str
    language: str
    opener: Span
    content: Span
    closer: Span | None


class Code(Struct, frozen=True):
    """Code that is not fenced: a code span, or an indented block. span: marks included."""

    kind: Literal["inline", "indented"]
    span: Span


class Math(Struct, frozen=True):
    """Inline math ($…$) or a block ($$…$$). content: without the marks. closed: has a closer."""

    kind: Literal["inline", "block"]
    span: Span
    content: Span
    closed: bool = True


class Comment(Struct, frozen=True):
    """%% … %% ("obsidian") or <!-- … --> ("html"). closed: has a closer."""

    kind: Literal["obsidian", "html"]
    span: Span
    closed: bool = True


class HtmlBlock(Struct, frozen=True):
    """A raw HTML block: no Markdown is read inside. HTML comments are Comment facts instead."""

    span: Span


class Callout(Struct, frozen=True):
    """A quote that begins with [!type].

    type: trimmed, lower case, blanks as "-". metadata: behind "|", else "". fold: "+", "-" or "".
    title: raw source, trimmed. marker: the span of "[!type]". span: of the whole quote.
    """

    type: str
    metadata: str
    fold: str
    title: str
    marker: Span
    span: Span


class Table(Struct, frozen=True):
    """A table. span: from its header row to its last row."""

    span: Span


class Task(Struct, frozen=True):
    """A task item. mark: the one character between [ and ]. span: of the three characters."""

    mark: str
    span: Span


# --- inline


class Link(Struct, frozen=True, array_like=True):
    """A link or an embed, also in a property.

    kind: "wiki" [[…]], "markdown" […](…), "reference" [id]: … definition.
    target: linkpath and subpath, as Obsidian compares them (decoded, trimmed, NFC).
    path: the part before the first "#" (empty: the note itself).
    subpath: from the first "#" on, else "".
    span: the whole construct. target_span: the target as written.
    display: the text shown, raw; None when there is none.
    property: key (such as "up" or "up.0") of the property that holds it, else "".
    """

    kind: Literal["wiki", "markdown", "reference"]
    embed: bool
    target: str
    path: str
    subpath: str
    span: Span
    target_span: Span
    display: str | None = None
    property: str = ""


class ExternalLink(Struct, frozen=True):
    """A Markdown link or image with a URL scheme; not resolved. target_span: the URL."""

    url: str
    span: Span
    target_span: Span


class Address(Struct, frozen=True):
    """A URL that stands in the text, bare or between < and >. span: of the URL alone."""

    url: str
    span: Span


class UnencodedLink(Struct, frozen=True):
    """A would-be Markdown link whose destination holds a blank: for Obsidian plain text.

    destination: what stands between ( and ), trimmed; never a URL with a title behind it.
    span: from [ or ! to ). destination_span: of `destination`.
    """

    destination: str
    embed: bool
    span: Span
    destination_span: Span


class Tag(Struct, frozen=True):
    """A tag in the body or in the tags property. name: as written, without #. span: # included."""

    name: str
    span: Span
    property: str = ""


class BlockId(Struct, frozen=True, array_like=True):
    """^id. id: as written, without ^ (compared lower-cased). span: ^ included."""

    id: str
    span: Span


class Footnote(Struct, frozen=True):
    """A footnote definition [^id]: … . span: of the marker."""

    id: str
    span: Span


class FootnoteReference(Struct, frozen=True):
    """[^id] in the text, with a definition in the note or without."""

    id: str
    span: Span


class Citation(Struct, frozen=True):
    """@key inside [ ], or in a sentence. key: without @ and braces. span: @ included.

    Source: Pandoc manual, citations.
    """

    key: str
    span: Span


# --- flashcards: the bracket dialect (RULES.md: ﹇ question #card answer ⌂ ﹈ ^id)


class CardId(Struct, frozen=True, array_like=True):
    """The digits of a card's id, as written. span: from ^ to the last digit."""

    digits: str
    span: Span


class CardPart(Struct, frozen=True):
    """One structural line of a card block.

    form: "exact", or what is odd about it (the names stand in notes/cards.py).
    span: the line, without its line break.
    """

    form: str
    span: Span


class CardTag(Struct, frozen=True):
    """The tag line of a card.

    name: the tag as written, such as "#card-reverse". hashtags: those behind it.
    form: as in CardPart. span: of the line; name_span: of the tag.
    """

    name: str
    hashtags: tuple[Tag, ...]
    form: str
    span: Span
    name_span: Span

    @property
    def is_reverse(self) -> bool:
        """Whether Anki makes a second card, from the answer to the question."""
        return self.name.endswith(("-reverse", "/reverse"))


class Card(Struct, frozen=True):
    """One card as its author meant it, whole or damaged: a missing part is None.

    span: from its first part to its last. opener: the ﹇ line. question, answer: the text
    between the structural lines, outer blank lines not included (empty when there is none).
    separator: the ⌂ line. closer: the ﹈ line, with the id in it. tags: all tag lines, in order.
    """

    span: Span
    opener: CardPart | None
    question: Span
    tags: tuple[CardTag, ...]
    answer: Span
    separator: CardPart | None
    closer: CardPart | None
    id: CardId | None

    @property
    def tag(self) -> CardTag | None:
        """The tag line that counts: the first."""
        return self.tags[0] if self.tags else None

    @property
    def is_whole(self) -> bool:
        """Every part is there and exactly as the plugin reads it."""
        return (
            self.opener is not None
            and self.opener.form == "exact"
            and len(self.tags) == 1
            and self.tags[0].form == "exact"
            and self.separator is not None
            and self.closer is not None
            and self.closer.form == "exact"
            and self.question.start < self.question.end
            and self.answer.start < self.answer.end
        )


class BareCard(Struct, frozen=True):
    """A card of the older form: question, #card, answer, ^id, without brackets."""

    span: Span
    question: Span
    tag: CardTag
    answer: Span
    id: CardId | None


class InlineCard(Struct, frozen=True):
    """A card on one line: question, separator (such as 🎴), answer, ^id."""

    span: Span
    question: Span
    separator: str
    answer: Span
    id: CardId | None


class Deletion(Struct, frozen=True):
    """One {…} of a cloze paragraph, as its author meant it.

    number: as written, None for an unnumbered one. text: without number and braces.
    span: braces included. inner: the text between the braces.
    """

    number: int | None
    text: str
    span: Span
    inner: Span


class ClozeFault(Struct, frozen=True):
    """Braces that the sync plugin reads otherwise than they are meant.

    kind: "anki-syntax" ({c1::x}), "no-colon" ({6 families}), "long-number" ({10:x}),
    "empty" ({1:}, {}), "placeholder" (of a template, in a deletion), "inner-brace" (a } in the
    text of a deletion), "across-lines" (the other brace is on a line below) or "lone-brace" (it
    is missing).
    span: the smallest text that is wrong. deletion: the one it stands in, None where braces make
    none.
    """

    kind: Literal[
        "anki-syntax",
        "no-colon",
        "long-number",
        "empty",
        "placeholder",
        "inner-brace",
        "across-lines",
        "lone-brace",
    ]
    span: Span
    deletion: Deletion | None = None


class Cloze(Struct, frozen=True):
    """A cloze paragraph: one line.

    span: of the line, without the marks of quotes before it and outer blanks.
    id: 13 digits on the next line, or after one line of hashtags: where the plugin reads it.
    lost_id: the id that is meant for this line and stands elsewhere, or is not 13 digits long.
    faults: in order of place; of lines that are surely meant as clozes only.
    """

    span: Span
    deletions: tuple[Deletion, ...]
    id: CardId | None
    lost_id: CardId | None = None
    faults: tuple[ClozeFault, ...] = ()


# --- flashcards: Obsidian_to_Anki (START, note type, fields, tags, id, END)


class ToAnkiMark(Struct, frozen=True):
    """The word that begins or ends a note. span: the word alone.

    form: "exact", or why the plugin does not see it: "trailing-blanks", "indented" or "quoted"
    (in a quote or a list).
    """

    form: Literal["exact", "trailing-blanks", "indented", "quoted"]
    span: Span


class ToAnkiFault(Struct, frozen=True):
    """Something in a note that the plugin reads otherwise than it is meant.

    kind: the names stand in notes/ankifaults.py. span: the smallest text that is wrong.
    words: what a message needs besides, such as the type that is meant.
    """

    kind: str
    span: Span
    words: str = ""


class ToAnkiNote(Struct, frozen=True):
    """One note for Anki as its author meant it, whole or damaged.

    span: from the word that begins it to the word that ends it, or to its last line.
    end_word: that which ends a note of this kind. type, type_span: empty when there is none.
    name: the first line of its text, cut when it is long. id: the one that the plugin reads, or
    would if it saw the note. lost_ids: those in it that it does not read. in_code: it stands in
    code and was never synced, as an example does.
    """

    kind: Literal["note", "inline-note"]
    span: Span
    start: ToAnkiMark
    end: ToAnkiMark | None
    end_word: str
    type: str
    type_span: Span
    name: str
    id: CardId | None
    lost_ids: tuple[CardId, ...] = ()
    faults: tuple[ToAnkiFault, ...] = ()
    in_code: bool = False


class ToAnkiLine(Struct, frozen=True):
    """A line for the whole file: TARGET DECK, FILE TAGS, FROZEN or DELETE.

    form: "exact", or what is odd about it (the names stand in notes/ankilines.py).
    word: as the plugin expects it. span: the smallest text that is wrong; of an exact line, the
    line. value: the deck, the tags or the note type that it states. words: the deck of a file that
    states none; the note type that is meant. id: of a note to be deleted.
    """

    kind: Literal["target-deck", "file-tags", "frozen-fields", "delete"]
    form: str
    word: str
    span: Span
    value: str
    words: str = ""
    id: CardId | None = None


class ToAnki(Struct, frozen=True):
    """What a note says to Obsidian_to_Anki, in order of place.

    ids: of notes, those included that only the user's own expressions find.
    """

    notes: tuple[ToAnkiNote, ...] = ()
    lines: tuple[ToAnkiLine, ...] = ()
    ids: tuple[CardId, ...] = ()


# --- what the plugins make of a note

Dialect = Literal["bracket", "flashcards-obsidian", "spaced-repetition", "obsidian-to-anki"]
"""A syntax of flashcards, by the plugin that reads it; "bracket" is that of ﹇ … ﹈ blocks."""


class SyncedCard(Struct, frozen=True):
    """One card that a plugin makes of a note as it stands, rightly or not.

    kind: such as "basic", "reversed", "spaced", "inline", "inline-reversed", "cloze".
    span: all that the plugin takes for the card, its id included. question, answer: trimmed;
    the answer is empty where there is none. text: of a cloze, as it is sent to Anki, else "".
    tags: without "#", as written. deck: parts joined by "::". id: None of a card to be made.
    schedules: of spaced-repetition, the reviews of its cards as written, in order.
    deletions: of a cloze of flashcards-obsidian, all that Anki hides, with its marks, in order.
    """

    dialect: Dialect
    kind: str
    span: Span
    question: Span
    answer: Span
    text: str
    tags: tuple[str, ...]
    deck: str
    id: CardId | None
    schedules: tuple[str, ...] = ()
    deletions: tuple[Span, ...] = ()


class Sync(Struct, frozen=True):
    """What the plugins do with a note as it stands, when it is synced next.

    cards: made, or updated by their id, in order of place. deleted: ids of notes that are
    deleted in Anki. cards_if_lf: of a note whose every line ends in CR LF, which hides most
    cards, those that there would be with LF line ends; else None.
    """

    cards: tuple[SyncedCard, ...] = ()
    deleted: tuple[CardId, ...] = ()
    cards_if_lf: tuple[SyncedCard, ...] | None = None


class Deck(Struct, frozen=True):
    """The deck of a note's flashcards. name: its parts joined by "::".

    origin: the property cards-deck; "folder" wherever folders are decks, also of a note that lies
    in none; "default" of a note for which nothing states a deck.
    """

    name: str
    origin: Literal["property", "folder", "default"]


# --- flashcards: the dialect of obsidian-spaced-repetition


class SpacedSchedule(Struct, frozen=True):
    """A comment <!--SR:…-->, which holds when each card of a question is due.

    span: of the comment. entries: each review as written, in order, without the ! before it.
    card: the question of the card that it belongs to, None when the plugin finds none.
    """

    span: Span
    entries: tuple[Span, ...]
    card: Span | None


class SpacedFault(Struct, frozen=True):
    """What the plugin reads otherwise than it is meant.

    rule: the one that tells of it. form: which case it is, in words of that rule's module.
    span: the smallest text that is wrong. card: the question, or the text, of the card concerned.
    detail: another text of the note that the message shows. count: of cards or lines.
    """

    rule: str
    form: str
    span: Span
    card: Span | None = None
    detail: Span | None = None
    count: int = 0


class Spaced(Struct, frozen=True):
    """What a note says to obsidian-spaced-repetition.

    deck_tag: the first tag, with #, that names a deck in this vault; "" when none does.
    decks: the tags of the note that do. review: when the note itself is due, its properties sr-due,
    sr-interval and sr-ease. faults: in order of place.
    """

    deck_tag: str
    decks: tuple[Tag, ...] = ()
    review: tuple[Property, ...] = ()
    schedules: tuple[SpacedSchedule, ...] = ()
    faults: tuple[SpacedFault, ...] = ()


# --- navigation

Direction = Literal["previous", "next", "up"]


class NavigationSection(Struct, frozen=True, array_like=True):
    """A Previous, Next or Up section. label: its words, as written, marks not included.

    span: the whole section. links: its items that are links, in order.
    is_property: it is a property of the note, such as `next: "[[…]]"`, and `label` its key.
    is_partial: neighbours that it leaves out may list this note all the same.
    """

    direction: Direction
    label: str
    label_span: Span
    span: Span
    links: tuple[Link, ...]
    is_property: bool = False
    is_partial: bool = False


# --- suppressions


class SuppressionComment(Struct, frozen=True):
    """A comment for vaultlint. span: with its marks. names: of the rules that it names, in order.

    is_yaml: it stands in the frontmatter, and begins with #. reason: what stands behind its "--".
    """

    span: Span
    names: tuple[Span, ...]
    is_yaml: bool = False
    reason: str = ""


class Suppression(Struct, frozen=True):
    """What one name in a `vaultlint-disable` comment keeps back.

    name: of a rule or a family, or "all"; as written, so that there may be no such rule.
    span: of the name. reach: whole lines; what is reported of a place in it, its end included, is
    kept back. None where nothing follows the comment. closing: of a range, the comment that ends
    it, and closing_span the name in it (None when that comment names none).
    """

    name: str
    span: Span
    comment: SuppressionComment
    reach: Span | None
    closing: SuppressionComment | None = None
    closing_span: Span | None = None


class SuppressionFault(Struct, frozen=True):
    """A comment for vaultlint that does nothing.

    kind: "unknown-word" (such as vaultlint-disabel), "no-name", "in-card" (it is a part of one) or
    "nothing-to-end" (no vaultlint-disable above names this). span: the smallest text that is wrong.
    """

    kind: Literal["unknown-word", "no-name", "in-card", "nothing-to-end"]
    span: Span


class Suppressions(Struct, frozen=True):
    """What a note says to vaultlint, in order of place."""

    kept: tuple[Suppression, ...] = ()
    faults: tuple[SuppressionFault, ...] = ()


# --- canvases and bases


class StructureFault(Struct, frozen=True):
    """What the app cannot read, or not as it is meant, in a canvas or a base."""

    span: Span
    message: str


class Text(Struct, frozen=True):
    """A string of a canvas or a base. span: as written, quotes included."""

    text: str
    span: Span


class CanvasNode(Struct, frozen=True):
    """A card or a group. file: of a file card; background: of a group: paths in the vault.

    subpath: the part of the file that is shown; None when nothing begins it with #.
    """

    id: Text | None
    file: Text | None = None
    subpath: Text | None = None
    background: Text | None = None


class CanvasEdge(Struct, frozen=True):
    """An arrow. ends: the ids of the nodes that it joins, where they are stated."""

    id: Text | None
    ends: tuple[Text, ...]


class Canvas(Struct, frozen=True):
    """A JSON Canvas 1.0. fractions: numbers that should be whole and are not.

    faults: in order of place. A text that is no JSON has one, and no nodes.
    """

    nodes: tuple[CanvasNode, ...] = ()
    edges: tuple[CanvasEdge, ...] = ()
    faults: tuple[StructureFault, ...] = ()
    fractions: tuple[Text, ...] = ()


class Formula(Struct, frozen=True):
    """A formula of a base. name: its key. uses: the names of formulas in its expression."""

    name: Text
    uses: tuple[str, ...]


class Base(Struct, frozen=True):
    """A .base file, or a code block of a note in the language "base".

    span: of its YAML. faults: in order of place; with is_readable False it has one, and nothing
    else. views: their names. formula_uses: each place that names a formula, by that name.
    summaries: the names that it defines. summary_uses: those that its views name.
    """

    span: Span
    is_readable: bool
    faults: tuple[StructureFault, ...] = ()
    views: tuple[Text, ...] = ()
    formulas: tuple[Formula, ...] = ()
    formula_uses: tuple[Text, ...] = ()
    summaries: tuple[str, ...] = ()
    summary_uses: tuple[Text, ...] = ()


class Note(Struct, frozen=True):
    """Everything that vaultlint knows about one note, or of a canvas or a base.

    kind: how the note is read (RULES.md, section 7): a "template", a "drawing" (Excalidraw),
    a "board" (Kanban) or a "sorting-spec" is exempt from most rules. A "canvas" and a "base" are
    files of their own kind: of a canvas, canvas and links (of its text cards) are filled in; of a
    base, bases. An "attachment" (image, PDF, sound, video) has no text, and is looked at by those
    rules only that ask for attachments. A "report" is one that vaultlint wrote; it has no text
    either, and no rule looks at it.
    body: from behind the frontmatter to the end.
    links: of the body and of the properties, internal ones, in order.
    bases: the file, or the note's code blocks in the language "base".
    digit_ids: every line-final ^ with 6 or more digits behind it, wherever it stands.
    dialects: of the vault; cards are read in these only. sync: what their plugins do.
    narrative_citations: each @key outside of brackets; most are something else, as a rule.
    deck: of flashcards-obsidian and its fork; None where they are not used. spaced: likewise, of
    obsidian-spaced-repetition.
    """

    source: Source
    kind: Literal[
        "note",
        "template",
        "drawing",
        "board",
        "sorting-spec",
        "canvas",
        "base",
        "attachment",
        "report",
    ]
    frontmatter: Frontmatter | None
    body: Span
    headings: tuple[Heading, ...] = ()
    fences: tuple[Fence, ...] = ()
    code: tuple[Code, ...] = ()
    math: tuple[Math, ...] = ()
    comments: tuple[Comment, ...] = ()
    html_blocks: tuple[HtmlBlock, ...] = ()
    callouts: tuple[Callout, ...] = ()
    tables: tuple[Table, ...] = ()
    tasks: tuple[Task, ...] = ()
    links: tuple[Link, ...] = ()
    external_links: tuple[ExternalLink, ...] = ()
    addresses: tuple[Address, ...] = ()
    unencoded_links: tuple[UnencodedLink, ...] = ()
    tags: tuple[Tag, ...] = ()
    block_ids: tuple[BlockId, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    footnote_references: tuple[FootnoteReference, ...] = ()
    citations: tuple[Citation, ...] = ()
    narrative_citations: tuple[Citation, ...] = ()
    cards: tuple[Card, ...] = ()
    bare_cards: tuple[BareCard, ...] = ()
    unasked_cards: tuple[BareCard, ...] = ()  # bare ones, but for their empty question
    inline_cards: tuple[InlineCard, ...] = ()
    clozes: tuple[Cloze, ...] = ()
    digit_ids: tuple[CardId, ...] = ()
    navigation: tuple[NavigationSection, ...] = ()
    dialects: tuple[Dialect, ...] = ()
    to_anki: ToAnki = ToAnki()  # immutable values
    sync: Sync = Sync()
    deck: Deck | None = None
    spaced: Spaced | None = None
    canvas: Canvas | None = None
    bases: tuple[Base, ...] = ()
    suppressions: Suppressions = Suppressions()

    @property
    def path(self) -> str:
        """Relative to the vault, with "/"."""
        return self.source.path

    @property
    def text(self) -> str:
        """The text that all spans point into."""
        return self.source.text
