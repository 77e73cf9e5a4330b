"""The tree as a netCDF file, and what is left of it where no file can be written."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from ..ir.given import file_path
from ..ir.public import public
from . import direct
from .exports import ExportError, netcdf, rescue, uninterrupted, write_whole
from .labelled import as_tree
from .trees import Groups, group_names, group_of, plain
from .variables import PlainGroups, Variable, group_list


@public
def to_netcdf(tree: Groups | PlainGroups, path: str | os.PathLike[str]) -> Path:
    """Writes the tree as netCDF; the file appears whole or not at all. Ctrl-C and SIGTERM wait for it.

    SettingsError for what has no draws, or a path that is none.
    ExportError, an OSError, where it cannot be written: the draws are its attribute `tree`, and in the `.npz` that the message names.
    """
    path = file_path(path, "path")
    group_list(tree)                                     # or an error that says what has draws
    with uninterrupted():
        try:
            write_whole(path, bytes_of(tree))
        except Exception as error:
            raise unwritten(tree, path, error) from error
    return path


def bytes_of(tree: Groups | PlainGroups) -> memoryview:
    """Of a netCDF file."""
    if isinstance(tree, PlainGroups) and direct.is_direct(tree):
        return direct.netcdf(tree)
    whole = as_tree(tree) if isinstance(tree, PlainGroups) else tree
    return netcdf({name: group_of(whole, name) for name in group_names(whole)}, plain(attributes_of(whole)))


def attributes_of(tree: Any) -> dict[str, Any]:
    """Attributes of the whole tree."""
    return dict(tree.attrs)


def unwritten(tree: Groups | PlainGroups, path: Path, error: Exception) -> ExportError:
    """The error with the draws, which are also in a file of plain arrays where some folder takes it."""
    rescued = rescue(arrays_of(tree), path.parent)
    reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
    also = f" and in {rescued}" if rescued else ""
    failed = ExportError(f"the draws could not be written to `{path}`: {reason}; they are in the attribute `tree` of this error{also}")
    failed.tree, failed.rescued = tree, rescued
    return failed


def arrays_of(tree: Groups | PlainGroups) -> dict[str, np.ndarray]:
    """All arrays of a tree by `group/name`, labels too."""
    if isinstance(tree, PlainGroups):
        return {f"{name}/{key}": array for name, group in tree.groups.items() for v in group.values() for key, array in with_labels(v)}
    return {f"{group}/{name}": np.asarray(data[name]) for group in group_names(tree) for data in [group_of(tree, group)] for name in data.variables}


def with_labels(variable: Variable) -> list[tuple[str, np.ndarray]]:
    """Its values and the labels of its axes, by name."""
    return [*variable.coords.items(), (variable.name, variable.values)]
