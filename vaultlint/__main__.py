"""`python -m vaultlint`."""

from __future__ import annotations

from vaultlint.cli.main import main

if __name__ == "__main__":
    main(prog_name="vaultlint")
