"""`vaultlint schema infer`: schemas written from the notes of a vault."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from vaultlint.commands.asked import WHOLE, Asked, asked_vaults
from vaultlint.commands.callerror import CallError
from vaultlint.commands.opening import (
    Configuration,
    NotesRead,
    OpenVault,
    from_here,
    open_vault,
    read_notes,
)
from vaultlint.commands.output import FAILED, exit_code, say, write_report
from vaultlint.commands.schema_files import SUFFIX
from vaultlint.commands.vaults import asked_notes, collector_paused
from vaultlint.notes.facts import Note, Plain
from vaultlint.report.schema import Selectors, configuration_lines, schema_text
from vaultlint.report.summary import counted
from vaultlint.schema import SchemaUse
from vaultlint.schema_infer import ALL, Schema, inferred_schema
from vaultlint.text.regex import regex

DONE = 0  # exit code
LEAST_GROUP = 3  # notes; fewer have things in common by chance

_NOT_IN_NAMES = regex(r'[\s\\/:*?"<>|#^\[\]]+')


class Call(NamedTuple):
    """The command line of `vaultlint schema infer`, as given.

    by: "tag", "folder" or None. threshold: a share, as in inferred_schema. overwrites: --force.
    """

    paths: tuple[Path, ...] = ()
    vault: Path | None = None
    configuration: Configuration = Configuration()
    tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    by: str | None = None
    threshold: float = ALL
    title: str | None = None
    output_file: Path | None = None
    output_dir: Path | None = None
    overwrites: bool = False
    is_quiet: bool = False


class _Group(NamedTuple):
    """Notes that get a schema of their own, and how the configuration selects them."""

    name: str
    title: str
    selectors: Selectors
    notes: Sequence[Note]


def run(call: Call) -> int:
    """Writes the schemas; the exit code."""
    with collector_paused():
        return exit_code(lambda: _run(call))


def _run(call: Call) -> int:
    _check(call)
    asked = _asked(call)
    vault = open_vault(asked, call.configuration)
    read = read_notes(vault, asked_notes(vault), {})
    group = _selected(call, asked, read.notes)
    if not call.is_quiet:
        for line in _account(group.notes):
            say(line)
    useful = [note for note in group.notes if _properties(note)]
    if not useful:
        raise CallError(f"nothing to infer a schema from{_where(group.selectors)}: no properties")
    group = group._replace(notes=useful)
    if call.output_dir is not None:
        groups = _parts(group, call.by)
        if not groups:
            raise CallError(f"no {call.by} is shared by {LEAST_GROUP} notes; infer without --by")
        _write(vault, zip(groups, _files(groups, call.output_dir), strict=True), call)
    elif call.output_file is not None:
        _write(vault, [(group, call.output_file)], call)
    else:
        write_report([schema_text(_schema(group, call))], None)
    return _outcome(read, vault)


# --- what is asked


def _check(call: Call) -> None:
    """Raises CallError when options contradict each other."""
    if call.by is None and call.output_dir is not None:
        raise CallError("--output-dir is for several schemas; give --by too, or --output-file")
    if call.by is None:
        return
    if call.output_dir is None:
        raise CallError("--by makes several schemas; name a folder for them with --output-dir")
    if call.by == "tag" and call.tags:
        raise CallError("--tag is for one schema, and --by tag for several; give one of them")
    for option, value in (("--output-file", call.output_file), ("--title", call.title)):
        if value is not None:
            raise CallError(f"{option} is for one schema, and --by makes several; give one of them")


def _asked(call: Call) -> Asked:
    vaults, faults = asked_vaults(call.paths or (call.vault or Path(),), call.vault)
    if faults:
        raise CallError(*faults)
    if len(vaults) > 1:
        raise CallError(f"these paths are in {len(vaults)} vaults; infer from one at a time")
    return vaults[0]


def _selected(call: Call, asked: Asked, notes: Iterable[Note]) -> _Group:
    """The notes that the call is about. Raises CallError if there are none."""
    tags = tuple(tag.removeprefix("#") for tag in call.tags)
    folders = tuple(folder.strip("/") for folder in call.folders)
    use = SchemaUse("", tags=tags, folders=folders)
    found = [note for note in notes if use.is_for(note)]
    if not folders and WHOLE not in asked.folders and not asked.notes:
        folders = tuple(sorted(asked.folders))
    selectors = {"tags": tags, "folders": folders}
    if not found:
        raise CallError(f"nothing to infer a schema from{_where(selectors)}: no notes")
    titles = [*map(_tag_title, tags), *(folder.rpartition("/")[2] for folder in folders)]
    title = ", ".join(titles) or asked.root.name
    return _Group(title, call.title or title, selectors, found)


def _tag_title(tag: str) -> str:
    """`Study note` for study-note."""
    words = re.sub(r"[-_]+", " ", tag.rpartition("/")[2]).strip()
    return words[:1].upper() + words[1:]


def _where(selectors: Selectors) -> str:
    tags = " or ".join(f"#{tag}" for tag in selectors.get("tags", ()))
    folders = " or ".join(selectors.get("folders", ()))
    return (f" with the tag {tags}" if tags else "") + (f" in {folders}" if folders else "")


def _properties(note: Note) -> Mapping[str, Plain]:
    """What a schema is inferred from; nothing of templates, drawings, boards."""
    plain = note.frontmatter.plain if note.frontmatter and note.kind == "note" else None
    return plain or {}


def _account(notes: Iterable[Note]) -> Iterator[str]:
    """What of the selected notes is left out."""
    reasons = Counter(_why_left_out(note) for note in notes if not _properties(note))
    if reasons:
        listed = (counted(n, noun) + why for (noun, why), n in sorted(reasons.items()))
        yield f"left out: {', '.join(listed)}"


def _why_left_out(note: Note) -> tuple[str, str]:
    """What the note is called, and what is said of it."""
    if note.kind != "note":
        return note.kind, ""
    if note.frontmatter is not None and note.frontmatter.plain is None:
        return "note", " with invalid frontmatter"
    return "note", " without properties"


# --- groups


def _parts(group: _Group, by: str | None) -> list[_Group]:
    """The tags or folders of a group that are large enough for a schema, the largest first."""
    parts = _by_tag(group) if by == "tag" else _by_folder(group)
    large = [part for part in parts if len(part.notes) >= LEAST_GROUP]
    return sorted(large, key=lambda part: (-len(part.notes), part.name))


def _by_tag(group: _Group) -> Iterator[_Group]:
    """By the first parts of the tags in their properties; a tag in the text is one too."""
    names: dict[str, str] = {}
    notes: dict[str, list[Note]] = {}
    for note in group.notes:
        tops = [(tag.name.partition("/")[0], tag) for tag in note.tags]
        for top in dict.fromkeys(top.casefold() for top, _ in tops):
            notes.setdefault(top, []).append(note)
        for top, tag in tops:
            if tag.property and top:
                names.setdefault(top.casefold(), top)
    for folded, name in names.items():
        selectors = {**group.selectors, "tags": (name,)}
        yield _Group(name, _tag_title(name), selectors, notes[folded])


def _by_folder(group: _Group) -> Iterator[_Group]:
    """By the first folders that tell the notes apart."""
    parents = [note.path.split("/")[:-1] for note in group.notes]
    shared = takewhile(lambda names: len(set(names)) == 1, zip(*parents, strict=False))
    depth = len(list(shared))
    notes: dict[str, list[Note]] = {}
    for note, parent in zip(group.notes, parents, strict=True):
        if len(parent) > depth:
            notes.setdefault("/".join(parent[: depth + 1]), []).append(note)
    for folder, own in notes.items():
        name = folder.rpartition("/")[2]
        yield _Group(name, name, {**group.selectors, "folders": (folder,)}, own)


def _files(groups: Sequence[_Group], folder: Path) -> Iterator[Path]:
    """A file for each group, named after it."""
    taken: set[str] = set()
    for group in groups:
        stem = name = _NOT_IN_NAMES.sub("-", group.name).strip("-.") or "schema"
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        yield folder / f"{name}{SUFFIX}"


# --- what is written


def _schema(group: _Group, call: Call) -> Schema:
    origin = f"Inferred from {counted(len(group.notes), 'note')}{_where(group.selectors)}."
    if call.threshold < ALL:
        origin += f" Demands what {call.threshold * 100:g} % of them have in common."
    properties = (_properties(note) for note in group.notes)
    return inferred_schema(properties, group.title, origin, call.threshold)


def _write(vault: OpenVault, schemas: Iterable[tuple[_Group, Path]], call: Call) -> None:
    """Writes the files, and prints what uses them in the configuration."""
    written = list(schemas)
    existing = [file for _, file in written if file.exists()]
    if existing and not call.overwrites:
        raise CallError(*(f'"{from_here(f)}" exists; overwrite it with --force' for f in existing))
    for group, file in written:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CallError(f'cannot make the folder "{file.parent}": {error.strerror}') from error
        write_report([schema_text(_schema(group, call))], file)
    if call.is_quiet:
        return
    uses = [(_in_vault(file, vault.root), group.selectors) for group, file in written]
    usable = [(path, selectors) for path, selectors in uses if path is not None]
    if len(usable) < len(uses):
        say("a schema has to lie in the vault to be used there")
    elif not vault.asked.notes:
        write_report((f"{line}\n" for line in configuration_lines(usable)), None)


def _in_vault(file: Path, root: Path) -> str | None:
    whole = Path(os.path.normpath(file.absolute()))
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else None


def _outcome(read: NotesRead, vault: OpenVault) -> int:
    for path, why in read.unreadable.items():
        say(f'cannot read "{from_here(vault.root / path)}": {why}')
    for failure in read.failures:
        say(f'internal error: reading "{failure.path}" failed ({failure.error}); please report it')
    return FAILED if read.unreadable or read.failures else DONE
