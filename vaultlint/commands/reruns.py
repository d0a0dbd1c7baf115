"""A vault that is checked again by runs with a cache, which know all but what was repaired."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from vaultlint.commands.bibliographies import Bibliographies
from vaultlint.commands.checking import Outcome
from vaultlint.commands.noteworker import NoteReader
from vaultlint.commands.opening import OpenVault
from vaultlint.commands.vaultrun import Means, Wanted, run_vault, way_of
from vaultlint.diagnostic import Diagnostic
from vaultlint.fix import content_of, repairs
from vaultlint.notes.facts import Note


class Reruns:
    """See Checks. The notes that can be repaired are read once, and runs are given their contents.

    So the places of fixes are places in what was read, whoever else writes to the notes meanwhile.
    """

    def __init__(
        self,
        vault: OpenVault,
        asked: Wanted,
        means: Means,
        bibliographies: Bibliographies,
        unsafe: bool,
        found: Iterable[Diagnostic],
    ) -> None:
        """unsafe: also notes are repaired whose fixes are not safe. found: by the run before."""
        self.vault = vault
        self.wanted = asked.wanted
        self._asked = asked
        self._means = means
        self._bibliographies = bibliographies
        self._unsafe = unsafe
        self._reader = NoteReader(way_of(vault), asked.given)
        self._read: set[str] = set()
        self._has_to_read(found)

    def note(self, path: str) -> Note | None:
        """See Checks."""
        return self._reader.note(path)

    def notes_with(self, words: Collection[str]) -> Iterator[Note]:
        """See Checks. The words are digits, which look the same in most encodings."""
        sought = [word.encode() for word in words]
        for path in self._asked.names:
            try:
                content = self._reader.content(path)
            except OSError:
                continue
            if b"\0" in content or any(word in content for word in sought):
                self._reader.given.setdefault(path, content)
                note = self.note(path)
                if note is not None:
                    yield note

    def outcome(self, changed: Mapping[str, Note]) -> Outcome:
        """See Checks."""
        contents = {path: content_of(note.source) for path, note in changed.items()}
        while True:
            asked = self._asked._replace(given={**self._reader.given, **contents})
            run = run_vault(self.vault, asked, self._means, self._bibliographies)
            if not self._has_to_read(run.report.diagnostics):
                unread = {p: why for p, why in run.unreadable.items() if p in self.wanted}
                return Outcome(run.report, run.rules, run.cited, unread)

    def _has_to_read(self, found: Iterable[Diagnostic]) -> bool:
        """Reads the notes to be repaired that were not read yet; whether there were any."""
        fixable = {repair.path for repair in repairs(found, self._unsafe)}
        new = {path for path in fixable if path in self.wanted and path not in self._read}
        for path in new:
            self._read.add(path)
            try:
                self._reader.given.setdefault(path, self._reader.content(path))
            except OSError:
                continue  # the next run says so
        return bool(new)
