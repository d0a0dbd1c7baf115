"""A wheel carries the package with its assets, the rulebook and the schemas, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent


def test_wheel_carries_rulebook_and_schemas(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("obsidian_vaultlint-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    shipped = {f"vaultlint/_shipped/{path.relative_to(CHECKOUT).as_posix()}" for path in _shipped()}
    modules = {p.relative_to(CHECKOUT).as_posix() for p in (CHECKOUT / "vaultlint").rglob("*.py")}
    assets = {f"vaultlint/report/assets/page.{kind}" for kind in ("css", "html.jinja", "js")}
    assert names == shipped | modules | assets | {"vaultlint/py.typed"}


def _shipped() -> list[Path]:
    return [*CHECKOUT.glob("rules/**/*.md"), *CHECKOUT.glob("schemas/*.json")]
