"""The formats of strings that a JSON Schema may ask for, and what Obsidian and Anki take for them.

Sources: Obsidian help, "Properties", "Tags" and "Internal links"; Anki manual, "Decks"; RFC 3339.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from vaultlint.text.regex import regex

_DATE = regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = regex(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?")
_RFC_TIME = regex(
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
    r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
# What ends a tag in the text.
NO_TAG = regex(r"[\s\u2000-\u206f\u2e00-\u2e7f!\"#$%&'()*+,.:;<=>?@\[\\\]^`{|}~]")
# In a property the two that join letters and emoji are kept, as in 👩‍🚀.
_NO_PROPERTY_TAG = regex(rf"(?![\u200c\u200d]){NO_TAG.pattern}")
_WIKI_LINK = regex(r"\[\[(?!\[)[^\n]+\]\]")
_MARKDOWN_LINK = regex(r"\[[^\[\]\n]*\]\((?:<[^<>\n]+>|[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)\)")
_URI = regex(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def is_date(text: str) -> bool:
    """Whether it is a day as YYYY-MM-DD."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_datetime(text: str) -> bool:
    """Whether it is YYYY-MM-DDTHH:mm, with a blank for the T or not, with seconds or not."""
    is_clock = _CLOCK.fullmatch(text[11:]) is not None
    return is_clock and text[10] in "T " and is_date(text[:10])


def is_tag(text: str) -> bool:
    """Whether Obsidian takes a name in the property tags for a tag, with or without the #."""
    name = text.strip().removeprefix("#")
    return (
        all(part for part in name.split("/"))
        and not _NO_PROPERTY_TAG.search(name)
        and not (name.isascii() and name.isdigit())
    )


def is_link(text: str) -> bool:
    """Whether the whole string is one link to a note, as `[[Note]]` or `[text](Note.md)`."""
    link = text.strip()
    if _WIKI_LINK.fullmatch(link):
        target = link[2:-2]
        return "[[" not in target and "]]" not in target and not target.isspace()
    return _MARKDOWN_LINK.fullmatch(link) is not None


def is_deck(text: str) -> bool:
    """Whether it is the name of an Anki deck, its parts joined by "::", none of them empty."""
    return all(part.strip() for part in text.split("::"))


def is_rfc_time(text: str) -> bool:
    """Whether it is a time with an offset. Source: RFC 3339 §5.6, full-time."""
    return _RFC_TIME.fullmatch(text) is not None


def is_rfc_datetime(text: str) -> bool:
    """Whether it is a date and time with an offset. Source: RFC 3339 §5.6, date-time."""
    return text[10:11] in ("T", "t") and is_date(text[:10]) and is_rfc_time(text[11:])


def is_uri(text: str) -> bool:
    """Whether it is a URI with a scheme. Source: RFC 3986, without its rules for each part."""
    return _URI.fullmatch(text) is not None


class Format(NamedTuple):
    """accepts: a string. meaning: with its article. advice: what to do with another string."""

    accepts: Callable[[str], bool]
    meaning: str
    advice: str


FORMATS: Mapping[str, Format] = {
    "obsidian-date": Format(is_date, "a date", "write it as YYYY-MM-DD"),
    "obsidian-datetime": Format(is_datetime, "a date with a time", "write it as YYYY-MM-DDTHH:mm"),
    "obsidian-tag": Format(
        is_tag, "a tag", "leave out blanks and punctuation but for -, _ and / between its parts"
    ),
    "obsidian-link": Format(is_link, "a link", 'write it as "[[Note]]", in quotes'),
    "anki-deck": Format(
        is_deck, "a deck", 'write its parts with "::" between them, none of them empty'
    ),
    "date": Format(is_date, "a date", "write it as YYYY-MM-DD"),
    "date-time": Format(
        is_rfc_datetime, "a date and time with an offset", "write it as YYYY-MM-DDTHH:mm:ssZ"
    ),
    "time": Format(is_rfc_time, "a time with an offset", "write it as HH:mm:ssZ"),
    "uri": Format(is_uri, "a URI", "write it whole, with its scheme, such as https:"),
}
