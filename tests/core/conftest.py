"""How many random lives are lived: 1,000 of 50 steps in every test run, 10,000 in a campaign."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("lives", settings.get_profile("afterword"), stateful_step_count=50, database=None)
