"""What changed in the vaults of a call, as their git repositories tell it."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from pathlib import Path

from vaultlint.changed import WHOLE, Change, VaultChanges
from vaultlint.commands.callerror import CallError
from vaultlint.commands.git import Repositories, Repository
from vaultlint.commands.opening import OpenVault, from_here


def vault_changes(
    vaults: Iterable[OpenVault], since: str | None, environment: Mapping[str, str]
) -> list[VaultChanges]:
    """What is new in each of the vaults.

    since: a revision; None for what is staged. environment: that of the process. Each note is
    looked up in the repository that its file lies in, as a vault may have repositories inside,
    and links to the notes of others. A file outside of all repositories is new as a whole, and
    never staged. Raises CallError when git cannot tell.
    """
    vaults = tuple(vaults)
    repositories = Repositories(environment)
    history = (
        _Staged(repositories.committing) if since is None else _Since(since, vaults, repositories)
    )
    return [_changes(vault, repositories, history) for vault in vaults]


class _Since:
    """The notes on the disk, compared with a revision."""

    option = "--since"
    outside: Change | None = WHOLE  # of a file that is in no repository

    def __init__(
        self, revision: str, vaults: Iterable[OpenVault], repositories: Repositories
    ) -> None:
        self._revision = revision
        self._repositories = repositories
        roots = (repositories.of(_real(vault.root)) for vault in vaults)
        self._of_roots = frozenset(repository.top for repository in roots if repository)
        self._trees: dict[Path, str | None] = {}
        self._changes: dict[Path, Mapping[str, Change] | None] = {}

    def changes(self, repository: Repository) -> Mapping[str, Change] | None:
        """What is new, by path in the repository; None when all of it is."""
        if repository.top not in self._changes:
            tree = self._tree(repository)
            self._changes[repository.top] = None if tree is None else repository.changes_since(tree)
        return self._changes[repository.top]

    def contents(self, _repository: Repository) -> Mapping[str, bytes]:
        """None: the notes are as they are on the disk."""
        return {}

    def _tree(self, repository: Repository) -> str | None:
        """What to compare with; None when the repository was no part of the vault then."""
        if repository.top not in self._trees:
            self._trees[repository.top] = self._found_tree(repository)
        return self._trees[repository.top]

    def _found_tree(self, repository: Repository) -> str | None:
        outer = self._vault_repository(repository)
        if outer is None:
            return repository.tree(self._revision)
        # A revision of the vault says which commit of a submodule belonged to it.
        tree = self._tree(outer)
        path = repository.top.relative_to(outer.top).as_posix()
        commit = None if tree is None else outer.submodule_commit(tree, path)
        return None if commit is None else repository.tree(commit)

    def _vault_repository(self, repository: Repository) -> Repository | None:
        """The repository that this one is a submodule of, when the revision is one of its own."""
        top = repository.superproject()
        if top is None:
            return None
        outer = self._repositories.at(top)
        is_of_vault = top in self._of_roots or self._vault_repository(outer) is not None
        return outer if is_of_vault else None


class _Staged:
    """The notes in the index, compared with the last commit."""

    option = "--staged"
    outside: Change | None = None

    def __init__(self, committing: Repository | None) -> None:
        """committing: the only repository that is asked; None for each note's own."""
        self._committing = committing
        self._changes: dict[Path, Mapping[str, Change]] = {}
        self._contents: dict[Path, Mapping[str, bytes]] = {}

    def changes(self, repository: Repository) -> Mapping[str, Change] | None:
        """What is new, by path in the repository."""
        if not self._is_asked(repository):
            return {}
        if repository.top not in self._changes:
            self._changes[repository.top] = repository.staged_changes()
        return self._changes[repository.top]

    def contents(self, repository: Repository) -> Mapping[str, bytes]:
        """What is staged and stands otherwise on the disk, by path in the repository."""
        if not self._is_asked(repository):
            return {}
        if repository.top not in self._contents:
            self._contents[repository.top] = repository.staged_contents()
        return self._contents[repository.top]

    def _is_asked(self, repository: Repository) -> bool:
        return self._committing is None or self._committing.top == repository.top


def _changes(
    vault: OpenVault, repositories: Repositories, history: _Since | _Staged
) -> VaultChanges:
    root = _real(vault.root)
    places = dict(_places(vault))
    found = [repositories.of(folder) for folder in {place.parent for place in places.values()}]
    tops = {each.top: each for each in (*found, repositories.of(root)) if each is not None}
    if not tops:
        raise CallError(
            f'{history.option}: "{from_here(vault.root)}" is in no git repository, so nothing '
            "tells what changed"
        )
    contents = {
        top / path: content
        for top, repository in tops.items()
        for path, content in history.contents(repository).items()
    }
    places |= _gone(vault, root, contents)
    on_disk = frozenset(places.values())
    new = {top: _new(each, history, on_disk) for top, each in tops.items()}
    changed: dict[str, Change] = {}
    for path, place in places.items():
        repository = repositories.of(place.parent)
        change = history.outside if repository is None else new[repository.top](place)
        if change is not None:
            changed[path] = change
    staged = {path: contents[place] for path, place in places.items() if place in contents}
    return VaultChanges(changed, staged)


def _places(vault: OpenVault) -> Iterator[tuple[str, Path]]:
    """The notes, canvases and bases of a vault, and where their files are, without links."""
    folders: dict[str, Path] = {}
    for path in (*vault.listing.notes, *vault.listing.others):
        folder, _, name = path.rpartition("/")
        if folder not in folders:
            folders[folder] = _real(vault.root / folder)
        place = folders[folder] / name
        yield path, _real(place) if place.is_symlink() else place


def _gone(vault: OpenVault, root: Path, staged: Iterable[Path]) -> dict[str, Path]:
    """The staged notes of the vault that are no longer on the disk."""
    files = {place for place in staged if place.is_relative_to(root) and not place.exists()}
    paths = {place.relative_to(root).as_posix(): place for place in sorted(files)}
    return {path: place for path, place in paths.items() if _would_be_seen(vault, path)}


def _would_be_seen(vault: OpenVault, path: str) -> bool:
    """Whether a file would be checked if it was on the disk."""
    is_hidden = any(part.startswith(".") for part in path.split("/"))
    nested = (f"{folder}/" for folder in vault.listing.nested_vaults)
    return not is_hidden and not path.startswith(tuple(nested)) and not vault.is_excluded(path)


def _new(
    repository: Repository, history: _Since | _Staged, on_disk: Container[Path]
) -> Callable[[Path], Change | None]:
    """What is new in a file of the repository; None for nothing.

    on_disk: where the notes are, as the disk spells it.
    """
    changes = history.changes(repository)
    if changes is None:
        return lambda _place: WHOLE
    exact = {repository.top / path: change for path, change in changes.items()}
    # Where a disk does not tell two spellings apart, git may know a file by the other one.
    folded = {_folded(place): exact[place] for place in exact if place not in on_disk}
    return lambda place: exact[place] if place in exact else folded.get(_folded(place))


def _folded(place: Path) -> str:
    return unicodedata.normalize("NFC", str(place)).casefold()


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
