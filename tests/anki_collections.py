"""Anki collections made for tests, without Anki: of schema 11, as far as vaultlint reads it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

# A note as a page of the rulebook states it: "id", "type" and "deck"; every other key is a field,
# but "tags", which are parted by blanks.
StatedNote = Mapping[str, str | int]

_NO_FIELDS = frozenset({"id", "type", "deck", "tags"})
_SCHEMA = """
create table col (
    id integer primary key, crt integer, mod integer, scm integer, ver integer, dty integer,
    usn integer, ls integer, conf text, models text, decks text, dconf text, tags text
);
create table notes (
    id integer primary key, guid text, mid integer, mod integer, usn integer, tags text,
    flds text, sfld integer, csum integer, flags integer, data text
);
create table cards (
    id integer primary key, nid integer, did integer, ord integer, mod integer, usn integer,
    type integer, queue integer, due integer, ivl integer, factor integer, reps integer,
    lapses integer, left integer, odue integer, odid integer, flags integer, data text
);
"""


def write_collection(file: Path, notes: Iterable[StatedNote]) -> Path:
    """Writes a collection of these notes: a type named as a cloze is one, as reversed has two
    templates."""
    notes = tuple(notes)
    fields: dict[str, list[str]] = {}
    decks = {"Default": 1}
    for note in notes:
        decks.setdefault(str(note["deck"]), len(decks) + 1)
        known = fields.setdefault(str(note["type"]), [])
        known += (key for key in note if key not in _NO_FIELDS and key not in known)
    types = {name: index for index, name in enumerate(fields, start=1)}
    models = {types[name]: _model(name, fields[name]) for name in fields}
    with closing(sqlite3.connect(file)) as database:
        database.executescript(_SCHEMA)
        database.execute(
            "insert into col (id, ver, models, decks) values (1, 11, ?, ?)",
            (
                json.dumps(models),
                json.dumps({number: {"name": name} for name, number in decks.items()}),
            ),
        )
        for note in notes:
            name = str(note["type"])
            values = "\x1f".join(str(note.get(field, "")) for field in fields[name])
            tags = f" {note['tags']} " if "tags" in note else ""
            database.execute(
                "insert into notes (id, mid, tags, flds) values (?, ?, ?, ?)",
                (note["id"], types[name], tags, values),
            )
            for template in range(2 if "reversed" in name else 1):
                database.execute(
                    "insert into cards (nid, did, ord, odid) values (?, ?, ?, 0)",
                    (note["id"], decks[str(note["deck"])], template),
                )
        database.commit()
    return file


def _model(name: str, fields: Iterable[str]) -> Mapping[str, object]:
    return {
        "name": name,
        "type": int("cloze" in name.lower()),
        "flds": [{"name": field, "ord": index} for index, field in enumerate(fields)],
        "tmpls": [{}] * (2 if "reversed" in name else 1),
    }
