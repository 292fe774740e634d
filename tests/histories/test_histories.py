"""Histories in any order give the verdicts of the same facts in order of time."""

from hypothesis import HealthCheck, settings

from tests.histories.machine import Histories, StoredHistories

_ALL_CHECKS = list(HealthCheck)

TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=1000, stateful_step_count=12, deadline=None, suppress_health_check=_ALL_CHECKS
)
TestStoredHistories = StoredHistories.TestCase
TestStoredHistories.settings = settings(
    max_examples=40, stateful_step_count=12, deadline=None, suppress_health_check=_ALL_CHECKS
)
