"""A report as a note of the vault, with a link to each note that has a diagnostic.

It is a plain note for Obsidian and for all plugins: text of other notes makes no link, tag, card,
cloze, block id or property of it. vaultlint knows it by its first line, and does not read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from vaultlint.diagnostic import Diagnostic, Severity, VaultReport
from vaultlint.notes.kinds import REPORT_MARK
from vaultlint.notes.linktext import destination_text, markdown_target, normal, wikilink
from vaultlint.report.summary import counted
from vaultlint.report.view import View, as_unicode, uri
from vaultlint.report.visible import visible
from vaultlint.text.regex import regex

_FIRST_LINE = f"{REPORT_MARK}: this note is written anew by each run, and not read %%\n"

# Whatever Obsidian, or a plugin that looks for cards, could take for more than text. A colon in
# front of a blank is one; "::" and "://" are more.
_MARKUP = regex(r"[\\`*_{}\[\]<>#+|~$@%&=^﹇⌂﹈]|:(?! )|:(?=\s*$)")
# The words by which Obsidian_to_Anki finds notes, decks, tags and what to delete.
_COMMANDS = regex(r"(?=START|END|TARGET DECK|FILE TAGS|DELETE|FROZEN)(\w)")
# A name with one of these stands in a Markdown link, where it can be encoded.
_NOT_IN_WIKILINK = regex(r"[\[\]|#^{}$`\\<>@~*﹇⌂﹈]|::|%%|==|__")
# decodeURI leaves the escapes of these as they are; a character reference stands for them.
_KEPT_ESCAPES = regex("%(3B|3F|3A|40|26|3D|2B|24|2C)")


def obsidian_parts(report: VaultReport, view: View) -> Iterator[str]:
    """The text of the note, in parts. It stands in the vault of the report."""
    entries = [d for d in report.diagnostics if d.severity >= view.show_from]
    yield f"{_FIRST_LINE}\n# What vaultlint found\n\n{_counts(entries)}.\n"
    if report.faults:
        yield "\n## What could not be done\n\n"
        yield from (f"- {plain(fault)}\n" for fault in report.faults)
    entries.sort(key=lambda d: d.rule)  # and by place, as before
    groups = [(rule, list(group)) for rule, group in groupby(entries, key=lambda d: d.rule)]
    groups.sort(key=lambda group: (-max(d.severity for d in group[1]), group[0]))
    for rule, diagnostics in groups:
        yield f"\n## {rule}\n\n"
        yield from (_line(report, diagnostic) for diagnostic in diagnostics)


def _counts(entries: list[Diagnostic]) -> str:
    if not entries:
        return "No mistakes"
    severities = [d.severity for d in entries]
    found = ", ".join(
        counted(severities.count(severity), severity.label)
        for severity in reversed(Severity)
        if severity in severities
    )
    paths = {d.path for d in entries}
    noun = "note" if all(path.endswith(".md") for path in paths) else "file"
    return f"{found} in {counted(len(paths), noun)}"


def _line(report: VaultReport, diagnostic: Diagnostic) -> str:
    place = report.sources[diagnostic.path].position(diagnostic.finding.span.start)
    message = plain(diagnostic.finding.message)
    return (
        f"- {link_to(diagnostic.path)}, line {place.line}, {diagnostic.severity.label}: {message}\n"
    )


def link_to(path: str) -> str:
    """A link that leads to the file at a path of the vault; its plain name where none can.

    It begins with "/": so it leads nowhere else, wherever the note stands.
    """
    shown = path.removesuffix(".md")
    is_plain = _NOT_IN_WIKILINK.search(path) is None and _COMMANDS.search(path) is None
    if is_plain and visible(path) == path:
        inner = f"/{path}|{shown}"
        target = wikilink(inner)
        if target is not None and target.target == normal(f"/{path}"):
            return f"[[{inner}]]"
    written = _KEPT_ESCAPES.sub(lambda found: f"&#x{found[1].lower()};", uri("./" + path)[2:])
    written = _COMMANDS.sub(lambda found: f"%{ord(found[1]):02X}", written)
    found = markdown_target(destination_text(f"/{written}"))
    if found is not None and found.target == normal(f"/{path}"):
        return f"[{plain(shown)}](/{written})"
    return plain(path)


def plain(text: str) -> str:
    """Markdown that is shown as this text, and in which nothing else can be seen."""
    escaped = _MARKUP.sub(lambda found: f"&#{ord(found[0])};", as_unicode(visible(text)))
    return _COMMANDS.sub(lambda found: f"&#{ord(found[1])};", escaped)
