"""Takes a path of a source file, says whether it is llbayes's own, or a user's. Positions in errors are the user's: frames of ours are passed over.

Ready models and what stands beside the package in a checkout (tests, notebooks, benchmarks) are read as a user's code is.
"""
from __future__ import annotations

import os
from functools import cache

ROOMS = ("ir", "lang", "ad", "ppl", "samplers", "uq", "results", "plots", "cli", "stan")
_ROOT = __file__.rsplit("/", 2)[0] + "/"
_INSTALLED = ("/site-packages/", "/dist-packages/", os.path.dirname(os.__file__) + "/")      # the last is the standard library
_FOLDERS = tuple(f"{_ROOT}{room}/" for room in ROOMS)


@cache
def is_ours(path: str) -> bool:
    """Is this file in one of our rooms, the face of the ready models, or a module at the package's root?"""
    return path.startswith(_FOLDERS) or path == f"{_ROOT}models/__init__.py" or path.rpartition("/")[0] + "/" == _ROOT


def is_command(path: str) -> bool:
    """Is this file of the command line, or where an executor calls us? Who calls that is a launcher, and no user's line."""
    return path.startswith(f"{_ROOT}cli/") or path == f"{_ROOT}samplers/executors/worker.py"


@cache
def is_users(path: str) -> bool:
    """Is this file a user's: neither ours, nor of another installed package or the standard library? Ready models are a user's."""
    below = "/" + path.removeprefix(_ROOT)          # an environment may stand inside of a checkout, and the package inside of an environment
    return not is_ours(path) and not any(place in below for place in _INSTALLED)
