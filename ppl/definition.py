"""`@model`: a Python function with sites becomes a Model; data bind it to a Posterior."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from ..ir.errors import CompileError, DataError, LlbayesError, ModelError, Position
from .annotations import annotations_of
from .base.frames import here, raised_at, raised_by_us
from .data import arguments, convert, coordinates, data_error, read_json
from .interpret.check import Check, Indexed
from .interpret.host import Host
from .interpret.running import RUN, run
from .interpret.table import Binding, Site
from .pickling import named, reference
from .posterior import Posterior

ATTEMPTS = 10  # points at which a model may refuse to run before binding gives up


class Model:
    """A model function. `bind(**data)` is the way to a posterior; calling it is an error."""

    __name__: str

    def __init__(self, function: Callable[..., Any]):
        if not inspect.isfunction(function):
            raise ModelError(f"@ppl.model makes a model of a function, not of {type(function).__name__}", here())
        self.function = function
        variadic = [p for p in inspect.signature(function).parameters.values() if p.kind not in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
        if variadic:
            raise ModelError(f"the model `{function.__name__}` takes `{variadic[0]}`: data are bound by name", self.position,
                                     "name every argument")  # fmt: skip
        functools.update_wrapper(self, function)
        self.annotations = annotations_of(function)

    @property
    def position(self) -> Position:
        code = self.function.__code__
        return Position(code.co_filename, code.co_firstlineno, 1, code.co_firstlineno, 1, code.co_name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        inside = RUN.get() is not None
        hint = (
            "submodels are not part of this version: call a plain function with sites in it"
            if inside
            else f"`{self.__name__}.bind(…)` gives a posterior"
        )
        raise ModelError(f"the model `{self.__name__}` cannot be called", here(), hint)

    def __llbayes_stage__(self, it: Any, args: Any, kw: Any) -> Any:
        raise it.error(f"the model `{self.__name__}` cannot be called inside a model", "call a plain function with sites in it")

    def __reduce__(self) -> Any:
        return named, reference(self)

    def bind(self, *positional: Any, coords: dict[str, Any] | None = None, **data: Any) -> Posterior:
        """The posterior given data. All problems of the data come in one DataError.

        `coords` maps dims to labels. Lists become arrays; integers may stand for reals.
        """
        if positional:
            names = ", ".join(f"{n}=…" for n in inspect.signature(self.function).parameters)
            raise DataError("data are bound by name", here(), f"`{self.__name__}.bind({names})`")
        problems: list[str] = []
        values = arguments(self.function, data, problems)
        values = {name: convert(name, v, self.annotations.get(name), problems) for name, v in values.items()}
        labels, sizes = coordinates(coords, values, self.annotations, problems)
        if problems:
            raise data_error(self.__name__, self.position, problems)
        binding = Binding(values, labels, sizes)
        sites = self.check(binding)
        unused = [
            d
            for d in labels
            if not any(s.dims and d in s.dims for s in sites.values()) and not any(d in a.dims for a in self.annotations.values())
        ]
        if unused:
            raise data_error(self.__name__, self.position, [f"coords for `{d}`: no site has this dim" for d in unused])
        posterior = Posterior(self, binding)
        try:
            posterior.programs.density()
        except CompileError as e:
            raise CompileError(e.message, e.position, e.hint) from None
        return posterior

    def from_json(self, path: Any, coords: dict[str, Any] | None = None) -> Posterior:
        """Binds the data of a JSON file (`.json`, `.json.gz`); names that the model does not take are ignored."""
        taken = inspect.signature(self.function).parameters
        return self.bind(coords=coords, **{name: v for name, v in read_json(path).items() if name in taken})

    def check(self, binding: Binding) -> dict[str, Site]:
        """A run in CPython that collects the sites and checks data against them; at another point where the model refuses the last."""
        error: Exception | None = None
        for attempt in range(ATTEMPTS):
            found = Check(binding, attempt)
            try:
                return self.checked(binding, found)
            except (AssertionError, ArithmeticError, ValueError) as e:
                if isinstance(e, LlbayesError):
                    raise
                error = unrunnable(self.__name__, e, found.sites)
        assert error is not None
        raise error from None

    def checked(self, binding: Binding, found: Check) -> dict[str, Site]:
        """The sites of one run. What the model itself raises there goes through."""
        try:
            guarded = {k: v.view(Indexed) if isinstance(v, np.ndarray) else v for k, v in binding.data.items()}
            run(self.function, found, Host(np.zeros(0)), guarded)
        except LlbayesError as e:
            e.position = e.position or raised_at(e)
            if found.problems:
                raise data_error(self.__name__, self.position, [*found.problems, str(e)]) from None
            raise e from None
        except Exception as e:
            if isinstance(e, (AssertionError, ArithmeticError, ValueError)) or raised_by_us(e) and not isinstance(e, IndexError):
                raise
            raise unrunnable(self.__name__, e, found.sites) from None
        if found.problems:
            raise data_error(self.__name__, self.position, found.problems)
        binding.sites, binding.point = found.sites, found.z
        return found.sites


def unrunnable(name: str, e: Exception, sites: dict[str, Site]) -> LlbayesError:
    """What Python says about the user's code, at its line, with a way out."""
    what, hint = str(e), ""
    if isinstance(e, NameError) and e.name in sites:
        hint = f'keep the value of the site: {e.name} = ppl.sample("{e.name}", …)'
    elif isinstance(e, IndexError) and "out of bounds" in what:
        hint = "indices count from 0; for data that count from 1: ppl.index(a, n, base=1)"
    elif isinstance(e, IndexError) and "integer" in what or isinstance(e, TypeError) and "as an integer" in what:
        hint = "indices, sizes and bounds are whole numbers and data, never parameters; `x: ppl.Int` converts 1.0 to 1 when data are bound"
    elif isinstance(e, ValueError) and "read-only" in what:
        hint = "data cannot be written: work on a copy, `x = x.copy()`"
    elif isinstance(e, TypeError) and "converted to Python scalars" in what:
        hint = "functions of `math` take numbers; those of NumPy take arrays"
    kind, cause = (DataError, " with these data") if isinstance(e, (ValueError, LookupError, ArithmeticError, AssertionError)) else (ModelError, "")
    return kind(f"`{name}` cannot be run{cause}: {type(e).__name__}: {what}", raised_at(e), hint)


def model(function: Callable[..., Any]) -> Model:
    """Makes a model of a function whose arguments are data and whose body holds sites."""
    return Model(function)
