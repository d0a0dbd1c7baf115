"""The collection of a call, and what is said of it besides the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from vaultlint.anki.records import Collection
from vaultlint.commands.callerror import CallError
from vaultlint.commands.output import reason
from vaultlint.engine import ActiveRule
from vaultlint.report.summary import counted
from vaultlint.vault.index import VaultIndex

FAMILY = "anki"  # its rules run with --anki only
_CARDLESS_RULE = "anki-note-without-card"
_MOST_SHOWN = 5  # ids of notes in Anki


def opened_collection(file: Path) -> Collection:
    """The collection in a file. Raises CallError when it cannot be read."""
    # Imported here: most calls read no collection, and need no SQLite.
    from vaultlint.anki.collection import read_collection
    from vaultlint.anki.errors import CollectionError

    try:
        return read_collection(file)
    except CollectionError as error:
        raise CallError(str(error)) from error
    except (OSError, ValueError) as error:
        words = reason(error) if isinstance(error, OSError) else str(error)
        raise CallError(f'cannot read "{file}": {words}') from error


def askable(rules: Iterable[ActiveRule], anki: Collection | None) -> tuple[ActiveRule, ...]:
    """The rules that can run: those that ask Anki only when there is a collection to ask."""
    return tuple(rule for rule in rules if anki is not None or rule.rule.family != FAMILY)


def anki_notices(vault: VaultIndex, rules: Iterable[ActiveRule]) -> Iterator[str]:
    """What a collection shows of a vault as a whole."""
    names = {rule.rule.name for rule in rules if rule.rule.family == FAMILY}
    missing = vault.ids_of_another_collection if names else 0
    if missing:
        yield (
            f"none of the {missing} ids of the vault is in the collection; is it that of another "
            "profile?"
        )
    strays = vault.strays if _CARDLESS_RULE in names else ()
    if strays:
        ids = ",".join(str(note.id) for note in strays[:_MOST_SHOWN])
        more = f" and {len(strays) - _MOST_SHOWN} more" if len(strays) > _MOST_SHOWN else ""
        verb = "stands" if len(strays) == 1 else "stand"
        yield (
            f"{counted(len(strays), 'note')} of a plugin in Anki {verb} nowhere in the vault, and "
            f"nothing tells in which note it was; search Anki for nid:{ids}{more}"
        )
