"""The disk cache of machine code: one file an entry, in the user's cache directory. Never trusted, never needed.

An entry is    magic | sha256(key, payload) | payload = length of meta (8 bytes) | meta as JSON | object code
so a truncated file, a foreign one, and an entry under another's name all fail the checksum and are compiled again. Files appear by rename
from a temporary name, so that a killed process and two at once leave whole entries only. Objects are code that will run: a directory that
is not the user's own, or that others can write to, is refused with one warning, and work goes on without a cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ... import __version__
from . import target

MAGIC = b"llbayes object 1\n"
SUFFIX, TEMPORARY = ".llb", ".tmp"
LIMIT = 512 << 20  # bytes kept; what was not used for longest goes first
STALE = 3600.0  # seconds after which a temporary file belongs to a killed process
SOURCES = ("ir", "lang", "ad", "ppl", "samplers")

_verdicts: dict[str, bool] = {}  # directory -> usable; so that each is warned of once
_full: set[str] = set()  # directories that could not be written to


class CacheWarning(UserWarning):
    """The disk cache cannot be used; results are the same, start-up is slower."""


Meta = dict[str, Any]  # whatever JSON can say


class Entry(NamedTuple):
    """Object code and what the compiler wants to know about it."""

    image: bytes
    meta: Meta


def compiled(parts: Iterable[str | bytes], make: Callable[[], Entry]) -> Entry:
    """The entry whose code is decided by these parts: from the disk, or made and stored."""
    name = key(*parts)
    entry = load(name)
    if entry is None:
        entry = make()
        store(name, entry.image, entry.meta)
    return entry


def key(*parts: str | bytes) -> str:
    """Name of an entry: hash of the parts, of the machine, and of the compiler itself."""
    digest = hashlib.sha256(fingerprint())
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.hexdigest()


def load(name: str) -> Entry | None:
    """The entry, or None when there is none that can be trusted."""
    place = directory()
    if place is None:
        return None
    path = place / (name + SUFFIX)
    try:
        data = _read_own(path)
        entry = _decode(name, data)
        if entry is not None:
            os.utime(path)  # the time of last use decides what stays
        return entry
    except OSError:
        return None


def store(name: str, image: bytes, meta: Meta) -> None:
    """Writes an entry; a disk that does not take it costs one warning."""
    place = directory()
    if place is None or str(place) in _full:
        return
    path = place / (name + SUFFIX)
    temporary = place / f"{name[:16]}-{os.getpid()}-{os.urandom(4).hex()}{TEMPORARY}"
    try:
        _write(temporary, _encode(name, image, meta))
        os.replace(temporary, path)
        prune(place)
    except OSError as error:
        _full.add(str(place))
        _remove(temporary)
        _warn(place, f"cannot be written to ({error.strerror or error})")


def directory() -> Path | None:
    """The cache directory, made if need be; None when it is not to be used."""
    place = location()
    usable = _verdicts.get(str(place))
    if usable is None:
        fault = _fault(place)
        usable = _verdicts[str(place)] = fault is None
        if fault is not None:
            _warn(place, fault)
    return place if usable else None


def location() -> Path:
    """Where the cache is, or would be."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("llbayes"))


def entries(place: Path | None = None) -> list[Path]:
    """All entries' files."""
    place = place or location()
    return sorted(place.glob("*" + SUFFIX)) if place.is_dir() else []


def size() -> int:
    """Bytes used."""
    return sum(path.stat().st_size for path in entries())


def clear() -> int:
    """Removes every entry and temporary file; returns how many entries there were."""
    found = entries()
    for path in [*found, *location().glob("*" + TEMPORARY)]:
        _remove(path)
    return len(found)


def prune(place: Path, limit: int | None = None) -> None:
    """Removes the entries not used for longest until `limit` bytes are left, and what killed processes left behind."""
    limit, now, files = LIMIT if limit is None else limit, time.time(), _files(place)
    for path, facts in files:
        if path.endswith(TEMPORARY) and now - facts.st_mtime > STALE:
            _remove(path)
    kept = sorted((facts.st_mtime, facts.st_size, path) for path, facts in files if path.endswith(SUFFIX))
    total = sum(length for _, length, _ in kept)
    for _, length, path in kept:
        if total <= limit:
            break
        _remove(path)
        total -= length


def fingerprint() -> bytes:
    """Whatever decides about machine code besides the IR: machine, LLVM, this package's version and sources, Python."""
    return _fingerprint(target.host())


@cache
def _fingerprint(machine: target.Target) -> bytes:
    return repr((*machine, __version__, source_hash(), sys.version_info[:2])).encode()


@cache
def source_hash() -> str:
    """Hash of the compiler's own source files, so that an edited checkout never meets the code of its past."""
    root, digest = Path(__file__).parents[2], hashlib.sha256()
    for room in SOURCES:
        for name, path in _sources(str(root / room)):
            with open(path, "rb", buffering=0) as file:         # each start reads some 250 files: half the time of `Path.read_bytes`
                digest.update(name.encode() + b"\0" + file.read())
    return digest.hexdigest()


def _sources(folder: str) -> Iterator[tuple[str, str]]:
    """Name and path of the Python files below a folder, in an order that depends on names alone."""
    with os.scandir(folder) as found:
        for entry in sorted(found, key=lambda e: e.name):
            if entry.name.endswith(".py"):
                yield entry.name, entry.path
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _sources(entry.path)


def _encode(name: str, image: bytes, meta: Meta) -> bytes:
    text = json.dumps(meta, separators=(",", ":")).encode()
    payload = len(text).to_bytes(8, "little") + text + image
    return MAGIC + _checksum(name, payload) + payload


def _decode(name: str, data: bytes) -> Entry | None:
    start = len(MAGIC) + 32
    payload = data[start:]
    if not data.startswith(MAGIC) or data[len(MAGIC) : start] != _checksum(name, payload):
        return None
    end = 8 + int.from_bytes(payload[:8], "little")
    return Entry(payload[end:], json.loads(payload[8:end]))


def _checksum(name: str, payload: bytes) -> bytes:
    return hashlib.sha256(name.encode() + payload).digest()


def _read_own(path: Path) -> bytes:
    """The bytes of a regular file that is the user's; OSError otherwise."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with open(handle, "rb") as file:
        if os.fstat(handle).st_uid != os.geteuid():
            raise PermissionError(f"{path} belongs to another user")
        return file.read()


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def _files(place: Path) -> list[tuple[str, os.stat_result]]:
    """What is in a directory, and facts about it."""
    found: list[tuple[str, os.stat_result]] = []
    with os.scandir(place) as files:
        for file in files:
            with contextlib.suppress(OSError):  # another process removed it
                found.append((file.path, file.stat(follow_symlinks=False)))
    return found


def _remove(path: str | Path) -> None:
    with contextlib.suppress(OSError):  # gone already, or not ours to remove
        os.unlink(path)


def _fault(place: Path) -> str | None:
    """Why a directory is not to be used, in words; makes it when it does not exist."""
    try:
        os.makedirs(place, mode=0o700, exist_ok=True)
        facts = os.stat(place)
    except OSError as error:
        return f"cannot be made ({error.strerror or error})"
    if facts.st_uid != os.geteuid():
        return "belongs to another user"
    if facts.st_mode & 0o022:
        return f"can be written to by other users (mode {facts.st_mode & 0o777:o}; `chmod go-w {place}` mends it)"
    if not os.access(place, os.R_OK | os.W_OK | os.X_OK):
        return "cannot be written to"
    return None


def _warn(place: Path, fault: str) -> None:
    warnings.warn(f"the cache directory {place} {fault}: compiled code is not kept", CacheWarning, stacklevel=2)
