"""The vault in examples/, and how each of its deliberate faults is repaired by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "study-vault"

_BREAD = "courses/🥖 Bread baking"
_SKY = "courses/🌙 Night sky"

# By note: what stands there, and what should.
_REPAIRS: dict[str, tuple[tuple[str, str], ...]] = {
    f"{_BREAD}/2. Fermentation.md": (("2012]\n\n⌂\n", "2012]\n\n⌂\n<br>﹈<br>^1707642000113\n"),),
    f"{_BREAD}/3. Shaping.md": (("intermedate", "intermediate"),),
    f"{_BREAD}/4. The oven.md": (("[[2. Fermentaton]]", "[[2. Fermentation]]"),),
    f"{_SKY}/2. How bright a star is.md": (("{3:one hundred}", "{2:one hundred}"),),
    f"{_SKY}/4. How far a star is.md": (("> - [[2. How bright a star is]]\n", ""),),
}
_MOJIBAKE = f"{_SKY}/3. Phases of the Moon.md"


def copy_example(folder: Path) -> Path:
    """A copy of the example vault in a new folder."""
    without = shutil.ignore_patterns(".vaultlint_cache")  # of somebody who tried it
    return Path(shutil.copytree(EXAMPLE, folder, ignore=without))


def repair(vault: Path) -> None:
    """Repairs every deliberate fault of a copy."""
    for path, replacements in _REPAIRS.items():
        note = vault / path
        text = note.read_text(encoding="utf-8")
        for wrong, right in replacements:
            assert text.count(wrong) == 1, (path, wrong)
            text = text.replace(wrong, right)
        note.write_text(text, encoding="utf-8")
    damaged = vault / _MOJIBAKE
    text = damaged.read_text(encoding="utf-8")
    damaged.write_bytes(text.encode("cp1252"))
