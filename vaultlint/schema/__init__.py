"""JSON Schemas for frontmatter: which apply to a note, and what they say of it.

uses.py tells which notes a schema is meant for, documents.py reads schemas and names their
mistakes, library.py validates (the only user of jsonschema besides it), words.py tells what is
wrong, and schemas.py holds it together. What others need stands here.
"""

from vaultlint.schema.documents import PRESETS, Schema, SchemaError
from vaultlint.schema.quick import surely_valid
from vaultlint.schema.schemas import Schemas, load_schemas, with_own
from vaultlint.schema.uses import (
    DEFAULT_USES,
    Condition,
    Json,
    SchemaUse,
    Selector,
    Step,
    UnknownProperties,
)
from vaultlint.schema.words import Asked, Violation

__all__ = [
    "DEFAULT_USES",
    "PRESETS",
    "Asked",
    "Condition",
    "Json",
    "Schema",
    "SchemaError",
    "SchemaUse",
    "Schemas",
    "Selector",
    "Step",
    "UnknownProperties",
    "Violation",
    "load_schemas",
    "surely_valid",
    "with_own",
]
