"""Observations that are known in part: up to bounds (`censored.py`), until an event (`events.py`), within an interval of their own (`intervals.py`)."""
