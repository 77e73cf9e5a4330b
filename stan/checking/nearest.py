"""Which of the known names is probably meant."""
from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def meant(name: str, known: Iterable[str]) -> str:
    """The hint `did you mean …?`; empty where no name is near."""
    found = get_close_matches(name, list(dict.fromkeys(known)), 1, 0.72)
    return f"did you mean `{found[0]}`?" if found else ""
