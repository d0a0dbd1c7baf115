"""What people call the encodings that Python knows by shorter names."""

from __future__ import annotations

from collections.abc import Mapping

_NAMES: Mapping[str, str] = {
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp1257": "Windows-1257",
    "cp437": "code page 437",
    "cp866": "code page 866",
    "latin-1": "Latin-1",
    "iso8859-2": "Latin-2",
    "mac-roman": "Mac Roman",
    "koi8-r": "KOI8-R",
    "cp932": "Shift JIS",
    "cp949": "Korean (EUC-KR)",
    "euc_jp": "EUC-JP",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
}


def encoding_name(encoding: str) -> str:
    """The name of an encoding in messages; what Python calls it when there is no other."""
    return _NAMES.get(encoding, encoding)
