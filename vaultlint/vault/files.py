"""Which files a vault holds: names only, nothing is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from vaultlint.notes.kinds import other_kind

OBSIDIAN_FOLDER = ".obsidian"
CONFIG_FILE = ".vaultlint.yaml"


class Odd(Struct, frozen=True):
    """Something in the vault that is no note, though its name says so, or that cannot be seen.

    reason: what it is instead, such as "a broken symbolic link".
    """

    path: str
    reason: str


class Listing(Struct, frozen=True):
    """What a vault holds. All paths are relative to its root, with "/", and sorted.

    notes: every Markdown note; all are link targets and are indexed.
    files: every file, notes included.
    others: canvases and bases.
    unchecked: those of `files` about which nothing is reported: the ones that `exclude` names, and
    the ones of nested vaults, whose links were written for another root.
    nested_vaults: folders inside with a root mark of their own, outermost only.
    odd: what is named as a note, a canvas or a base and is none, and folders that cannot be listed.
    """

    notes: tuple[str, ...]
    files: tuple[str, ...]
    unchecked: frozenset[str] = frozenset()
    nested_vaults: tuple[str, ...] = ()
    odd: tuple[Odd, ...] = ()
    others: tuple[str, ...] = ()


def discover(root: Path, exclude: tuple[str, ...] = ()) -> Listing:
    """What the vault at `root` holds.

    exclude: patterns of .gitignore, for paths relative to the vault.

    Names with a leading dot are invisible, as in Obsidian. Links to folders are followed when
    their targets are disjoint from the vault and from each other (Obsidian help, "Symbolic links
    and junctions"), so there are no loops. The notes of a nested vault belong to the outer one
    too, as Obsidian sees it, and its links may lead there; but what they say themselves was
    written for their own root and is checked only there. Raises OSError if `root` is no readable
    folder.
    """
    walk = _Walk(root)
    walk.run()
    files = sorted(walk.files)
    notes = tuple(filter(is_note_name, files))
    nested = _outermost(walk.nested)
    others = tuple(filter(other_kind, files))
    unchecked = {*_excluded(files, exclude), *_inside(files, nested)}
    odd = tuple(sorted(walk.odd, key=lambda odd: odd.path))
    return Listing(notes, tuple(files), frozenset(unchecked), nested, odd, others)


def find_root(path: Path) -> Path | None:
    """The nearest folder, from `path` itself upwards, that is the root of a vault, else None.

    A root holds a folder .obsidian or a file .vaultlint.yaml. The answer is absolute; links on
    the way are not resolved, as a note seen through a linked folder belongs to the outer vault.
    """
    here = Path(os.path.normpath(path.absolute()))
    for folder in (here, *here.parents):
        if _is_root(folder):
            return folder
    return None


def is_note_name(path: str) -> bool:
    """Whether a file of this name is a note; Obsidian compares extensions without case."""
    return path[-len(".md") :].lower() == ".md"


def _is_root(folder: Path) -> bool:
    try:
        return (folder / OBSIDIAN_FOLDER).is_dir() or (folder / CONFIG_FILE).is_file()
    except OSError:
        return False


def _excluded(notes: Iterable[str], patterns: tuple[str, ...]) -> Iterator[str]:
    if not patterns:
        return iter(())
    # Imported here: most vaults exclude nothing, and the import costs more than the walk.
    from pathspec import GitIgnoreSpec

    return iter(GitIgnoreSpec.from_lines(patterns).match_files(notes))


def _outermost(folders: Iterable[str]) -> tuple[str, ...]:
    known = set(folders)
    return tuple(sorted(folder for folder in known if known.isdisjoint(_parents(folder))))


def _inside(notes: Iterable[str], folders: tuple[str, ...]) -> Iterator[str]:
    if not folders:
        return iter(())
    known = set(folders)
    return (note for note in notes if not known.isdisjoint(_parents(note)))


def _parents(path: str) -> Iterator[str]:
    cut = path.rfind("/")
    while cut > 0:
        path = path[:cut]
        yield path
        cut = path.rfind("/")


class _Walk:
    """One walk over a vault; what it finds is in its attributes, relative to the root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: list[str] = []
        self.nested: list[str] = []
        self.odd: list[Odd] = []
        self.links: list[str] = []
        real = root.resolve()
        # The real folders that are walked, and all folders that one of them lies in.
        self.walked = {real}
        self.above = set(real.parents)

    def run(self) -> None:
        """Walks the vault, then the folders it links to, in the order of their names."""
        with os.scandir(self.root):
            pass
        self._folders([""])
        while self.links:
            links, self.links = sorted(self.links), []
            self._folders([link for link in links if self._is_disjoint(link)])
        if not _is_text("".join(self.files)):
            found, self.files = self.files, []
            for path in found:
                if _is_text(path.rpartition("/")[2]):
                    self.files.append(path)
                else:
                    self._odd(path, "named in bytes that are no UTF-8")

    def _folders(self, folders: list[str]) -> None:
        while folders:
            folder = folders.pop()
            folders += self._folder(folder)

    def _folder(self, folder: str) -> list[str]:
        """Takes the files of one folder; returns its folders."""
        inner: list[str] = []
        above = f"{folder}/" if folder else ""
        try:
            with os.scandir(f"{self.root}/{folder}") as entries:
                for entry in entries:
                    name = entry.name
                    if name.startswith("."):
                        if folder and _marks_root(entry):
                            self.nested.append(folder)
                    elif _is_plain_file(entry):
                        self.files.append(above + name)
                    else:
                        self._entry(entry, above + name, inner)
        except OSError:
            self.odd.append(Odd(folder, "a folder that cannot be read"))
        return inner

    def _entry(self, entry: os.DirEntry[str], path: str, inner: list[str]) -> None:
        reason = _oddity(entry)
        if reason == "a folder":
            (self.links if entry.is_symlink() else inner).append(path)
            if is_note_name(path):
                self.odd.append(Odd(path, reason))
        elif reason:
            self._odd(path, reason)
        else:
            self.files.append(path)

    def _odd(self, path: str, reason: str) -> None:
        if is_note_name(path) or other_kind(path) is not None:
            self.odd.append(Odd(path, reason))

    def _is_disjoint(self, link: str) -> bool:
        """Whether a linked folder shares nothing with what is walked; it then counts as walked."""
        try:
            real = (self.root / link).resolve(strict=True)
        except (OSError, RuntimeError):
            return False
        if real in self.above or not self.walked.isdisjoint((real, *real.parents)):
            return False
        self.walked.add(real)
        self.above.update(real.parents)
        return True


def _marks_root(entry: os.DirEntry[str]) -> bool:
    if entry.name == OBSIDIAN_FOLDER:
        return entry.is_dir()
    return entry.name == CONFIG_FILE and entry.is_file()


def _is_plain_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file, and no link to one, as nearly all are."""
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False


def _oddity(entry: os.DirEntry[str]) -> str:
    """What an entry is if it is no file; empty for a file."""
    try:
        if entry.is_dir():
            return "a folder"
        if entry.is_file():
            return ""
        mode = entry.stat().st_mode
    except OSError:
        return "a broken symbolic link" if entry.is_symlink() else "a file that cannot be read"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"


def _is_text(name: str) -> bool:
    # os.scandir shows bytes that it cannot decode as lone surrogates (PEP 383).
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
