"""A block id that Obsidian takes for text."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.deadids import dead_block_ids
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault, VaultRule
from vaultlint.text.quote import quoted

_FORMS = {
    "characters": ("it holds more than letters a to z, digits and -", "write another id"),
    "glued": ("it is glued to the text before it", "put a blank before the ^"),
    "blanks": ("blanks stand behind it", "remove them"),
    "text-below": ("its paragraph goes on below it", "put a blank line below"),
}


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for dead in dead_block_ids(note):
        # What may be a formula or a control key counts only when a link asks for it.
        is_asked = dead.id.lower() in vault.backlinks.blocks.get(note.path, ())
        if not (dead.is_plain or is_asked):
            continue
        reason, advice = _FORMS[dead.form]
        what = f"{quoted('^' + dead.id)} is no block id"
        yield Finding(dead.span, f"{what}, and no link can lead to it: {reason}; {advice}")


RULE = VaultRule("dead-block-id", "blocks", Severity.ERROR, check)
