"""Members of a long parametrised test: which of them `make test-fast` takes too. The rest are marked `sweep` and left to `make test`."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def thinned(members: Iterable[Any], every: int) -> list[Any]:
    """The members for `pytest.mark.parametrize`; each of number 0, `every`, 2 × `every` … is in the quick run."""
    return [member if k % every == 0 else pytest.param(member, marks=pytest.mark.sweep) for k, member in enumerate(members)]


def first_only(*members: Any) -> list[Any]:
    """The first member is in the quick run, the others are not."""
    return thinned(members, len(members))
