"""Draws from a file of the kind that its name says, ours or another library's, as plain groups."""
from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from ...ir.errors import DataError, SettingsError
from ...ir.given import file_path
from ..variables import LEAD, PlainGroups, Variable
from . import cmdstan, cmdstan_reading, comma, netcdf


def read(path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]]) -> PlainGroups:
    """The draws of a file with a group `posterior`, or of CmdStan's files, one a chain. `draws.csv` are the files `draws_1.csv`, `draws_2.csv`, … where it is
    not there itself. DataError where it holds none, SettingsError for a kind that is not read, OSError for no file."""
    if isinstance(path, Sequence) and not isinstance(path, str):
        return cmdstan_reading.read([file_path(one, "path") for one in path])
    path = file_path(path, "path")
    kind = path.suffix.lower()
    if kind not in READERS:
        raise SettingsError(f"`{path}` is of no kind that draws are read from: .nc (netCDF, of ArviZ and all that use it), .csv (CmdStan's) and .npz of ours")
    found = READERS[kind](path)
    if not found.groups.get("posterior"):
        there = ", ".join(f"`{name}`" for name in found.groups) or "none"
        raise DataError(f"`{path}` holds no draws of a posterior: no group `posterior` with axes chain and draw; its groups are {there}")
    return found


def from_npz(path: Path) -> PlainGroups:
    """NumPy's arrays by `group/name`: those of two axes or more are draws."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = dict(file)
    except (ValueError, OSError, EOFError, zipfile.BadZipFile):
        raise DataError(f"`{path}` is not a file of NumPy's arrays") from None
    groups: dict[str, dict[str, Variable]] = {}
    for key, values in arrays.items():
        group, _, name = key.partition("/")
        if name and values.ndim >= len(LEAD):
            dims = (*LEAD, *(f"{name}_dim_{k}" for k in range(values.ndim - len(LEAD))))
            groups.setdefault(group, {})[name] = Variable(name, values, dims, {})
    return PlainGroups(groups)


def from_csv(path: Path) -> PlainGroups:
    """CmdStan's files, or one of ours with all chains."""
    files = chains_of(path)
    return cmdstan_reading.read(files) if files != [path] or cmdstan_reading.is_cmdstan(path) else comma.read(path)


def chains_of(path: Path) -> list[Path]:
    """The files of a run: this one, or `draws_1.csv`, `draws_2.csv`, … where there is no `draws.csv`."""
    return [path] if path.exists() else list(cmdstan.numbered(path)) or [path]


READERS: dict[str, Callable[[Path], PlainGroups]] = {".nc": netcdf.read, ".nc4": netcdf.read, ".netcdf": netcdf.read, ".h5": netcdf.read,
                                                     ".hdf5": netcdf.read, ".csv": from_csv, ".npz": from_npz}
KINDS = tuple(READERS)
