"""Two Previous sections, or two Next sections, in one note."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.navigation._sections import (
    DIRECTIONS,
    OPPOSITE,
    has_repeated_section,
    text_sections,
)
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if not has_repeated_section(note):
        return
    for direction in DIRECTIONS:
        first, *repeated = text_sections(note, direction) or (None,)
        opposite = OPPOSITE[direction]
        advice = f"rename the one that names the {opposite} notes"
        if text_sections(note, opposite):
            advice = "merge the two"
        for section in repeated:
            assert section is not None
            assert first is not None
            yield Finding(
                section.label_span,
                f"a {direction} section stands above, {quoted(first.label)}; {advice}",
                (Related(first.label_span, "the first one is here"),),
            )
