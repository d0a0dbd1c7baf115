"""The proof that a repaired note is the note it was, but for what its fixes mean to change.

Every formatter that moves a blank line can delete a card in Anki. So what a note says to Obsidian
and to the sync plugins is compared before and after; what differs must be meant by a fix, and must
stand where that fix edits, or where its finding says that the fault is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vaultlint.diagnostic import Change, Diagnostic, Severity
from vaultlint.fix import Edits, Repair
from vaultlint.notes.facts import (
    BareCard,
    CardId,
    Frontmatter,
    InlineCard,
    Note,
)
from vaultlint.notes.overwriting import overwritten
from vaultlint.notes.regions import Regions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


def harm(before: Note, after: Note, repairs: Sequence[Repair], edits: Edits) -> str:
    """What the fixes of one note change in it and do not mean to; empty if nothing.

    repairs: applied to `before` together, by `edits`; they make `after` of it.
    """
    deleted = _digits(after.sync.deleted) - _digits(before.sync.deleted)
    if deleted:
        return f"the note {min(deleted)} would be deleted in Anki"
    wrong = overwritten(after, after.sync.cards) - overwritten(before, before.sync.cards)
    if wrong:
        return f"the note {min(wrong)} would be overwritten in Anki"
    if _has_properties(before.frontmatter) and not _is_readable(after.frontmatter):
        return "Obsidian would drop all properties"
    changed = _changed_properties(before, after, repairs, edits)
    if changed:
        return f"the property {quoted(min(changed))} would change"
    for kind in _KINDS:
        found = _changed(kind, before, after, repairs, edits)
        if found:
            return found
    return ""


def new_errors(
    before: Iterable[Diagnostic], after: Iterable[Diagnostic], revealed: Span | None
) -> str:
    """A rule that reports more errors of one note afterwards than before; empty if none does.

    revealed: the frontmatter, if some of its properties can be read only now, so that what is
    wrong with them is not new, such as a link in them that leads nowhere; else None.
    """
    counts = _errors(after, revealed)
    counts.subtract(_errors(before, None))
    # A link that a table broke may lead nowhere, which can be told only now that it is whole.
    made_whole = max(-counts["table-breaks-link"], 0)
    for rule in _OF_DEAD_LINKS:
        excused = min(max(counts[rule], 0), made_whole)
        counts[rule] -= excused
        made_whole -= excused
    return next((rule for rule, count in sorted(counts.items()) if count > 0), "")


_OF_DEAD_LINKS = ("unresolved-embed", "unresolved-link", "unresolved-neighbour")

# Rules that ask whether the frontmatter can be read at all; one fault hides the next.
_UNREADABLE = "invalid-frontmatter"
_STRUCTURAL = frozenset(
    {
        "duplicate-property",
        "frontmatter-not-first",
        "invalid-frontmatter",
        "second-frontmatter",
        "unclosed-frontmatter",
    }
)


def _errors(diagnostics: Iterable[Diagnostic], revealed: Span | None) -> Counter[str]:
    return Counter(
        _UNREADABLE if each.rule in _STRUCTURAL else each.rule
        for each in diagnostics
        if each.severity is Severity.ERROR and not _is_revealed(each, revealed)
    )


def _is_revealed(diagnostic: Diagnostic, place: Span | None) -> bool:
    if place is None or diagnostic.rule in _STRUCTURAL:
        return False
    return diagnostic.family == "frontmatter" or diagnostic.finding.span.start < place.end


# --- what the plugins do to notes in Anki


def _digits(ids: Iterable[CardId]) -> Counter[str]:
    return Counter(each.digits for each in ids)


# --- properties


def _has_properties(frontmatter: Frontmatter | None) -> bool:
    return frontmatter is not None and _is_readable(frontmatter)


def _is_readable(frontmatter: Frontmatter | None) -> bool:
    return frontmatter is None or frontmatter.plain is not None


def _changed_properties(
    before: Note, after: Note, repairs: Sequence[Repair], edits: Edits
) -> set[str]:
    """The top-level properties that differ, and that no fix means to change."""
    old, new = _plain(before.frontmatter), _plain(after.frontmatter)
    changed = {key for key in {*old, *new} if old.get(key, _ABSENT) != new.get(key, _ABSENT)}
    regions = _regions(before, repairs, "frontmatter")
    if not changed or not regions:
        return changed
    if before.frontmatter is None or before.frontmatter.plain is None:
        return set()
    touched = _touched_keys(before.frontmatter, Regions(regions))
    touched |= _touched_keys(after.frontmatter, Regions(map(edits.place, regions)))
    return changed - touched


_ABSENT = object()


def _plain(frontmatter: Frontmatter | None) -> Mapping[str, object]:
    return (frontmatter.plain or {}) if frontmatter is not None else {}


def _touched_keys(frontmatter: Frontmatter | None, places: Regions) -> set[str]:
    if frontmatter is None:
        return set()
    return {
        each.key
        for each in frontmatter.properties
        if places.touches(Span(each.key_span.start, each.value.span.end))
    }


# --- facts

Words = Callable[[Span], str]  # the text of a span, as it should read afterwards


class _Fact(NamedTuple):
    """Something that a note says. key: what must be the same afterwards. name: for a message."""

    key: tuple[object, ...]
    span: Span
    name: str


class _Kind(NamedTuple):
    """Facts of one kind. change: what a fix must mean to change so that they may differ.

    is_hidden: Obsidian does not show their words, so a fix that means to change anything may
    change them where it edits. The plugins read cards in them, which are facts of their own.
    """

    change: Change
    facts: Callable[[Note, Words], Iterator[_Fact]]
    is_hidden: bool = False


def _cards(note: Note, words: Words) -> Iterator[_Fact]:
    """Cards and clozes, as the plugins make them and as their author meant them."""
    for made in note.sync.cards:
        question = words(made.question)
        asked = (question, words(made.answer), *map(words, made.deletions))
        key: tuple[object, ...] = (made.dialect, made.kind, asked, made.tags, _of(made.id))
        yield _Fact(key, made.span, f"card {quoted(question)}")
    for card in note.cards:
        question = words(card.question)
        key = (question, tuple(tag.name for tag in card.tags), words(card.answer), _of(card.id))
        yield _Fact(key, card.span, f"card {quoted(question)}")
    others: tuple[BareCard | InlineCard, ...] = (*note.bare_cards, *note.inline_cards)
    for one in others:
        question = words(one.question)
        yield _Fact(
            (question, words(one.answer), _of(one.id)), one.span, f"card {quoted(question)}"
        )
    for cloze in note.clozes:
        hidden = tuple((each.number, words(each.inner)) for each in cloze.deletions)
        key = (words(cloze.span), hidden, _of(cloze.id), _of(cloze.lost_id))
        yield _Fact(key, cloze.span, f"cloze {quoted(words(cloze.span))}")
    for each in note.to_anki.notes:
        key = (each.kind, each.type, words(each.span), _of(each.id))
        yield _Fact(key, each.span, f"note {quoted(each.name)} for Anki")


def _decks(note: Note, words: Words) -> Iterator[_Fact]:
    for made in note.sync.cards:
        question = words(made.question)
        key = (made.dialect, question, _of(made.id), made.deck)
        yield _Fact(key, made.span, f"deck of the card {quoted(question)}")


def _ids(note: Note, _words: Words) -> Iterator[_Fact]:
    for each in note.digit_ids:
        yield _Fact((each.digits,), each.span, f"id ^{each.digits}")


def _links(note: Note, _words: Words) -> Iterator[_Fact]:
    for link in note.links:
        key = (link.kind, link.embed, link.target, link.display, link.property)
        yield _Fact(key, link.span, f"link to {quoted(link.target)}")
    for external in note.external_links:
        yield _Fact((external.url,), external.span, f"link to {quoted(external.url)}")


def _tags(note: Note, _words: Words) -> Iterator[_Fact]:
    for tag in note.tags:
        yield _Fact((tag.name, tag.property), tag.span, f"tag {quoted(tag.name)}")


def _names(note: Note, _words: Words) -> Iterator[_Fact]:
    """What links lead to."""
    for heading in note.headings:
        key = (heading.level, heading.text)
        yield _Fact(key, heading.span, f"heading {quoted(heading.text)}")
    for block in note.block_ids:
        yield _Fact((block.id,), block.span, f"block id ^{block.id}")


def _blocks(note: Note, words: Words) -> Iterator[_Fact]:
    for callout in note.callouts:
        key: tuple[object, ...] = ("callout", callout.type, callout.fold)
        yield _Fact(key, callout.span, f"callout [!{callout.type}]")
    for fence in note.fences:
        key = ("fence", fence.language, words(fence.content))
        yield _Fact(key, fence.span, f"code block {quoted(fence.language)}")
    for math in note.math:
        yield _Fact(("math", words(math.content)), math.span, "math")
    for table in note.tables:
        yield _Fact(("table",), table.span, "table")
    for block in note.html_blocks:
        yield _Fact(("html", words(block.span)), block.span, "HTML block")


def _comments(note: Note, words: Words) -> Iterator[_Fact]:
    for comment in note.comments:
        yield _Fact(("comment", words(comment.span)), comment.span, "comment")


def _citations(note: Note, _words: Words) -> Iterator[_Fact]:
    for citation in (*note.citations, *note.narrative_citations):
        yield _Fact((citation.key,), citation.span, f"citation @{citation.key}")
    for footnote in note.footnotes:
        yield _Fact(("definition", footnote.id), footnote.span, f"footnote [^{footnote.id}]")
    for reference in note.footnote_references:
        yield _Fact(("reference", reference.id), reference.span, f"footnote [^{reference.id}]")


_KINDS = (
    _Kind("cards", _cards),
    _Kind("decks", _decks),
    _Kind("ids", _ids),
    _Kind("links", _links),
    _Kind("tags", _tags),
    _Kind("names", _names),
    _Kind("blocks", _blocks),
    _Kind("blocks", _comments, is_hidden=True),
    _Kind("citations", _citations),
)


def _of(card_id: CardId | None) -> str:
    return "" if card_id is None else card_id.digits


# --- facts compared


def _changed(
    kind: _Kind, before: Note, after: Note, repairs: Sequence[Repair], edits: Edits
) -> str:
    """The first fact of this kind that differs and that no fix means to change, in words."""
    hidden = kind.is_hidden
    meant = [r for r in repairs if (r.fix.changes if hidden else "texts" in r.fix.changes)]
    old = list(kind.facts(before, _edited_words(before, meant)))
    new = list(kind.facts(after, _words(after)))
    old_counts, new_counts = Counter(f.key for f in old), Counter(f.key for f in new)
    if old_counts == new_counts:
        return ""
    regions = _regions(before, repairs, kind.change)
    if kind.change == "decks":
        if regions:
            return ""  # a deck is stated elsewhere than where its cards stand
        regions = _regions(before, repairs, "cards")
    lost = _unmeant(old, old_counts - new_counts, Regions(regions))
    made = _unmeant(new, new_counts - old_counts, Regions(map(edits.place, regions)))
    if lost and made:
        return f"the {lost.name} would change"
    if lost:
        return f"the {lost.name} would be lost"
    return f"a {made.name} would appear" if made else ""


def _unmeant(
    facts: Iterable[_Fact], keys: Counter[tuple[object, ...]], meant: Regions
) -> _Fact | None:
    """The first fact with one of these keys, if none that has its key stands at a place meant."""
    wanted = {fact.key for fact in facts if fact.key in keys and meant.touches(fact.span)}
    return next((fact for fact in facts if fact.key in keys and fact.key not in wanted), None)


def _regions(note: Note, repairs: Iterable[Repair], change: Change) -> list[Span]:
    """Where fixes mean to change facts of this kind: at their edits, and at the fault."""
    regions: list[Span] = []
    for repair in repairs:
        if change not in repair.fix.changes:
            continue
        regions += (edit.span for edit in repair.fix.edits)
        if repair.fix.reach is not None:
            regions.append(repair.fix.reach)
        diagnostic = repair.diagnostic
        finding = diagnostic.finding
        if diagnostic.path == note.path:
            regions.append(finding.span)
        regions += (
            related.span
            for related in finding.related
            if (related.path or diagnostic.path) == note.path
        )
    return regions


def _edited_words(note: Note, repairs: Iterable[Repair]) -> Words:
    """The words of a note before, with the edits of these fixes."""
    edits = Edits(note.text, (each.fix for each in repairs))
    return lambda span: _plain_breaks(edits.applied(note.text, span))


def _words(note: Note) -> Words:
    return lambda span: _plain_breaks(note.source.slice(span))


def _plain_breaks(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
