"""Many fits: one model and many data sets (simulation studies, calibration checks, cross-validation), on the workers of an executor."""
from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import check, flag, seed_of
from ...ir.public import listed as named
from ...ir.public import public
from ...ir.words import offered
from ...results import PlainGroups, as_tree
from ..kernels.nuts import nuts
from ..settings import Seed
from ..signals import held
from .carried import Carried
from .each import Results, as_given, few, listed, results_of, tell
from .notes import collecting
from .pools import Executor, accepted
from .tasks import Failure, Interrupted, Task


class Study(NamedTuple):
    """What all fits share."""

    model: Any                       # binds the arguments of a data set, or is a function of it
    sampler: Callable[..., Any]
    settings: dict[str, Any]
    plain: bool                      # does the sampler give labelled arrays, on request?
    reduce: Callable[..., Any] | None


class Fitted(NamedTuple):
    """What a fit brings back: labelled arrays in place of ArviZ's tree; and what there is to say of its draws."""

    value: Any
    notes: list[str]


@public
def map(model: Any, datasets: Iterable[Any] | Mapping[Hashable, Any], *, sampler: Callable[..., Any] = nuts, reduce: Callable[..., Any] | None = None,
        executor: Executor | None = None, seed: Seed = None, progress: bool = True, **settings: Any) -> Results:
    """One fit for each of many data sets: a list in their order, or a dict with their labels.

    model: a model, whose `bind` takes a data set by name, or a function that makes a posterior of one
    datasets: dicts of data by name (for a function anything), in a sequence or another iterable, or in a dict by label
    sampler: `samplers.nuts`, another sampler, or any function of a posterior that takes `seed=`
    reduce: what is wanted of a fit, a function of its tree, or of the tree and the data set where it takes two arguments; it is called on the worker,
        so that little travels back. None: the trees
    executor: any executor of `concurrent.futures` (`ProcessPoolExecutor`, loky's, `mpi4py.futures`), a `dask.distributed.Client`, or a function that
        makes one; None: one fit after the other, here
    seed: the k-th data set has the k-th seed that follows from it, whatever the worker and the number of workers; it is in the attributes of the tree
    progress: show how many are done
    settings: those of the sampler; with an executor a fit has one thread unless `cores=` says otherwise

    A data set whose fit failed has a `Failure` in its place, with the error as `.error`; a MapWarning says so, and what samplers warn of. What a dead worker
    had is done again. Ctrl-C gives the fits there are. Where every fit failed the first error is raised, with all of them as its attribute `results`.

    Simulation-based calibration (Talts et al. 2018): over data simulated with parameters of the prior, the rank of the parameter among thinned draws
    of its posterior is uniform.

        @ppl.model
        def normal_mean(y):
            mu = ppl.sample("mu", Normal(0, 1))
            ppl.sample("y", Normal(mu, 1), obs=y)

        rng = np.random.default_rng(1)
        truths = rng.normal(size=20)
        datasets = [{"y": rng.normal(mu, size=5)} for mu in truths]
        draws = samplers.map(normal_mean, datasets, reduce=lambda tree: tree["posterior"]["mu"].values.ravel()[::20], seed=2, draws=500, chains=2)
        ranks = [int((own < mu).sum()) for own, mu in zip(draws, truths)]                 # uniform on 0 … 50
    """
    taken, executor = checked(model, sampler, reduce, settings), accepted(executor)
    labels, values = listed(datasets, "datasets")
    if hasattr(model, "bind"):
        check(all(isinstance(value, Mapping) for value in values), "datasets", datasets, "dicts of data by name, in a list or a dict by label")
    one_thread = {"cores": 1} if executor is not None and "cores" in taken else {}
    quiet = {"progress": False} if "progress" in taken else {}
    study = Carried(Study(model, sampler, {**one_thread, **settings, **quiet}, hasattr(sampler, "__llbayes_trees__"), reduce))
    seeds, progress = seed_of(seed), flag(progress, "progress")
    tasks = [Task(fit, (study, value, own_seed(seeds, k)), f"dataset {label!r}") for k, (label, value) in enumerate(zip(labels, values, strict=True))]
    results = [as_wanted(r) for r in results_of(tasks, executor, "fits", progress)]
    said = [f"{task.name}: {note}" for task, r in zip(tasks, results, strict=True) if isinstance(r, Fitted) for note in r.notes]
    trees = [r.value if isinstance(r, Fitted) else r for r in results]
    if said:
        tell(f"of the draws of some of the {len(tasks)} fits there is something to say:\n{few(said)}", trees)
    return as_given(datasets, labels, trees)


def checked(model: Any, sampler: Any, reduce: Any, settings: Mapping[str, Any]) -> set[str]:
    """What the sampler takes by name; SettingsError where a function is none, or takes no such settings."""
    check(callable(model) or hasattr(model, "bind"), "model", model, "a model, or a function that makes a posterior of a data set")
    check(callable(sampler), "sampler", sampler, "a sampler, `samplers.nuts` say")
    check(reduce is None or callable(reduce), "reduce", reduce, "None or a function of a tree")
    parameters = inspect.signature(sampler).parameters
    taken, own = {p.name for p in parameters.values()}, {"target", "executor", "seed", "progress"}
    unknown = [] if any(p.kind is p.VAR_KEYWORD for p in parameters.values()) else [name for name in settings if name not in taken - own]
    if unknown:
        raise SettingsError(f"`samplers.map` and its sampler have no argument {named(unknown)}",
                            hint=offered(unknown[0], taken - own) or f"the sampler takes {named(sorted(taken - own))}")
    return taken


def own_seed(seed: int | list[int], k: int) -> int:
    """The seed of data set k: 63 bits."""
    return int(np.random.SeedSequence(seed, spawn_key=(k,)).generate_state(1, np.uint64)[0] >> np.uint64(1))


def fit(study: Study, dataset: Any, seed: int) -> Fitted:
    """The task: one data set, bound and sampled."""
    with held(()) as seen, collecting() as notes:
        posterior = study.model.bind(**dataset) if hasattr(study.model, "bind") else study.model(dataset)
        if seen:
            raise Interrupted("was not run: interrupted")
        value = study.sampler(posterior, **study.settings, seed=seed, **({"trees": False} if study.plain else {}))
        if seen and study.reduce is not None:
            raise Interrupted("was interrupted before all draws were made")
        return Fitted(value if study.reduce is None else reduced(study.reduce, value, dataset), notes)


def reduced(reduce: Callable[..., Any], value: Any, dataset: Any) -> Any:
    """What is wanted of a fit."""
    tree = as_tree(value) if isinstance(value, PlainGroups) else value
    needed = [p for p in parameters_of(reduce) if p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return reduce(tree, dataset) if len(needed) == 2 else reduce(tree)


def parameters_of(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """None where Python does not know them."""
    try:
        return list(inspect.signature(function).parameters.values())
    except (ValueError, TypeError):
        return []


def as_wanted(result: Fitted | Failure) -> Fitted | Failure:
    """With ArviZ's tree, where labelled arrays came."""
    return result._replace(value=as_tree(result.value)) if isinstance(result, Fitted) and isinstance(result.value, PlainGroups) else result
