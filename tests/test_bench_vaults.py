"""The vaults that benchmarks and other tests are run on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.vaults import vault_files, write_vault
from tests.invoke import vaultlint
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import Reading
from vaultlint.text.decode import decode

NOTES = 300


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return dict(vault_files(NOTES, seed=3))


def test_a_vault_is_the_same_each_time(files: dict[str, bytes]) -> None:
    assert dict(vault_files(NOTES, seed=3)) == files
    assert dict(vault_files(NOTES, seed=4)) != files


def test_a_larger_vault_begins_with_the_same_notes(files: dict[str, bytes]) -> None:
    larger = dict(vault_files(2 * NOTES, seed=3))
    kept = [path for path in files if larger.get(path) == files[path]]
    assert len(kept) > len(files) - 25, len(kept)  # the last chapter has other neighbours


def test_notes_are_as_large_and_as_full_as_real_ones(files: dict[str, bytes]) -> None:
    counts: Counter[str] = Counter()
    for path, content in files.items():
        if not path.startswith("vault/"):
            continue
        note = parse(decode(path, content), Reading())
        counts["notes"] += 1
        counts["bytes"] += len(content)
        for fact in ("cards", "clozes", "fences", "headings", "links", "tags", "code", "math"):
            counts[fact] += len(getattr(note, fact))
    assert counts["notes"] == NOTES
    assert 4500 < counts["bytes"] / NOTES < 5500
    wanted = {"cards": 7, "fences": 4, "headings": 4.5, "tags": 15, "code": 20, "math": 2}
    found = {fact: counts[fact] / counts["bytes"] * 5000 for fact in wanted}
    assert found == {fact: pytest.approx(share, rel=0.25) for fact, share in wanted.items()}
    assert counts["clozes"] > NOTES / 10
    assert counts["links"] > NOTES


def test_the_ids_of_cards_stand_once(files: dict[str, bytes]) -> None:
    ids: Counter[str] = Counter()
    for path, content in files.items():
        if path.endswith(".md"):
            note = parse(decode(path, content), Reading())
            ids.update(card.digits for card in note.digit_ids)
    assert len(ids) > NOTES
    assert [digits for digits, times in ids.items() if times > 1] == []


def test_few_notes_have_a_fault(tmp_path: Path) -> None:
    write_vault(tmp_path / "v", NOTES, seed=3)
    run = vaultlint("check", "--isolated", "--output-format", "concise", str(tmp_path / "v"))
    *lines, summary = run.stdout.splitlines()
    assert 0 < len(lines) < NOTES / 20, summary
    with pytest.raises(FileExistsError):
        write_vault(tmp_path / "v", 1)
