"""A cloze that the sync plugin takes for a part of math, and drops."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks._once import once_a_note
from vaultlint.checks.clozes._made import MadeClozes
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Cloze, Deletion, Note
from vaultlint.notes.regions import Regions
from vaultlint.notes.sync.dropped import DroppedRanges, dropped_ranges
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if not note.clozes or "$" not in note.text:
        return
    made = MadeClozes(note)
    for cloze in note.clozes:
        cards = made.of(cloze)
        hidden = [span for card in cards for span in card.deletions]
        begun = {span.start for span in hidden}
        if all(deletion.span.start in begun for deletion in cloze.deletions):
            continue
        places = Regions(hidden)
        fate = _fate(cloze) if not cards else "and makes no gap of it"
        faulty = {fault.deletion for fault in cloze.faults}
        for deletion in cloze.deletions:
            is_made = places.end_of(deletion.span.start) is not None
            if not is_made and deletion not in faulty:
                yield from _findings(note, cloze, deletion, _dropped(note), fate)


@once_a_note
def _dropped(note: Note) -> DroppedRanges:
    return dropped_ranges(note.text)


def _fate(cloze: Cloze) -> str:
    if cloze.id is None:
        return "and makes no card of this line"
    return f"and no edit of this line reaches its note {cloze.id.digits} in Anki"


def _findings(
    note: Note, cloze: Cloze, deletion: Deletion, dropped: DroppedRanges, fate: str
) -> Iterator[Finding]:
    words = quoted(note.source.slice(deletion.span))
    math = dropped.math_at(deletion.span.start)
    if math is not None:
        yield Finding(
            deletion.span,
            f"the sync plugin takes {words} for math, as a $ stands before and behind it, {fate}; "
            "write the dollar signs as &#36;",
            (Related(Span(math.start, math.start + 1), "the math begins here"),),
        )
        return
    # The plugin looks for each brace as many characters too far to the left as the marks of a
    # heading or a list item are long.
    before = note.text.rfind("$", cloze.span.start, deletion.span.start)
    if before >= 0 and not dropped.is_code(deletion.span.start):
        yield Finding(
            deletion.span,
            f"the sync plugin takes {words} for math, as it looks too far to the left on a line "
            f"that begins with a mark, {fate}; put some words between the $ and the cloze",
            (Related(Span(before, before + 1), "the math ends here"),),
        )
