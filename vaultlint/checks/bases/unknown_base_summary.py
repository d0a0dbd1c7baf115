"""A summary that a view names and that neither Obsidian nor the base has."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.bases._views import in_known_case
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.suggestion import nearest

# Obsidian help, "Bases syntax".
_OWN = (
    *("Average", "Min", "Max", "Sum", "Range", "Median", "Stddev", "Earliest", "Latest"),
    *("Checked", "Unchecked", "Empty", "Filled", "Unique"),
)
_MOST_COMPARED = 50  # names of a base


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for base in note.bases:
        known = frozenset((*_OWN, *base.summaries))
        for use in base.summary_uses:
            if use.text in known:
                continue
            near = nearest(use.text, (*_OWN, *base.summaries[:_MOST_COMPARED]))
            advice = f"did you mean {quoted(near)}?" if near else "add it to summaries: of the base"
            yield Finding(
                use.span,
                f"no summary is named {quoted(use.text)}; {advice}",
                fix=in_known_case(use, (near,) if near else (), note),
            )
