"""ArviZ and xarray, imported beside other work: on a thread, from when a run begins whose result will be ArviZ's tree. ArviZ 0.23 takes over a second.

A fork waits for the thread (`ir/machine/locks.py`), and the end of the process for one package of it at most. What fails there fails again, and is
told, where the tree is made.
"""
from __future__ import annotations

import contextlib
import importlib
import re
import sys
import threading
import warnings
from functools import cache
from typing import Any

from ..ir.machine.locks import IMPORTING, hold_first

XARRAY = ("pandas", "xarray")
BEFORE_1 = ("matplotlib.pyplot", "scipy.stats", "arviz")        # the first two are most of the third
SILENT = r"(arviz|xarray|pandas|matplotlib|scipy|numba|dask)(\.|$)"     # where warnings come from while these are imported: they go to everybody

_unbegun, _thread, _filter = [True], list[threading.Thread](), ("ignore", None, Warning, re.compile(SILENT), 0)


class ResultsWarning(UserWarning):
    """Results are of another class than usual, with the same contents."""


def begin_import() -> None:
    """Starts the thread, at the first call in a process; where none can be had the import comes later."""
    if _unbegun and _unbegun.pop() and "arviz" not in sys.modules:
        importlib.import_module("logging")                      # a fork holds its lock, which packages want when they are imported: ours comes first
        hold_first()
        with contextlib.suppress(RuntimeError, MemoryError, AttributeError):         # AttributeError: the filters are no list any more
            warnings.filters.insert(0, _filter)  # type: ignore[attr-defined]
            thread = threading.Thread(target=_import, name="import of ArviZ")
            thread.start()
            _thread.append(thread)


def _import() -> None:
    with contextlib.suppress(BaseException):
        for package in (*XARRAY, *(BEFORE_1 if before_1() else ())):
            if not threading.main_thread().is_alive():
                return
            with IMPORTING:
                importlib.import_module(package)


def before_1() -> bool:
    """Is ArviZ's own class that of its versions before 1.0?"""
    import importlib.metadata  # 10 ms, where no tree is made

    return int(importlib.metadata.version("arviz").split(".")[0]) < 1


def ready() -> None:
    """All that a tree needs is imported."""
    importlib.import_module("xarray")
    inference_data()


@cache
def inference_data() -> Any:
    """ArviZ's class before 1.0, None after, and where ArviZ cannot be imported (it writes to its own cache folder then)."""
    _wait()
    try:
        if not before_1():
            return None                                         # and ArviZ itself need not be imported
        if "arviz" in sys.modules:
            return importlib.import_module("arviz").InferenceData           # which waits where another thread is importing it
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module("arviz").InferenceData
    except Exception as error:
        warnings.warn(f"ArviZ cannot be imported ({type(error).__name__}: {error}): results are `xarray.DataTree`s", ResultsWarning, stacklevel=3)
        return None


def _wait() -> None:
    """Until the thread has ended, if there is one."""
    for thread in _thread:
        thread.join()
        with contextlib.suppress(ValueError):
            warnings.filters.remove(_filter)  # type: ignore[attr-defined]
