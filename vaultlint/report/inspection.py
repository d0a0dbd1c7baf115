"""What vaultlint sees in a note, as JSON; schemas/note.schema.json describes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vaultlint.notes.facts import (
    BareCard,
    Card,
    CardId,
    Cloze,
    Frontmatter,
    InlineCard,
    Link,
    NavigationSection,
    Note,
    Spaced,
    SpacedFault,
    SpacedSchedule,
    SyncedCard,
    Tag,
    ToAnkiLine,
    ToAnkiNote,
)
from vaultlint.report.json import Json, json_place
from vaultlint.rule import Vault
from vaultlint.text.source import Source
from vaultlint.text.span import Span
from vaultlint.vault.resolve import Resolution


def note_json(note: Note, vault: Vault | None, root: str) -> Json:
    """Everything that vaultlint knows of the note, each fact with its place.

    vault: None when there is none to ask; then no link has a `resolves_to`.
    root: of the vault, absolute path with "/".
    """
    source = note.source
    at = source.slice
    deck = note.frontmatter.property("cards-deck") if note.frontmatter else None
    spaced = note.spaced or Spaced(deck_tag="")
    return {
        "version": 1,
        "path": note.path,
        "vault": root,
        "kind": note.kind,
        "encoding": source.encoding,
        "damage": _damage(source),
        "properties": None if note.frontmatter is None else note.frontmatter.plain,
        "frontmatter": _frontmatter(note.frontmatter, source),
        "headings": [
            {"level": h.level, "text": h.text, **json_place(source, h.span)} for h in note.headings
        ],
        "links": [_link(link, note, vault) for link in note.links],
        "external_links": [
            {"url": link.url, **json_place(source, link.span)} for link in note.external_links
        ],
        "addresses": [
            {"url": address.url, **json_place(source, address.span)} for address in note.addresses
        ],
        "unencoded_links": [
            {"destination": link.destination, "embed": link.embed, **json_place(source, link.span)}
            for link in note.unencoded_links
        ],
        "tags": [_tag(tag, source) for tag in note.tags],
        "block_ids": [{"id": b.id, **json_place(source, b.span)} for b in note.block_ids],
        "footnotes": [{"id": f.id, **json_place(source, f.span)} for f in note.footnotes],
        "footnote_references": [
            {"id": f.id, **json_place(source, f.span)} for f in note.footnote_references
        ],
        "citations": [{"key": c.key, **json_place(source, c.span)} for c in note.citations],
        "callouts": [
            {
                "type": c.type,
                "metadata": c.metadata,
                "fold": c.fold,
                "title": c.title,
                **json_place(source, c.span),
            }
            for c in note.callouts
        ],
        "tables": _places(source, (table.span for table in note.tables)),
        "tasks": [{"mark": t.mark, **json_place(source, t.span)} for t in note.tasks],
        "fences": [
            {
                "language": f.language,
                "closed": f.closer is not None,
                **json_place(source, f.span),
            }
            for f in note.fences
        ],
        "code": [{"kind": c.kind, **json_place(source, c.span)} for c in note.code],
        "math": [
            {"kind": m.kind, "text": at(m.content), **json_place(source, m.span)} for m in note.math
        ],
        "comments": [
            {"kind": c.kind, "closed": c.closed, **json_place(source, c.span)}
            for c in note.comments
        ],
        "html_blocks": _places(source, (block.span for block in note.html_blocks)),
        "deck": deck.value.plain if deck is not None else None,
        "cards": [_card(card, source) for card in note.cards],
        "bare_cards": [_bare_card(card, source) for card in note.bare_cards],
        "inline_cards": [_inline_card(card, source) for card in note.inline_cards],
        "clozes": [_cloze(cloze, source) for cloze in note.clozes],
        "anki_notes": [_anki_note(found, source) for found in note.to_anki.notes],
        "anki_lines": [_anki_line(line, source) for line in note.to_anki.lines],
        "schedules": [_schedule(found, source) for found in spaced.schedules],
        "misreadings": [_misreading(fault, source) for fault in spaced.faults],
        "dialects": list(note.dialects),
        "synced_cards": [_synced_card(card, source) for card in note.sync.cards],
        "deleted_ids": [_id(card_id, source) for card_id in note.sync.deleted],
        "navigation": [_section(section, note, vault) for section in note.navigation],
    }


def note_lines(note: Json) -> Iterator[str]:
    """The same for people, from what note_json() gives: a line a fact."""
    yield f"{note['path']} ({note['kind']})"
    for title, facts in note.items():
        if title == "dialects" and isinstance(facts, list):
            yield ""
            yield f"dialects: {', '.join(map(str, facts))}"
        elif isinstance(facts, list) and facts:
            yield ""
            yield f"{title.replace('_', ' ')} ({len(facts)})"
            yield from (f"  {_fact_line(fact)}" for fact in facts)
        elif title == "properties" and isinstance(facts, dict) and facts:
            yield ""
            yield f"properties ({len(facts)})"
            yield from (f"  {key}: {_shown(value)}" for key, value in facts.items())


def _fact_line(fact: Json) -> str:
    place = f"{fact['line']}:{fact['column']}"
    hidden = ("line", "column", "end_line", "end_column")
    words = [
        f"{key.replace('_', ' ')} {_shown(value)}"
        for key, value in fact.items()
        if key not in hidden and value not in (None, "", [], False)
    ]
    return f"{place:>8}  " + ", ".join(words)


def _shown(value: object) -> str:
    match value:
        case str():
            return '"' + " ".join(value.split()) + '"'
        case bool():
            return "yes" if value else "no"
        case list():
            return "[" + "; ".join(_shown(item) for item in value) + "]"
        case dict() if "line" in value:
            words = (f"{_shown(v)}" for k, v in value.items() if v and not k.endswith(_PLACE))
            return " ".join(words)
        case dict():
            return "{" + ", ".join(f"{key}: {_shown(item)}" for key, item in value.items()) + "}"
    return "nothing" if value is None else str(value)


_PLACE = ("line", "column")


def _damage(source: Source) -> Json | None:
    damage = source.damage
    if damage is None:
        return None
    return {"kind": damage.kind, "encoding": damage.encoding, "repaired": damage.repaired}


def _frontmatter(frontmatter: Frontmatter | None, source: Source) -> Json | None:
    if frontmatter is None:
        return None
    fault = frontmatter.fault
    return {
        **json_place(source, frontmatter.span),
        "fault": None
        if fault is None
        else {"message": fault.message, **json_place(source, fault.span)},
        "properties": [
            {
                "key": entry.key,
                **json_place(source, entry.key_span),
                "value": json_place(source, entry.value.span),
            }
            for entry in frontmatter.properties
        ],
    }


def _places(source: Source, spans: Iterable[Span]) -> list[Json]:
    return [json_place(source, span) for span in spans]


def _link(link: Link, note: Note, vault: Vault | None) -> Json:
    resolution = Resolution(None) if vault is None else vault.resolve(link, note.path)
    return {
        "kind": link.kind,
        "embed": link.embed,
        "target": link.target,
        "path": link.path,
        "subpath": link.subpath,
        "display": link.display,
        "property": link.property,
        "resolves_to": resolution.path,
        **json_place(note.source, link.span),
    }


def _tag(tag: Tag, source: Source) -> Json:
    return {"name": tag.name, "property": tag.property, **json_place(source, tag.span)}


def _id(card_id: CardId | None, source: Source) -> Json | None:
    if card_id is None:
        return None
    return {"digits": card_id.digits, **json_place(source, card_id.span)}


def _card(card: Card, source: Source) -> Json:
    tag = card.tag
    return {
        "question": source.slice(card.question),
        "answer": source.slice(card.answer),
        "tag": None if tag is None else tag.name,
        "hashtags": [] if tag is None else [hashtag.name for hashtag in tag.hashtags],
        "reverse": tag is not None and tag.is_reverse,
        "whole": card.is_whole,
        "id": _id(card.id, source),
        **json_place(source, card.span),
    }


def _bare_card(card: BareCard, source: Source) -> Json:
    return {
        "question": source.slice(card.question),
        "answer": source.slice(card.answer),
        "tag": card.tag.name,
        "id": _id(card.id, source),
        **json_place(source, card.span),
    }


def _inline_card(card: InlineCard, source: Source) -> Json:
    return {
        "question": source.slice(card.question),
        "separator": card.separator,
        "answer": source.slice(card.answer),
        "id": _id(card.id, source),
        **json_place(source, card.span),
    }


def _cloze(cloze: Cloze, source: Source) -> Json:
    return {
        "text": source.slice(cloze.span),
        "deletions": [
            {"number": d.number, "text": d.text, **json_place(source, d.span)}
            for d in cloze.deletions
        ],
        "id": _id(cloze.id, source),
        **json_place(source, cloze.span),
    }


def _synced_card(card: SyncedCard, source: Source) -> Json:
    return {
        "dialect": card.dialect,
        "kind": card.kind,
        "question": source.slice(card.question),
        "answer": source.slice(card.answer),
        "text": card.text,
        "tags": list(card.tags),
        "deck": card.deck,
        "schedules": list(card.schedules),
        "id": _id(card.id, source),
        **json_place(source, card.span),
    }


def _schedule(found: SpacedSchedule, source: Source) -> Json:
    return {
        "reviews": [source.slice(entry) for entry in found.entries],
        "card": source.slice(found.card) if found.card else None,
        **json_place(source, found.span),
    }


def _misreading(fault: SpacedFault, source: Source) -> Json:
    return {
        "rule": fault.rule,
        "form": fault.form,
        "card": source.slice(fault.card) if fault.card else None,
        **json_place(source, fault.span),
    }


def _anki_note(found: ToAnkiNote, source: Source) -> Json:
    return {
        "kind": found.kind,
        "type": found.type,
        "name": found.name,
        "start": found.start.form,
        "end": found.end.form if found.end else None,
        "in_code": found.in_code,
        "faults": [
            {"kind": fault.kind, **json_place(source, fault.span)} for fault in found.faults
        ],
        "id": _id(found.id, source),
        **json_place(source, found.span),
    }


def _anki_line(line: ToAnkiLine, source: Source) -> Json:
    return {
        "kind": line.kind,
        "form": line.form,
        "value": line.value,
        **json_place(source, line.span),
    }


def _section(section: NavigationSection, note: Note, vault: Vault | None) -> Json:
    return {
        "direction": section.direction,
        "label": section.label,
        "links": [_link(link, note, vault) for link in section.links],
        **json_place(note.source, section.span),
    }
