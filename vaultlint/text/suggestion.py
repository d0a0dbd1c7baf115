"""The word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

NEAR = 0.6  # difflib's ratio, from 0 (nothing in common) to 1 (the same)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is spelt most like `word`, in any case of letters, else None."""
    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(candidate.casefold(), candidate)
    # Imported here: it takes a millisecond, and little is misspelt.
    from difflib import get_close_matches

    near = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=NEAR)
    return by_folded[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "…"?` when one of the known words is near, else nothing."""
    near = nearest(word, known)
    return "" if near is None else f'; did you mean "{near}"?'
