"""An id that is not spelt as the sync plugin spells it: it is not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from vaultlint.checks.obsidian_to_anki._fixes import fix_of, is_last, is_whole
from vaultlint.checks.obsidian_to_anki._notes import faults, note_name
from vaultlint.diagnostic import Edit, Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    repeated = Counter(card_id.digits for card_id in note.to_anki.ids)
    for found, fault in faults(note, "unreadable-id"):
        is_alone = repeated[fault.words] == 1 and len(found.lost_ids) == 1
        is_sure = is_whole(found) and is_alone and is_last(note, found, fault)
        edit = Edit(fault.span, f"ID: {fault.words}")
        # The colon may be missing in words of the text.
        is_safe = ":" in note.source.slice(fault.span)
        fix = fix_of(found, f"Write ID: {fault.words}", is_safe, edit)
        yield Finding(
            fault.span,
            f"{quoted(note.source.slice(fault.span))} of the {note_name(found)} is not read as "
            "an id: the sync adds the note once more; "
            f'write "ID: {fault.words}" on the line above {found.end_word}',
            fix=fix if is_sure else None,
        )
