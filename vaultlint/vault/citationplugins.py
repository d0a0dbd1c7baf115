"""The bibliographies that the settings of citation plugins name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from vaultlint.text.regex import regex
from vaultlint.vault.settingsfile import flag, read_list, read_object, string

# Pandoc manual, "Citation rendering".
_ARGUMENT = regex(r"--bibliography(?:=|\s+)(?:\"([^\"]+)\"|'([^']+)'|(\S+))")


def plugin_bibliographies(folder: Path) -> tuple[str, ...]:
    """The paths, as they are stated, that the plugins in a vault's .obsidian folder read.

    They are absolute or relative to the vault. A missing or damaged file says nothing.
    """
    enabled = read_list(folder / "community-plugins.json")
    found: list[str] = []
    for plugin, stated in (
        ("obsidian-pandoc-reference-list", _of_reference_list),
        ("obsidian-citation-plugin", _of_citations),
        ("obsidian-pandoc", _of_pandoc),
    ):
        if enabled is None or plugin in enabled:
            found += stated(read_object(folder / "plugins" / plugin / "data.json"))
    trimmed = (path.strip() for path in found)
    return tuple(dict.fromkeys(path for path in trimmed if path))


def _of_reference_list(data: Mapping[str, object]) -> Iterator[str]:
    if not flag(data, "pullFromZotero"):
        yield string(data, "pathToBibliography")
        return
    # Each library of Zotero is kept here, for when Zotero does not run.
    groups = data.get("zoteroGroups")
    for group in groups if isinstance(groups, list) else ():
        if isinstance(group, dict) and isinstance(group.get("id"), int):
            yield f".pandoc/zotero-library-{group['id']}.json"


def _of_citations(data: Mapping[str, object]) -> Iterator[str]:
    yield string(data, "citationExportPath")


def _of_pandoc(data: Mapping[str, object]) -> Iterator[str]:
    for found in _ARGUMENT.finditer(string(data, "extraArguments")):
        yield found[1] or found[2] or found[3]
