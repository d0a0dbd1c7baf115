"""Where a frontmatter was meant to end, when that is not where Obsidian ends it."""

from __future__ import annotations

from vaultlint.checks._once import once_a_note
from vaultlint.checks.frontmatter._property_lines import (
    KNOWN_PROPERTIES,
    PropertyLines,
    line_text,
    lines_span,
    next_text,
    property_line,
    property_lines,
)
from vaultlint.diagnostic import Finding, Related
from vaultlint.notes.facts import Frontmatter, Note
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

_OPENER = regex(r"---[ \t]*(?:\r\n|\n|\r)")
_CLOSER = regex(r"(?:\r\n|\n|\r)---")
_MISSED_CLOSER = regex(r"[ \t]+-{3,}[ \t]*|\.\.\.[ \t]*|--?[ \t]*|[—–][-—–]*[ \t]*")
_HEADING = regex(r"#{1,6} ")
_SWITCHED_OFF = regex(r"#++[\w. -]*+:")
# A first line that was meant as YAML, if badly: an item, a bracket, a quote, a key without blank.
_MEANT_AS_YAML = regex(r"[ \t]*(?:-(?:[ \t]|$)|\[(?!\[)|[{\"'@`%?:&]|[^\s:*_\[>#!|]+:)")


@once_a_note
def wrong_extent(note: Note) -> Finding | None:
    """What is wrong with the extent of the frontmatter: it has no closer, or it is a mere rule.

    None when the block ends where it was meant to, or when there is none.
    """
    frontmatter = note.frontmatter
    if frontmatter is None:
        return _never_closed(note)
    if frontmatter.fault is None and frontmatter.properties:
        return _hides_headings(note, frontmatter)
    return _closed_by_a_rule(note, frontmatter) or _opened_by_a_rule(note, frontmatter)


def _never_closed(note: Note) -> Finding | None:
    opener = _OPENER.match(note.text)
    # The opener's own line break may be the one before the closer.
    if opener is None or _CLOSER.search(note.text, 3):
        return None
    lines = len(note.source.line_starts)
    run = property_lines(note.source, 1, lines)
    if not _are_properties(run):
        return None
    lost = f"{_count(run)} plain text"
    missed = next_text(note.source, run.end, lines)
    if missed < lines and _MISSED_CLOSER.fullmatch(line_text(note.source, missed)):
        words = quoted_line(line_text(note.source, missed))
        span = note.source.line_span(missed)
        message = f"{words} does not close the frontmatter, so {lost}; write --- in its place"
        return Finding(Span(0, 3), message, (Related(span, "meant as the closer"),))
    message = f"the frontmatter is never closed, so {lost}; write --- below line {run.end}"
    span = lines_span(note.source, run.end - 1, run.end)
    return Finding(Span(0, 3), message, (Related(span, "the last line of the frontmatter"),))


def _closed_by_a_rule(note: Note, frontmatter: Frontmatter) -> Finding | None:
    source = note.source
    closer = source.line_of(frontmatter.span.end)
    run = property_lines(source, 1, closer)
    if frontmatter.fault is None or not _are_properties(run):
        return None
    behind = next_text(source, run.end, closer)
    is_missed = _MISSED_CLOSER.fullmatch(line_text(source, behind)) is not None
    is_apart = behind > run.end or _HEADING.match(line_text(source, behind))
    if behind == closer or not (is_missed or is_apart):
        return None
    if frontmatter.fault.span.start < source.line_starts[run.end]:
        return None
    later = (property_line(source, index) for index in range(behind, closer))
    if any(entry is not None and entry.key in KNOWN_PROPERTIES for entry in later):
        return None
    message = (
        f"the frontmatter is closed only in line {closer + 1}, with text before it, so Obsidian "
        f"drops its properties; write --- below line {run.end}"
    )
    if is_missed:
        words = quoted_line(line_text(source, behind))
        message = (
            f"{words} in line {behind + 1} does not close the frontmatter, so Obsidian drops its "
            "properties; write --- in its place"
        )
    related = Related(Span(frontmatter.span.end - 3, frontmatter.span.end), "closed here")
    return Finding(frontmatter.opener, message, (related,))


def _opened_by_a_rule(note: Note, frontmatter: Frontmatter) -> Finding | None:
    source = note.source
    closer = source.line_of(frontmatter.span.end)
    first = next_text(source, 1, closer)
    words = line_text(source, first)
    if first == closer or property_line(source, first):
        return None
    if first == 1 and _MEANT_AS_YAML.match(words):
        return None
    if frontmatter.fault is None and not _are_headings(source, 1, closer):
        return None
    lines = (property_line(source, index) for index in range(first, closer))
    if any(entry is not None and entry.key in KNOWN_PROPERTIES for entry in lines):
        return None
    message = (
        f"this rule opens frontmatter, which ends in line {closer + 1}, so Obsidian takes the text "
        "between for properties; put a blank line above the rule"
    )
    span = Span(frontmatter.span.end - 3, frontmatter.span.end)
    return Finding(frontmatter.opener, message, (Related(span, "closed here"),))


def _hides_headings(note: Note, frontmatter: Frontmatter) -> Finding | None:
    """Properties, then a heading, then a rule that closes: to YAML the heading is a comment."""
    source = note.source
    if "# " not in source.slice(frontmatter.yaml_span):
        return None
    closer = source.line_of(frontmatter.span.end)
    run = property_lines(source, 1, closer)
    heading = next_text(source, run.end, closer)
    if not _are_properties(run) or not _are_headings(source, run.end, closer):
        return None
    message = (
        f"the frontmatter is closed only in line {closer + 1}, so "
        f"{quoted(line_text(source, heading))} is a comment in it and not shown; "
        f"write --- below line {run.end}"
    )
    span = Span(frontmatter.span.end - 3, frontmatter.span.end)
    return Finding(frontmatter.opener, message, (Related(span, "closed here"),))


def _are_headings(source: Source, start: int, closer: int) -> bool:
    """Whether the lines are headings with blank lines above and below, and nothing else.

    A property that was switched off, such as "# tags: x", is none.
    """
    lines = [line_text(source, index) for index in range(start, closer)]
    headings = [line for line in lines if line.strip()]
    if not headings or lines[0].strip() or lines[-1].strip():
        return False
    return all(_HEADING.match(line) and not _SWITCHED_OFF.match(line) for line in headings)


def _are_properties(run: PropertyLines) -> bool:
    """Whether the lines are properties beyond doubt, and no prose behind a rule."""
    if not run.entries or run.entries[0].line != 1:
        return False
    if any(key.lower() in KNOWN_PROPERTIES for key in run.names):
        return True
    return len(run.entries) > 1 and all(key[0].islower() for key in run.names)


def _count(run: PropertyLines) -> str:
    count = len(run.entries)
    return "its property is" if count == 1 else f"its {count} properties are"


def quoted_line(line: str) -> str:
    """A line in double quotes, with the blanks at its start."""
    return f'"{line.rstrip()}"' if line[:1].isspace() else quoted(line)
