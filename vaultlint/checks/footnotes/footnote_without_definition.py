"""A footnote that the note does not define."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vaultlint.checks.footnotes._footnotes import footnotes
from vaultlint.diagnostic import Edit, Finding, Fix, Related
from vaultlint.notes.facts import FootnoteReference, Note
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.spellings import Spellings

# [^a-z], [^/]+ and the like are classes of regular expressions.
_NAME = regex(r"[\w.:-]+")
_RANGE = regex(r".-.")
_BEHIND_CLASS = ("*", "+", "?", "{", ")", "]", "|", "$", "\\", "[")
_BEFORE_CLASS = ("(", "[", "|", "^", "\\", "/")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    known = footnotes(note)
    if not known.references:
        return
    ids = {footnote.id.lower(): footnote.id for footnote in known.definitions}
    # lost-footnote-definition speaks of these; a name with a blank is often a slip in one place.
    lost = {lost.id.lower() for lost in known.lost}
    missing: dict[str, list[FootnoteReference]] = {}
    for reference in known.references:
        key = reference.id.lower()
        if key not in ids and key not in lost and _is_meant(note.text, reference):
            missing.setdefault(key, []).append(reference)
    spellings = Spellings(ids) if missing else None
    used = {reference.id.lower() for reference in known.references}
    for key, (first, *others) in missing.items():
        meant = spellings.nearest(key) if spellings else None
        advice = f"did you mean {quoted(f'[^{meant}]')}?" if meant else "define it or remove it"
        yield Finding(
            first.span,
            f"the footnote {quoted(f'[^{first.id}]')} has no definition in this note; {advice}",
            tuple(Related(other.span, "also here") for other in others),
            # A definition that is used has its reference already.
            fix=_fix((first, *others), ids[meant]) if meant and meant not in used else None,
        )


def _fix(references: Sequence[FootnoteReference], meant: str) -> Fix:
    edits = tuple(Edit(reference.span, f"[^{meant}]") for reference in references)
    return Fix(f"Refer to [^{meant}]", edits, False, frozenset({"citations", "texts"}))


def _is_meant(text: str, reference: FootnoteReference) -> bool:
    """Whether this is a footnote, and no class of a regular expression."""
    if not _NAME.fullmatch(reference.id) or _RANGE.fullmatch(reference.id):
        return False
    start, end = reference.span.start, reference.span.end
    if text[max(start - 1, 0) : start] in _BEFORE_CLASS:
        return False
    # "(as Ada says[^1])" is one; so are two footnotes in a row.
    is_class = text.startswith(_BEHIND_CLASS, end) and not text.startswith("[^", end)
    return reference.id.isdigit() or not is_class
