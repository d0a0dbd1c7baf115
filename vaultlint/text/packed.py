"""Records as bytes (MessagePack), to be kept in a file or sent to another process."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

import msgspec

S = TypeVar("S", bound=msgspec.Struct)


def packed(value: msgspec.Struct) -> bytes | None:
    """None of what has no form there: texts with a lone surrogate, numbers of more than 64 bits,
    lists within lists a thousand times."""
    try:
        return _encoder().encode(value)
    except (UnicodeEncodeError, OverflowError, RecursionError):
        return None


def unpacked(data: bytes, kind: type[S]) -> S:
    """The record of this kind. Raises ValueError when the bytes are of none."""
    try:
        return _decoder(kind).decode(data)  # type: ignore[return-value]  # one for each kind
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error


@cache
def _encoder() -> msgspec.msgpack.Encoder:
    return msgspec.msgpack.Encoder()


@cache
def _decoder(kind: type[msgspec.Struct]) -> msgspec.msgpack.Decoder[msgspec.Struct]:
    return msgspec.msgpack.Decoder(kind)
