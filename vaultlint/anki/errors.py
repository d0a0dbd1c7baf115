"""Why a collection cannot be read."""

from __future__ import annotations


class CollectionError(Exception):
    """A file that is no collection, a damaged one, or one that is too new, in one line."""
