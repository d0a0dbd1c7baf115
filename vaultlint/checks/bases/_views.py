"""The views of a base, by name."""

from __future__ import annotations

from collections.abc import Iterable

from vaultlint.diagnostic import Edit, Fix
from vaultlint.notes.facts import Base, Note, Text
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span
from vaultlint.text.spellings import Spellings


def view_fault(base: Base, path: str, subpath: str) -> str:
    """Why a subpath such as "#View" names no view of a base; empty when it does.

    path: of the base. Of one that cannot be read as a whole, nobody can tell.
    """
    wanted = subpath.removeprefix("#").strip()
    names = {_key(view.text): view.text for view in base.views}
    if not wanted or _key(wanted) in names or base.faults:
        return ""
    near = Spellings(names).nearest(_key(wanted))
    advice = "correct it or add the view"
    if near is not None:
        advice = f"did you mean {quoted(names[near])}?"
    elif 0 < len(names) <= 3:
        advice = f"it has {' and '.join(map(quoted, names.values()))}"
    return f"{quoted(path.rpartition('/')[2])} has no view {quoted(wanted)}; {advice}"


def only_view(base: Base, subpath: str) -> str | None:
    """The one view that differs from what a subpath names in blanks, marks and case alone."""
    wanted = _letters(subpath)
    found = [view.text for view in base.views if _letters(view.text) == wanted]
    return found[0] if len(found) == 1 and wanted else None


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def in_known_case(use: Text, known: Iterable[str], note: Note) -> Fix | None:
    """The fix for a name that one known name differs from in case alone."""
    found = [name for name in known if name.lower() == use.text.lower()]
    at = note.text.rfind(use.text, use.span.start, use.span.end)
    if len(found) != 1 or len(found[0]) != len(use.text) or at < 0:
        return None
    edit = Edit(Span(at, at + len(use.text)), found[0])
    return Fix(f"Write {found[0]}", (edit,), safe=False, changes=frozenset({"texts"}))
