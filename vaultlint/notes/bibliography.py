"""The keys of a bibliography in CSL JSON, CSL YAML or BibTeX. The only user of bibtexparser."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Literal

from vaultlint.text.regex import regex

Kind = Literal["CSL JSON", "CSL YAML", "BibTeX"]

KINDS: Mapping[str, Kind] = {
    ".json": "CSL JSON",
    ".yaml": "CSL YAML",
    ".yml": "CSL YAML",
    ".bib": "BibTeX",
    ".bibtex": "BibTeX",
    ".biblatex": "BibTeX",
}
_ENTRY_KEY = regex(r"@\w+\s*[{(]\s*(?P<key>[^\s,{}()]+)")
_OTHER_KEYS = regex(r"[^\s,{}\"]+")


class BibliographyError(Exception):
    """Why the keys of a bibliography cannot be told, in words that follow its path."""


def read_keys(path: str, content: bytes) -> frozenset[str]:
    """The keys under which the works of a bibliography can be cited.

    path: its ending tells the format. Raises BibliographyError.
    """
    kind = KINDS.get(PurePath(path).suffix.lower())
    if kind is None:
        raise BibliographyError("is no bibliography in CSL JSON, CSL YAML or BibTeX")
    text = content.decode("utf-8-sig", "replace")  # keys are ASCII as a rule, wherever they are not
    if kind == "BibTeX":
        return frozenset(_bibtex_keys(text))
    return frozenset(csl_keys(_json(text) if kind == "CSL JSON" else _yaml(text)))


def csl_keys(works: object) -> Iterator[str]:
    """The keys of works as CSL has them, in a list, or in a mapping below "references" or "items".

    Zotero's own export has the address of a work for its id, and the key beside it.
    """
    if isinstance(works, dict):
        works = works.get("references", works.get("items"))
    for work in works if isinstance(works, list) else ():
        if not isinstance(work, dict):
            continue
        for name in ("id", "citation-key", "citationKey"):
            key = work.get(name)
            if isinstance(key, str | int):
                yield str(key)
        others = work.get("other-ids")
        yield from (
            (key for key in others if isinstance(key, str)) if isinstance(others, list) else ()
        )


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BibliographyError(f"is no JSON: {error}") from error


def _yaml(text: str) -> object:
    # Imported here: it is needed for few bibliographies.
    from vaultlint.notes.yaml_text import read_yaml

    # Pandoc writes the file as if it were frontmatter, between two lines of ---.
    found = read_yaml(text.rstrip().removesuffix("\n---"))
    if found.fault is not None:
        raise BibliographyError(f"is no YAML: {found.fault.message}")
    return None if found.root is None else found.root.plain


def _bibtex_keys(text: str) -> Iterator[str]:
    # 35 ms to import.
    import logging

    from bibtexparser.entrypoint import parse_string

    # It logs each entry that it cannot read; what can be told of one is told below.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    library = parse_string(text, parse_stack=[])
    for entry in library.entries:
        yield entry.key.strip()
        for field in entry.fields:
            if field.key.lower() == "ids":  # BibLaTeX: further keys of the work
                yield from _OTHER_KEYS.findall(str(field.value))
    for block in library.failed_blocks:
        damaged = _ENTRY_KEY.match(block.raw or "")
        if damaged:
            yield damaged["key"]
