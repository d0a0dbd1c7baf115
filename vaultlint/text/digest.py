"""BLAKE2b, by which contents are known again."""

from __future__ import annotations

# hashlib takes it from there, but loads OpenSSL first, which takes 4 ms.
try:
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b


def blake2(content: bytes, size: int) -> bytes:
    """The digest of a content, of so many bytes."""
    return blake2b(content, digest_size=size).digest()
