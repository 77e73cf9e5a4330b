"""First-order indices from runs that are there: no design, no model. The estimate and its error are in `shares/ranks.py`."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import DataError, SettingsError
from ...ir.given import check, numbers, seed_of, share, shown
from ...ir.public import public
from ...samplers.settings import Seed
from ..campaigns.replicates import named, t_quantile
from ..inputs.given import distinct
from ..method import Method, Needs
from ..result import Labelled, Result
from ..scale import unit
from ..shares.ranks import first_order, order_of
from ..shown import Table, axes, output_names, over_places, picked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWEST = 16                          # rows
ROUNDING = 1e-13                     # of the largest output: a smaller spread is what is left of a constant
Names = Sequence[str]


@public
def given_data(x: Any, y: Any, *, names: Names | None = None, seed: Seed = None, level: float = 0.95) -> Result:
    """First-order indices of all inputs from n runs that are there, by their order (Gamboa et al. 2022); the inputs may be of any law and dependent.

    x: inputs (n, d); an array, or a DataFrame, whose columns have names
    y: outputs (n, …); an array or a DataFrame, or the names of columns of x, which are then no inputs
    names: of the inputs, where x is an array; None: those of x, or x1, x2, …
    seed: of the order in which rows with equal values of an input are taken, a whole number or several; None: fresh entropy
    level: of the intervals, between 0 and 1

    The order of the rows and increasing functions of an input change nothing. Standard errors are those of the estimate's asymptotic normal law; of dependent
    inputs an index is the share of the variance that an input explains alone, whatever it is that causes it.
    SettingsError for what does not fit together; DataError, with the row, for missing values, fewer than 16 rows, and outputs that do not vary.
    """
    level, rng = share(level, "level"), np.random.default_rng(seed_of(seed))
    inputs, outputs, given, output = taken(x, y)
    called = distinct(names) if names is not None else distinct(given or [f"x{k + 1}" for k in range(inputs.shape[1])])
    if len(called) != inputs.shape[1]:
        raise SettingsError(f"`names` are {len(called)}, {', '.join(called)}, and `x` has {inputs.shape[1]} columns", hint="one name for each column of `x`")
    flat, variance = standardised(outputs.reshape(len(outputs), -1))
    found = [first_order(flat[order_of(inputs[:, i], rng)]) for i in range(inputs.shape[1])]
    S, se = (np.array([f[k] for f in found]).reshape(len(called), *outputs.shape[1:]) for k in (0, 1))
    dims = (("output",) if outputs.ndim == 2 else tuple(f"output{k + 1}" for k in range(outputs.ndim - 1)))
    fields = {name: Labelled(a, ("input", *dims)) for name, a in named("S1", S, se, t_quantile(0.5 + 0.5 * level, len(flat) - 1)).items()}
    coords: dict[str, tuple[Any, ...]] = {"input": called, **({"output": output} if output and outputs.ndim == 2 else {})}
    settings = {"n": len(flat), "level": level, "shape": outputs.shape[1:], "outputs": output, "output_dims": dims}
    return Result("given_data", called, fields, coords, evaluated="given", notes=notes(inputs, called), settings=settings)


def notes(inputs: np.ndarray, names: Names) -> tuple[str, ...]:
    """Of inputs that are the same in all rows."""
    return tuple(f"input `{name}` has the same value in all rows" for name, same in zip(names, np.ptp(inputs, axis=0) == 0.0, strict=True) if same)


# -- what was given
def taken(x: Any, y: Any) -> tuple[np.ndarray, np.ndarray, tuple[str, ...], tuple[str, ...]]:
    """Inputs (n, d), outputs (n, …), the inputs' names, the outputs' names; none where they have none."""
    for name, value in (("x", x), ("y", y)):
        check(not callable(value), name, value, "data: `uq.sobol` takes a model, this method its runs")
    columns = columns_of(x)
    asked = [y] if isinstance(y, str) else list(y) if isinstance(y, (list, tuple)) and y and all(isinstance(k, str) for k in y) else None
    if asked is not None:
        x, y = apart(x, columns, asked)
        outputs, output = as_rows(y, "y"), () if len(asked) == 1 else tuple(asked)
        outputs = outputs[:, 0] if len(asked) == 1 else outputs
        columns = columns_of(x)
    else:
        outputs, output = as_rows(y, "y"), columns_of(y) if np.ndim(y) == 2 else ()
    inputs = as_rows(x, "x")
    check(inputs.ndim == 2 and inputs.shape[1] > 0, "x", x, "an array (n, d), a row for each run and a column for each input")
    check(outputs.ndim >= 1, "y", y, "an array (n, …), an output for each run")
    sound(inputs, outputs, columns)
    return inputs, outputs, columns, output


def apart(x: Any, columns: tuple[str, ...], asked: list[str]) -> tuple[Any, Any]:
    """Inputs and outputs of one DataFrame."""
    if not columns or not hasattr(x, "drop"):
        raise SettingsError(f"`y` is {shown(asked[0] if len(asked) == 1 else asked)}, the name of a column, and `x` is no DataFrame",
                            hint="give the outputs as an array (n,), or `x` as a DataFrame that holds them")
    for name in asked:
        if name not in columns:
            raise SettingsError(f"`y` is {name!r}, and the columns of `x` are {', '.join(columns)}")
    return x.drop(columns=asked), x[asked]


def columns_of(x: Any) -> tuple[str, ...]:
    """Names of the columns of a DataFrame, or of the inputs of xarray's array."""
    if hasattr(x, "columns"):
        return tuple(map(str, x.columns))
    coords: Any = getattr(x, "coords", {})
    return tuple(map(str, coords["input"].values)) if isinstance(coords, Mapping) and "input" in coords else ()


def as_rows(a: Any, name: str) -> np.ndarray:
    """Numbers (n, …)."""
    if isinstance(a, Mapping) or a is None or not isinstance(a, Iterable) and not hasattr(a, "__array__"):
        raise SettingsError(f"`{name}` must be an array with a row for each run, not {shown(a)}", hint="a DataFrame, or `np.column_stack([…])` of the columns")
    return numbers(a, name, "an array of numbers with a row for each run")


def sound(inputs: np.ndarray, outputs: np.ndarray, columns: tuple[str, ...]) -> None:
    """DataError for what rows cannot be compared with."""
    if len(inputs) != len(outputs):
        raise DataError(f"`x` has {len(inputs)} rows and `y` has {len(outputs)}", hint="a row of `x` and an output for each run")
    if len(inputs) < FEWEST:
        raise DataError(f"there are {len(inputs)} rows; indices from the order of data need {FEWEST} or more")
    for name, a in (("x", inputs), ("y", outputs)):
        bad = ~np.isfinite(a.reshape(len(a), -1))
        if bad.any():
            row, column = (int(k) for k in np.argwhere(bad)[0])
            where = f", column `{columns[column]}`" if name == "x" and columns else ""
            raise DataError(f"`{name}` is not finite in {int(bad.any(axis=1).sum())} of {len(a)} rows, first in row {row}{where}",
                            hint="leave such rows out of `x` and `y`: `keep = np.isfinite(y)`")


def standardised(y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Outputs (n, m) centred, with variance 1, and their variances in units; DataError for one that does not vary."""
    size = np.abs(y).max(axis=0)
    in_units = y / unit(np.where(size > 0.0, size, 1.0))
    centred = in_units - in_units.mean(axis=0)
    sd = centred.std(axis=0)
    if np.any(sd <= ROUNDING):
        k = int(np.argmax(sd <= ROUNDING))
        raise DataError(f"output {k} of `y` does not vary: it is {y[0, k]:g} in all rows, so no share of its variance can be given")
    return centred / sd, sd


class Looks:
    """Bars of first order, or lines over the places of many outputs."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Of one output; of several where each input matters most."""
        S, se = (r.array(name).reshape(len(r.names), -1) for name in ("S1", "S1_se"))
        above = f"first-order indices of {len(r.names)} inputs from {r.settings['n']:,} runs that were given"
        if (one := picked(output, S.shape[1])) is not None:
            return Table(("S1", "± se"), [(name, f"{S[i, one]:.4f}", f"{se[i, one]:.4f}") for i, name in enumerate(r.names)], above)
        where = r.output_names or output_names(r.shape, S.shape[1])
        most = S.argmax(axis=1)
        rows = [(name, f"{S[i, k]:.4f}", f"{se[i, k]:.4f}", where[k]) for i, (name, k) in enumerate(zip(r.names, most, strict=True))]
        return Table(("largest S1", "± se", "of output"), rows, f"{above}, {S.shape[1]} outputs")

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """Bars with their intervals; of several outputs each input as a line over the places `at`."""
        from ...plots.series import bars

        S, low, high = (r.array(name).reshape(len(r.names), -1) for name in ("S1", "S1_ci_low", "S1_ci_high"))
        if (one := picked(output, S.shape[1])) is None:
            return over_places(r, "S1", axes(ax, 7, 3.6), at, "share of the variance\n(first order)")
        ax = axes(ax, 1.5 + 0.8 * len(r.names), 3.2)
        bars(ax, r.names, {"first order": (S[:, one], low[:, one], high[:, one])})
        ax.set_ylabel("share of the variance (first order)")
        return ax


GIVEN_DATA = Method("given_data", given_data, Looks(), "which input explains runs that are there?", "no runs", Needs.DATA, "S1")
