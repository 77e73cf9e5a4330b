"""A Stan program as a model: text in, a `ppl.Model` out, which is translated, compiled and bound as any other."""
from __future__ import annotations

import ast
import functools
import itertools
import linecache
import os
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from .. import ppl
from ..ir.errors import DataError, LlbayesError, ModelError
from ..ir.given import file_path
from ..ir.public import public
from ..lang.values.code.given import compiled
from ..ppl.base.frames import here
from ..ppl.base.types import Data
from ..ppl.binding.declared import by_declarations
from ..ppl.binding.trial import try_out
from ..ppl.inputs.data import Coords
from ..ppl.inputs.json_file import check_nulls, content
from ..ppl.interpret.table import Binding, Earlier
from ..ppl.programs import Kin
from ..results.html import lines
from . import library, old
from .checking import check
from .errors import StanError, error
from .grammar import parse
from .inputs import convert, read
from .looking import AS_IT_IS, LOOKS, looking
from .nodes import Expr, Index, Name, Program, Tilde
from .shown import described
from .source import Source
from .translation import Translation, key, translate
from .types import Type
from .walk import deepest, inside
from .words import in_stans_words, speak

SUFFIX = ".stan"
TOO_DEEP = "parts of an expression may have names of their own"


class StanModel(ppl.Model):
    """A Stan program as a model. `program` is its syntax tree, `python` the model as Python; `bind` and `from_json` take data as the program declares them, by
    its names, and ignore others."""

    finite = False                               # Stan's numbers may be infinite or nan, unless a declaration says otherwise
    lenient = True                               # generated quantities whose check fails are nan in that draw
    likelihoods = ("log_lik",)                   # as generated quantities are called for `loo`

    def __init__(self, source: Source, name: str):
        self.source, self.called = source, name
        self.program: Program = parse(source)
        try:
            check(self.program)
            self.translation: Translation = translate(self.program, name)
        except RecursionError:
            raise self.too_deep() from None
        self.functions = functions_of(self.translation)
        super().__init__(self.functions[self.translation.name])
        for source, _ in self.translation.functions:
            speak(source.path)
        self.observed = frozenset(name for node in inside(self.program) if isinstance(node, Tilde) and (name := data_name(node.value)))

    def bound(self, binding: Binding, kin: Kin | None = None) -> ppl.Posterior:
        """The posterior of converted data. Declarations stand first in a program, so that its body is run in CPython only where something is wrong, or
        somebody asks for other sites than parameters."""
        try:
            if kin is None and not binding.away and not binding.coords and self.count:
                posterior = by_declarations(self, self.looked_at.function, binding, self.count)
                if posterior is not None:
                    return posterior
            return super().bound(binding, kin)
        except RecursionError:
            raise self.too_deep() from None

    @functools.cached_property
    def count(self) -> int:
        """How many parameters it has, those in tuples each."""
        return sum(parts(one.type) for one in self.program.declared("parameters"))

    def too_deep(self) -> StanError:
        """The error of a program that nests more than Python can."""
        return error("the program is nested too deeply here", deepest(self.program).span, TOO_DEEP)

    def tried(self, binding: Binding) -> None:
        """Leaves in a binding its sites and a point where the model runs; errors are in Stan's words, wherever they are shown."""
        try:
            try_out(self.looked_at, binding)
        except LlbayesError as wrong:
            wrong.message, wrong.hint = in_stans_words(wrong.message, wrong.hint)
            wrong.place(None)
            raise

    @functools.cached_property
    def looked_at(self) -> StanModel:
        """The same model, whose function looks at indices and sizes (`looking.py`)."""
        own = frozenset(self.translation.named.values())
        looks = {**LOOKS} | {name + AS_IT_IS: function for name, function in self.functions.items() if name in own}
        names = functions_of(self.translation._replace(functions=[(source, looking(node, own)) for source, node in self.translation.functions]), looks)
        found = object.__new__(StanModel)
        vars(found).update(vars(self), function=names[self.translation.name])
        return found

    def takes(self) -> tuple[str, ...]:
        """The names of its data, as the program declares them."""
        return tuple(self.translation.arguments)

    def __reduce__(self) -> tuple[Any, ...]:
        return again, (self.source.text, self.source.path, self.called)

    @property
    def python(self) -> str:
        """The model as Python, which runs by itself."""
        return self.translation.text

    def converted(self, data: Data, coords: Coords | None, earlier: Earlier) -> Binding:
        """Data as the program declares them, under the names that the model's arguments have. DataError lists all problems, each at its declaration."""
        names = self.translation.arguments
        given = {next((stan for stan, python in names.items() if python == name), name): value for name, value in data.items()}
        absent = self.observed if earlier != Earlier({}) else ()                     # of new data, to be predicted
        values = convert(self.program, given, lambda definition: self.functions[self.translation.named[key(definition)]], absent)
        tuples = {names[name]: fixed(value) for name, value in values.items() if isinstance(value, (tuple, list))}
        binding = super().converted({names[name]: value for name, value in values.items()} | dict.fromkeys(tuples, 0), coords, earlier)
        binding.data.update(tuples)                                                  # tuples, and arrays of them, are no arrays of NumPy's
        return binding

    @public
    def from_json(self, path: str | os.PathLike[str], coords: Coords | None = None) -> ppl.Posterior:
        """Binds the data of a file, JSON (`.json`, `.json.gz`) or R's (`.data.R`, `.rdump`)."""
        file = file_path(path, "path")
        data = {name: value for name, value in read(file).items() if name in self.translation.arguments}
        check_nulls(file, data)
        try:
            return self.bind(coords=coords, **data)
        except DataError as e:
            raise in_file(e, file) from None

    def __repr__(self) -> str:
        head, below = described(self.__name__, self.program)
        return "\n  ".join([head, *below])

    def _repr_html_(self) -> str:
        head, below = described(self.__name__, self.program)
        return lines(head, *below)


def parts(type: Type) -> int:
    """How many parameters a declared one is: a tuple those of its parts."""
    return sum(map(parts, type.parts)) if type.base == "tuple" else 1


def fixed(value: Any) -> Any:
    """Lists, and lists in tuples, as tuples, which cannot change."""
    return tuple(map(fixed, value)) if isinstance(value, (tuple, list)) else value


def in_file(error: LlbayesError, path: Path) -> LlbayesError:
    """The error with the file of data that it is about, unless it names that."""
    message = error.message if str(path) in error.message else f"{error.message}\n  in `{path}`"
    return DataError(message, error.position, error.hint)


def data_name(value: Expr) -> str:
    """The name of the data that an expression is, or is a part of; empty where it is something else."""
    base = value.base if isinstance(value, Index) else value
    return base.id if isinstance(base, Name) and base.block == "data" else ""


def functions_of(translation: Translation, looks: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The functions of a program by their Python names, compiled at their places in its files; those with `looks` (`looking.py`) are CPython's alone."""
    names: dict[str, Any] = {"np": np, "ppl": ppl, "st": library, "__name__": __name__, **(looks or {})}
    files: dict[str, list[ast.stmt]] = {}
    for source, node in translation.functions:
        files.setdefault(source.path, []).append(node)
    for path, nodes in files.items():
        module = ast.Module(nodes, [])
        exec(compiled(module, path) if looks is None else compile(module, path, "exec"), names)
    return names


def model(path: str | os.PathLike[str] | None = None, *, text: str | None = None, name: str = "") -> StanModel:
    """The model of a Stan program: of a file, or of a text, which `name` gives a name. What the program says that is no Stan is a StanError at its line;
    forms of earlier versions run, with one warning. Files that it includes are looked for beside it.

    ```python
    from llbayes import stan

    model = stan.model("schools.stan")
    posterior = model.from_json("schools.json")
    ```
    """
    if (path is None) == (text is None):
        raise ModelError("`stan.model` takes the path of a program, or its text", here(), '`stan.model("schools.stan")`, or `stan.model(text="…")`')
    if path is None:
        made = again(str(text), shown_as(str(text), name or "program"), name or "program")
    else:
        file = file_path(path, "path")
        made = StanModel(Source(content(file).decode(), str(file)), name or file.name.removesuffix(SUFFIX))
    old.warn(made.program)
    return made


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
