"""What holds for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# The same examples at every run, so that a failure is a change's own; others are tried by whoever
# asks for them: HYPOTHESIS_PROFILE=default.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session", autouse=True)
def _caches_aside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Runs of the tests keep nothing in the vaults that they check."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAULTLINT_CACHE_DIR", str(tmp_path_factory.mktemp("caches")))
        yield
