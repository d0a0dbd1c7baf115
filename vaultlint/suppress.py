"""Which diagnostics of a note are kept back. Pure: comments are facts, and settings are given."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vaultlint.checks import catalogue
from vaultlint.diagnostic import Diagnostic, KeptBack
from vaultlint.notes.facts import Note, Suppression
from vaultlint.notes.regions import Regions
from vaultlint.schema.uses import Globs
from vaultlint.settings import SuppressionUse
from vaultlint.text.span import Span

# What is wrong with suppressions is mended, or ignored by settings: were it suppressed by "all",
# no one would see that "all" keeps nothing back.
FAMILY = "suppressions"
UNUSED = "unused-suppression"  # the rule that tells of those that keep nothing back
_ALL = "all"
_ASKS_ANKI = "anki"  # the family of rules that run with a collection only

NamesOf = Callable[[Note], frozenset[str]]
"""The rules and families that settings suppress in a note."""


class Suppressed(NamedTuple):
    """What a note's comments make of its diagnostics.

    kept_back: what they suppress. unused: the suppressions that kept none back.
    """

    told: list[Diagnostic]
    kept_back: list[KeptBack]
    unused: tuple[Suppression, ...]


def names_of(uses: Sequence[SuppressionUse]) -> NamesOf:
    """What settings suppress, to be asked about the notes of a run."""
    globs = Globs()

    def names(note: Note) -> frozenset[str]:
        chosen = (use for use in uses if _is_meant(use, note, globs))
        return frozenset(name for use in chosen for name in use.rules)

    return names


def _is_meant(use: SuppressionUse, note: Note, globs: Globs) -> bool:
    return all(selector.holds for selector in use.notes.selectors(note, globs))


def told_by_settings(
    diagnostics: list[Diagnostic], names: frozenset[str]
) -> tuple[list[Diagnostic], list[KeptBack]]:
    """Those of one note that are told when settings suppress these names, and the others."""
    told: list[Diagnostic] = []
    kept_back: list[KeptBack] = []
    for diagnostic in diagnostics:
        if names.isdisjoint((diagnostic.rule, diagnostic.family, _ALL)):
            told.append(diagnostic)
        else:
            kept_back.append(KeptBack(diagnostic, "settings"))
    return told, kept_back


def suppressed(note: Note, diagnostics: Iterable[Diagnostic], ran: frozenset[str]) -> Suppressed:
    """What the comments of a note make of all its diagnostics.

    ran: the rules that were asked about it; one that was not says nothing about what is unused.
    """
    reaches: dict[str, list[Span]] = {}
    for suppression in note.suppressions.kept:
        if suppression.reach is not None:
            # The end of a line is a place in it.
            reach = Span(suppression.reach.start, suppression.reach.end + 1)
            reaches.setdefault(suppression.name, []).append(reach)
    regions = {name: Regions(spans) for name, spans in reaches.items()}
    told: list[Diagnostic] = []
    held: dict[str, list[Diagnostic]] = {}  # by the name that keeps them back
    places: dict[str, list[int]] = {}  # of what could be kept back, by name
    for diagnostic in diagnostics:
        place = diagnostic.finding.span.start
        names = () if diagnostic.family == FAMILY else (diagnostic.rule, diagnostic.family, _ALL)
        for name in names:
            places.setdefault(name, []).append(place)
        holding = (name for name in names if name in regions and _holds(regions[name], place))
        holder = next(holding, None)
        if holder is None:
            told.append(diagnostic)
        else:
            held.setdefault(holder, []).append(diagnostic)
    for found in places.values():
        found.sort()
    unused = tuple(
        suppression
        for suppression in note.suppressions.kept
        if not _has_place(suppression, places.get(suppression.name, ()))
        and _would_speak(suppression.name, note, ran)
    )
    return Suppressed(told, [*_kept_back(note, held)], unused)


def _kept_back(note: Note, held: Mapping[str, Sequence[Diagnostic]]) -> Iterator[KeptBack]:
    """What is kept back, by the suppression that begins last above it. held: by name."""
    by_name: dict[str, list[Suppression]] = {}
    for suppression in note.suppressions.kept:
        by_name.setdefault(suppression.name, []).append(suppression)
    for name, diagnostics in held.items():
        waiting = [(each.reach, each.comment.reason) for each in by_name[name] if each.reach]
        waiting.sort(reverse=True)
        begun: list[tuple[Span, str]] = []
        for diagnostic in sorted(diagnostics, key=lambda each: each.finding.span):
            place = diagnostic.finding.span.start
            while waiting and waiting[-1][0].start <= place:
                begun.append(waiting.pop())
            while begun[-1][0].end < place:
                begun.pop()
            yield KeptBack(diagnostic, "comment", begun[-1][1])


def _holds(regions: Regions, place: int) -> bool:
    return regions.end_of(place) is not None


def _has_place(suppression: Suppression, places: Sequence[int]) -> bool:
    reach = suppression.reach
    if reach is None:
        return False
    at = bisect_left(places, reach.start)
    return at < len(places) and places[at] <= reach.end


def _would_speak(name: str, note: Note, ran: frozenset[str]) -> bool:
    """Whether the rules of this name were asked, so that they would have found something."""
    return is_known(name) and ran.issuperset(_rules_named(name, note))


def _rules_named(name: str, note: Note) -> Iterator[str]:
    """The rules that a name stands for; of many, those that run unless they are switched off."""
    for rule in catalogue.ENTRIES:
        is_one_of_them = _stands_for(name, rule.family, note) and not rule.opt_in
        if rule.name == name or is_one_of_them:
            yield rule.name


def _stands_for(name: str, family: str, note: Note) -> bool:
    if name != _ALL:
        return name == family
    if family == _ASKS_ANKI:  # a note without cards has nothing there
        return bool(note.sync.cards or note.digit_ids)
    return family != FAMILY


def is_known(name: str) -> bool:
    """Whether there is a rule or a family of this name, or it is "all"."""
    return name == _ALL or name in catalogue.FAMILIES or name in catalogue.rule_names()
