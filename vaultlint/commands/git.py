"""Asks git about a repository: what changed since a revision, and what is staged."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from vaultlint.changed import Change, changes
from vaultlint.commands.callerror import CallError
from vaultlint.text.quote import quoted

# What is asked about. Of a rename, git tells only when it sees both names.
_NOTES = (":(icase)*.md", ":(icase)*.canvas", ":(icase)*.base")
# The user's settings must not change the form of the answer.
_DIFF = (
    *("diff", "--raw", "-z", "-p", "-U0", "--inter-hunk-context=0", "-M", "--no-color"),
    *("--no-ext-diff", "--no-textconv", "--ignore-submodules=all"),
    *("--src-prefix=a/", "--dst-prefix=b/"),
)
# Those that tie git to one repository, and those that change what patterns and diffs mean.
_OF_ONE_REPOSITORY = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_SHALLOW_FILE"),
    *("GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE", "GIT_IMPLICIT_WORK_TREE"),
)
_OF_MEANING = (
    *("GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS"),
    *("GIT_ICASE_PATHSPECS", "GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF"),
)
_SINCE_FORK = "..."  # behind a revision: since the current branch left it


class Repository(Struct, frozen=True):
    """The working tree of a git repository.

    top: its folder, absolute and without links. environment: in which git finds it.
    """

    top: Path
    environment: Mapping[str, str]

    def superproject(self) -> Path | None:
        """The top of the repository that this one is a submodule of."""
        answer = self._git("rev-parse", "--show-superproject-working-tree")
        return Path(os.path.realpath(_line(answer))) if answer.strip() else None

    def tree(self, revision: str) -> str:
        """The tree that a revision means, as git names it.

        revision: with "..." behind it, the last one that its branch and HEAD have in common.
        Raises CallError when there is none.
        """
        if not revision.endswith(_SINCE_FORK):
            return self._object(revision, "tree")
        commit = self._object(revision.removesuffix(_SINCE_FORK), "commit")
        answer = self._answer("merge-base", commit, "HEAD")
        if answer is None:
            raise CallError(
                f"--since: {quoted(revision)} and the current branch have no commit in "
                f"common{self._shallow()}"
            )
        return self._object(_line(answer), "tree")

    def submodule_commit(self, tree: str, path: str) -> str | None:
        """The commit that the submodule at `path` had in the tree; None if it was not there."""
        answer = self._git("--literal-pathspecs", "ls-tree", "-z", tree, "--", path)
        mode, _, rest = answer.partition(b" commit ")
        return _line(rest.partition(b"\t")[0]) if mode == b"160000" else None

    def changes_since(self, tree: str) -> dict[str, Change]:
        """What is new in the notes on the disk. New files count though git does not know them."""
        with TemporaryDirectory(prefix="vaultlint-") as folder:
            # In an index of its own, files can be told to git, so that it sees their old names.
            index = Path(folder) / "index"
            own = self.top / _line(self._git("rev-parse", "--git-path", "index"))
            if own.exists():
                # With its time: files as young as the index are those that git reads again.
                shutil.copy2(own, index)
            other = replace(
                self, environment={**self.environment, "GIT_INDEX_FILE": os.fspath(index)}
            )
            options = ("--others", "--exclude-standard", "-z")
            new = other._git("ls-files", *options, "--", *_NOTES)
            if new:
                form = ("--pathspec-from-file=-", "--pathspec-file-nul")
                other._git("--literal-pathspecs", "add", "--intent-to-add", *form, given=new)
            return changes(other._git(*_DIFF, tree, "--", *_NOTES))

    def staged_changes(self) -> dict[str, Change]:
        """What is new in the notes as they are staged."""
        return changes(self._git(*_DIFF, "--cached", "--", *_NOTES))

    def staged_contents(self) -> dict[str, bytes]:
        """The staged content of notes whose files say something else, or are gone, by path."""
        form = ("--name-status", "-z", "--no-renames", "--ignore-submodules=all", "--no-ext-diff")
        answer = self._git("diff", *form, "--", *_NOTES).split(b"\0")[:-1]
        differing = [*zip(answer[::2], answer[1::2], strict=True)]
        # A merge may have left more than one version in the index: then none of them is staged.
        unmerged = {path for status, path in differing if status == b"U"}
        asked = [p for status, p in differing if status in (b"M", b"D", b"T") and p not in unmerged]
        if not asked:
            return {}
        with TemporaryDirectory(prefix="vaultlint-") as folder:
            # Unlike `git cat-file`, this gives them the line ends and the filters of the files.
            place = (f"--prefix={Path(folder).as_posix()}/", "-z", "--stdin")
            self._git("checkout-index", *place, given=b"\0".join(asked))
            files = ((name, Path(folder, name)) for name in map(os.fsdecode, asked))
            # A link says nothing of its own.
            return {name: file.read_bytes() for name, file in files if not file.is_symlink()}

    def _object(self, revision: str, kind: str) -> str:
        is_option = revision.startswith("-")
        query = ("rev-parse", "--verify", "--quiet", f"{revision}^{{{kind}}}")
        answer = None if is_option or not revision else self._answer(*query)
        if answer is None:
            raise CallError(
                f'--since: {quoted(revision)} is no revision in the repository "{self.top}"; '
                f"name a commit, a branch or a tag{self._shallow()}"
            )
        return _line(answer)

    def _shallow(self) -> str:
        is_shallow = self._git("rev-parse", "--is-shallow-repository").strip() == b"true"
        return "; its clone is shallow, fetch more of its history" if is_shallow else ""

    def _git(self, *arguments: str, given: bytes = b"") -> bytes:
        return run_git(arguments, self.top, self.environment, given)

    def _answer(self, *arguments: str) -> bytes | None:
        """None when git has none, and ends with 1."""
        ended = _ended(arguments, self.top, self.environment, b"")
        return ended.stdout if ended.returncode == 0 else None


class Repositories:
    """The repositories that folders lie in, each looked up once."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """environment: of the process; what it says of a repository holds for the current one."""
        self._environment = {
            **{name: value for name, value in environment.items() if name not in _OF_MEANING},
            # Neither locks that another git waits for, nor questions that nobody answers.
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
        }
        self._current = _current(self._environment)
        self._tops: dict[Path, Path | None] = {}
        self._known: dict[Path, Repository] = {}
        if self._current is not None:
            self._known[self._current.top] = self._current

    @property
    def committing(self) -> Repository | None:
        """The repository whose hook this is; None when it is no hook of `git commit`."""
        return self._current if "GIT_INDEX_FILE" in self._environment else None

    def of(self, folder: Path) -> Repository | None:
        """The repository that a folder lies in. folder: absolute, without links."""
        top = self._top(folder)
        return None if top is None else self.at(top)

    def at(self, top: Path) -> Repository:
        """The repository with this top. Raises CallError when git does not take it for one."""
        if top not in self._known:
            skipped = _OF_ONE_REPOSITORY
            environment = {k: v for k, v in self._environment.items() if k not in skipped}
            answer = run_git(("rev-parse", "--show-toplevel"), top, environment)
            self._known[top] = Repository(Path(os.path.realpath(_line(answer))), environment)
        return self._known[top]

    def _top(self, folder: Path) -> Path | None:
        """The nearest folder upwards with a repository."""
        passed = []
        for place in (folder, *folder.parents):
            if place in self._tops:
                top = self._tops[place]
                break
            passed.append(place)
            if place in self._known or os.path.lexists(place / ".git"):
                top = place
                break
        else:
            top = None
        self._tops.update(dict.fromkeys(passed, top))
        return top


def _current(environment: Mapping[str, str]) -> Repository | None:
    """The repository of the current folder, or that the environment names."""
    here = Path.cwd()
    ended = _ended(("rev-parse", "--show-toplevel"), here, environment, b"")
    if ended.returncode:
        return None
    top = Path(os.path.realpath(_line(ended.stdout)))
    if "GIT_DIR" not in environment:
        return Repository(top, environment)
    git_dir = _line(run_git(("rev-parse", "--absolute-git-dir"), here, environment))
    return Repository(top, {**environment, "GIT_DIR": git_dir, "GIT_WORK_TREE": os.fspath(top)})


def run_git(
    arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], given: bytes = b""
) -> bytes:
    """What git answers in a folder. given: its standard input. Raises CallError when it fails."""
    ended = _ended(arguments, folder, environment, given)
    if ended.returncode:
        raise CallError(f'git cannot read the repository of "{folder}": {_complaint(ended.stderr)}')
    return ended.stdout


def _ended(
    arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], given: bytes
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", *arguments], cwd=folder, env=environment, input=given, capture_output=True
        )
    except FileNotFoundError as error:
        raise CallError("--since and --staged need git, which is not installed") from error


def _complaint(stderr: bytes) -> str:
    """The first line in which git says what is wrong."""
    lines = [line for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal: ", "error: "))]
    words = (fatal or lines or ["no reason given"])[0].strip().removesuffix(".")
    return words.removeprefix("fatal: ").removeprefix("error: ")


def _line(answer: bytes) -> str:
    """A path or a name on a line of its own."""
    return os.fsdecode(answer.removesuffix(b"\n").removesuffix(b"\r"))
