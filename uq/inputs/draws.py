"""Posterior draws or data as inputs: their rows, as they are."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import numbers, one_of, shown, whole
from ...samplers.settings import Seed
from ..shown import SHOWN, Table
from .given import in_cube, read_only, rng_of
from .laws.empirical import Empirical
from .protocol import Marginal, Parameter, Place, Space
from .table import table

NOT_VARIABLES = ("sampler", "Sampler")


@dataclass(frozen=True, eq=False, repr=False)
class Draws:
    """Draws of a posterior, or rows of data, as uncertain inputs: a tree of results (its group `posterior`), an xarray Dataset, a DataFrame, or a dict of
    arrays whose first axis counts the draws (chains and draws of a Dataset are one axis). `names` picks variables, all of them unless said.

    Arrays are inputs entry by entry, `theta[0]`, or by their labels, `theta[Choate]`. The law is that of the rows: a point of the unit cube picks one by its
    first coordinate, so whatever depends on each other in them does so here. There is no density and no map from normal numbers: methods that need
    independent inputs, or derivatives of such a map, refuse draws.
    """

    names: tuple[str, ...]
    rows: np.ndarray                 # (n, d)

    def __init__(self, given: Any, names: Any = None):
        columns = columns_of(given, wanted(names))
        lengths = {len(a) for a in columns.values()}
        if not columns:
            raise SettingsError(f"there are no draws in {shown(given)}")
        if len(lengths) != 1:
            raise SettingsError(f"draws have different numbers of rows: {', '.join(f'`{name}` {len(a)}' for name, a in columns.items())}")
        rows = np.stack([*columns.values()], axis=1)
        bad = [name for name, a in columns.items() if not np.isfinite(a).all()]
        if bad:
            raise SettingsError(f"draws of `{bad[0]}` are not finite", hint="leave out such rows, or the variable: `names=`")
        if len(rows) < 2:
            raise SettingsError(f"there is {len(rows)} draw; inputs need two or more")
        object.__setattr__(self, "names", tuple(columns))
        object.__setattr__(self, "rows", read_only(rows))

    @property
    def dim(self) -> int:
        return len(self.names)

    @property
    def independent(self) -> bool:
        """Never: rows are kept as they are."""
        return False

    @cached_property
    def mean(self) -> np.ndarray:
        """(d,), of the draws."""
        return read_only(self.rows.mean(axis=0))

    @cached_property
    def covariance(self) -> np.ndarray:
        """(d, d), of the draws."""
        return read_only(np.cov(self.rows.T).reshape(self.dim, self.dim))

    @property
    def cumulants(self) -> np.ndarray:
        """Of dependent inputs there are none, input by input."""
        raise SettingsError("the inputs are draws, which depend on each other: third and fourth cumulants are those of independent inputs", hint="`order=1`")

    @property
    def tails(self) -> np.ndarray:
        """(d,): draws are bounded."""
        return np.full(self.dim, np.inf)

    @property
    def parameters(self) -> list[Parameter]:
        """None."""
        return []

    def parameter_slopes(self, u: np.ndarray) -> np.ndarray:
        """(0, d)"""
        return np.zeros((0, self.dim))

    def from_unit(self, u: np.ndarray) -> np.ndarray:
        """Rows (n, d) of points u (n, d) in the unit cube, by their first coordinate."""
        return self.picked(in_cube(u, self.dim)[:, 0])

    def picked(self, p: np.ndarray) -> np.ndarray:
        n = len(self.rows)
        return self.rows[np.minimum((p * n).astype(np.int64), n - 1)]

    def from_normal(self, u: np.ndarray) -> np.ndarray:
        """Rows (n, d), by the probability of the first of the normal numbers u (n, d)."""
        from scipy.special import ndtr

        a = numbers(u, "u")
        if a.ndim != 2 or a.shape[1] != self.dim:
            raise SettingsError(f"`u` must be an array of shape (n, {self.dim}) of numbers, not {shown(u)}")
        return self.picked(ndtr(a[:, 0]))

    def to_normal(self, x: np.ndarray) -> np.ndarray:
        """Refused."""
        self.refuse("a map back to normal numbers")

    def logpdf(self, x: np.ndarray) -> np.ndarray:
        """Refused."""
        self.refuse("a density")

    def pullback(self, u: np.ndarray, g: np.ndarray) -> np.ndarray:
        """Refused."""
        self.refuse("derivatives with respect to normal numbers")

    def in_language(self, space: Space) -> Place | None:
        """None."""
        one_of(space, ("normal", "unit"), "space")

    def refuse(self, what: str) -> NoReturn:
        raise SettingsError(f"the inputs are draws, which have not {what}",
                            hint="give inputs laws, `uq.Inputs(…)`, or write them as a model, `uq.inputs_of(…)`; "
                            "`uq.GaussianInputs(draws.names, draws.mean, draws.covariance)` is the Gaussian of these draws")

    def marginal(self, name: str) -> Marginal:
        """The law of one input, as its draws show it."""
        one_of(name, self.names, "name")
        return Empirical(self.rows[:, self.names.index(name)])

    def sample(self, n: int, seed: Seed = None) -> np.ndarray:
        """(n, d) rows, drawn with replacement."""
        return self.rows[rng_of(seed).integers(len(self.rows), size=whole(n, "n", 0))]

    def shown(self) -> Table:
        """Quantiles of each."""
        sd, quantiles = np.sqrt(np.diag(self.covariance)), np.quantile(self.rows, SHOWN, axis=0).T
        return table(self.names, ["draws"] * self.dim, self.mean, sd, quantiles, f"{len(self.rows):,} draws of all")

    def __repr__(self) -> str:
        return self.shown().text()

    def _repr_html_(self) -> str:
        return self.shown().html()


def wanted(names: Any) -> list[str] | None:
    """Names of variables; None for all."""
    from ...ir.given import names_in

    return None if names is None else names_in(names, "names")


def columns_of(given: Any, names: list[str] | None) -> dict[str, np.ndarray]:
    """Arrays (n,) by the names of inputs, of whatever holds draws."""
    found: dict[str, np.ndarray] = {}
    for name, array, labels in picked(variables(given), names):
        a = numbers(array, name, "draws, an array of numbers whose first axis counts them")
        if not a.ndim:
            raise SettingsError(f"`{name}` is one number; draws are arrays whose first axis counts them")
        for at in np.ndindex(*a.shape[1:]):
            found[f"{name}[{','.join(str(label[i]) for label, i in zip(labels, at, strict=True))}]" if at else name] = a[(slice(None), *at)]
    return found


def picked(found: list[tuple[str, Any, list[Any]]], names: list[str] | None) -> list[tuple[str, Any, list[Any]]]:
    """Those of the names, in their order; SettingsError for others."""
    known = {name: (name, array, labels) for name, array, labels in found}
    for name in names or ():
        one_of(name, known, "names")
    return found if names is None else [known[name] for name in names]


def variables(given: Any) -> list[tuple[str, Any, list[Any]]]:
    """(name, draws (n, …), labels of the other axes) of a tree, a Dataset, a DataFrame or a dict."""
    group = getattr(given, "children", None) or getattr(given, "_groups", None)
    if group is not None and "posterior" in group:
        given = given["posterior"]
    given = given.to_dataset() if hasattr(given, "to_dataset") and not hasattr(given, "data_vars") else given
    if hasattr(given, "data_vars"):
        return [of_dataset(str(name), a) for name, a in given.data_vars.items()]
    if hasattr(given, "columns") and hasattr(given, "to_numpy"):
        return [(str(name), given[name].to_numpy(), []) for name in given.columns]
    if isinstance(given, Mapping):
        return [(str(name), a, [range(k) for k in np.shape(a)[1:]]) for name, a in given.items()]
    raise SettingsError(f"draws are a tree of results, a Dataset, a DataFrame or a dict of arrays, not {shown(given)}")


def of_dataset(name: str, array: Any) -> tuple[str, Any, list[Any]]:
    """A variable of a Dataset, chains and draws as one first axis; the first axis of one without them."""
    first = [d for d in ("chain", "draw", "sample") if d in array.dims]
    rest = [d for d in array.dims if d not in first] if first else list(array.dims)[1:]
    values = np.asarray(array.transpose(*first, *rest) if first else array)
    values = values.reshape(-1, *values.shape[len(first):]) if first else values
    return name, values, [array.coords[d].values if d in array.coords else range(array.sizes[d]) for d in rest]
