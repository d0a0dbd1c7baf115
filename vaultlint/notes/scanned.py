"""Which notes Obsidian_to_Anki looks at: all but those that its settings leave out."""

from __future__ import annotations

import re

from vaultlint.notes.reading import ObsidianToAnkiSettings
from vaultlint.text.regex import regex

_ALTERNATIVES = regex(r"\{([^{}]*)\}")
_MOST_PATTERNS = 64  # that the alternatives of one glob may stand for; more are not looked at


def is_scanned(path: str, settings: ObsidianToAnkiSettings) -> bool:
    """Whether the plugin reads the note at this path. path: relative to the vault, with "/".

    Source: Obsidian_to_Anki, main.ts, scanVault(), and src/files-manager.ts.
    """
    folder = settings.scanned_folder
    if folder and not path.startswith(f"{folder}/"):
        return False
    is_ignored = False
    for glob in settings.ignored_globs:
        if any(matches(path, pattern) for pattern in _patterns(glob.removeprefix("!"))):
            is_ignored = not glob.startswith("!")
    return not is_ignored


def _patterns(glob: str) -> list[str]:
    """The patterns that {a,b} in a glob stand for."""
    patterns = [glob]
    while len(patterns) <= _MOST_PATTERNS:
        match = _ALTERNATIVES.search(patterns[0])
        if match is None:
            return patterns
        choices = match[1].split(",")
        patterns = [
            pattern[: found.start()] + choice + pattern[found.end() :]
            for pattern in patterns
            if (found := _ALTERNATIVES.search(pattern))
            for choice in choices
        ]
    return []


def matches(path: str, pattern: str) -> bool:
    """Whether a path matches a pattern of * and ? in names, and ** for any folders."""
    # reached: how many parts of the pattern may be used up, before each name of the path.
    parts = pattern.split("/")
    reached = _skipped(parts, {0})
    for name in path.split("/"):
        reached = _skipped(
            parts,
            {
                at if parts[at] == "**" else at + 1
                for at in reached
                if at < len(parts) and (parts[at] == "**" or _is_name(name, parts[at]))
            },
        )
    return len(parts) in reached


def _skipped(parts: list[str], reached: set[int]) -> set[int]:
    """The places of `reached`, and those behind each ** there, which may stand for nothing."""
    found = set(reached)
    for at in reached:
        while at < len(parts) and parts[at] == "**":
            at += 1
            found.add(at)
    return found


def _is_name(name: str, part: str) -> bool:
    first, *others = (
        "".join("[^/]" if char == "?" else re.escape(char) for char in piece)
        for piece in re.split(r"\*+", part)
    )
    # Only the last piece has to stand at the end; the others take their first place for good.
    middle = "".join(f"(?>[^/]*?{piece})" for piece in others[:-1])
    last = f"[^/]*{others[-1]}" if others else ""
    return re.fullmatch(first + middle + last, name) is not None
