"""The user's own words in messages."""

from __future__ import annotations

LONGEST_QUOTE = 60  # code points


def quoted(text: str) -> str:
    """The text in double quotes, on one line, its middle left out when it is long."""
    words = " ".join(text.split())
    if len(words) > LONGEST_QUOTE:
        half = LONGEST_QUOTE // 2
        words = f"{words[:half].rstrip()}…{words[-half + 1 :].lstrip()}"
    return f'"{words}"'
