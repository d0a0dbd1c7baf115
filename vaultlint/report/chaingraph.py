"""The chains of vaults as graphs: for Graphviz (DOT) and for Mermaid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from vaultlint.report.chains import ChainedVault, short_name
from vaultlint.report.visible import visible
from vaultlint.text.regex import regex
from vaultlint.vault.courses import FAULTS, Course, MarkKind

# A label of DOT knows the escapes \n, \l, \N and the entities of HTML (graphviz.org, "escString").
_DOT_SPECIAL = regex(r'["\\&<>]')
_DOT_ESCAPES = {'"': '\\"', "\\": "\\\\", "&": "&amp;", "<": "&lt;", ">": "&gt;"}
# A label of Mermaid is Markdown, and its text is searched for directives before: of ASCII, only
# letters, digits and blanks are sure to be text. Source: mermaid.js.org, "Entity codes".
_MERMAID_SPECIAL = regex(r"[!-/:-@\[-`{-~]")


class Arrow(Struct, frozen=True):
    """A step between two notes, by their numbers. fault: why it is not to be believed."""

    source: int
    target: int
    fault: MarkKind | None


class ChainGraph(Struct, frozen=True):
    """A course: its title, its notes, what its gaps should be, each by its number; its arrows.

    Its notes have the numbers from the first on, in the order of the course.
    """

    title: str
    notes: tuple[tuple[int, str], ...]
    gaps: tuple[tuple[int, str], ...]
    arrows: tuple[Arrow, ...]


def dot_lines(vaults: Sequence[ChainedVault]) -> Iterator[str]:
    """The graph in the DOT language: a cluster a course; faults in red, gaps dotted."""
    yield "digraph chains {"
    yield "  rankdir=LR;"
    yield '  node [shape=box, style=rounded, fontname="sans-serif"];'
    yield '  edge [fontname="sans-serif"];'
    for number, group in enumerate(_groups(vaults)):
        yield f"  subgraph cluster_{number} {{"
        yield f"    label={_dot(group.title)};"
        for note, name in group.notes:
            yield f"    n{note} [label={_dot(name)}];"
        for gap, name in group.gaps:
            yield f'    n{gap} [label={_dot(name)}, style=dotted, color="red"];'
        yield "  }"
        for arrow in group.arrows:
            look = f' [label={_dot(arrow.fault)}, color="red", style=dashed]' if arrow.fault else ""
            yield f"  n{arrow.source} -> n{arrow.target}{look};"
    yield "}"


def mermaid_lines(vaults: Sequence[ChainedVault]) -> Iterator[str]:
    """The graph as a flowchart of Mermaid, which Obsidian shows in a code block of that name."""
    yield "flowchart LR"
    for number, group in enumerate(_groups(vaults)):
        yield f'  subgraph c{number}["{_mermaid(group.title)}"]'
        for note, name in group.notes:
            yield f'    n{note}["{_mermaid(name)}"]'
        for gap, name in group.gaps:
            yield f'    n{gap}("{_mermaid(name)}"):::gap'
        yield "  end"
        for arrow in group.arrows:
            line = f'-. "{_mermaid(arrow.fault)}" .->' if arrow.fault else "-->"
            yield f"  n{arrow.source} {line} n{arrow.target}"
    yield "  classDef gap stroke:red,stroke-dasharray:4"


def _groups(vaults: Sequence[ChainedVault]) -> Iterator[ChainGraph]:
    first = 0
    for vault in vaults:
        for course in vault.courses:
            graph = chain_graph(course, course.folder or vault.root.rpartition("/")[2], first)
            yield graph
            first += len(graph.notes) + len(graph.gaps)


def chain_graph(course: Course, title: str, first: int = 0) -> ChainGraph:
    """A course with its notes numbered from `first` on."""
    notes = {note.path: number for number, note in enumerate(course.notes, first)}
    gaps: dict[str, int] = {}
    faults: dict[tuple[int, int], MarkKind] = {}
    for note in course.notes:
        for mark in note.marks:
            if mark.kind not in FAULTS:
                continue
            if mark.kind == "ring":
                ends = notes[mark.others[-1]], notes[mark.others[0]]
            else:
                here = notes[note.path]
                there = notes[mark.others[0]] if mark.others else here
                if mark.kind == "gap" and mark.link is not None:
                    there = gaps.setdefault(mark.link.path, first + len(notes) + len(gaps))
                ends = (here, there) if mark.direction == "next" else (there, here)
            faults[ends] = mark.kind
    steps = ((notes[note.path], notes[path]) for note in course.notes for path in note.following)
    names = tuple((notes[note.path], short_name(note.path, course.folder)) for note in course.notes)
    missing = tuple((number, link_path.rpartition("/")[2]) for link_path, number in gaps.items())
    ends_of_all = dict.fromkeys((*steps, *faults))
    arrows = tuple(Arrow(*ends, faults.get(ends)) for ends in ends_of_all)
    return ChainGraph(title, names, missing, arrows)


def _dot(text: str) -> str:
    escaped = _DOT_SPECIAL.sub(lambda match: _DOT_ESCAPES[match[0]], visible(text))
    return f'"{escaped}"'


def _mermaid(text: str) -> str:
    # An empty label is a syntax error.
    return _MERMAID_SPECIAL.sub(lambda match: f"#{ord(match[0])};", visible(text)) or "#32;"
