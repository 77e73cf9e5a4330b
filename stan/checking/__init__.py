"""A program's types, names and contexts: `check` fills in what the tree leaves open, or raises a StanError that lists what is wrong."""
from __future__ import annotations

from .program import check as check
