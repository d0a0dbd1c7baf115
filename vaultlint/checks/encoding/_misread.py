"""What is told of text that was decoded with the wrong code page, and its repair."""

from __future__ import annotations

import unicodedata

from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.text import shift_jis
from vaultlint.text.encodings import encoding_name
from vaultlint.text.mojibake import LOST, misread
from vaultlint.text.source import Damage, Source
from vaultlint.text.span import Span

_LONGEST_SAMPLE = 16  # code points


def finding(source: Source, damage: Damage) -> Finding:
    """The finding on a note's damage."""
    places = damage.origins
    span = Span(places.text_offset(damage.span.start), places.text_offset(damage.span.end))
    return Finding(span, _message(source.text, damage, span), fix=_fix(source, damage))


def _message(text: str, damage: Damage, span: Span) -> str:
    found = damage.file_text[damage.span.start : damage.span.end]
    if not damage.repaired:
        return (
            f"this note's UTF-8 was once read as {encoding_name(damage.encoding)} and saved again, "
            f'and a part of the character "{found}" was lost; type it anew{_others(damage.lost)}'
        )
    meant = text[span.start : span.end]
    sample = "it begins with a damaged byte order mark"
    if meant:
        found, meant = _sample(found, meant)
        sample = f'"{found}" stands for {_shown(meant)}'
    what = "it" if _is_whole(text, damage) else "the damaged parts"
    return f"{_history(damage)}: {sample}; convert {what} back ({_way_back(damage)}){_rest(damage)}"


def _history(damage: Damage) -> str:
    names = [encoding_name(encoding) for encoding in reversed(damage.rounds)]
    if len(names) == 1:
        return f"this note's UTF-8 was once read as {names[0]} and saved again"
    if len(set(names)) == 1:
        return f"this note's UTF-8 was read as {names[0]} and saved again, {_times(len(names))}"
    return f"this note's UTF-8 was read as {', then as '.join(names)} and saved again each time"


def _way_back(damage: Damage) -> str:
    names = [encoding_name(encoding) for encoding in damage.rounds]
    if len(set(names)) == 1:
        again = "" if len(names) == 1 else f", {_times(len(names))}"
        return f"encode as {names[0]}, decode as UTF-8{again}"
    return ", then ".join(f"encode as {name}, decode as UTF-8" for name in names)


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


def _is_whole(text: str, damage: Damage) -> bool:
    """Whether the whole note can be converted, as nothing in it is healthy but ASCII."""
    if damage.origins[0]:
        text = f"\ufeff{text}"
    for encoding in reversed(damage.rounds):
        text = misread(text, encoding)
    return text == damage.file_text


def _sample(found: str, meant: str) -> tuple[str, str]:
    """The first characters of the two, as many of the one as make the other."""
    if len(found) <= _LONGEST_SAMPLE:
        return found, meant
    return f"{found[:_LONGEST_SAMPLE]}…", f"{meant[: max(1, _LONGEST_SAMPLE // 4)]}…"


def _shown(meant: str) -> str:
    """The text in double quotes; the name of a character that nobody sees."""
    if len(meant) == 1 and unicodedata.category(meant) in ("Zs", "Cf", "Cc"):
        return f"{unicodedata.name(meant, 'control character').lower()} (U+{ord(meant):04X})"
    return f'"{meant}"'


def _rest(damage: Damage) -> str:
    if not damage.lost:
        return ""
    if shift_jis.ENCODING in damage.rounds:
        places = "place" if damage.lost == 1 else "places"
        return f', and type anew what was lost in {damage.lost} {places}, shown as "{LOST}" then'
    lost = "the character" if damage.lost == 1 else f"the {damage.lost} characters"
    return f", and type anew {lost} that lost a part"


def _others(lost: int) -> str:
    if lost == 1:
        return ""
    return ", and 1 other" if lost == 2 else f", and {lost - 1} others"


# --- the fix


def _fix(source: Source, damage: Damage) -> Fix | None:
    """The damaged lines as they should read; None when nothing of them can be restored.

    It is safe when every character comes back: none has lost a part, and misreading what is put
    gives what stood there.
    """
    if not damage.repaired:
        return None
    edits = []
    is_safe = not damage.lost
    for index in range(len(source.line_starts)):
        line = source.line_span(index)
        start = damage.origins[line.start] if index else 0
        in_file = damage.file_text[start : damage.origins[line.end]]
        if source.slice(line) == in_file:
            continue
        # Without its line break, for which a fix would write that of most lines.
        edits.append(Edit(line, source.slice(line)))
        is_safe = is_safe and not _is_doubtful(in_file, source.slice(line), damage)
        is_safe = is_safe and _is_lossless(source.text, damage, line)
    return Fix("Convert the damaged text back", tuple(edits), is_safe)


def _is_doubtful(found: str, meant: str, damage: Damage) -> bool:
    """Whether what is found may have lost a part, or may stand for something else."""
    is_shift_jis = shift_jis.ENCODING in damage.rounds
    return LOST in found or (is_shift_jis and shift_jis.is_doubtful(found, meant))


def _is_lossless(text: str, damage: Damage, line: Span) -> bool:
    """Whether misreading what is put in a line gives back the characters that stood there."""
    changed = -1  # where the characters begin that are not as they stand in the file
    for at in range(line.start, line.end + 1):
        if at < line.end and _found(damage, at, at + 1) != text[at]:
            changed = at if changed < 0 else changed
            continue
        if changed >= 0 and not _gives(text, damage, changed, at):
            return False
        changed = -1
    return True


def _gives(text: str, damage: Damage, start: int, end: int) -> bool:
    found, meant = _found(damage, start, end), text[start:end]
    for encoding in reversed(damage.rounds):
        meant = misread(meant, encoding)
    return meant == found or all(
        _found(damage, at, at + 1) in _misreadings(text[at], damage.rounds)
        for at in range(start, end)
    )


def _found(damage: Damage, start: int, end: int) -> str:
    """What stands in the file for these characters of the text."""
    return damage.file_text[damage.origins[start] : damage.origins[end]]


def _misreadings(character: str, rounds: tuple[str, ...]) -> set[str]:
    """What may have become of a character, as each round misread only parts of the text."""
    found = {character}
    for encoding in reversed(rounds):
        found |= {misread(each, encoding) for each in found}
    return found
