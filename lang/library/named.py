"""Functions of the language by public name, each imported when it is asked for: a process pays for the files whose functions it calls."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from types import FunctionType


class Functions(Mapping[str, FunctionType]):
    """Functions by dotted public name, of `module:function` in this room by the same name; names alone import nothing."""

    def __init__(self, places: Mapping[str, str]):
        self.places = dict(places)

    def __getitem__(self, name: str) -> FunctionType:
        module, _, function = self.places[name].partition(":")
        return getattr(import_module(f".{module}", __package__), function)

    def __contains__(self, name: object) -> bool:
        return name in self.places

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __reversed__(self) -> Iterator[str]:
        return reversed(self.places)

    def __len__(self) -> int:
        return len(self.places)


def functions(room: str, table: Mapping[str, Mapping[str, str]]) -> Functions:
    """Of a folder of this room, or of the room itself (empty): by public module, then by file, names of functions; `NAME=FUNCTION` where the public name is
    another one."""
    return Functions({name: place for public, files in table.items() for name, place in placed(room, public, files)})


def placed(room: str, public: str, files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(public name, place) of what a public module has here; a public name without a module is that of a method."""
    for file, words in files.items():
        for word in words.split():
            name, _, function = word.partition("=")
            yield ".".join(filter(None, (public, name))), ".".join(filter(None, (room, file))) + f":{function or name}"
