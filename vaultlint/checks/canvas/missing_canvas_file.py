"""A card or a background of a canvas whose file is not in the vault."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.canvas._paths import as_link, is_placeholder, rewritten
from vaultlint.diagnostic import Finding, Fix
from vaultlint.notes.facts import Note, Text
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for node in note.canvas.nodes if note.canvas else ():
        for path in (node.file, node.background):
            if path is None or is_placeholder(path) or vault.file_at(path.text) is not None:
                continue
            message = f"no file is at {quoted(path.text)}; {_advice(path, vault)}"
            fix = _fix(path, note, vault)
            yield Finding(path.span, message, fix=fix, missing_path=path.text)


def _fix(path: Text, note: Note, vault: Vault) -> Fix | None:
    found = vault.same_name(as_link(path))
    return rewritten(path, found[0], note, f"Show {found[0]}") if len(found) == 1 else None


def _advice(path: Text, vault: Vault) -> str:
    link = as_link(path)
    # There may be thousands of one name.
    found = vault.same_name(link)[:3] or vault.near_names(link)[:1]
    if len(found) > 2:
        return f"did you mean {quoted(found[0])} or another file of this name?"
    if found:
        return f"did you mean {' or '.join(map(quoted, found))}?"
    return "add it to the vault or correct the path"
