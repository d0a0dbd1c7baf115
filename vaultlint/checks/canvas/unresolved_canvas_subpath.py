"""A card of a canvas that shows a part of a file which the file does not have."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.bases._views import only_view, view_fault
from vaultlint.checks.canvas._paths import rewritten
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted
from vaultlint.vault.subpaths import Places


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for node in note.canvas.nodes if note.canvas else ():
        path = vault.file_at(node.file.text) if node.file else None
        if node.subpath is None or path is None:
            continue
        message = _fault(path, node.subpath.text, vault)
        if message:
            meant = _meant(path, node.subpath.text, vault)
            fix = rewritten(node.subpath, meant, note, f"Show {meant}") if meant else None
            yield Finding(node.subpath.span, message, fix=fix)


def _meant(path: str, subpath: str, vault: Vault) -> str:
    """The subpath that differs in blanks, marks and case alone; empty when there is not one."""
    base, places = vault.base(path), vault.places(path)
    if base is not None:
        view = only_view(base, subpath)
        return f"#{view}" if view else ""
    if places is None:
        return ""
    if subpath.startswith("#^"):
        block = places.only_block(subpath[2:])
        return f"#^{block.id}" if block else ""
    heading = places.only_heading(subpath[1:])
    words = heading.text.replace("#", " ") if heading else ""
    return f"#{words}" if heading and places.heading(f"#{words}") is heading else ""


def _fault(path: str, subpath: str, vault: Vault) -> str:
    """Why a subpath leads nowhere; empty when it leads somewhere, or nobody can tell."""
    base = vault.base(path)
    if base is not None:
        return view_fault(base, path, subpath)
    places = vault.places(path)
    if places is None or not places.is_known:
        return ""
    name = quoted(path.rpartition("/")[2])
    if subpath.startswith("#^"):
        return _block_fault(name, subpath[2:], places)
    above, missing = places.last_heading(subpath)
    if not missing:
        return ""
    below = f" below {quoted(above.text)}" if above else ""
    meant = places.meant_heading(missing)
    advice = f"did you mean {quoted('#' + meant.text)}?" if meant else "add it or correct the card"
    return f"{name} has no heading {quoted(missing)}{below}; {advice}"


def _block_fault(name: str, block_id: str, places: Places) -> str:
    if places.block(block_id) is not None:
        return ""
    meant = places.meant_block(block_id)
    advice = f'did you mean "#^{meant.id}"?' if meant else "add it or correct the card"
    return f"{name} has no block id {quoted('^' + block_id)}; {advice}"
