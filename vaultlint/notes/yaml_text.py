"""A YAML text, as Obsidian reads it. The only user of ruamel besides config.py.

Obsidian reads YAML with the npm package yaml 2 (YAML 1.2 core schema, unique keys). ruamel's
parser gives the events; scalars are resolved in yaml_core, and what npm yaml refuses although
ruamel reads it is refused in yaml_tree. tests/test_yaml_differential.py compares the two and
lists the differences that remain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from vaultlint.diagnostic import Edit
from vaultlint.notes.facts import DuplicateProperty, Value, YamlFault
from vaultlint.notes.yaml_core import NOTHING, ODD
from vaultlint.notes.yaml_faults import YamlError, explained, not_a_mapping
from vaultlint.notes.yaml_tree import Event, Tree
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

_PRIVATE_USE = range(0xF0000, 0xFFFFD)  # more than there can be odd characters
# A colon that npm yaml reads as a part of a plain scalar in a list or mapping in brackets, and
# YAML 1.1 refuses there, such as in [http://a.example].
_INNER_COLON = regex(r"(?<=[^\s\"'\[\]{},]):(?=[^\s\[\]{},])")
# Tabs that npm yaml allows: on blank lines, before a comment, behind the dash of an item.
_HARMLESS_TABS = regex(
    r"^(?:[ ]*\t[ \t]*+(?=\r?$|#)|[ ]*-[ ]*\t[ \t]*+(?![-?:](?:\s|$))(?![^\n]*:(?:\s|$)))",
    re.MULTILINE,
)
# A value that is a dash and nothing else: npm yaml 2.7 reads a list with one empty item.
_LONE_DASH = regex(r"(?<=:[ \t])-(?=[ \t]*\r?$)", re.MULTILINE)
# Tabs in a line: libyaml and npm yaml allow them, ruamel's own parser does not.
_INNER_TAB = regex(r"(?<=[^\s:,\[{-])\t(?=[^\s#,\]}])")
_TABS_BETWEEN = regex(r"(?<=\S)[ ]*\t[ \t]*+")
# An escape that libyaml refuses: JSON writes an emoji as two of them.
_HALF_OF_PAIR = regex(r"\\u[dD][89a-fA-F]|\\U0000[dD][89a-fA-F]")
_PURE_PARSER_LIMIT = 65_536  # code points; ruamel's own parser needs a second for some 200,000


class YamlText(NamedTuple):
    """A YAML text that is no frontmatter. root: None when it is empty, or cannot be read."""

    root: Value | None
    fault: YamlFault | None = None
    duplicates: tuple[DuplicateProperty, ...] = ()


def read_yaml(text: str) -> YamlText:
    """A YAML text by the rules of frontmatter; its places count from its start."""
    if NOTHING.fullmatch(text):
        return YamlText(None)
    try:
        tree = _any_tree(text, 0)
    except YamlError as error:
        return YamlText(None, error.fault)
    return YamlText(tree.root, None, tuple(tree.duplicates))


def read_mapping(yaml: str, base: int) -> YamlText:
    """The YAML of a mapping; its places count from where it begins, at `base`."""
    try:
        tree = _tree(yaml, base)
    except YamlError as error:
        return YamlText(None, _moved(error.fault, base))
    return YamlText(tree.root, None, tuple(tree.duplicates))


def _moved(fault: YamlFault, base: int) -> YamlFault:
    """A fault of the YAML that begins at `base`, with its places in the note."""

    def place(span: Span) -> Span:
        return Span(base + span.start, base + span.end)

    fix = fault.fix
    if fix is not None:
        edits = tuple(Edit(place(edit.span), edit.text) for edit in fix.edits)
        fix = replace(fix, edits=edits)
    return YamlFault(place(fault.span), fault.message, fix)


def _tree(yaml: str, base: int) -> Tree:
    """The tree of a YAML mapping. Raises YamlError, its span counted from the start of `yaml`."""
    tree = _any_tree(yaml, base)
    root = tree.root
    if root is None or root.plain is None or isinstance(root.plain, dict):
        return tree
    raise not_a_mapping(yaml)


def _any_tree(yaml: str, base: int) -> Tree:
    """The tree of a YAML text. Raises YamlError, its span counted from the start of `yaml`."""
    # ruamel costs 20 ms to import, and a note without frontmatter does not need it.
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    refusals: list[_Refusal] = []
    for attempt in _attempts(yaml):
        tree = Tree(yaml, base, attempt.written)
        try:
            for event in attempt.events:
                tree.add(event)
        except MarkedYAMLError as error:
            refusals.append(_refusal(error))
            continue
        except YAMLError:
            refusals.append(_Refusal(0, "", None))
            continue
        return tree
    # The attempt that came furthest knows best.
    refusal = max(refusals, key=lambda refusal: refusal.at)
    raise explained(yaml, refusal.problem, refusal.at, refusal.context)


class _Refusal(NamedTuple):
    """Why a parser stopped, where, and where the construct begins that it was reading."""

    at: int
    problem: str
    context: int | None


class _Attempt(NamedTuple):
    """One way to read a text. written: what stands in the parser's text for other characters."""

    events: Iterator[Event]
    written: dict[int, int]


def _refusal(error: MarkedYAMLError) -> _Refusal:
    place = error.problem_mark or error.context_mark
    at = 0 if place is None else place.index
    # A block mapping or list begins lines above, where nothing is wrong.
    is_block = error.context_mark is None or "block" in (error.context or "")
    return _Refusal(at, error.problem or "", None if is_block else error.context_mark.index)


def _attempts(yaml: str) -> Iterator[_Attempt]:
    """Ways to read the text, the fast and usual first; the next is for when one was refused."""
    is_fast = _has_c_parser()
    if is_fast and not ODD.search(yaml):
        yield _Attempt(_c_events(yaml), {})
    stand_in = _stand_ins(yaml)
    written = {ord(stand): ord(char) for char, stand in stand_in.items()}
    readable = ODD.sub(lambda match: stand_in[match[0]], yaml)
    if is_fast and readable != yaml:
        yield _Attempt(_c_events(readable), written)
    softened = _HARMLESS_TABS.sub(_as_blanks, readable)
    softened = _INNER_COLON.sub(stand_in[":"], softened)
    softened = _LONE_DASH.sub(stand_in["-"], softened)
    if is_fast and softened != readable:
        yield _Attempt(_c_events(softened), written)
    is_hard = "[" in softened or "{" in softened or _HALF_OF_PAIR.search(softened)
    if not is_fast or (is_hard and len(softened) <= _PURE_PARSER_LIMIT):
        softened = _INNER_TAB.sub(stand_in["\t"], softened)
        yield _Attempt(_pure_events(_TABS_BETWEEN.sub(_as_blanks, softened)), written)


def _stand_ins(yaml: str) -> dict[str, str]:
    """For each odd character of the text and some others: a character it does not hold."""
    present = set(yaml)
    free = (chr(point) for point in _PRIVATE_USE if chr(point) not in present)
    return dict(zip(sorted({*ODD.findall(yaml), ":", "-", "\t"}), free, strict=False))


def _as_blanks(tabs: re.Match[str]) -> str:
    return tabs[0].replace("\t", " ")


def _has_c_parser() -> bool:
    """Whether the fast parser is there: it has no wheel for some platforms."""
    try:
        import ruamel.yaml.cyaml  # noqa: F401  # imports the C extension
    except ImportError:
        return False
    return True


def _c_events(text: str) -> Iterator[Event]:
    from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]  # not in its __all__

    parser = CParser(text)
    while (event := parser.get_event()) is not None:
        yield event


def _pure_events(text: str) -> Iterator[Event]:
    from ruamel.yaml import YAML

    yield from YAML(typ="safe", pure=True).parse(text)
