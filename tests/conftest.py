"""What holds for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# The same examples at every run, so that a failure is a change's own; others are tried by whoever
# asks for them: HYPOTHESIS_PROFILE=default.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
