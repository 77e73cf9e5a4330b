"""The tree as a netCDF file, and what is left of it where no file can be written."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from .exports import ExportError, rescue, uninterrupted, write_netcdf
from .trees import Groups, group_names, group_of, plain


def to_netcdf(tree: Groups, path: str | os.PathLike[str]) -> Path:
    """Writes the tree as netCDF; the file appears whole or not at all. Ctrl-C and SIGTERM wait for it.

    ExportError, an OSError, where it cannot be written: the draws are its attribute `tree`, and in the `.npz` that the message names.
    """
    path = Path(path)
    with uninterrupted():
        try:
            write_netcdf(path, {name: group_of(tree, name) for name in group_names(tree)}, plain(attributes_of(tree)))
        except Exception as error:
            raise unwritten(tree, path, error) from error
    return path


def attributes_of(tree: Any) -> dict[str, Any]:
    """Attributes of the whole tree."""
    return dict(tree.attrs)


def unwritten(tree: Groups, path: Path, error: Exception) -> ExportError:
    """The error with the draws, which are also in a file of plain arrays where some folder takes it."""
    rescued = rescue(arrays_of(tree), path.parent)
    reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
    also = f" and in {rescued}" if rescued else ""
    failed = ExportError(f"the draws could not be written to `{path}`: {reason}; they are in the attribute `tree` of this error{also}")
    failed.tree, failed.rescued = tree, rescued
    return failed


def arrays_of(tree: Groups) -> dict[str, np.ndarray]:
    """All arrays of a tree by `group/name`."""
    return {f"{group}/{name}": np.asarray(data[name]) for group in group_names(tree) for data in [group_of(tree, group)] for name in data.variables}
