"""How a report is shown, besides its format; and files as other programs name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from vaultlint.diagnostic import Diagnostic, Report, Severity, VaultReport
from vaultlint.text.regex import regex

_SURROGATE = regex("[\ud800-\udfff]")


class View(NamedTuple):
    """What a call asks of its reports.

    show_from: the least severity that is shown.
    here: the current folder. base: the folder from which other programs name files, such as the
    root of the repository. Both absolute with "/".
    fail_on: by root of a vault, the severity from which on it fails the run; None for never.
    exit_code: what the run ends with. is_quiet: nothing is counted for people.
    """

    show_from: Severity
    here: str
    base: str
    fail_on: Mapping[str, Severity | None]
    exit_code: int
    is_quiet: bool = False

    def fails(self, vault: VaultReport, diagnostic: Diagnostic) -> bool:
        """Whether this diagnostic alone would fail the run."""
        fail_on = self.fail_on.get(vault.root)
        return fail_on is not None and diagnostic.severity >= fail_on


def shown(report: Report, view: View) -> Iterator[tuple[VaultReport, Diagnostic]]:
    """The diagnostics that are shown, each with its vault."""
    for vault in report.vaults:
        for diagnostic in vault.diagnostics:
            if diagnostic.severity >= view.show_from:
                yield vault, diagnostic


def path_from(base: str, root: str, path: str) -> str:
    """The path of a file from the folder `base` if it lies in it, else its absolute path.

    base, root: absolute folders with "/". path: relative to `root`.
    """
    whole = f"{root.rstrip('/')}/{path}"
    return whole.removeprefix(base.rstrip("/") + "/")


def as_unicode(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, such as the bytes of a name that is no UTF-8.

    No program that reads UTF-8 could take them.
    """
    return _SURROGATE.sub("\ufffd", text)


def uri(path: str) -> str:
    """A path as a URI: a relative reference, or of scheme "file". Source: RFC 3986, RFC 8089.

    Bytes of a name that are no UTF-8 are what they are.
    """
    try:
        content = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a name of Windows, where surrogates are no bytes
        content = path.encode("utf-8", "surrogatepass")
    encoded = quote(content, safe="/")
    if path.startswith("/"):
        return f"file://{encoded}"
    if re.match("[A-Za-z]:/", path):
        return f"file:///{path[:2]}{encoded[4:]}"
    return encoded
