"""Frontmatter, as Obsidian reads it. The only user of ruamel.

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
from vaultlint.notes.facts import DuplicateProperty, Frontmatter, Link, Tag, Value, YamlFault
from vaultlint.notes.linktext import Target, markdown_target, wikilink
from vaultlint.notes.yaml_faults import YamlError, explained, not_a_mapping
from vaultlint.notes.yaml_lines import simple_properties
from vaultlint.notes.yaml_tree import Event, Tree
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

_OPENER = regex(r"---(?P<blanks>[ \t]*)(?=[\r\n])")
# Obsidian closes the block at the first later line that begins with ---, whatever follows.
_CLOSER = regex(r"(?:\r\n|\n|\r)---")
_LINE_BREAK = regex(r"\r\n|\n|\r")
_NOTHING = regex(r"(?>(?:[ \t\r]*+(?:#[^\n]*+)?\n)*)[ \t\r]*+(?:#[^\n]*+)?")

# Characters that ruamel refuses or takes for line breaks, and npm yaml for any other character.
_ODD = regex(
    r"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
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

_LINK = regex(
    r"\s*(?:\[\[(?P<wiki>(?:(?!\]\])[^\n])+)\]\]"
    r"|\[(?P<text>[^\[\]\n]*)\]\("
    r"(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\))\s*"
)
_BLANK = regex(r"\s")


def read_frontmatter(source: Source) -> tuple[Frontmatter | None, Span]:
    """The frontmatter, None when there is none, and the body behind it.

    An opener with blanks behind it opens only what reads as properties: Obsidian's parts do not
    agree about it, and a rule (---) above prose is written in the same way.
    """
    text = source.text
    whole = Span(0, len(text))
    opener = _OPENER.match(text)
    closer = _CLOSER.search(text, opener.end()) if opener else None
    if opener is None or closer is None:
        return None, whole
    first_break = _LINE_BREAK.match(text, opener.end())
    assert first_break is not None
    yaml_span = Span(first_break.end(), closer.end() - 3)
    frontmatter = _read(text, Span(0, closer.end()), yaml_span)
    if opener["blanks"] and not frontmatter.properties:
        return None, whole
    return frontmatter, Span(closer.end(), len(text))


def property_links(frontmatter: Frontmatter) -> tuple[Link, ...]:
    """The links in properties, in order; none when Obsidian drops the properties."""
    if frontmatter.plain is None:
        return ()
    return tuple(link for path, value in _leaves(frontmatter) for link in _links(path, value))


def property_tags(frontmatter: Frontmatter) -> tuple[Tag, ...]:
    """The tags in the tags property, in order; those that Obsidian drops are left out."""
    return tuple(
        Tag(_tag_name(text), _words_span(value, text), path)
        for path, value, text in _texts(frontmatter, "tags")
        if _tag_name(text) and not _BLANK.search(_tag_name(text))
    )


def property_aliases(frontmatter: Frontmatter) -> tuple[str, ...]:
    """The other names that the aliases property gives the note, in order."""
    return tuple(text for _, _, text in _texts(frontmatter, "aliases") if text)


class YamlText(NamedTuple):
    """A YAML text that is no frontmatter. root: None when it is empty, or cannot be read."""

    root: Value | None
    fault: YamlFault | None = None
    duplicates: tuple[DuplicateProperty, ...] = ()


def read_yaml(text: str) -> YamlText:
    """A YAML text by the rules of frontmatter; its places count from its start."""
    if _NOTHING.fullmatch(text):
        return YamlText(None)
    try:
        tree = _any_tree(text, 0)
    except YamlError as error:
        return YamlText(None, error.fault)
    return YamlText(tree.root, None, tuple(tree.duplicates))


# --- the block


def _read(text: str, span: Span, yaml_span: Span) -> Frontmatter:
    opener = Span(0, 3)
    yaml = text[yaml_span.start : yaml_span.end]
    simple = None if _ODD.search(yaml) else simple_properties(yaml, yaml_span.start)
    if simple is not None:
        plain = {entry.key: entry.value.plain for entry in simple}
        return Frontmatter(span, opener, yaml_span, simple, plain)
    if _NOTHING.fullmatch(yaml):
        return Frontmatter(span, opener, yaml_span, (), {})
    try:
        tree = _tree(yaml, yaml_span.start)
    except YamlError as error:
        fault = _moved(error.fault, yaml_span.start)
        return Frontmatter(span, opener, yaml_span, (), None, fault)
    root = tree.root
    if root is None or not isinstance(root.plain, dict):
        return Frontmatter(span, opener, yaml_span, (), {})
    duplicates = tuple(tree.duplicates)
    valid = None if duplicates else root.plain
    return Frontmatter(span, opener, yaml_span, root.properties, valid, None, duplicates)


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
    if is_fast and not _ODD.search(yaml):
        yield _Attempt(_c_events(yaml), {})
    stand_in = _stand_ins(yaml)
    written = {ord(stand): ord(char) for char, stand in stand_in.items()}
    readable = _ODD.sub(lambda match: stand_in[match[0]], yaml)
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
    return dict(zip(sorted({*_ODD.findall(yaml), ":", "-", "\t"}), free, strict=False))


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


# --- links and tags


def _leaves(frontmatter: Frontmatter) -> Iterator[tuple[str, Value]]:
    """Every value that holds no other, with its path, such as "a.b.0", in order."""
    pending = [(entry.key, entry.value) for entry in reversed(frontmatter.properties)]
    while pending:
        path, value = pending.pop()
        parts = [(f"{path}.{entry.key}", entry.value) for entry in value.properties]
        parts += [(f"{path}.{index}", item) for index, item in enumerate(value.items)]
        pending += reversed(parts)
        if not parts:
            yield path, value


def _links(path: str, value: Value) -> Iterator[Link]:
    text = value.plain
    found = _LINK.fullmatch(text) if isinstance(text, str) and "[" in text else None
    if found is None:
        return
    target, inner = _target(found)
    if target is None:
        return
    construct = found[0].strip()
    span = _words_span(value, construct)
    start = _text_start(value)
    target_span = span
    if start is not None:
        target_span = Span(start + inner + target.start, start + inner + target.end)
    yield Link(
        "wiki" if found["wiki"] is not None else "markdown",
        False,
        target.target,
        target.path,
        target.subpath,
        span,
        target_span,
        target.display,
        path,
    )


def _target(found: re.Match[str]) -> tuple[Target | None, int]:
    """The target of a link, and where the text that holds it begins."""
    if found["wiki"] is not None:
        return wikilink(found["wiki"]), found.start("wiki")
    group = "bare" if found["angled"] is None else "angled"
    return markdown_target(found[group], found["text"]), found.start(group)


def _texts(frontmatter: Frontmatter, key: str) -> Iterator[tuple[str, Value, str]]:
    """Path, value and trimmed text of each string of a list property, or of a single one."""
    entry = frontmatter.property(key)
    if entry is None or frontmatter.plain is None:
        return
    items = [(f"{entry.key}.{index}", item) for index, item in enumerate(entry.value.items)]
    for path, value in items or [(entry.key, entry.value)]:
        if isinstance(value.plain, str):
            yield path, value, value.plain.strip()


def _tag_name(text: str) -> str:
    return text.removeprefix("#")


def _text_start(value: Value) -> int | None:
    """Where the value's text begins, when it stands in the note as it is; None when escaped."""
    text = value.plain
    if not isinstance(text, str) or "\n" in text:
        return None
    marks = value.span.end - value.span.start - len(text)
    return value.span.start + marks // 2 if marks in (0, 2) else None


def _words_span(value: Value, words: str) -> Span:
    """The span of trimmed words in a value; the whole value when its text is escaped."""
    start = _text_start(value)
    if start is None or not isinstance(value.plain, str):
        return value.span
    start += value.plain.find(words)
    return Span(start, start + len(words))
