"""The fixes of a vault applied in memory, pass after pass, each pass proven before the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, groupby
from typing import NamedTuple

from msgspec import Struct

from vaultlint.commands.checking import Checks, Outcome
from vaultlint.commands.opening import OpenVault, from_here
from vaultlint.commands.writing import (
    ChangedOnDisk,
    orderly_termination,
    remove_leftovers,
    write_atomically,
    write_fault,
)
from vaultlint.diagnostic import Diagnostic
from vaultlint.engine import attempt
from vaultlint.fix import Edits, Repair, content_of, repaired_content, repairs, together
from vaultlint.notes.facts import Note
from vaultlint.notes.parse import parse
from vaultlint.proof import harm, new_errors
from vaultlint.text.decode import decode
from vaultlint.text.span import Span

MOST_PASSES = 10


class Refusal(NamedTuple):
    """A fix that is not applied. why: what else it would change, in words."""

    repair: Repair
    why: str


class Repaired(Struct, frozen=True):
    """A vault after its fixes.

    outcome: of the last check. contents: of the notes that are other now, by path, sorted;
    originals: what was read of them.
    fixed: how many fixes were applied. endless: rules whose fixes do not come to an end.
    """

    outcome: Outcome
    contents: Mapping[str, bytes]
    originals: Mapping[str, bytes]
    fixed: int
    refusals: tuple[Refusal, ...]
    endless: tuple[str, ...]


class _State(NamedTuple):
    """The notes that are other than they were read, by path, and the check of the vault."""

    changed: Mapping[str, Note]
    outcome: Outcome


def repaired_notes(checks: Checks, outcome: Outcome, unsafe: bool) -> Repaired:
    """The vault after all fixes that can be proven to do what they mean to, and nothing else.

    outcome: of the check of the notes as they were read. unsafe: also fixes that are not safe.
    """
    state = _State({}, outcome)
    fixed = 0
    refusals: list[Refusal] = []
    endless: tuple[str, ...] = ()
    for passes_left in reversed(range(MOST_PASSES + 1)):
        wanted = _wanted(checks, state, unsafe)
        if not passes_left:
            endless = tuple(sorted({repair.diagnostic.rule for repair in wanted}))
            break
        state, taken, refusals = _pass(checks, state, wanted)
        fixed += taken
        if not taken:
            break
    contents = {path: content_of(note.source) for path, note in sorted(state.changed.items())}
    originals = {path: content_of(_read(checks, path).source) for path in contents}
    return Repaired(state.outcome, contents, originals, fixed, tuple(refusals), endless)


def _wanted(checks: Checks, state: _State, unsafe: bool) -> list[Repair]:
    found = repairs(state.outcome.report.diagnostics, unsafe)
    return [r for r in found if r.path in checks.wanted and checks.note(r.path) is not None]


def _read(checks: Checks, path: str) -> Note:
    """A note as it was read, which could be."""
    note = checks.note(path)
    assert note is not None, path
    return note


def _now(checks: Checks, state: _State, path: str) -> Note:
    return state.changed.get(path) or _read(checks, path)


def _pass(
    checks: Checks, state: _State, wanted: Sequence[Repair]
) -> tuple[_State, int, list[Refusal]]:
    """The state after as many of these fixes as go together, their number, and those refused."""
    refusals: list[Refusal] = []
    while True:
        # One that is refused must not stand in the way of those that it overlaps.
        refused = {id(refusal.repair) for refusal in refusals}
        tried = together(repair for repair in wanted if id(repair) not in refused)
        state, taken, others = _applied(checks, state, tried)
        refusals += others
        if taken or not others:
            return state, taken, refusals


def _applied(
    checks: Checks, state: _State, wanted: Sequence[Repair]
) -> tuple[_State, int, list[Refusal]]:
    """The state after those of these fixes that do no harm, their number, and the others."""
    sound: list[Repair] = []
    refusals: list[Refusal] = []

    # What is parsed to look at a note alone is not parsed again to look at the vault.
    @cache
    def edited(path: str, tried: tuple[Repair, ...]) -> tuple[Note | str, Edits]:
        return _edited(checks, _now(checks, state, path), tried)

    for path, of_note in groupby(wanted, key=lambda repair: repair.path):
        note = _now(checks, state, path)

        def fault_in_note(tried: Sequence[Repair], note: Note = note) -> str:
            after, edits = edited(note.path, tuple(tried))
            return after if isinstance(after, str) else harm(note, after, tried, edits)

        taken, refused = _harmless(list(of_note), fault_in_note)
        sound += taken
        refusals += refused
    reached = state

    def fault_in_vault(tried: Sequence[Repair]) -> str:
        nonlocal reached
        following = _checked(checks, state, tried, edited)
        fault = _made_errors(checks, state, following, tried)
        fault = fault or _newly_shared(checks, state, following)
        if not fault:
            reached = following
        return fault

    taken, refused = _harmless(sound, fault_in_vault)
    return reached, len(taken), [*refusals, *refused]


def _harmless(
    wanted: Sequence[Repair], fault: Callable[[Sequence[Repair]], str]
) -> tuple[list[Repair], list[Refusal]]:
    """As many of these fixes as do no harm together, found by halving; and the others."""
    taken: list[Repair] = []
    refusals: list[Refusal] = []
    waiting = [list(wanted)] if wanted else []
    while waiting:
        tried = waiting.pop()
        found = fault([*taken, *tried])
        if not found:
            taken += tried
        elif len(tried) == 1:
            refusals.append(Refusal(tried[0], found))
        else:
            half = len(tried) // 2
            waiting += (tried[half:], tried[:half])
    return taken, refusals


def _edited(checks: Checks, note: Note, tried: Sequence[Repair]) -> tuple[Note | str, Edits]:
    """The note after these fixes, or why it cannot be read; and all their edits."""
    edits = Edits(note.text, (repair.fix for repair in tried))
    removes_mark = any(repair.fix.removes_mark for repair in tried)
    content = repaired_content(note.source, edits, removes_mark)
    read = attempt(
        "parse", note.path, lambda: parse(decode(note.path, content), checks.vault.reading)
    )
    return (read if isinstance(read, Note) else f"the note could not be read ({read.error})"), edits


def _checked(
    checks: Checks,
    state: _State,
    tried: Sequence[Repair],
    edited: Callable[[str, tuple[Repair, ...]], tuple[Note | str, Edits]],
) -> _State:
    """The state after these fixes. edited: as _edited(), by the path of a note."""
    changed = dict(state.changed)
    for path, of_note in groupby(tried, key=lambda repair: repair.path):
        after, _ = edited(path, tuple(of_note))
        if isinstance(after, Note):
            changed[path] = after
    return _State(changed, checks.outcome(changed))


def _made_errors(checks: Checks, before: _State, after: _State, tried: Iterable[Repair]) -> str:
    """What is an error only after these fixes, in words; empty if nothing is."""
    if len(after.outcome.report.failures) > len(before.outcome.report.failures):
        return f"the rule {after.outcome.report.failures[-1].rule} fails on the outcome"
    revealing = {r.path for r in tried if "frontmatter" in r.fix.changes}
    old, new = _by_note(before.outcome), _by_note(after.outcome)
    for path, found in new.items():
        revealed = _frontmatter_span(_now(checks, after, path)) if path in revealing else None
        rule = new_errors(old.get(path, ()), found, revealed)
        if rule:
            return f'"{path}" would have the error {rule}'
    return ""


def _newly_shared(checks: Checks, before: _State, after: _State) -> str:
    """What more than one note writes into in Anki only after these fixes; empty if nothing."""
    gained = {
        (digits, path)
        for path, note in after.changed.items()
        for digits in _written_ids(note) - _written_ids(_now(checks, before, path))
    }
    if gained:
        found = checks.notes_with({digits for digits, _ in gained})
        others = (note for note in found if note.path not in after.changed)
        notes = chain(others, after.changed.values())
        written_by = Counter(digits for note in notes for digits in _written_ids(note))
        for digits, path in sorted(gained):
            if written_by[digits] > 1:
                return f'the note {digits} would be overwritten in Anki by a card of "{path}"'
    return ""


def _written_ids(note: Note) -> set[str]:
    return {card.id.digits for card in note.sync.cards if card.id is not None}


def _frontmatter_span(note: Note) -> Span | None:
    return None if note.frontmatter is None else note.frontmatter.span


def _by_note(outcome: Outcome) -> dict[str, list[Diagnostic]]:
    found = groupby(outcome.report.diagnostics, key=lambda diagnostic: diagnostic.path)
    return {path: list(of_note) for path, of_note in found}


# --- what is written and said


def clear_leftovers(vault: OpenVault) -> None:
    """Removes what a run that was killed left: it may have been about to write any of the notes."""
    notes = (*vault.listing.notes, *vault.listing.others)
    remove_leftovers(vault.root / path for path in notes)


def written(vault: OpenVault, repaired: Repaired) -> Iterator[str]:
    """Writes the repaired notes of a vault; why some of them could not be."""
    clear_leftovers(vault)
    with orderly_termination():
        for path, content in repaired.contents.items():
            file = vault.root / path
            try:
                write_atomically(file, content, repaired.originals[path])
            except (ChangedOnDisk, OSError) as error:
                yield write_fault(file, error)


def repair_faults(vault: OpenVault, repaired: Repaired) -> Iterator[str]:
    """What is said of fixes that were not applied."""
    for repair, why in repaired.refusals:
        yield (
            f"{refused_place(vault, repaired, repair)}: the fix of {repair.diagnostic.rule} is not "
            f"applied, as {why}; repair it by hand"
        )
    if repaired.endless:
        names = ", ".join(repaired.endless)
        yield (
            f"internal error: the fixes of {names} come to no end in "
            f'"{from_here(vault.root)}"; please report it'
        )


def refused_place(vault: OpenVault, repaired: Repaired, repair: Repair) -> str:
    """Where the diagnostic of a refused repair stands, as `path:line:column`."""
    diagnostic = repair.diagnostic
    source = repaired.outcome.report.sources[diagnostic.path]
    place = source.position(diagnostic.finding.span.start)
    return f"{from_here(vault.root / diagnostic.path)}:{place.line}:{place.column}"
