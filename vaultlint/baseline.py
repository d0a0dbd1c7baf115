"""A baseline: diagnostics that a vault has put up with, and how they are known again. Pure."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeGuard

from msgspec import Struct, to_builtins

from vaultlint.diagnostic import Diagnostic, Identity
from vaultlint.notes.json_tree import read_json
from vaultlint.notes.reading import Reading
from vaultlint.rule import Rule
from vaultlint.settings import Settings
from vaultlint.text.digest import blake2
from vaultlint.text.jsonplace import json_place
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.source import Source, source

_VERSION = 1  # of the format

# Lengths in code points.
_HEAD = 80  # of the text concerned that counts: its first line, up to here
_SIDE = 32  # of its surroundings that count, on each side
_NEAR = 200  # of the note that are looked at for them
_TELLING = 4  # UTF-8 bytes of letters and digits; what has fewer, such as "﹇<br>", is everywhere

# Hexadecimal digits of a fingerprint: of the text, of what stands before it, of what follows.
_TEXT, _BESIDE = 16, 8
_FINGERPRINT = regex("[0-9a-f]{32}")

_LINE_BREAK = regex(r"[\r\n]")
# A blank line, also of a quote.
_BLANK_LINE = regex(r"(?>\r\n|\r|\n)[ \t>]*(?=[\r\n])")
_CONFLICT = regex(r"<{7}|={7}|>{7}|\|{7}")
_SURROGATE = regex("[\ud800-\udfff]")  # of a file name that is no text; not UTF-8


class Baseline(Struct, frozen=True):
    """What a baseline file holds.

    entries: how many equal diagnostics it knows. settings: as by settings_hashes().
    """

    entries: Mapping[Identity, int]
    settings: Mapping[str, str]


class BaselineError(Exception):
    """Why a file is no baseline, in one line, with its place."""


# --- fingerprints


class Found(Struct, frozen=True):
    """A diagnostic with its identity.

    tells_…: whether that part of its fingerprint says enough to know it by.
    """

    diagnostic: Diagnostic
    identity: Identity
    tells_text: bool
    tells_before: bool
    tells_after: bool


def fingerprinted(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]
) -> tuple[Found, ...]:
    """The diagnostics with their identities, in the same order. sources: by path."""
    return tuple(_found(diagnostic, sources[diagnostic.path].text) for diagnostic in diagnostics)


def _found(diagnostic: Diagnostic, text: str) -> Found:
    """Its fingerprint is of the text concerned and of what stands beside it in its paragraph.

    Numbers of lines are no part of it, nor is the message, which may name other places.
    """
    span = diagnostic.finding.span
    keys = [step for step in diagnostic.finding.property_path if isinstance(step, str)]
    if span.end == 0:  # about the note as a whole, whatever stands there
        whole = _plain(text)
        return _identified(diagnostic, keys, "", whole, whole[:_SIDE], is_whole=True)
    head = _LINE_BREAK.split(text[span.start : min(span.end, span.start + _HEAD)], maxsplit=1)[0]
    end = span.start + len(head)
    wide = text[max(0, span.start - _NEAR) : span.start], text[end : end + _NEAR]
    before, after = _BLANK_LINE.split(wide[0])[-1], _BLANK_LINE.split(wide[1], maxsplit=1)[0]
    if not _tells(before + head + after):  # a paragraph that could be anywhere
        before, after = wide
    return _identified(
        diagnostic, keys, _plain(head), _plain(before)[-_SIDE:], _plain(after)[:_SIDE]
    )


def _identified(
    diagnostic: Diagnostic,
    keys: list[str],
    text: str,
    before: str,
    after: str,
    is_whole: bool = False,
) -> Found:
    digits = (
        _hash(json.dumps([*keys, text]), _TEXT) + _hash(before, _BESIDE) + _hash(after, _BESIDE)
    )
    return Found(
        diagnostic,
        Identity(diagnostic.path, diagnostic.rule, digits),
        is_whole or _tells(text),
        _tells(before),
        _tells(after),
    )


def _plain(text: str) -> str:
    """The text in one spelling: on one line, with single blanks, composed."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _tells(text: str) -> bool:
    return len("".join(filter(str.isalnum, text)).encode()) >= _TELLING


def _hash(text: str, digits: int) -> str:
    content = text.encode("utf-8", "surrogatepass")
    return blake2(content, digits // 2).hex()


# --- comparing


class Comparison(Struct, frozen=True):
    """Diagnostics and entries of a baseline, one to one.

    new: those that the baseline does not know. persisting: the others, each with its entry.
    absent: how many diagnostics of each entry were not found.
    """

    new: tuple[Found, ...]
    persisting: tuple[tuple[Found, Identity], ...]
    absent: Mapping[Identity, int]


class _Step(NamedTuple):
    """A way to know a diagnostic again. applies: to it; None for any. key: must be equal."""

    applies: Callable[[Found], bool] | None
    key: Callable[[Identity], Hashable]


# The surest first. Of its surroundings one side may change; where its text tells enough, both. A
# note that is gone may have another name.
_STEPS = (
    _Step(None, lambda entry: entry),
    _Step(
        lambda found: found.tells_before,
        lambda entry: (*_place(entry), entry.fingerprint[:-_BESIDE]),
    ),
    _Step(
        lambda found: found.tells_after,
        lambda entry: (*_place(entry), entry.fingerprint[:_TEXT], entry.fingerprint[-_BESIDE:]),
    ),
    _Step(
        lambda found: found.tells_text, lambda entry: (*_place(entry), entry.fingerprint[:_TEXT])
    ),
)
_RENAMED = _Step(None, lambda entry: (entry.rule, entry.fingerprint))


def _place(entry: Identity) -> tuple[str, str]:
    return entry.path, entry.rule


def compared(
    entries: Mapping[Identity, int], found: Sequence[Found], is_gone: Callable[[str], bool]
) -> Comparison:
    """Which diagnostics a baseline knows; of equal ones the first.

    is_gone: whether there is no note at a path any more.
    """
    absent = dict(sorted(entries.items(), reverse=True))
    known: dict[int, Identity] = {}
    for step in _STEPS:
        _match(step, found, known, absent, absent)
    _match(_RENAMED, found, known, absent, [entry for entry in absent if is_gone(entry.path)])
    return Comparison(
        tuple(each for index, each in enumerate(found) if index not in known),
        tuple((each, known[index]) for index, each in enumerate(found) if index in known),
        {entry: count for entry, count in absent.items() if count},
    )


def _match(
    step: _Step,
    found: Sequence[Found],
    known: dict[int, Identity],
    absent: dict[Identity, int],
    candidates: Iterable[Identity],
) -> None:
    """Adds to `known` what this step knows, and takes it away from `absent`.

    candidates: entries of `absent`, in falling order.
    """
    waiting: dict[Hashable, list[Identity]] = {}
    for entry in candidates:
        if absent[entry]:
            waiting.setdefault(step.key(entry), []).append(entry)
    for index, each in enumerate(found):
        if index in known or not (step.applies is None or step.applies(each)):
            continue
        entries = waiting.get(step.key(each.identity))
        if not entries:
            continue
        known[index] = entry = entries[-1]
        absent[entry] -= 1
        if not absent[entry]:
            entries.pop()


# --- settings


def settings_hashes(settings: Settings, rules: Iterable[Rule], reading: Reading) -> dict[str, str]:
    """What of the settings decides which diagnostics there are, each part as a hash.

    settings, rules: of the configuration alone, whatever the command line selects.
    The keys are words for people.
    """
    defaults: dict[str, dict[str, object]] = {}
    options: dict[str, dict[str, object]] = {}
    for rule in rules:
        own = [name for name in rule.options._fields if name not in rule.given]
        stated = dict(zip(rule.options._fields, settings.options_of(rule), strict=True))
        defaults[rule.name] = {name: rule.options._field_defaults[name] for name in own}
        options[rule.name] = {name: stated[name] for name in own}
    parts: dict[str, object] = {
        "rules": defaults,
        "options": {name: own for name, own in options.items() if own != defaults[name]},
        "schemas": [[use.stated() for use in settings.schema_uses], settings.schemas.stated],
        "reading": to_builtins(reading),
        "exclude": settings.exclude,
    }
    return {name: _hash(json.dumps(part, sort_keys=True), _TEXT) for name, part in parts.items()}


# --- the file


def baseline_text(baseline: Baseline) -> str:
    """The file: JSON with a line for each entry, so that versions can be compared and merged.

    Each of these lines ends in a comma, as null ends the list: else two branches that add a last
    entry would both change the line above, too.
    """
    lines = (
        _json({**entry._asdict(), "count": count}) + ","
        for entry, count in sorted(baseline.entries.items())
    )
    listed = "".join(f"    {line}\n" for line in lines)
    return (
        f'{{\n  "version": {_VERSION},\n  "settings": {_json(dict(baseline.settings))},\n'
        f'  "diagnostics": [\n{listed}    null\n  ]\n}}\n'
    )


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def read_baseline(path: str, text: str) -> Baseline:
    """The baseline in a file. path: for messages. Raises BaselineError."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        raise BaselineError(_json_fault(path, text)) from None
    return _Reader(path, text).baseline(plain)


def _json_fault(path: str, text: str) -> str:
    fault = read_json(text).fault
    if fault is None:
        return f"{path}:1:1: the baseline is empty{_ANEW}"
    if _CONFLICT.match(text, fault.span.start):
        wrong = "a merge conflict; keep the entries of both sides, remove the marks"
        return _placed(path, text, fault.span.start, f"{wrong}, and run {_UPDATE}")
    wrong = fault.message.partition(";")[0]
    return _placed(path, text, fault.span.start, f"the baseline is damaged: {wrong}{_ANEW}")


_UPDATE = "`vaultlint baseline update`"
_ANEW = "; restore it, or write it anew with `vaultlint baseline create --force`"
_FOREIGN = "; name a file that `vaultlint baseline create` wrote"


def _placed(path: str, text: str, offset: int, message: str) -> str:
    place = source(path, text).position(offset)
    return f"{path}:{place.line}:{place.column}: {message}"


class _Reader:
    """Reads what the JSON of a file says."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text

    def baseline(self, plain: object) -> Baseline:
        """Raises BaselineError at the first mistake."""
        if not isinstance(plain, dict) or "version" not in plain or "diagnostics" not in plain:
            raise self._error((), f"this is no baseline{_FOREIGN}")
        version = plain["version"]
        if isinstance(version, bool) or version != _VERSION:
            wrong = f"this baseline has version {quoted(str(version))}, not {_VERSION}"
            raise self._error(("version",), f"{wrong}; use the vaultlint that wrote it")
        settings = plain.get("settings", {})
        if not isinstance(settings, dict) or not all(
            isinstance(value, str) for value in settings.values()
        ):
            raise self._error(("settings",), f"these are no settings of a baseline{_ANEW}")
        listed = plain["diagnostics"]
        if not isinstance(listed, list):
            raise self._error(("diagnostics",), f"this must be a list{_ANEW}")
        entries: dict[Identity, int] = {}
        for index, item in enumerate(listed):
            if item is None:
                continue
            entry, count = self._entry(index, item)
            # A merge may leave an entry twice. One that is known too often would hide a new one.
            entries[entry] = max(count, entries.get(entry, 0))
        return Baseline(entries, settings)

    def _entry(self, index: int, item: object) -> tuple[Identity, int]:
        match item:
            case {"path": str(path), "rule": str(rule), "fingerprint": str(digits), **rest}:
                count: object = rest.get("count", 1)
                if _is_count(count) and _FINGERPRINT.fullmatch(digits):
                    return Identity(path, rule, digits), count
        raise self._error(
            ("diagnostics", index),
            'an entry needs "path", "rule", "fingerprint" (32 hexadecimal digits) and "count"'
            f" (from 1); remove it{_ANEW.removeprefix('; restore it')}",
        )

    def _error(self, path: Sequence[str | int], message: str) -> BaselineError:
        offset = json_place(self._text, path)
        return BaselineError(_placed(self._path, self._text, offset, message))


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
