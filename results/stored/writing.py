"""Draws into a file of the kind that its name says."""
from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import file_path
from ..exports import saved, uninterrupted, write_whole
from ..files import arrays_of, to_netcdf
from ..trees import Groups
from ..variables import PlainGroups
from . import cmdstan

Drawn = Groups | PlainGroups


def write(tree: Drawn, path: str | os.PathLike[str]) -> Path:
    """Writes the draws; a file appears whole or not at all. `.csv` are files of CmdStan's, one a chain: `draws_1.csv`, `draws_2.csv`, … ExportError or OSError
    where it cannot be written, SettingsError for a kind that is not."""
    place = file_path(path, "path")
    WRITERS[refuse_kind(place)](tree, place)
    return place


def files_of(path: Path, chains: int) -> list[Path]:
    """The files that `write` makes."""
    return cmdstan.paths(path, chains) if path.suffix.lower() == ".csv" else [path]


def refuse_kind(path: Path) -> str:
    """The suffix of a kind that can be written; SettingsError for any other."""
    kind = path.suffix.lower()
    if kind not in WRITERS:
        raise SettingsError(f"`{path}` is of no kind that draws are written to: its name ends with .nc (netCDF, as ArviZ reads it), .csv or .npz")
    return kind


def to_csv(tree: Drawn, path: Path) -> None:
    """CmdStan's files, one a chain."""
    texts = cmdstan.texts_of(tree, path)
    with uninterrupted():
        for file, text in texts.items():
            write_whole(file, memoryview(text.encode()))
        for file in cmdstan.further(path, len(texts)):                # of an earlier run with more chains: together they would be read as one
            file.unlink()


def to_npz(tree: Drawn, path: Path) -> None:
    """NumPy's arrays by `group/name`."""
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **{name: saved(array) for name, array in arrays_of(tree).items()})
    with uninterrupted():
        write_whole(path, file.getbuffer())


WRITERS: dict[str, Callable[[Drawn, Path], object]] = {".nc": to_netcdf, ".nc4": to_netcdf, ".netcdf": to_netcdf, ".csv": to_csv, ".npz": to_npz}
