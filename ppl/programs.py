"""The programs of one posterior: machine code by interpretation, made when first asked for; CPython stands in for what cannot be compiled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ..ir.errors import CompileError, LlbayesError, ModelError, located
from ..ir.machine.locks import COMPILING
from ..lang.library.random import Rng
from .base.frames import raised_at
from .inputs.contract import Contract, contract, known_value
from .interpret.host import Host
from .interpret.interpretation import Fresh
from .interpret.running import refused, run
from .interpret.table import Binding, Definition, joined

if TYPE_CHECKING:
    from ..ad.logdensity import NativeDensity
    from ..lang import Staged
    from .outputs import Outputs, Refused


KEPT = 8                                         # contracts whose code is kept for other data of the same model


class Shared:
    """What bindings of one contract share: the log density and the outputs that one of them has had made. None where the model is not in the language."""

    def __init__(self, binding: Binding):
        self.first: Binding | None = binding        # until its contract is asked for
        self.log_density: NativeDensity | None = None
        self.outputs: dict[Hashable, Outputs | None] = {}
        self.draws: frozenset[str] | None = None

    @cached_property
    def contract(self) -> Contract:
        """What the code depends on. Asked for where a second binding of the model comes."""
        assert self.first is not None, "a contract is made once"
        found, self.first = contract(self.first), None
        return found

    def holds(self, own: Contract) -> bool:
        """Does the code do for this contract? Where the run of the first binding was postponed, and fails, nothing is known of it."""
        try:
            return self.contract.holds(own)
        except LlbayesError:
            return False

    def draws_of(self, look: Callable[[], frozenset[str]]) -> frozenset[str]:
        """The deterministics that depend on draws, looked for once."""
        if self.draws is None:
            self.draws = look()
        return self.draws

    def staged(self) -> Iterator[Staged]:
        """Whatever has been staged so far."""
        if self.log_density is not None:
            yield self.log_density.staged
        yield from (made.staged for made in self.outputs.values() if made is not None)

    def are_of(self, binding: Binding) -> bool:
        """Is all that has been staged for these data too?"""
        return all(is_for(staged, binding) for staged in self.staged())

    def changed(self) -> str:
        """The name of something that the model takes from around its function and that is another now; empty when all is as it was."""
        return next((name for staged in self.staged() if (name := staged.outside.changed())), "")


def is_for(staged: Staged, binding: Binding) -> bool:
    """Is it code of the types of these data alone, or were they the same when it was staged?"""
    return staged.known is None or all(known_value(v) == known_value(binding.data[name]) for name, v in staged.known.data.items())


class Kin:
    """Code of one model for several data, the last used last."""

    def __init__(self) -> None:
        self.found: list[Shared] = []

    def of(self, binding: Binding) -> Shared:
        """That of a binding's contract, made anew where there is none yet, or the model's surroundings have changed since."""
        own = Shared(binding)
        with COMPILING:                                         # several threads may bind one model anew
            shared = next((s for s in self.found if s.holds(own.contract) and s.are_of(binding) and not s.changed()), own)
            self.found = [*(s for s in self.found if s is not shared), shared][-KEPT:]
        return shared


class Programs:
    """What a model computes, given its data: the log density, and the named outputs of any interpretation. All of them are of the model as it was
    when it was bound: what is compiled stays, and what would read the model's surroundings again is refused once they have changed."""

    def __init__(self, model: Definition, binding: Binding, kin: Kin):
        self.model, self.binding, self.kin = model, binding, kin
        self.shared = kin.of(binding)
        self.log_density: NativeDensity | None = None
        self.compiled: dict[Hashable, Outputs | None] = {}      # None where the model is not in the language
        self.refusals: Counter[str] = Counter()                 # rows whose blocks gave up, by what was said

    def density(self) -> NativeDensity:
        """Value, gradient and Hessian products of the log density. CompileError at the user's line for what is not part of the language."""
        if self.log_density is None:
            from .staged_model import density, run_time

            if self.shared.log_density is None or not is_for(self.shared.log_density.staged, self.binding):
                self.shared.log_density = self.log_density = density(self.model, self.binding)
            else:
                self.log_density = self.shared.log_density.with_data(run_time(self.binding.data))
        return self.log_density

    def check_unchanged(self) -> None:
        """ModelError if something that the model takes from around its function is not what it was when the model was bound."""
        if name := self.shared.changed():
            raise ModelError(f"{name} has changed since `{self.model.__name__}` was bound: what is asked for would be of another model",
                             self.model.position, "bind the model again, or pass what changes as data")  # fmt: skip

    def outputs(
        self, key: Hashable, fresh: Fresh, rows: np.ndarray, generator: np.random.BitGenerator | None = None, refuse: bool = True, tries: int = 1
    ) -> dict[str, np.ndarray]:
        """The named outputs of an interpretation for each row of z, stacked on a leading axis. `key` tells interpretations apart;
        `generator` is NumPy's bit generator, for those that draw: where the model refuses one of their rows that is an error, unless `refuse` is off.
        Then what blocks of `ppl.generated` give is nan in rows that are refused `tries` times, with other draws each."""
        if key not in self.compiled:
            self.compiled[key] = self.made(key, fresh, generator is not None, rows.shape[1])
        function = self.compiled[key]
        if function is None:
            return self.interpreted(fresh, rows, generator, refuse)
        arrays, gave_up = function.at(rows, generator, refuse)
        asked = [] if refuse or not gave_up else [name for name in arrays if name in self.binding.sites and self.binding.sites[name].asked]
        if not asked:
            return arrays
        gave_up = self.again(function, rows, generator, (arrays, asked, gave_up), tries - 1)
        self.refusals.update(located(reason.message, reason.position) for reason in gave_up.values())
        return arrays | {name: blank(arrays[name], [*gave_up]) for name in asked if gave_up}

    def again(self, function: Outputs, rows: np.ndarray, generator: np.random.BitGenerator | None, found: tuple[dict[str, np.ndarray], list[str], Refused],
              tries: int) -> Refused:
        """Rows that gave up, with other draws; gives those that do so whatever is drawn. What is asked for of the others is put in its place."""
        arrays, asked, gave_up = found
        for _ in range(tries if generator is not None else 0):
            left = [*gave_up]
            made, still = function.at(np.ascontiguousarray(rows[left]), generator, False)
            for name in asked:
                arrays[name][left] = made[name]
            gave_up = {left[k]: reason for k, reason in still.items()}
        return gave_up

    def gave_up(self) -> list[str]:
        """Which blocks gave up since this was last asked, in words."""
        found = [f"generated quantities are nan in {n} draw{'s' * (n > 1)}, where their block gave up: {said}" for said, n in self.refusals.items()]
        self.refusals.clear()
        return found

    def made(self, key: Hashable, fresh: Fresh, draws: bool, row: int) -> Outputs | None:
        """An interpretation on these data, with code that others of the same contract may have had made."""
        found = self.shared.outputs.get(key)
        if key not in self.shared.outputs or (found is not None and not is_for(found.staged, self.binding)):
            self.shared.outputs[key] = self.compile(fresh, draws, row)
            return self.shared.outputs[key]
        return None if found is None else found.with_data(self.binding)

    def compile(self, fresh: Fresh, draws: bool, row: int | None = None) -> Outputs | None:
        """Machine code of an interpretation for rows of so many numbers, None where the model is not in the language."""
        from .outputs import Outputs

        self.check_unchanged()
        try:
            return Outputs(self.model, self.binding, fresh, draws, row)
        except CompileError:
            return None

    def interpreted(self, fresh: Fresh, rows: np.ndarray, generator: np.random.BitGenerator | None = None, refuse: bool = True) -> dict[str, np.ndarray]:
        """The same in CPython."""
        self.check_unchanged()
        found: dict[str, list[np.ndarray]] = {}
        rng = None if generator is None else Rng(generator)
        for z in rows:
            host, meaning = Host(z, rng), fresh(self.binding)
            try:
                run(self.model.function, meaning, host, self.binding.data)
            except Exception as e:
                if refuse or not meaning.asked or not refused(e):
                    raise
                self.refusals[located(f"{type(e).__name__}: {e}", raised_at(e))] += 1
                names = [name for name, site in self.binding.sites.items() if site.asked and meaning.wants(name)]
                host.outputs |= {name: [np.full(self.binding.whole_shape(self.binding.sites[name]), np.nan)] for name in names}
            for name, parts in host.outputs.items():
                found.setdefault(name, []).append(joined(parts))
        return {name: self.rows(name, values, len(rows)) for name, values in found.items()}

    def rows(self, name: str, values: list[np.ndarray], n: int) -> np.ndarray:
        """One row a draw. ModelError where draws do not have the same."""
        if len(values) < n or any(v.shape != values[0].shape for v in values):
            site = self.binding.sites[name.partition("/")[0]]
            raise ModelError(f"`{site.name}` has another shape, or is not there, from draw to draw{site.where}",
                             hint="a branch on parameters decides which sites there are: make them always")  # fmt: skip
        return np.array(values)


def blank(values: np.ndarray, rows: list[int]) -> np.ndarray:
    """Values, nan in these rows; whole numbers are floats then."""
    found = values.astype(np.result_type(values, np.float32))
    found[rows] = np.nan
    return found
