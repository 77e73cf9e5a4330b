"""The linker: object code becomes addresses in this process. One JIT per process; libraries are freed with their last reference.

Symbols of other code (BLAS, callbacks, other libraries) are given by address at link time and never baked into an object, so objects can
live on disk. C's mathematical functions are found in the process.
"""
from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from . import target
from .locks import COMPILING
from .pipelines import InternalError

if TYPE_CHECKING:
    from llvmlite.binding import LLJIT, ResourceTracker

_number = itertools.count()


CType = type[ctypes.c_void_p] | type[ctypes.c_double] | type[ctypes.c_int64]


class Library:
    """Linked machine code. Addresses are valid as long as this object lives; `keep` holds what the code points to."""

    __slots__ = ("_addresses", "_tracker", "keep")

    def __init__(self, tracker: ResourceTracker, addresses: Mapping[str, int], keep: tuple[object, ...] = ()):
        self._tracker, self._addresses, self.keep = tracker, dict(addresses), keep

    def address(self, name: str) -> int:
        """Address of an exported function."""
        return self._addresses[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Exported functions."""
        return tuple(self._addresses)

    def function(self, name: str, result: CType | None, *arguments: CType) -> Callable[..., Any]:
        """A ctypes function that keeps the library alive; releases the GIL while it runs. Takes and gives what its types say."""
        call = ctypes.CFUNCTYPE(result, *arguments)(self.address(name))
        call.library = self                                                     # type: ignore[attr-defined]
        return call


@cache
def _jit() -> LLJIT:
    """Of the whole process. It would print to stderr what `link` raises."""
    return target.llvm().create_lljit_compiler(target.machine(), suppress_errors=True)


def link(image: bytes, symbols: Mapping[str, int] | None = None, exports: Collection[str] | None = None, keep: tuple[object, ...] = ()) -> Library:
    """Loads an object, or several that stand one behind the other. `exports` defaults to every global function they define; `symbols` are addresses of
    what they call. InternalError names what nobody defines."""
    known = symbols or {}
    with COMPILING:
        names = defined(image) if exports is None else tuple(exports)
        builder = target.llvm().JITLibraryBuilder().add_current_process()
        for part in objects(image):
            builder.add_object_img(part)
        for name, address in known.items():
            builder.import_symbol(name, address)
        for name in names:
            builder.export_symbol(name)
        try:
            tracker = builder.link(_jit(), f"llbayes{next(_number)}")
        except RuntimeError as error:
            raise InternalError(f"cannot link machine code: {_missing(image, known) or error}") from None
    return Library(tracker, {name: tracker[name] for name in names}, keep)


def _missing(image: bytes, symbols: Mapping[str, int]) -> str:
    """What an object needs and nobody has, in words."""
    missing = [name for name in needed(image) if name not in symbols and not in_process(name)]
    return f"nobody defines {missing}" if missing else ""


def defined(image: bytes) -> tuple[str, ...]:
    """Names of the global functions an object defines."""
    return tuple(s.name for s in elf_symbols(image) if s.section != 0 and s.info == 0x12)     # STB_GLOBAL, STT_FUNC


def needed(image: bytes) -> tuple[str, ...]:
    """Names of the symbols that objects expect others to define."""
    known = set(defined(image))
    return tuple(s.name for s in elf_symbols(image) if s.section == 0 and s.name and s.name not in known)


def in_process(name: str) -> bool:
    """Whether the process has a C function of this name."""
    return hasattr(ctypes.CDLL(None), name)


class Symbol(NamedTuple):
    """Of an object: `info` is binding and kind in one byte, `section` 0 when others define it."""

    name: str
    info: int
    section: int


def objects(image: bytes) -> Iterator[bytes]:
    """The 64-bit ELF objects of an image, which end with the table of their sections (as LLVM writes them; System V gABI, chapter 4)."""
    while image:
        assert image[:5] == b"\x7fELF\x02", "objects are 64-bit ELF"
        end = _word(image, 0x28, 8) + _word(image, 0x3C, 2) * _word(image, 0x3A, 2)
        yield image[:end]
        image = image[end:]


def _word(image: bytes, at: int, size: int) -> int:
    return int.from_bytes(image[at:at + size], "little")


def elf_symbols(image: bytes) -> Iterator[Symbol]:
    """Every symbol of the objects."""
    for part in objects(image):
        sections = [_word(part, 0x28, 8) + k * _word(part, 0x3A, 2) for k in range(_word(part, 0x3C, 2))]
        for section in sections:
            if _word(part, section + 4, 4) != 2:                              # SHT_SYMTAB
                continue
            start, size = _word(part, section + 24, 8), _word(part, section + 32, 8)
            strings = _word(part, sections[_word(part, section + 40, 4)] + 24, 8)
            for entry in range(start, start + size, 24):
                name = strings + _word(part, entry, 4)
                yield Symbol(part[name:part.index(b"\0", name)].decode(), part[entry + 4], _word(part, entry + 6, 2))
