"""Regular expressions that are compiled when they are first used.

To compile one takes 0.1 ms; of the hundreds that the modules hold, most notes need a few dozen.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern that re.compile() makes, made at its first use. For constants of modules.

    Raises re.error at its first use if it is none.
    """
    return cast("re.Pattern[AnyStr]", Uncompiled(pattern, flags))


class Uncompiled:
    """Stands for the pattern, and has the methods of it from their first use on as its own."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, value)
        return value
