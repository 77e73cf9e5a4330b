"""`@model`: a Python function with sites becomes a Model; data bind it to a Posterior."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from ..ir.errors import CompileError, DataError, LlbayesError, ModelError, Position, located
from .annotations import annotations_of
from .constraints import violations
from .data import arguments, convert, coordinates, data_error, read_json
from .distribution import limited
from .host import Host, place, raised_at, user_frame
from .interpretation import Interpretation, moving
from .pickling import named, reference
from .posterior import Posterior
from .sites import RUN
from .table import Binding, Site

MOST_UNROLLED = 64  # parameters that one line may make


class Model:
    """A model function. `bind(**data)` is the way to a posterior; calling it is an error."""

    __name__: str

    def __init__(self, function: Callable[..., Any]):
        self.function = function
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
        raise ModelError(located(f"the model `{self.__name__}` cannot be called", place(user_frame()), hint))

    def __llbayes_stage__(self, it: Any, args: Any, kw: Any) -> Any:
        raise it.error(f"the model `{self.__name__}` cannot be called inside a model", "call a plain function with sites in it")

    def __reduce__(self) -> Any:
        return named, reference(self, self.position)

    def bind(self, *, coords: dict[str, Any] | None = None, **data: Any) -> Posterior:
        """The posterior given data. All problems of the data come in one DataError.

        `coords` maps dims to labels. Lists become arrays; integers may stand for reals.
        """
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
        posterior = Posterior(self, binding, sites)
        try:
            posterior.compiled.density()
        except CompileError as e:
            raise CompileError(str(e)) from None
        return posterior

    def from_json(self, path: Any, coords: dict[str, Any] | None = None) -> Posterior:
        """Binds the data of a JSON file (`.json`, `.json.gz`); names that the model does not take are ignored."""
        taken = inspect.signature(self.function).parameters
        return self.bind(coords=coords, **{name: v for name, v in read_json(path).items() if name in taken})

    def check(self, binding: Binding) -> dict[str, Site]:
        """One run in CPython that collects the sites and checks data against them."""
        found = Check(binding)
        try:
            guarded = {k: v.view(Indexed) if isinstance(v, np.ndarray) else v for k, v in binding.data.items()}
            run(self.function, found, Host(np.zeros(0)), guarded)
        except LlbayesError as e:
            if found.problems:
                raise data_error(self.__name__, self.position, [*found.problems, str(e)]) from None
            raise type(e)(str(e)) from None
        except (IndexError, ValueError, ZeroDivisionError, FloatingPointError, AssertionError) as e:
            at = raised_at(e)
            raise DataError(located(f"`{self.__name__}` cannot be run with these data: {type(e).__name__}: {e}", at)) from None
        if found.problems:
            raise data_error(self.__name__, self.position, found.problems)
        binding.complete = True
        return found.sites


class Indexed(np.ndarray):
    """An array that refuses negative indices that come from data; those written by the user are Python integers, and fine."""

    def __getitem__(self, key: Any) -> Any:
        for k in key if isinstance(key, tuple) else (key,):
            if isinstance(k, (np.ndarray, np.integer)) and k.dtype.kind == "i" and k.size and k.min() < 0:
                raise IndexError(
                    f"an index from data is negative ({k.min()}): in data that count from 1 a 0 would silently be the last; "
                    "use ppl.index(a, n, base=1)"
                )
        return super().__getitem__(key)


class Check(Interpretation):
    """Collects sites; looks for observed values outside of the support and for indices out of range."""

    def __init__(self, binding: Binding):
        super().__init__(binding)
        self.problems: list[str] = []
        self.call_sites: dict[str, Any] = {}
        self.repeats: dict[Any, int] = {}

    def wants(self, name: str) -> bool:
        return True

    def register(self, it: Any, site: Site) -> None:
        key = it.call_site()
        if site.name in self.sites and (site.kind == "parameter" or self.call_sites[site.name] != key):
            raise it.error(f"the site `{site.name}` occurs twice", "give each site its own name; in a loop use an f-string")
        self.repeats[key] = self.repeats.get(key, 0) + 1
        if site.kind == "parameter" and self.repeats[key] > MOST_UNROLLED:
            raise it.error(
                f"the parameter `{site.name}` is made more than {MOST_UNROLLED} times by one line", "make one array of them: shape="
            )
        super().register(it, site)
        self.binding.visits[site.name] = self.binding.visits.get(site.name, 0) + 1
        self.call_sites[site.name], site.where = key, at(it)

    def value(self, it: Any, site: Site, dist: Any, chosen: Any) -> Any:
        it.z = np.zeros(self.offset)
        x = super().value(it, site, dist, chosen)
        return x.view(Indexed) if isinstance(x, np.ndarray) else x

    def mismatch(self, it: Any, text: str) -> None:
        if text.startswith("observed"):
            self.problems.append(f"{text}{at(it)}; the value never broadcasts")
        else:
            super().mismatch(it, text)

    def observed(self, it: Any, site: Site, obs: Any, where: Any) -> Any:
        support = site.dist.support()
        a = np.asarray(obs)
        site.mask = None if where is None else np.asarray(where)
        if a.dtype.kind not in "fiub":
            self.problems.append(f"observed `{site.name}` holds {a.dtype} data{at(it)}")
            return obs
        if (limited(support) or support.kind.axes) and not moving(support):
            bad = violations(support, a)
            if where is not None:
                bad = bad & np.asarray(where)
            if bad.any():
                first = tuple(int(i) for i in np.argwhere(bad)[0])
                shown = a[first]
                self.problems.append(
                    f"observed `{site.name}`: {int(bad.sum())} of {bad.size} values are outside the support ({support}) of "
                    f"{site.dist}, the first ({shown}) at {list(first) if first else 'the number itself'}{at(it)}"
                )
        return super().observed(it, site, obs, where)

    def index(self, it: Any, a: Any, n: Any, base: int = 0) -> Any:
        values = np.asarray(a)
        bad = (values < base) | (values >= n + base)
        if values.dtype.kind not in "iu":
            self.problems.append(f"index data must be whole numbers, not {values.dtype}{at(it)}")
        elif bad.any():
            first = tuple(int(i) for i in np.argwhere(bad)[0])
            self.problems.append(
                f"index data out of range: {int(bad.sum())} of {values.size} are outside {base} … {n + base - 1}, the first "
                f"({values[first]}) at {list(first) if first else 'the number itself'}{at(it)}"
            )
            a = np.clip(values, base, n + base - 1)
        return super().index(it, a, n, base)


def at(it: Any) -> str:
    position = it.position()
    return f" ({position.file}:{position.line})" if position is not None else ""


def run(function: Callable[..., Any], interpretation: Interpretation, host: Host, data: dict[str, Any]) -> Any:
    """The model function in CPython under an interpretation."""
    token = RUN.set((interpretation, host))
    try:
        with np.errstate(all="ignore"):
            return function(**data)
    finally:
        RUN.reset(token)


def model(function: Callable[..., Any]) -> Model:
    """Makes a model of a function whose arguments are data and whose body holds sites."""
    return Model(function)
