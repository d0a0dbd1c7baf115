"""JSON Schemas for frontmatter: which apply to a note, and what they say of it.

The only user of jsonschema, which is imported only when a note has to be validated.
"""

from __future__ import annotations
