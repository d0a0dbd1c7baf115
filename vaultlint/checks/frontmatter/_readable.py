"""The repair of a frontmatter that Obsidian cannot read: all its faults at once, or none."""

from __future__ import annotations

from vaultlint.checks._once import once_a_note
from vaultlint.checks.frontmatter._edits import (
    ALL_CHANGES,
    edited,
    guarded,
    has_sound_tags,
    is_other_kind,
)
from vaultlint.diagnostic import Edit, Fix
from vaultlint.notes.facts import Frontmatter, Note
from vaultlint.notes.frontmatter import read_frontmatter
from vaultlint.text.source import source as source_of
from vaultlint.text.span import Span

_MOST_FAULTS = 100  # of one block; each is found only when those above it are repaired


@once_a_note
def readable(note: Note) -> Fix | None:
    """What makes the whole block readable; None when it is not sure, or not known, how.

    It is safe only if the repair of each fault is.
    """
    frontmatter = note.frontmatter
    if frontmatter is None or frontmatter.fault is None:
        return None
    text = note.text[: frontmatter.span.end]
    title = frontmatter.fault.fix.title if frontmatter.fault.fix else ""
    edits: tuple[Edit, ...] = ()
    is_safe = True
    now: Frontmatter | None = frontmatter
    for _ in range(_MOST_FAULTS):
        fix = now.fault.fix if now is not None and now.fault is not None else None
        if fix is None:
            return None
        combined = _combined(edits, fix.edits)
        if combined is None:
            return None
        edits = combined
        is_safe = is_safe and fix.safe
        after = edited(text, edits)
        now, _body = read_frontmatter(source_of(note.path, after))
        if now is None or now.span.end != len(after):
            return None
        if now.fault is None:
            break
    # One that stands twice is repaired next.
    if now is None or now.fault is not None or len(now.duplicates) > 1 or not now.properties:
        return None
    if is_other_kind(note, now) or not _are_tags_sound(now, edits):
        return None
    return guarded(note, Fix(title, edits, is_safe, ALL_CHANGES, reach=frontmatter.span))


def _combined(first: tuple[Edit, ...], then: tuple[Edit, ...]) -> tuple[Edit, ...] | None:
    """Edits, and those of what they make, as edits of the one text; None where they meet."""
    made = list(first)
    for edit in then:
        shift = 0
        for earlier in first:
            start = earlier.span.start + shift
            end = start + len(earlier.text)
            if edit.span.end < start:
                break
            if edit.span.start <= end:
                return None
            shift += len(earlier.text) - (earlier.span.end - earlier.span.start)
        made.append(Edit(Span(edit.span.start - shift, edit.span.end - shift), edit.text))
    return tuple(sorted(made, key=lambda edit: edit.span))


def _are_tags_sound(frontmatter: Frontmatter, edits: tuple[Edit, ...]) -> bool:
    """Whether the edits make tags of what they put in quotes there, if anything."""
    tags = frontmatter.property("tags")
    if tags is None or has_sound_tags(frontmatter):
        return True
    shift = 0
    for edit in edits:
        at = edit.span.start + shift
        if tags.key_span.start <= at <= tags.value.span.end:
            return False
        shift += len(edit.text) - (edit.span.end - edit.span.start)
    return True
