"""The real vault that some tests read where it is at hand; a stranger's clone has none."""

from __future__ import annotations

from pathlib import Path

import pytest

_BESIDE = Path(__file__).parent.parent.parent / "shared"

SHARED: Path | None = _BESIDE if (_BESIDE / "vault-sample").is_dir() else None

needs_shared = pytest.mark.skipif(SHARED is None, reason="needs ../shared, the real vault sample")
