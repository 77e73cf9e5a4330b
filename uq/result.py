"""The one result of all methods: arrays with named axes, how many runs they cost, and what there is to say about them."""
from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..ir.errors import DataError, SettingsError
from ..ir.given import shown
from .method import METHODS
from .shown import Table, Tabled

if TYPE_CHECKING:
    import pandas
    import xarray
    from matplotlib.axes import Axes


class Labelled(NamedTuple):
    """An array and the names of its axes."""

    array: np.ndarray
    dims: tuple[str, ...]


class Counts(NamedTuple):
    """Calls of the model: values, gradients (with their values), Hessian-vector products, and points that were left out since they failed."""

    n_evaluations: int = 0
    n_gradients: int = 0
    n_hvps: int = 0
    n_failed: int = 0


@dataclass(frozen=True, eq=False, repr=False)
class Result(Tabled):
    """What a method of `uq` found. `result.S1` is an array with named axes (xarray's DataArray); beside a value NAME stand NAME_se, its standard error,
    and NAME_ci_low, NAME_ci_high, its interval at the level of `settings`, where the method has them.

    `names` are those of the inputs; axes are `input`, `output` (or those of `uq.Model(outputs=)`), and what else the method says. `dataset` holds all
    arrays (xarray's Dataset), `to_dataframe()` gives them as columns, `save(file)` and `Result.load(file)` write and read netCDF. `notes` say how
    the model was evaluated and what to mind; `n_evaluations`, `n_gradients`, `n_hvps` and `n_failed` count its runs.
    """

    method: str
    names: tuple[str, ...]
    values: Mapping[str, Labelled]
    coords: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    counts: Counts = Counts()
    evaluated: str = ""
    notes: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        fixed = {name: Labelled(frozen_array(a), tuple(dims)) for name, (a, dims) in self.values.items()}
        for name, value in (("values", fixed), ("coords", dict(self.coords)), ("settings", dict(self.settings))):
            object.__setattr__(self, name, MappingProxyType(value))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or "values" not in self.__dict__:
            raise AttributeError(name)
        if name in self.values:
            return self.labelled(name)
        if name in Counts._fields:
            return getattr(self.counts, name)
        if name in self.settings:
            return self.settings[name]
        raise AttributeError(f"a result of `{self.method}` has no `{name}`; it has {', '.join(f'`{n}`' for n in self.values)}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.values, *Counts._fields, *self.settings]

    def __getstate__(self) -> dict[str, Any]:
        """Plain dicts: views of them do not pickle."""
        return {name: dict(value) if isinstance(value, MappingProxyType) else value for name, value in self.__dict__.items()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)
        self.__post_init__()

    # -- arrays
    def array(self, name: str) -> np.ndarray:
        """The numbers alone, read-only; SettingsError for a name that is not there."""
        if name not in self.values:
            raise SettingsError(f"a result of `{self.method}` has no `{name}`", hint=f"it has {', '.join(self.values)}")
        return self.values[name].array

    def labelled(self, name: str) -> xarray.DataArray:
        """One array with its axes."""
        import xarray

        a, dims = self.values[name]
        return xarray.DataArray(a, dims=dims, coords={d: list(self.coords[d]) for d in dims if d in self.coords}, name=name)

    @property
    def dataset(self) -> xarray.Dataset:
        """All arrays as xarray's Dataset; counts, notes and settings as its attributes."""
        import xarray

        about = {"method": self.method, "names": list(self.names), "evaluated": self.evaluated, "notes": list(self.notes),
                 "counts": list(self.counts), "settings": plain(self.settings)}
        return xarray.Dataset({name: self.labelled(name) for name in self.values}, attrs={"llbayes_uq": json.dumps(about)})

    def to_dataframe(self) -> pandas.DataFrame:
        """The arrays that have the axes of the first one as columns, a row for each entry."""
        import xarray

        dims = next(iter(self.values.values())).dims
        together = xarray.Dataset({name: self.labelled(name) for name, value in self.values.items() if value.dims == dims})
        return together.to_dataframe() if dims else together.expand_dims("result").to_dataframe()

    def save(self, file: str | os.PathLike[str]) -> None:
        """As netCDF, written beside the file and then moved there, so that no half of it is ever read."""
        path = os.fspath(file)
        beside = f"{path}.{os.getpid()}.tmp"
        try:
            self.dataset.to_netcdf(beside, engine="netcdf4")
            os.replace(beside, path)
        finally:
            if os.path.exists(beside):
                os.remove(beside)

    @staticmethod
    def load(file: str | os.PathLike[str]) -> Result:
        """What `save` wrote; DataError for another file."""
        import xarray

        try:
            with xarray.open_dataset(os.fspath(file), engine="netcdf4") as found:
                found.load()
            about = json.loads(found.attrs["llbayes_uq"])
            METHODS[about["method"]]                     # one that this version knows
        except FileNotFoundError:
            raise
        except Exception as e:
            raise DataError(f"`{os.fspath(file)}` holds no result of `uq`: {e}", hint="`result.save(file)` writes one") from None
        values = {str(name): Labelled(np.asarray(a.values), tuple(map(str, a.dims))) for name, a in found.data_vars.items()}
        coords = {str(name): tuple(a.values.tolist()) if a.dtype.kind != "M" else tuple(a.values) for name, a in found.coords.items()}
        return Result(about["method"], tuple(about["names"]), values, coords, Counts(*about["counts"]), about["evaluated"], tuple(about["notes"]),
                      about["settings"])

    # -- shown
    @property
    def shape(self) -> tuple[int, ...]:
        """That of an output."""
        return tuple(self.settings.get("shape", ()))

    def rows(self, output: int | str | None = None) -> Table:
        """The table's cells."""
        return with_notes(self.looks.rows(self, self.position(output)), self.notes)

    def table(self, output: int | str | None = None) -> str:
        """Plain text: of one output, by its number or name, or of all where there are several."""
        return self.rows(output).text()

    def plot(self, ax: Axes | None = None, output: int | str | None = None, at: ArrayLike | None = None) -> Axes:
        """The method's picture, on these Axes or new ones, which are returned: of one output, or of all of several over the places `at`."""
        return self.looks.plot(self, ax, self.position(output), self.places(at))

    @property
    def looks(self) -> Any:
        """The method's table and picture."""
        return METHODS[self.method].looks

    @property
    def output_names(self) -> tuple[str, ...]:
        """Of outputs that have names."""
        return tuple(self.settings.get("outputs") or ())

    def position(self, output: int | str | None) -> int | None:
        """The number of an output that is given by its name."""
        if not isinstance(output, str):
            return output
        if output not in self.output_names:
            there = ", ".join(f"`{name}`" for name in self.output_names) or "numbers only"
            raise SettingsError(f"`output` is {shown(output)}; the outputs are {there}")
        return self.output_names.index(output)

    def places(self, at: ArrayLike | None) -> ArrayLike | None:
        """Where the outputs stand along an axis: given, or the labels of their one axis where these are numbers or dates."""
        own = [d for d in self.settings.get("output_dims", ()) if d in self.coords]
        if at is None and len(own) == 1 and len(self.shape) == 1 and np.asarray(self.coords[own[0]]).dtype.kind in "iufM":
            return np.asarray(self.coords[own[0]])
        return at


def frozen_array(a: Any) -> np.ndarray:
    """Read-only; what is not yet is copied."""
    a = np.asarray(a)
    if a.flags.writeable:
        a = a.view()
        a.flags.writeable = False
    return a


def with_notes(table: Table, notes: Sequence[str]) -> Table:
    """The table with the notes below it."""
    return table._replace(notes=tuple(notes))


def plain(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as JSON has them."""
    return dict(as_json(settings))


def as_json(settings: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in settings.items():
        if isinstance(value, (np.ndarray, np.generic)):
            value = value.tolist()
        yield name, list(value) if isinstance(value, tuple) else value
