"""Comments for vaultlint written into notes, where they change nothing of what the notes say.

A comment stands above the block that it is about, between blank lines; never within a block, which
would cut a list, a callout or a table, and never within a flashcard or above a lone ^id. Where
there is no such place, or the proof finds that a card, a link or the like would be other, one
comment below the frontmatter, or at the end, is about the whole note.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import NamedTuple

from msgspec.structs import replace

from vaultlint.commands.callerror import CallError
from vaultlint.commands.checking import Checking, Outcome
from vaultlint.commands.opening import OpenVault
from vaultlint.commands.repairs import Refusal, Repaired, refused_place
from vaultlint.diagnostic import Diagnostic, Edit, Fix, Severity
from vaultlint.fix import Edits, Repair, content_of, repaired_content
from vaultlint.notes.blockreading import read_blocks
from vaultlint.notes.facts import Note
from vaultlint.notes.parse import parse
from vaultlint.notes.suppressions import DISABLE, DISABLE_FILE, card_spans
from vaultlint.proof import harm
from vaultlint.settings import Selection
from vaultlint.suppress import FAMILY, UNUSED
from vaultlint.text.decode import decode
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_ID_LINE = regex(r"[ \t>]*\^")
_MOST_TRIED = 4  # blocks of a note, above which a comment about the whole note may stand
# What Obsidian or a plugin would read in a comment, too, or what would end it.
_READ = regex(r"[%\[\]{}#^<>@$`\r\n]|::|==")


class _Comment(NamedTuple):
    """A comment to be written, with the line breaks around it, and what it is about."""

    place: int
    text: str
    about: tuple[Diagnostic, ...]


class _Plan(NamedTuple):
    """How a note is suppressed.

    found: all that is to be suppressed in it. whole: the rules of which that is done for the whole
    note; the others are suppressed above the blocks concerned. where: index into the _places() for
    a comment about the whole note; behind their end, there is none.
    """

    note: Note
    found: tuple[Diagnostic, ...]
    whole: frozenset[str] = frozenset()
    where: int = 0

    @property
    def rules(self) -> frozenset[str]:
        """The rules that report something."""
        return frozenset(diagnostic.rule for diagnostic in self.found)

    def without(self, rules: Iterable[str]) -> _Plan:
        """The plan when comments above blocks do not work for these rules; else, the next place."""
        more = frozenset(rules)
        if more <= self.whole:
            return self._replace(where=self.where + 1)
        return self._replace(whole=self.whole | more)


def suppressed_notes(
    checking: Checking, outcome: Outcome, show_from: Severity, reason: str
) -> Repaired:
    """The vault with comments for all diagnostics from this severity on.

    outcome: of the check of the notes as they were read. `refusals` of what comes back are the
    diagnostics that no comment could suppress.
    """
    before = {note.path: note for note in checking.read.notes}
    by_path: dict[str, list[Diagnostic]] = {}
    for diagnostic in outcome.report.diagnostics:
        if _is_suppressible(diagnostic, show_from):
            by_path.setdefault(diagnostic.path, []).append(diagnostic)
    waiting = {
        path: _Plan(before[path], tuple(found))
        for path, found in by_path.items()
        if path in before and _takes_comments(before[path])
    }
    strict = _asking_unused(checking)
    done: dict[str, Note] = {}
    while waiting:
        tried: dict[str, tuple[_Plan, Note, frozenset[str]]] = {}
        for path, plan in waiting.items():
            tried[path] = _with_comments(checking, plan, reason)
            done[path] = tried[path][1]
        following = strict.outcome(done)
        by_note: dict[str, list[Diagnostic]] = {path: [] for path in tried}
        for diagnostic in following.report.diagnostics:
            if diagnostic.path in by_note:
                by_note[diagnostic.path].append(diagnostic)
        waiting = {}
        for path, (plan, after, words) in tried.items():
            failed = _failed_rules(after, by_note[path], words, show_from)
            is_over = plan.where >= len(_places(plan.note, _blocks(plan.note)))
            hopeless = plan.whole if is_over else frozenset()
            if failed - hopeless:
                waiting[path] = plan.without(failed if failed <= plan.rules else plan.rules)
    last = checking.outcome(done)
    changed = sorted(path for path, note in done.items() if note.text != before[path].text)
    return Repaired(
        last,
        {path: content_of(done[path].source) for path in changed},
        {path: content_of(before[path].source) for path in changed},
        0,
        tuple(
            _refusal(diagnostic, before.get(diagnostic.path))
            for diagnostic in last.report.diagnostics
            if _is_suppressible(diagnostic, show_from)
        ),
        (),
    )


def _asking_unused(checking: Checking) -> Checking:
    """The same check, which in any case tells of comments that suppress nothing."""
    settings = checking.vault.settings
    layers = (*settings.selections, Selection(extend=(UNUSED,)))
    settings = replace(settings, selections=layers)
    return replace(checking, vault=replace(checking.vault, settings=settings))


def _with_comments(
    checking: Checking, plan: _Plan, reason: str
) -> tuple[_Plan, Note, frozenset[str]]:
    """The note with the comments of the plan, and the words of each of these.

    The plan that comes back has no comment that would change what the note says.
    """
    note = plan.note
    while True:
        comments = _comments(plan, reason)
        after, why = _written(checking, note, comments)
        if not why:
            lines = (line for comment in comments for line in comment.text.split("\n"))
            return plan, after, frozenset(lines) - {""}
        harmful = {
            diagnostic.rule
            for comment in comments
            if _written(checking, note, [comment])[1]
            for diagnostic in comment.about
        }
        plan = plan.without(harmful or plan.rules)


def _written(checking: Checking, note: Note, comments: Sequence[_Comment]) -> tuple[Note, str]:
    """The note with these comments, and what of it they would change; empty if nothing."""
    if not comments:
        return note, ""
    repairs = [
        Repair(
            comment.about[0],
            Fix(
                "Suppress it",
                (Edit(Span(comment.place, comment.place), comment.text),),
                safe=True,
                changes=frozenset({"blocks"}),
            ),
            note.path,
        )
        for comment in comments
    ]
    edits = Edits(note.text, (repair.fix for repair in repairs))
    content = repaired_content(note.source, edits)
    after = parse(decode(note.path, content), checking.vault.reading)
    return after, harm(note, after, repairs, edits)


def _failed_rules(
    after: Note, found: Iterable[Diagnostic], words: frozenset[str], show_from: Severity
) -> frozenset[str]:
    """The rules that are not suppressed, and those that our comments suppress to no end."""
    failed: set[str] = set()
    for diagnostic in found:
        if _is_suppressible(diagnostic, show_from):
            failed.add(diagnostic.rule)
        elif diagnostic.rule == UNUSED:
            span = diagnostic.finding.span
            failed.update(
                each.name
                for each in after.suppressions.kept
                if span in (each.span, each.comment.span)
                and after.source.slice(each.comment.span) in words
            )
    return frozenset(failed)


def suppression_faults(vault: OpenVault, repaired: Repaired) -> Iterator[str]:
    """What is said of diagnostics that no comment could suppress."""
    for repair, why in repaired.refusals:
        yield (
            f"{refused_place(vault, repaired, repair)}: {repair.diagnostic.rule} is not "
            f"suppressed, as {why}; use the configuration"
        )


def checked_reason(reason: str | None) -> str:
    """What stands behind the names in each comment. Raises CallError when it cannot."""
    words = (reason or "").strip()
    found = _READ.search(words)
    if found is not None:
        mark = quoted(found[0]) if found[0].strip() else "a line break"
        raise CallError(f"--reason: {mark} means something in a note; write plain words")
    return f" -- {words}" if words else ""


def _is_suppressible(diagnostic: Diagnostic, show_from: Severity) -> bool:
    return diagnostic.severity >= show_from and diagnostic.family != FAMILY


def _takes_comments(note: Note) -> bool:
    return note.kind not in ("canvas", "base", "attachment") and note.source.damage is None


def _refusal(diagnostic: Diagnostic, note: Note | None) -> Refusal:
    why = "no comment can stand in the note without changing what it says"
    if note is None or note.kind in ("canvas", "base", "attachment"):
        why = "such a file has no comments"
    elif note.source.damage is not None:
        why = "the text is damaged"
    return Refusal(Repair(diagnostic, Fix("Suppress it", (), safe=True), diagnostic.path), why)


# --- where comments stand


def _comments(plan: _Plan, reason: str) -> list[_Comment]:
    """The comments of a plan, in order of place."""
    blocks = _blocks(plan.note)
    starts = [block.start for block in blocks]
    block_of: dict[Diagnostic, int] = {}
    for diagnostic in plan.found:
        place = diagnostic.finding.span.start
        at = bisect_right(starts, place) - 1
        if at >= 0 and place <= blocks[at].end and _may_stand_above(plan.note, starts[at]):
            block_of[diagnostic] = starts[at]
    whole = plan.whole | {d.rule for d in plan.found if d not in block_of}
    by_block: dict[int, list[Diagnostic]] = {}
    for diagnostic in plan.found:
        if diagnostic.rule not in whole:
            by_block.setdefault(block_of[diagnostic], []).append(diagnostic)
    comments = [
        _above(plan.note, start, DISABLE, about, reason) for start, about in by_block.items()
    ]
    about_note = [diagnostic for diagnostic in plan.found if diagnostic.rule in whole]
    places = _places(plan.note, blocks)
    if about_note and plan.where < len(places):
        comments.append(_about_note(plan.note, places[plan.where], about_note, reason))
    comments.sort(key=lambda comment: comment.place)
    return [_joined(list(of_place)) for _, of_place in groupby(comments, attrgetter("place"))]


def _joined(comments: Sequence[_Comment]) -> _Comment:
    """Comments at one place as one: that about the note, which comes last, above the other."""
    first, *others = reversed(comments)
    text = first.text + "".join(each.text.lstrip("\n") for each in others)
    return first._replace(text=text, about=tuple(d for each in comments for d in each.about))


def _about_note(note: Note, place: int, found: Sequence[Diagnostic], reason: str) -> _Comment:
    """The comment that is about the whole note, at one of its _places()."""
    if place < len(note.text):
        return _above(note, place, DISABLE_FILE, found, reason)
    return _at_the_end(note, found, reason)


def _places(note: Note, blocks: Sequence[Span]) -> list[int]:
    """Where a comment about the whole note may stand: above its first blocks, and at its end."""
    allowed = (block.start for block in blocks if _may_stand_above(note, block.start))
    return [*islice(allowed, _MOST_TRIED), len(note.text)]


def _at_the_end(note: Note, found: Sequence[Diagnostic], reason: str) -> _Comment:
    words = _words(DISABLE_FILE, found, reason)
    last = note.source.line_span(len(note.source.line_starts) - 1)
    if not note.text:
        text = f"{words}\n"
    elif note.source.slice(last):  # there is no final line break, and none is added
        text = f"\n\n{words}"
    else:
        text = f"\n{words}\n"
    return _Comment(len(note.text), text, tuple(found))


def _above(note: Note, start: int, word: str, found: Sequence[Diagnostic], reason: str) -> _Comment:
    """The comment above the line that begins at `start`."""
    above = note.source.line_of(start) - 1
    # The closer of the frontmatter is no text that would swallow the comment.
    is_apart = (
        above < 0
        or not note.source.slice(note.source.line_span(above)).strip()
        or note.source.line_starts[above] < note.body.start
    )
    words = _words(word, found, reason)
    before = "" if is_apart else "\n"
    return _Comment(start, f"{before}{words}\n\n", tuple(found))


def _words(word: str, found: Iterable[Diagnostic], reason: str) -> str:
    names = " ".join(sorted({diagnostic.rule for diagnostic in found}))
    return f"%% {word} {names}{reason} %%"


def _blocks(note: Note) -> list[Span]:
    """The blocks of the body that stand in no other, in order; a flashcard joins its own."""
    sections = read_blocks(note.source, note.body).sections
    blocks: list[Span] = []
    for span in sorted(chain(sections, card_spans(note))):
        if blocks and span.start <= blocks[-1].end:
            blocks[-1] = Span(blocks[-1].start, max(blocks[-1].end, span.end))
        else:
            blocks.append(span)
    return blocks


def _may_stand_above(note: Note, start: int) -> bool:
    """Whether a comment may be put above what begins here."""
    line = note.source.line_span(note.source.line_of(start))
    if start != line.start or _ID_LINE.match(note.text, start):
        return False
    # At the top, --- opens the frontmatter, or is meant to.
    return start > 0 or not note.text.startswith("---")
