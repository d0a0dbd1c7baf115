"""A neighbour that does not list the note in its turn, although it has the section for it."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.navigation._items import with_items
from vaultlint.checks.navigation._sections import (
    OPPOSITE,
    has_repeated_section,
    name,
    sections,
)
from vaultlint.diagnostic import Change, Finding, Fix, Related
from vaultlint.notes.facts import NavigationSection, Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.vault.chains import Step

_MOST_TOGETHER = 50  # neighbours of a note; of more, only the first that it leaves out has a fix


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    if not note.navigation or has_repeated_section(note):
        return
    for step in vault.chains.told_by(note.path):
        section = _silent_section(step, vault)
        if section is None:
            continue
        path = step.other
        opposite = section.direction
        yield Finding(
            vault.chains.link(step).target_span,
            f"{name(path)} does not list this note as its {opposite} note; "
            "add it there or remove the link here",
            (Related(section.label_span, f"its {opposite} notes are listed here", path),),
            fix=_fix(step, path, section, vault),
        )


def _silent_section(step: Step, vault: Vault) -> NavigationSection | None:
    """The section of the other note that leaves this one out; None if there is nothing to say."""
    chains = vault.chains
    # neighbour-on-both-sides, neighbour-cycle and neighbour-out-of-order speak of these.
    is_told = chains.is_contradicted(step) or step.ends in chains.rings
    if not step.is_one_way or is_told or step.ends in chains.out_of_order:
        return None
    other = vault.note(step.other)
    if other is None or has_repeated_section(other):
        return None
    listed = sections(other, OPPOSITE[step.direction])
    return next((section for section in listed if not section.is_partial), None)


def _fix(step: Step, path: str, section: NavigationSection, vault: Vault) -> Fix | None:
    """Adds all notes that the section leaves out: only so do they come into it in their order."""
    other = vault.note(path)
    opposite = section.direction
    steps = (vault.chains.before if opposite == "previous" else vault.chains.after)[path]
    told = (each for each in steps if each.stated_in != path and _is_told_of(each, vault))
    first = next(told)
    if other is None or (len(steps) > _MOST_TOGETHER and step is not first):
        return None
    missing = [first, *told]
    example = vault.note(first.stated_in)
    assert example is not None
    paths = [each.stated_in for each in missing]
    edits = with_items(paths, section, other, (vault.chains.link(first), example), vault)
    changes: set[Change] = {"links", "frontmatter"} if section.is_property else {"links"}
    title = f"Add it to the {opposite} notes of {name(path)}"
    return Fix(title, edits, False, frozenset(changes), path=path) if edits else None


def _is_told_of(step: Step, vault: Vault) -> bool:
    """Whether a finding tells of the step."""
    note = vault.note(step.stated_in)
    if note is None or not note.navigation or has_repeated_section(note):
        return False
    return _silent_section(step, vault) is not None
