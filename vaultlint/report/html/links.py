"""Links that open a note in Obsidian."""

from __future__ import annotations

from urllib.parse import quote


def obsidian_uri(root: str, path: str) -> str:
    """The link that opens the file at `path` of the vault at `root`.

    A vault is named by the name of its folder, and not by its path, so that a page that was made
    elsewhere leads to the reader's own vault. Source: Obsidian's help, "Obsidian URI".
    """
    vault = root.rstrip("/").rpartition("/")[2]
    return f"obsidian://open?vault={_quoted(vault)}&file={_quoted(path)}"


def _quoted(text: str) -> str:
    # A name that is no UTF-8 has lone surrogates; no link leads there, and none may break a page.
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
