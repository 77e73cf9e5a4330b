"""A Stan program as a model: text in, a `ppl.Model` out, which is translated, compiled and bound as any other."""
from __future__ import annotations

import ast
import itertools
import linecache
import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np

from .. import ppl
from ..ir.errors import ModelError
from ..ir.given import file_path
from ..lang.values.given import compiled
from ..ppl.base.frames import here
from ..ppl.base.types import Data
from ..ppl.inputs.data import Coords
from ..ppl.interpret.table import Binding, Earlier
from . import library
from .checking import check
from .grammar import parse
from .old import warn
from .source import Source
from .translation import Translation, translate

SUFFIX = ".stan"


class StanModel(ppl.Model):
    """A Stan program as a model; `program` is its syntax tree, `python` the model as Python."""

    finite = False                               # Stan's numbers may be infinite or nan, unless a declaration says otherwise

    def __init__(self, source: Source, name: str):
        self.source, self.called, self.program = source, name, parse(source)
        check(self.program)
        warn(self.program)
        self.translation: Translation = translate(self.program, name)
        self.names = functions_of(self.translation)
        super().__init__(self.names[self.translation.name])

    def converted(self, data: Data, coords: Coords | None, earlier: Earlier) -> Binding:
        """Data as the program declares them, under the names that the model's arguments have."""
        return super().converted({self.translation.arguments.get(name, name): value for name, value in data.items()}, coords, earlier)

    def takes(self) -> tuple[str, ...]:
        """The names of its data, as the program declares them."""
        return tuple(self.translation.arguments)

    def __reduce__(self) -> tuple[Any, ...]:
        return again, (self.source.text, self.source.path, self.called)

    @property
    def python(self) -> str:
        """The model as Python, which runs by itself."""
        return self.translation.text


def functions_of(translation: Translation) -> dict[str, Any]:
    """The functions of a program, compiled at their places in its files."""
    names: dict[str, Any] = {"np": np, "ppl": ppl, "st": library, "__name__": __name__}
    files: dict[str, list[ast.stmt]] = {}
    for source, node in translation.functions:
        files.setdefault(source.path, []).append(node)
    for path, nodes in files.items():
        exec(compiled(ast.Module(nodes, []), path), names)
    return names


def model(path: str | os.PathLike[str] | None = None, *, text: str | None = None, name: str = "") -> StanModel:
    """The model of a Stan program: of a file, or of a text, which `name` gives a name. StanError where it is no program, at its line."""
    if (path is None) == (text is None):
        raise ModelError("`stan.model` takes the path of a program, or its text", here(), '`stan.model("schools.stan")`, `stan.model(text="…")`')
    if path is not None:
        file = file_path(path, "path")
        return StanModel(Source(Path(file).read_text(encoding="utf-8"), str(file)), name or Path(file).stem)
    assert text is not None, "one of both is given"
    return again(text, shown_as(text, name or "program"), name or "program")


def shown_as(text: str, name: str) -> str:
    """What a program that stands in no file is called in messages: as no other text is."""
    names = (f"{name}{SUFFIX}" if k == 1 else f"{name} {k}{SUFFIX}" for k in itertools.count(1))
    return next(path for path in names if path not in linecache.cache or "".join(linecache.getlines(path)) == text)


def again(text: str, path: str, name: str) -> StanModel:
    """The model of a text that is shown under a path: in another process the same as in the first."""
    key = text, path, name
    if (known := _made.get(key)) is not None:
        return known
    source = Source(text, path)
    if not os.path.exists(path):
        source.show()
    _made[key] = made = StanModel(source, name)
    return made


_made: weakref.WeakValueDictionary[tuple[str, str, str], StanModel] = weakref.WeakValueDictionary()
