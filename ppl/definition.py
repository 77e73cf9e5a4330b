"""`@model`: a Python function with sites becomes a Model; data bind it to a Posterior."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, overload

from ..ir.errors import CompileError, DataError, LlbayesError, ModelError, Position, whole_function
from ..ir.given import file_path
from ..ir.public import public
from ..ir.words import offered
from .annotations import annotations_of
from .base.frames import here
from .base.types import Code, Data, Labels
from .binding.trial import try_out
from .habits.fitting import answered
from .inputs.data import Coords, arguments, convert, coordinates, data_error, labels_of
from .inputs.dims_ahead import dims_written, sizes_ahead
from .inputs.labelled import opened
from .interpret.running import RUN
from .interpret.table import Binding, Earlier, Gap
from .missing.gaps import leak
from .pickling import named, reference
from .posterior import Posterior
from .predictive.other_data import away, earlier, to_be_predicted, with_absent
from .programs import Kin
from .shown import model_html, model_text


class Model:
    """A model function. `bind(**data)` is the way to a posterior; calling it is an error.

    A front end of another language has a subclass of its own, whose function comes from `lang.values.code.given`. It may replace `takes`, `converted`,
    `tried` and `__reduce__`, which says how another process makes the model again, and say that data need not be `finite`, and that it is `lenient`.
    """

    __name__: str
    finite = True                                # are data refused that hold nan or infinities?
    lenient = False                              # are values of `ppl.generated` nan where it gives up at a draw? Else predictions refuse that
    likelihoods: tuple[str, ...] = ()            # deterministics that are log likelihoods of observations by their names

    def __init__(self, function: Code | None = None):
        if not inspect.isfunction(function):
            raise ModelError(f"@ppl.model makes a model of a function, not of {'nothing' if function is None else type(function).__name__}", here(), WRITTEN)
        self.function = function
        variadic = [p for p in inspect.signature(function).parameters.values() if p.kind not in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
        if variadic:
            raise ModelError(f"the model `{function.__name__}` takes `{variadic[0]}`: data are bound by name", self.position,
                             "name every argument")  # fmt: skip
        functools.update_wrapper(self, function)
        self.annotations = annotations_of(function)

    @property
    def position(self) -> Position:
        """Where the function begins in its source."""
        return whole_function(self.function.__code__)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if RUN.get() is not None:
            hint = self.as_submodel()
        else:
            hint = f"{self.call()} gives a posterior, with its log density, draws and predictions"
        raise ModelError(f"the model `{self.__name__}` cannot be called", here(), hint)

    def call(self) -> str:
        """How data are bound, as it is written."""
        return f"`{self.__name__}.bind({', '.join(f'{n}=…' for n in self.takes())})`"

    def takes(self) -> tuple[str, ...]:
        """The names of its data, as `bind` takes them."""
        return tuple(inspect.signature(self.function).parameters)

    def tried(self, binding: Binding) -> None:
        """Leaves in a binding its sites and a point where the model runs; raises what stands against its data."""
        try_out(self, binding)

    def as_submodel(self) -> str:
        """How it becomes a part of another model."""
        return f'a model inside a model has a name: `ppl.submodel("{self.__name__}", {self.__name__}, …)`'

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            from .habits.names import of_model  # not for `import llbayes.ppl`

            raise of_model(vars(self).get("__name__", "model"), name, Model)

    def __llbayes_stage__(self, it: Any, args: Any, kw: Any) -> Any:
        raise it.error(f"the model `{self.__name__}` cannot be called inside a model", self.as_submodel())

    def __repr__(self) -> str:
        return model_text(self)

    def _repr_html_(self) -> str:
        return model_html(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return named, reference(self)

    def __llbayes_by_value__(self) -> tuple[Any, ...]:
        """How another process makes the model again where no name leads to it, from a function that goes by value (`samplers/executors/carried.py`)."""
        return type(self), (self.function,)

    @public
    def bind(self, *positional: Any, coords: Coords | None = None, **data: Any) -> Posterior:
        """The posterior given data. All problems of the data come in one DataError.

        `coords` maps dims to labels. Lists become arrays; integers may stand for reals.
        """
        if positional:
            by_name = isinstance(positional[0], Mapping)
            raise DataError("data are bound by name", here(), f"`{self.__name__}.bind(**data)` for a dict of them" if by_name else self.call())
        return self.bound(self.converted(data, coords, Earlier({})))

    def bound(self, binding: Binding, kin: Kin | None = None) -> Posterior:
        """The posterior of converted data; `kin`: the code of this model for other data."""
        try:
            self.tried(binding)
        except LlbayesError as e:
            raise with_absent(e, binding.away) from None
        if unused := self.unused(binding):
            raise data_error(self, [f"coords for `{dim}`: no site has this dim{meant(dim, self.dims_written)}" for dim in unused])
        posterior = self.posterior(binding, kin)
        if not binding.away:                                    # what is drawn there has no log density
            try:
                posterior.programs.density()
            except CompileError as e:
                raise CompileError(e.message, e.position, e.hint) from None
            if error := leak(self, posterior):
                raise error
        if any(s.kind == "generated" or s.drawn for s in binding.sites.values()):
            binding.draws()                                      # nothing that is scored may depend on a draw with a name
        return posterior

    def posterior(self, binding: Binding, kin: Kin | None = None) -> Posterior:
        """That of a binding, which finds what depends on draws when it is asked for."""
        posterior = Posterior(self, binding, kin)
        binding.draws = lambda: posterior.programs.shared.draws_of(lambda: self.generated(binding))
        return posterior

    def rebound(self, fitted: Posterior, data: Data, coords: Labels) -> Posterior:
        """The posterior of a fitted one's data with some of them changed."""
        gone = away(fitted, data)
        binding = self.converted({**fitted.binding.data, **data}, coords, earlier(fitted, data, gone))
        return self.bound(to_be_predicted(binding, gone, fitted), fitted.programs.kin)

    @public
    def from_json(self, path: str | os.PathLike[str], coords: Coords | None = None) -> Posterior:
        """Binds the data of a JSON file (`.json`, `.json.gz`); names that the model does not take are ignored, but for `coords`: labels by dim."""
        from .inputs.json_file import check_nulls, of_file, read_json

        if isinstance(path, Mapping):
            raise DataError("`from_json` takes the path of a file, not the data themselves", here(), f"`{self.__name__}.bind(**data)`")
        file = file_path(path, "path")
        taken, found = self.takes(), read_json(file)
        data = {name: v for name, v in found.items() if name in taken}
        check_nulls(file, data)
        if coords is None and "coords" not in taken:
            coords = found.get("coords")
        try:
            return self.bind(coords=coords, **data)
        except LlbayesError as e:
            raise of_file(e, file, found, taken) from None

    @property
    def dims_written(self) -> frozenset[str]:
        """Names of dims that the source of the model has, at its sites and arguments, and of the models that it names."""
        own = dims_written(self.function) | {dim for a in self.annotations.values() for dim in a.dims}
        seen = inspect.getclosurevars(self.function)
        parts = [part for part in {**seen.globals, **seen.nonlocals}.values() if isinstance(part, Model) and part is not self]
        return own.union(*(part.dims_written for part in parts))

    def converted(self, data: Data, coords: Coords | None, earlier: Earlier) -> Binding:
        """Data and coords as a model takes them; DataError where it cannot."""
        problems: list[str] = []
        values = arguments(self.function, data, problems)
        given = labels_of(coords, problems)
        values, brought = opened(self.function, values, self.annotations, self.dims_written, given, earlier, problems)
        gaps: dict[str, Gap] = {}
        values = {name: convert(name, v, self.annotations.get(name), problems, gaps) for name, v in values.items()}
        holding = {dim: found for dim, found in earlier.labels.items() if dim in earlier.hold}
        labels, sizes = coordinates({**holding, **brought, **given}, values, self.annotations, problems)
        if not self.finite:
            gaps.clear()
        if problems:
            raise data_error(self, [*problems, *(f"`{name}`{gap.problem}" for name, gap in gaps.items())])
        return Binding(values, labels, sizes, sizes_ahead(self.function, values), gaps=gaps)

    def generated(self, binding: Binding) -> frozenset[str]:
        """Deterministics that depend on a draw, or on what is predicted; ModelError where a log density depends on the former."""
        if not binding.randoms and all(s.kind != "generated" and not s.drawn for s in binding.sites.values()):
            return frozenset()
        from .influence import generated

        return generated(self, binding)

    def unused(self, binding: Binding) -> list[str]:
        """Dims with coords that neither a site nor an annotation names."""
        named_by_sites = {dim for s in binding.sites.values() for dim in s.dims or ()}
        named_by_data = {dim for a in self.annotations.values() for dim in a.dims}
        return [dim for dim in binding.coords if dim not in named_by_sites | named_by_data]


def meant(dim: object, known: Collection[str]) -> str:
    """The dim that coords are probably for."""
    near = offered(dim, known) if isinstance(dim, str) else ""
    return f"; {near}" if near else ""


WRITTEN = "write `@ppl.model` above `def my_model(y): …`, whose arguments are the data; then `my_model.bind(y=y)`"


def misuse(function: Code, args: tuple[Any, ...], keywords: dict[str, Any]) -> ModelError:
    """The error for settings of a decorator that has none."""
    from .habits.calls import listed  # not for `import llbayes.ppl`

    given = f", so no {listed(keywords)}" if keywords else ""
    return ModelError(f"`@ppl.model` takes the function alone{given}: coords and data come with `.bind`", here(), WRITTEN)


@overload
def model(function: Code) -> Model: ...
@overload
def model() -> Callable[[Code], Model]: ...
@answered(misuse)
def model(function: Code | None = None) -> Model | Callable[[Code], Model]:
    """Makes a model of a function whose arguments are data and whose body holds sites; `@model` and `@model()` are the same."""
    return model if function is None else Model(function)
