"""Draws on the disk: a netCDF file that appears whole or not at all, and a plain `.npz` of arrays where it cannot be written.

The netCDF file is made in memory and its bytes are written here, because HDF5 ends the process where a disk is full. They go into a new file of a
name that nobody knows beforehand, beside the target, which they replace when all are on the disk: whatever ends the process, the old or the new
file is there, whole, and no link that waits at some name is followed.
"""
from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

CAUGHT = (signal.SIGINT, signal.SIGTERM)
SPARE = 1 << 20                      # bytes of a file that are no draws, about
PACKED = "iub"                       # kinds of numbers that compress well; the digits of floats hardly do


class ExportError(OSError):
    """A file could not be written. `tree` has the draws, `rescued` is the `.npz` that has them too, None where the disk took none."""

    tree: Any = None
    rescued: Path | None = None


@contextlib.contextmanager
def caught(handler: Callable[[int], None]) -> Generator[dict[int, Any]]:
    """Ctrl-C and SIGTERM inside are given to `handler` by number, unless the process ignores them; yields what handled them before. In other threads than
    the main one there are no signals."""
    main = threading.current_thread() is threading.main_thread()
    before: dict[int, Any] = {number: signal.getsignal(number) for number in CAUGHT} if main else {}
    ours = [number for number, given in before.items() if given not in (None, signal.SIG_IGN)]
    for number in ours:
        signal.signal(number, lambda number, _frame: handler(number))
    try:
        yield before
    finally:
        for number in ours:
            signal.signal(number, before[number])


@contextlib.contextmanager
def uninterrupted() -> Generator[None]:
    """Ctrl-C and SIGTERM inside take effect when the block has ended: a file that was begun is finished, and draws that would end with the process are
    on the disk."""
    seen: list[int] = []
    try:
        with caught(seen.append):
            yield
    finally:
        for number in dict.fromkeys(seen):
            os.kill(os.getpid(), number)


def netcdf(groups: Mapping[str, Any], attributes: Mapping[str, Any]) -> memoryview:
    """The bytes of a netCDF file."""
    import netCDF4
    from xarray.backends import NetCDF4DataStore

    size = sum(int(data.nbytes) for data in groups.values())
    file: Any = netCDF4.Dataset("draws", "w", memory=size + SPARE)
    file.setncatts(dict(attributes))
    for name, data in groups.items():
        packed(data).dump_to_store(NetCDF4DataStore(file.createGroup(name)))
    return file.close()


def packed(data: Any) -> Any:
    """The dataset, its whole numbers and flags compressed in the file."""
    data = data.copy(deep=False)
    for variable in data.variables.values():
        variable.encoding = {"zlib": True} if variable.dtype.kind in PACKED and variable.ndim else {}
    return data


def write_whole(path: Path, data: memoryview) -> None:
    """The file with these bytes, in place of one that may be there."""
    with new_file(path.parent) as (handle, temporary):
        rest = memoryview(data).cast("B")
        while rest:
            rest = rest[os.write(handle, rest):]
        os.fsync(handle)
        os.replace(temporary, path)


@contextlib.contextmanager
def new_file(folder: Path, suffix: str = ".tmp") -> Generator[tuple[int, Path]]:
    """A handle and the name of a file that was not there; it is removed when the block fails."""
    path = folder / f".llbayes-{os.urandom(8).hex()}{suffix}"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        yield handle, path
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    finally:
        with contextlib.suppress(OSError):                     # what a disk did not take is told by `fsync`
            os.close(handle)


def rescue(arrays: Mapping[str, np.ndarray], near: Path | None = None) -> Path | None:
    """The arrays in a plain `.npz`, in the temporary folder or else in that one; its name, None where no folder takes it."""
    for folder in places(near):
        name = folder / f"llbayes-draws-{os.urandom(8).hex()}.npz"
        try:
            with new_file(folder) as (handle, temporary):
                with open(handle, "wb", closefd=False) as file:
                    np.savez(file, allow_pickle=False, **{key: saved(array) for key, array in arrays.items()})
                os.fsync(handle)
                os.replace(temporary, name)
            return name
        except Exception:  # whatever a folder does not take, the next may
            continue
    return None


def places(near: Path | None) -> Iterable[Path]:
    """Folders for a rescue."""
    import tempfile

    with contextlib.suppress(OSError):                         # `tempfile` found no folder to write to
        yield Path(tempfile.gettempdir())
    if near is not None:
        yield near


def saved(array: np.ndarray) -> np.ndarray:
    """An array that can be read without pickles."""
    return np.asarray(array).astype(str) if np.asarray(array).dtype.kind == "O" else np.asarray(array)


def refuse_early(path: Path, size: int) -> None:
    """OSError where a file of that many bytes cannot be written, before the work whose result it will hold: no module for it, no such folder, not
    writable, too little space."""
    import netCDF4  # noqa: F401  # pyright: ignore[reportUnusedImport]

    if path.is_dir():
        raise IsADirectoryError(f"`{path}` is a folder")
    with new_file(path.parent) as (_, temporary):
        temporary.unlink()
    facts = os.statvfs(path.parent)
    if facts.f_bavail * facts.f_frsize < size:
        raise OSError(f"`{path}` would take {size / 1e6:.0f} MB, and its disk has {facts.f_bavail * facts.f_frsize / 1e6:.0f} left")
