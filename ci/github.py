"""Runs `vaultlint check` as a step of a GitHub job; action.yml calls it with its inputs.

Its only import of vaultlint is as a program, so it needs the Python that vaultlint is installed
for, and nothing else.
"""

from __future__ import annotations

import os
import secrets
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

MATCHERS = Path(__file__).with_name("problem-matcher.json")
OWNERS = ("vaultlint", "vaultlint-info")  # of the matchers
SARIF = "vaultlint.sarif"


def arguments(environment: Mapping[str, str], sarif: Path | None) -> list[str]:
    """The arguments of `vaultlint` that the inputs of the action ask for.

    sarif: the file for code scanning; None for none.
    """
    formats = [environment.get("INPUT_FORMAT") or "github"]
    if sarif is not None:
        formats.append(f"github-sarif={sarif.as_posix()}")
    asked = ["check", "--output-format", ",".join(formats)]
    fail_on = environment.get("INPUT_FAIL_ON", "")
    if fail_on:
        asked += ["--fail-on", fail_on]
    asked += shlex.split(environment.get("INPUT_ARGS", ""))
    # One a line: names of notes have blanks in them, as a rule.
    paths = [line.strip() for line in environment.get("INPUT_PATHS", "").splitlines()]
    return [*asked, "--", *filter(None, paths)]


def main(environment: Mapping[str, str]) -> int:
    """Checks, and tells the job where the report is; the exit code of vaultlint."""
    wants_sarif = environment.get("INPUT_SARIF") == "true"
    sarif = Path(environment["RUNNER_TEMP"], SARIF) if wants_sarif else None
    if sarif is not None:
        sarif.unlink(missing_ok=True)  # of an earlier step
    log_format = _log_format(environment)
    if log_format == "concise":
        _say(f"::add-matcher::{MATCHERS}")
    # Whatever stands in a note or in its name is no command to the runner. The format github is
    # made of commands itself, and takes care of its texts.
    token = "" if log_format == "github" else secrets.token_hex(16)
    if token:
        _say(f"::stop-commands::{token}")
    command = [sys.executable, "-m", "vaultlint", *arguments(environment, sarif)]
    code = subprocess.run(command, env={**environment, "PYTHONUTF8": "1"}, check=False).returncode
    if token:
        _say(f"::{token}::")
    if log_format == "concise":
        for owner in OWNERS:
            _say(f"::remove-matcher owner={owner}::")
    with Path(environment["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as outputs:
        outputs.write(f"exit-code={code}\n")
        if sarif is not None and sarif.exists():
            outputs.write(f"sarif-file={sarif.as_posix()}\n")
    return code


def _log_format(environment: Mapping[str, str]) -> str:
    """The format that goes to the log: the one without a file; empty for none."""
    words = (environment.get("INPUT_FORMAT") or "github").split(",")
    return next((word.strip() for word in words if "=" not in word), "")


def _say(command: str) -> None:
    print(command, flush=True)


if __name__ == "__main__":
    raise SystemExit(main(os.environ))
