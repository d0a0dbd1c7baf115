"""A formula that a base names and does not define."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.bases._views import in_known_case
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.spellings import Spellings


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for base in note.bases:
        known = {formula.name.text: None for formula in base.formulas}
        spellings: Spellings | None = None
        for use in base.formula_uses:
            if use.text in known:
                continue
            spellings = spellings or Spellings(known)
            near = spellings.nearest(use.text)
            advice = f"did you mean {quoted(near)}?" if near else "add it or correct the name"
            yield Finding(
                use.span,
                f"no formula is named {quoted(use.text)}; {advice}",
                fix=in_known_case(use, (near,) if near else (), note),
            )
