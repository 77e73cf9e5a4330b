"""What travels to a worker and back: pickles, in which functions that no name leads to (of a notebook, a script, inside another function) go by value, with
the source that the front end reads. Machine code is not sent: the worker finds it in the cache of compiled code, or compiles.

Pickles are opened by our own code on the other side, never by the executor's: what fails there fails the one task and not the worker.
"""
from __future__ import annotations

import hashlib
import io
import linecache
import marshal
import pickle
from collections import OrderedDict
from functools import cached_property
from types import CodeType
from typing import Any, NamedTuple

from ...ir.errors import LlbayesError, SettingsError
from ...ir.given import shown
from ...ir.machine.locks import OPENING

BY_VALUE = "__llbayes_by_value__"    # a method: how to make the object again from what pickles by value, where `__reduce__` gives a name
KEPT = 8                             # opened objects that a worker keeps
WAY_OUT = "define it at the top of a module that the workers can import, or `pip install cloudpickle`, which lets functions travel by value"


class Packed(NamedTuple):
    """A pickle, and the sources of functions in it by the file names that their code has."""

    data: bytes
    sources: dict[str, str]


def packed(value: Any) -> Packed:
    """The object as bytes. SettingsError, with the remedy, for what cannot travel."""
    try:
        return by_value(value)
    except ImportError:
        pass
    except RecursionError:
        raise
    except Exception as error:
        raise cannot(value, error) from error
    try:
        return Packed(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL), {})
    except Exception as error:
        raise cannot(value, error) from error


def cannot(value: Any, error: Exception) -> SettingsError:
    """The error for what does not pickle."""
    says = error.message if isinstance(error, LlbayesError) else f"{type(error).__name__}: {error}"
    return SettingsError(f"{shown(value)} cannot go to another process: {says}", hint=WAY_OUT)


def by_value(value: Any) -> Packed:
    """By cloudpickle; ImportError where it is not installed."""
    import cloudpickle

    class Pickler(cloudpickle.Pickler):
        """Cloudpickle's, which also notes the files of functions that go by value, and lets objects of ours follow them."""

        files: set[str]

        def reducer_override(self, obj: Any) -> Any:
            if isinstance(obj, CodeType):                  # cloudpickle's way forgets the file
                self.files.add(obj.co_filename)
                return marshal.loads, (marshal.dumps(obj),)
            return without_name(obj) or super().reducer_override(obj)

    buffer = io.BytesIO()
    pickler = Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.files = set()
    pickler.dump(value)
    sources = {file: "".join(linecache.getlines(file)) for file in sorted(pickler.files)}
    return Packed(buffer.getvalue(), {file: text for file, text in sources.items() if text})


def without_name(obj: Any) -> Any:
    """How to make an object by value that no name leads to in another process; None for all others."""
    if not hasattr(type(obj), BY_VALUE):
        return None
    if obj.__module__ != "__main__":
        try:
            obj.__reduce__()
            return None
        except LlbayesError:
            pass
    return getattr(obj, BY_VALUE)()


def unpacked(p: Packed) -> Any:
    """The object; sources that are not there, or are others, are what `linecache` has for their files from now on."""
    for file, text in p.sources.items():
        if "".join(linecache.getlines(file)) != text:
            linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    try:
        return pickle.loads(p.data)
    except (ImportError, AttributeError) as error:
        raise SettingsError(f"a worker cannot import what was sent to it: {error}", hint=WAY_OUT) from error


class Carried:
    """An object that many tasks share. In its own process it is `value`; elsewhere it is opened when it is first asked for, and kept for the tasks
    that follow."""

    def __init__(self, value: Any):
        self._value = value

    @property
    def value(self) -> Any:
        return self._value

    @cached_property
    def packed(self) -> Packed:
        """As it travels; SettingsError where it cannot."""
        return packed(self._value)

    def __reduce__(self) -> tuple[Any, ...]:
        return Arrived, (self.digest, self.packed)

    @cached_property
    def digest(self) -> bytes:
        """What the object is known by among those that a worker keeps."""
        return hashlib.sha256(self.packed.data).digest()


_opened: OrderedDict[bytes, Any] = OrderedDict()


class Arrived(Carried):
    """A carried object in another process."""

    def __init__(self, digest: bytes, data: Packed):
        vars(self).update(digest=digest, packed=data)

    @property
    def value(self) -> Any:
        with OPENING:
            if self.digest not in _opened:
                _opened[self.digest] = unpacked(self.packed)
            _opened.move_to_end(self.digest)
            while len(_opened) > KEPT:
                _opened.popitem(last=False)
            return _opened[self.digest]
