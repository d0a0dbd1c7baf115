"""The views of a base, by name."""

from __future__ import annotations

from vaultlint.notes.facts import Base
from vaultlint.text.quote import quoted
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


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
