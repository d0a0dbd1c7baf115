"""The places that share one thing with a place, in messages and as related places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from vaultlint.diagnostic import Related
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span

_MOST_NAMED = 3  # other notes in a message
# Of many places the first one relates all others, and each of these so many of its neighbours:
# all of them at all places would be quadratic in their number.
_MOST_RELATED = 50


class Place(Protocol):
    """A place in a note."""

    @property
    def path(self) -> str: ...

    @property
    def span(self) -> Span: ...


P = TypeVar("P", bound=Place)


def related_places(
    places: Sequence[P], here: int, words: str, most: int = _MOST_RELATED
) -> tuple[Related, ...]:
    """The places besides the one with this index: all, or those that its message cannot do without.

    places: sorted by path and span. words: of each related place.
    """
    if here == 0 or len(places) <= most:
        others = [place for index, place in enumerate(places) if index != here]
    else:
        start = max(1, min(here - most // 2, len(places) - most))
        behind = start + most
        others = [places[0], *places[start:here], *places[here + 1 : behind]]
    path = places[here].path
    return tuple(
        Related(place.span, words, None if place.path == path else place.path) for place in others
    )


def other_places(places: Sequence[Place], here: int, related: Sequence[Related]) -> str:
    """Where the others are, in words: `in "a.md" and in 2 more places`.

    related: of this place. When it lacks some, the first place is named, which relates all.
    """
    path = places[here].path
    paths = sorted({place.path or path for place in related} - {path})
    named = paths[:_MOST_NAMED]
    parts = [f"in {quoted(name)}" for name in named]
    if any(place.path is None for place in related):
        parts.insert(0, "elsewhere in this note")
    shown = sum((place.path or path) in {path, *named} for place in related)
    more = len(places) - 1 - shown
    if more:
        parts.append(f"in {more} more place{'s' if more > 1 else ''}")
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
