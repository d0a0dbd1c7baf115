"""A schema in one piece: what it refers to in other files is put into its own `$defs`."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from vaultlint.schema import Json, Schema
from vaultlint.text.quote import quoted

LATEST = "https://json-schema.org/draft/2020-12/schema"

_DEFINITIONS = "$defs"
# What they lead to depends on more than the place that they are moved to.
_DYNAMIC = ("$dynamicRef", "$recursiveRef")


class BundleError(Exception):
    """Why a schema cannot be put into one piece, in one line."""


def bundled(schema: Schema, documents: Mapping[str, Json]) -> Json:
    """The schema, and in its `$defs` all documents that it refers to, also through others.

    documents: by URI, as in Schemas. Raises BundleError.
    """
    if isinstance(schema.read, bool):
        return schema.read
    bundle = _Bundle(schema.uri, documents)
    root = bundle.moved(schema.uri)
    parts: dict[str, Json] = {}
    while waiting := [uri for uri in bundle.names if bundle.names[uri] not in parts]:
        parts |= {bundle.names[uri]: bundle.moved(uri) for uri in waiting}
    if not parts or isinstance(root, bool):
        return root
    return {**root, _DEFINITIONS: {**root.get(_DEFINITIONS, {}), **parts}}


class _Bundle:
    """One bundle in the making. names: of documents in `$defs`, by their URI."""

    def __init__(self, root: str, documents: Mapping[str, Json]) -> None:
        self.names: dict[str, str] = {}
        self._root = root
        self._documents = documents

    def moved(self, uri: str) -> Json:
        """A document as it has to be in the bundle."""
        document = self._documents[uri]
        if isinstance(document, bool):
            return document
        if self._version(uri) != self._version(self._root):
            raise BundleError("its parts are in different versions of JSON Schema; choose one")
        # Without its own address; the version is that of the whole bundle.
        dropped = ("$id",) if uri == self._root else ("$id", "$schema")
        read: Json = self._led({k: v for k, v in document.items() if k not in dropped}, uri)
        return read

    def _version(self, uri: str) -> str:
        document = self._documents[uri]
        version = document.get("$schema") if isinstance(document, dict) else None
        return (version if isinstance(version, str) else LATEST).rstrip("#")

    def _led(self, part: Any, base: str) -> Any:
        """The part with its references led to where their targets are in the bundle."""
        if isinstance(part, list):
            return [self._led(inner, base) for inner in part]
        if not isinstance(part, dict):
            return part
        for key in ("$id", *_DYNAMIC):
            if isinstance(part.get(key), str):
                raise BundleError(f'"{key}": {quoted(part[key])} would lead elsewhere; remove it')
        reference = part.get("$ref")
        inside = {key: self._led(inner, base) for key, inner in part.items()}
        return (
            inside | {"$ref": self._target(reference, base)}
            if isinstance(reference, str)
            else inside
        )

    def _target(self, reference: str, base: str) -> str:
        whole = base + reference if reference.startswith("#") else urljoin(base, reference)
        uri, fragment = urldefrag(whole)
        if uri not in self._documents:  # a schema of schemas, which every validator has
            return reference
        if fragment and not fragment.startswith("/"):
            raise BundleError(f"{quoted(reference)} leads to an anchor; write a path (#/$defs/…)")
        if uri == self._root:
            return f"#{fragment}"
        return f"#/{_DEFINITIONS}/{_escaped(self._name(uri))}{fragment}"

    def _name(self, uri: str) -> str:
        """The name in `$defs`: that of the file, with a number when another has it."""
        if uri not in self.names:
            root = self._documents[self._root]
            own = root.get(_DEFINITIONS, {}) if isinstance(root, dict) else {}
            taken = {*own, *self.names.values()}
            file = posixpath.basename(unquote(urlsplit(uri).path))
            stem = file.removesuffix(".json").removesuffix(".schema")
            names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
            self.names[uri] = next(name for name in names if name not in taken)
        return self.names[uri]


def _escaped(name: str) -> str:
    """A step of a JSON Pointer in a URI. Source: RFC 6901 §3, §6."""
    return quote(name.replace("~", "~0").replace("/", "~1"), safe="~")
