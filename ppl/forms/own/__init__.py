"""Distributions of the user's own: functions of theirs as a family, and the generator that those draw with."""
