"""The programs of one posterior: machine code by interpretation, made when first asked for; CPython stands in for what cannot be compiled."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from ..ir.errors import CompileError, ModelError
from ..lang.library.random import Rng
from .interpret.host import Host
from .interpret.interpretation import Fresh
from .interpret.running import run
from .interpret.table import Binding, Definition, joined

if TYPE_CHECKING:
    from ..ad.logdensity import NativeDensity
    from ..lang import Staged
    from .outputs import Outputs


class Programs:
    """What a model computes, given its data: the log density, and the named outputs of any interpretation. All of them are of the model as it was
    when it was bound: what is compiled stays, and what would read the model's surroundings again is refused once they have changed."""

    def __init__(self, model: Definition, binding: Binding):
        self.model, self.binding = model, binding
        self.log_density: NativeDensity | None = None
        self.compiled: dict[Hashable, Outputs | None] = {}      # None where the model is not in the language

    def density(self) -> NativeDensity:
        """Value, gradient and Hessian products of the log density. CompileError at the user's line for what is not part of the language."""
        if self.log_density is None:
            from .staged_model import density

            self.log_density = density(self.model, self.binding)
        return self.log_density

    def check_unchanged(self) -> None:
        """ModelError if something that the model takes from around its function is not what it was when the model was bound."""
        for staged in self.staged():
            if name := staged.outside.changed():
                raise ModelError(f"{name} has changed since `{self.model.__name__}` was bound: what is asked for would be of another model",
                                 self.model.position, "bind the model again, or pass what changes as data")  # fmt: skip

    def staged(self) -> Iterator[Staged]:
        """Whatever has been staged so far."""
        if self.log_density is not None:
            yield self.log_density.staged
        yield from (made.staged for made in self.compiled.values() if made is not None)

    def outputs(self, key: Hashable, fresh: Fresh, rows: np.ndarray, generator: np.random.BitGenerator | None = None) -> dict[str, np.ndarray]:
        """The named outputs of an interpretation for each row of z, stacked on a leading axis. `key` tells interpretations apart;
        `generator` is NumPy's bit generator, for those that draw."""
        if key not in self.compiled:
            self.compiled[key] = self.compile(fresh, generator is not None, rows.shape[1])
        function = self.compiled[key]
        return function(rows, generator) if function is not None else self.interpreted(fresh, rows, generator)

    def compile(self, fresh: Fresh, draws: bool, row: int | None = None) -> Outputs | None:
        """Machine code of an interpretation for rows of so many numbers, None where the model is not in the language."""
        from .outputs import Outputs

        self.check_unchanged()
        try:
            return Outputs(self.model, self.binding, fresh, draws, row)
        except CompileError:
            return None

    def interpreted(self, fresh: Fresh, rows: np.ndarray, generator: np.random.BitGenerator | None = None) -> dict[str, np.ndarray]:
        """The same in CPython."""
        self.check_unchanged()
        found: dict[str, list[np.ndarray]] = {}
        rng = None if generator is None else Rng(generator)
        for z in rows:
            host = Host(z, rng)
            run(self.model.function, fresh(self.binding), host, self.binding.data)
            for name, parts in host.outputs.items():
                found.setdefault(name, []).append(joined(parts))
        return {name: self.rows(name, values, len(rows)) for name, values in found.items()}

    def rows(self, name: str, values: list[np.ndarray], n: int) -> np.ndarray:
        """One row a draw. ModelError where draws do not have the same."""
        if len(values) < n or any(v.shape != values[0].shape for v in values):
            raise ModelError(f"`{name}` has another shape, or is not there, from draw to draw{self.binding.sites[name].where}",
                             hint="a branch on parameters decides which sites there are: make them always")  # fmt: skip
        return np.array(values)
