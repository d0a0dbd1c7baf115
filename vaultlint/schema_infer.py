"""A JSON Schema written from the frontmatter of notes: what they have in common.

Pure, and needs no library: whether a note satisfies a schema is asked in schema/.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import NamedTuple, TypeAlias

from msgspec import Struct, field

from vaultlint.notes.facts import Plain
from vaultlint.notes.formats import FORMATS
from vaultlint.text.quote import quoted
from vaultlint.text.suggestion import nearest

VERSION = "https://json-schema.org/draft/2020-12/schema"
ALL = 1.0  # a threshold: only what all notes have in common is demanded

Schema: TypeAlias = dict[str, object]

_LEAST_WORDS = 5  # values; of fewer, a repetition may be chance
_MOST_WORDS = 12  # of an enum that is still read as one
_LONGEST_WORD = 40  # code points; what is longer is prose
# Good and Turing: the share of what was seen once is the chance that the next one is new.
_MOST_NEW = 1 / 5
_LEAST_LISTS = 3  # with several items each; of fewer, that no item is repeated may be chance
_RARE_FROM = 10  # notes; of fewer, one is no small share
_RARE = 1 / 100
_MOST_KEYS = 20  # of a mapping; more, none of them common, are data
_DEEPEST = 5  # mappings and lists in each other; below, a schema is no longer read
_LONGEST_LIST = 160  # code points, of values with their counts in a description
_MOST_EXCEPTIONS = 2  # in a description
_MOST_LEFT_OUT = 10  # names in a description

# Written freely: that they repeat in some notes says nothing about the next.
_FREE = {
    *("alias", "aliases", "author", "authors", "creator", "description", "editor", "editors"),
    *("name", "publisher", "source", "sources", "summary", "tag", "tags", "title", "translator"),
    *("topic", "topics", "version"),
}
_BY_CONTENT = ("obsidian-datetime", "obsidian-date", "date-time", "obsidian-link", "uri")
_BY_NAME = {"tags": "obsidian-tag", "cards-deck": "anki-deck"}
_DAYS = ("obsidian-date", "obsidian-datetime")


class _Part(NamedTuple):
    """What is demanded of some values, and facts that a reader wants to know of them."""

    demands: Schema
    facts: tuple[str, ...] = ()


def inferred_schema(
    notes: Iterable[Mapping[str, Plain]], title: str, origin: str, threshold: float = ALL
) -> Schema:
    """A schema that demands what at least `threshold` (a share) of the notes have in common.

    It accepts all of them if the threshold is 1. notes: their properties, in the order that is
    kept where nothing else decides. title: of the schema. origin: a sentence for its description.
    """
    own = [{key: value for key, value in note.items() if key != "$schema"} for note in notes]
    part = _mapping(own, "notes", threshold, 0)
    description = " ".join((origin, *(_sentence([fact]) for fact in part.facts)))
    head = {"$schema": VERSION, "title": title, "description": description, "type": "object"}
    return head | part.demands


# --- mappings


def _mapping(
    mappings: Sequence[Mapping[str, Plain]], noun: str, threshold: float, depth: int
) -> _Part:
    if depth > _DEEPEST:
        return _Part({})
    values: dict[str, list[Plain]] = {}
    places: dict[str, list[int]] = {}
    for mapping in mappings:
        for place, (key, value) in enumerate(mapping.items()):
            values.setdefault(key, []).append(value)
            places.setdefault(key, []).append(place)
    total = len(mappings)
    if depth and len(values) > _MOST_KEYS and all(2 * len(own) < total for own in values.values()):
        return _keyed_by_data(values, threshold, depth)
    rare = max(1, int(total * _RARE)) if total >= _RARE_FROM else 0
    keys = _in_order(values, places, total)
    demands: Schema = {}
    required = [key for key in keys if _is_enough(len(values[key]), total, threshold)]
    if required:
        demands["required"] = required
    described = {
        key: _property(
            key, values[key], f"In {len(values[key])} of {total} {noun}", threshold, depth
        )
        for key in keys
        if len(values[key]) > rare
    }
    if described:
        demands["properties"] = described
    others = [f"{_shown(key)} ({len(values[key])})" for key in keys if key not in described]
    if not others:
        return _Part(demands)
    return _Part(
        demands, (f"left out, as few {noun} have them: {_listed(others, _MOST_LEFT_OUT)}",)
    )


def _property(
    name: str, values: Sequence[Plain], count: str, threshold: float, depth: int
) -> Schema:
    part = _value(values, name, threshold, depth)
    return {"description": _sentence((count, *part.facts)), **part.demands}


def _keyed_by_data(values: Mapping[str, Sequence[Plain]], threshold: float, depth: int) -> _Part:
    """A mapping whose keys are no names but data, such as days."""
    every = [value for own in values.values() for value in own]
    part = _value(every, "", threshold, depth)
    fact = f"{len(values)} keys, such as {_shown(next(iter(values)))}"
    return _Part({"additionalProperties": _described(part)}, (fact,))


def _in_order(
    values: Mapping[str, Sequence[Plain]], places: Mapping[str, Sequence[int]], total: int
) -> list[str]:
    """The keys: common ones as they usually follow each other, then the rest by frequency."""

    def rank(key: str) -> tuple[int, float]:
        count = len(values[key])
        usual = sum(places[key]) / count
        return (-total, usual) if 2 * count >= total else (-count, usual)

    return sorted(values, key=rank)


# --- values


class _Sorted(Struct, frozen=True):
    """Values by their kind."""

    empty: list[None] = field(default_factory=list)
    booleans: list[bool] = field(default_factory=list)
    numbers: list[int | float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    lists: list[list[Plain]] = field(default_factory=list)
    mappings: list[dict[str, Plain]] = field(default_factory=list)

    def counts(self) -> Counter[str]:
        """How many there are, by the type of JSON Schema."""
        number = "integer" if all(isinstance(n, int) for n in self.numbers) else "number"
        counts = {
            "string": len(self.texts),
            number: len(self.numbers),
            "boolean": len(self.booleans),
            "array": len(self.lists),
            "object": len(self.mappings),
            "null": len(self.empty),
        }
        return +Counter(counts)


_KINDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "empty",
    "number": "a number",
    "object": "a mapping",
    "string": "text",
}


def _sorted_by_kind(values: Iterable[Plain]) -> _Sorted:
    found = _Sorted()
    for value in values:
        match value:
            case None:
                found.empty.append(value)
            case bool():
                found.booleans.append(value)
            case int() | float():
                found.numbers.append(value)
            case str():
                found.texts.append(value)
            case list():
                found.lists.append(value)
            case dict():
                found.mappings.append(value)
    return found


def _value(values: Sequence[Plain], name: str, threshold: float, depth: int) -> _Part:
    """What is demanded of the values of a property with this name."""
    found = _sorted_by_kind(values)
    counts = found.counts()
    if set(counts) == {"null"}:  # nobody knows what it is meant to hold
        return _Part({}, ("always empty",))
    # That most are empty is no reason to ask for it.
    agreed = _agreed(counts, threshold)
    kinds = sorted(counts if agreed == ["null"] else agreed, key="null".__eq__)
    demands: Schema = {"type": kinds[0] if len(kinds) == 1 else kinds}
    facts: list[str] = []
    if len(counts) > 1:
        facts.append(", ".join(f"{_KINDS[kind]} in {n}" for kind, n in counts.most_common()))
    for kind in kinds:
        part = _of_kind(kind, found, name, threshold, depth)
        demands |= part.demands
        facts += part.facts
    if set(kinds) <= {"string", "null"} and "format" not in demands and "anyOf" not in demands:
        words: list[object] = [*_words(found.texts, name, threshold)]
        if words:
            demands = {"enum": words + [None] * ("null" in kinds)}
            facts += _slips(Counter(found.texts))
    return _Part(demands, tuple(facts))


def _of_kind(kind: str, found: _Sorted, name: str, threshold: float, depth: int) -> _Part:
    match kind:
        case "string":
            return _text(found.texts, name, threshold)
        case "integer" | "number":
            return _Part({}, _range([n for n in found.numbers if isfinite(n)]))
        case "boolean":
            return _Part({}, (_distinct(Counter(map(str, found.booleans))).lower(),))
        case "array":
            return _list(found.lists, name, threshold, depth + 1)
        case "object":
            return _mapping(found.mappings, "mappings", threshold, depth + 1)
    return _Part({})


def _text(texts: Sequence[str], name: str, threshold: float) -> _Part:
    fitting = {known: _fitting(known, texts) for known in (*_named_format(name), *_BY_CONTENT)}
    best = max(fitting, key=lambda known: len(fitting[known]))
    formats: tuple[str, ...] = (best,)
    if not _is_enough(len(fitting[best]), len(texts), threshold):
        formats = _DAYS
    fits = [text for known in formats for text in fitting[known]]
    if not _is_enough(len(fits), len(texts), threshold):
        hint = _exceptions(best, texts, fitting[best])
        return _Part({}, (_distinct(Counter(texts)), *hint))
    demands: Schema = {"format": best}
    if len(formats) > 1:
        demands = {"anyOf": [{"format": known} for known in formats]}
    if best in (*_DAYS, "date-time"):
        days = sorted(text[:10] for text in fits)
        first = days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    else:
        first = _distinct(Counter(texts))
    return _Part(demands, (first, *_exceptions(" or ".join(formats), texts, fits)))


def _named_format(name: str) -> tuple[str, ...]:
    known = _BY_NAME.get(name.casefold())
    return () if known is None else (known,)


def _fitting(known: str, texts: Iterable[str]) -> list[str]:
    accepts = FORMATS[known].accepts
    # "a:b" is a URI to the letter, and hardly ever meant as one.
    return [text for text in texts if accepts(text) and (known != "uri" or "://" in text)]


def _exceptions(known: str, texts: Sequence[str], fits: Iterable[str]) -> tuple[str, ...]:
    """That most of the texts have a format, and which have not; nothing when all or few have."""
    fitting = set(fits)
    others = [text for text in texts if text not in fitting]
    if not others or 2 * len(others) > len(texts):
        return ()
    words = list(dict.fromkeys(map(_shown, others)))
    return (f"{known}, but for {_listed(words, _MOST_EXCEPTIONS)}",)


def _words(texts: Sequence[str], name: str, threshold: float) -> list[str]:
    """The words of an enum, the more frequent first; empty when the values are no choice."""
    counts = Counter(texts)
    new = sum(count == 1 for count in counts.values())
    is_choice = (
        name.casefold() not in _FREE
        and len(texts) >= _LEAST_WORDS
        and 2 <= len(counts) <= min(_MOST_WORDS, len(texts) // 2)
        and new <= _MOST_NEW * len(texts)
        and all(0 < len(word) <= _LONGEST_WORD and word.isprintable() for word in counts)
    )
    return _agreed(counts, threshold) if is_choice else []


def _slips(counts: Counter[str]) -> Iterator[str]:
    """Of the words that stand once: those that are spelt nearly like one that is repeated."""
    usual = [word for word, count in counts.items() if count > 1]
    for word in (word for word, count in counts.items() if count == 1):
        near = nearest(word, usual)
        if near is not None and abs(len(near) - len(word)) <= 1:
            yield f"is {_shown(word)} a slip for {_shown(near)}?"


def _range(numbers: Sequence[int | float]) -> tuple[str, ...]:
    if not numbers:
        return ()
    least, most = min(numbers), max(numbers)
    if least == most:
        return (f"always {least}" if len(numbers) > 1 else f"{least}",)
    return (f"{least} to {most}",)


def _list(lists: Sequence[list[Plain]], name: str, threshold: float, depth: int) -> _Part:
    demands: Schema = {}
    lengths = [len(items) for items in lists]
    every = [item for items in lists for item in items]
    shared = _shared_tags(lists, threshold) if name.casefold() == "tags" else []
    if shared:
        demands |= _containing(shared)
    elif len(lists) > 1 and _is_enough(sum(map(bool, lengths)), len(lists), threshold):
        demands["minItems"] = 1
    several = [items for items in lists if len(items) > 1]
    if len(several) >= _LEAST_LISTS and all(isinstance(item, str) for item in every):
        unique = sum(len(set(map(str, items))) == len(items) for items in several)
        if _is_enough(unique + len(lists) - len(several), len(lists), threshold):
            demands["uniqueItems"] = True
    if every and depth <= _DEEPEST:
        demands["items"] = _described(_value(every, name, threshold, depth))
    (size,) = _range(lengths)
    return _Part(demands, (f"{size} item{'' if size.endswith(' 1') or size == '1' else 's'}",))


def _shared_tags(lists: Sequence[list[Plain]], threshold: float) -> list[str]:
    """The tags that stand in all lists; none of a single list, where all would."""
    counts = Counter(
        tag for items in lists for tag in dict.fromkeys(t for t in items if isinstance(t, str))
    )
    if len(lists) < 2:
        return []
    return [tag for tag, count in counts.items() if _is_enough(count, len(lists), threshold)]


def _containing(tags: Sequence[str]) -> Schema:
    each = [{"contains": {"title": tag, "const": tag}} for tag in tags]
    return {**each[0]} if len(each) == 1 else {"allOf": each}


# --- shares, and values in words


def _is_enough(count: int, total: int, threshold: float) -> bool:
    return count >= threshold * total - 1e-9  # 0.7 * 10 is a little more than 7


def _agreed(counts: Counter[str], threshold: float) -> list[str]:
    """The most frequent that together are enough; those that are equally frequent stay together."""
    kept: list[str] = []
    covered, last = 0, 0
    for word, count in counts.most_common():
        if count != last and _is_enough(covered, counts.total(), threshold):
            break
        kept.append(word)
        covered, last = covered + count, count
    return kept


def _described(part: _Part) -> Schema:
    return ({"description": _sentence(part.facts)} if part.facts else {}) | part.demands


def _sentence(facts: Iterable[str]) -> str:
    words = "; ".join(facts)
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('?') else '.'}"


def _distinct(counts: Counter[str]) -> str:
    """`3 values: a (5), b (2), c (1)`."""
    (first, most), *others = counts.most_common()
    if not others:
        return f"always {_shown(first)}" if most > 1 else _shown(first)
    if most == 1:
        return f"{len(counts)} values, such as {_shown(first)}"
    if len(counts) <= _MOST_WORDS and counts.total() >= 2 * len(counts):
        listed = ", ".join(f"{_shown(word)} ({count})" for word, count in counts.most_common())
        if len(listed) <= _LONGEST_LIST:
            return f"{len(counts)} values: {listed}"
    return f"{len(counts)} values, most often {_shown(first)} ({most})"


def _listed(words: Sequence[str], most: int) -> str:
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")


def _shown(text: str) -> str:
    """A value in a description: without quotes, which JSON would escape."""
    return quoted(text)[1:-1] or "an empty text"
