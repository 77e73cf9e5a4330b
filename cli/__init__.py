"""The command line `llbayes`: ready models, runs, what is installed, the cache. Rooms are imported by the command that needs them."""
from __future__ import annotations

import argparse
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__

if TYPE_CHECKING:
    from ..samplers.sampler import Sampler

NUMBER = 8                            # bytes
DEMO = "radon_mn-radon_hierarchical_intercept_noncentered"


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit status: 0, 1 after an error of the user's or a failed self-test, 2 for wrong options, 130 after Ctrl-C."""
    options = parser().parse_args(arguments)
    try:
        return options.command(options) or 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not is_users(error):
            raise
        print(f"llbayes: {error}", file=sys.stderr)
        return 1


def is_users(error: Exception) -> bool:
    """Whether an error is about what the user gave, so that a traceback helps nobody."""
    from ..ir.errors import LlbayesError

    given = isinstance(error, (LlbayesError, LookupError, OSError)) and not isinstance(error, (IndexError, KeyError))
    return given or "tree" in vars(error)                              # a chain of the user's model failed


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(prog="llbayes", description="compiled probabilistic programming")
    top.add_argument("--version", action="version", version=f"llbayes {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Any, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=command)
        return sub

    add("models", list_models, "list the ready models and data sets")
    run = add("run", run_model, "sample a ready model, a posterior DATA-MODEL, or a model of your own, file.py:name")
    run.add_argument("model")
    run.add_argument("--data", type=Path, help="JSON file with the model's arguments (.json or .json.gz)")
    sampling_options(run)
    add("info", info, "versions, CPU, cache")
    test = add("selftest", self_test, "samplers against Gaussians whose moments are known")
    test.add_argument("--full", action="store_true", help="higher dimensions and four times the draws")
    test.add_argument("--seed", type=int, default=1, help="1 without it")
    cache = add("cache", clear_cache, "the cache of compiled code")
    cache.add_argument("action", choices=["clear"])
    demo = add("demo", run_model, "the Minnesota radon survey: 919 homes in 85 counties, a hierarchical model")
    sampling_options(demo)
    demo.set_defaults(model=DEMO, data=None, out=Path("out/radon.nc"), plots=Path("out"), seed=1)
    return top


def sampling_options(sub: argparse.ArgumentParser) -> None:
    for name, default, text in (("draws", 1000, "draws kept of each chain"), ("tune", 1000, "draws of warm-up"), ("chains", 4, "chains")):
        sub.add_argument(f"--{name}", type=int, default=default, help=f"{text} ({default})")
    sub.add_argument("--sampler", default="nuts", metavar="NAME", help="one of the table `samplers.SAMPLERS` (nuts)")
    sub.add_argument("--seed", type=int, help="for the same draws again")
    sub.add_argument("--out", type=Path, help="write the draws here (netCDF)")
    sub.add_argument("--plots", type=Path, metavar="DIR", help="write a picture of the run into this folder")


def list_models(options: argparse.Namespace) -> None:
    from .. import models

    print("models:", *models.names(), sep="\n  ")
    print("data sets:", *models.data_names(), sep="\n  ")


def run_model(options: argparse.Namespace) -> None:
    """Samples, then tells: table, problems in words, where the files are."""
    from .. import results

    sampler = named_sampler(options.sampler)
    posterior = bound(options.model, options.data)
    for folder in (options.out and options.out.parent, options.plots):           # what cannot be written is known before the run
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
    if options.out:
        results.refuse_early(options.out, max(0, options.chains * options.draws) * posterior.dim * NUMBER)
    start = time.perf_counter()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            tree = sampler.call(posterior, draws=options.draws, tune=options.tune, chains=options.chains, seed=options.seed, trees=False)
        except BaseException as error:
            drawn = vars(error).get("tree")                            # what the chains drew before one of them failed, or the process was to end
            if drawn is not None:
                write(drawn, options)
            raise
    seconds = time.perf_counter() - start
    write(tree, options)                                               # before anything is told to a pipe that may be closed
    print(results.summary_text(tree))
    print(f"\n{options.chains} chains of {options.tune} + {options.draws} draws; {seconds:.2f} s with compilation and checks")
    problems = [str(w.message) for w in seen if type(w.message).__module__.startswith("llbayes")]
    for text in problems:
        print(f"! {text}")
    if not problems:
        print(results.verdict(tree))


def named_sampler(name: str) -> Sampler:
    """The sampler of that name."""
    from ..ir.errors import SettingsError
    from ..samplers import SAMPLERS

    if name not in SAMPLERS:
        raise SettingsError(f"there is no sampler `{name}`; there is {', '.join(f'`{known}`' for known in SAMPLERS)}")
    return SAMPLERS[name]


def write(tree: Any, options: argparse.Namespace) -> None:
    """Draws and picture, where they were asked for."""
    from .. import results

    if options.out:
        print(f"draws: {results.to_netcdf(tree, options.out).resolve()}")
    if options.plots:
        from .. import plots

        name = options.model.replace("/", "_").replace(":", "_")
        print(f"plots: {plots.overview(results.as_tree(tree), options.plots / f'{name}.png', options.model).resolve()}")


def bound(name: str, data: Path | None) -> Any:
    """The posterior that `run` means: `file.py:name`, `DATA-MODEL`, or a ready model with `--data` or its own data set."""
    from .. import models, ppl
    from ..ir.errors import SettingsError

    if ".py" in name:
        model = users_model(name)
        if data is None:
            return model.bind() if isinstance(model, ppl.Model) else model
        return model.from_json(data)
    if "-" in name and data is None:
        return models.posterior(name)
    model = models.get(name)
    if data is not None:
        return model.from_json(data)
    fitting = [d for d in models.data_names() if takes(model, models.data_path(d))]
    if len(fitting) == 1:
        return model.from_json(models.data_path(fitting[0]))
    choice = f"one of {', '.join(f'`{d}-{name}`' for d in fitting)}" if fitting else "`--data file.json`"
    raise SettingsError(f"`{name}` needs data: give {choice}")


def takes(model: Any, path: Path) -> bool:
    """Whether a data file has every argument of a model and binds."""
    try:
        model.from_json(path)
    except (ValueError, LookupError, TypeError):
        return False
    return True


def users_model(name: str) -> Any:
    """`my_model.py:name` as an object."""
    import importlib.util

    from .. import ppl
    from ..ir.errors import SettingsError

    file, _, attribute = name.partition(":")
    path = Path(file)
    if not path.is_file():
        raise SettingsError(f"there is no file `{file}`")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None, "a .py file has a loader"
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(path.stem, module)
    spec.loader.exec_module(module)
    found = [k for k, v in vars(module).items() if isinstance(v, ppl.Model)]
    if not attribute and len(found) == 1:
        attribute = found[0]
    if not attribute or attribute not in vars(module):
        lacks = f"`{file}` has no model `{attribute}`" if attribute else f"`{file}` does not hold one model alone"
        raise SettingsError(f"{lacks}; it has {', '.join(f'`{k}`' for k in found) or 'none'}: write `{file}:NAME`")
    return vars(module)[attribute]


def info(options: argparse.Namespace) -> None:
    import importlib.metadata
    import platform

    from ..ir.machine import cache, target

    host = target.host()
    print(f"llbayes {__version__}, Python {platform.python_version()}, LLVM {host.llvm}")
    for package in ("llvmlite", "numpy", "scipy", "arviz", "xarray"):
        print(f"  {package} {importlib.metadata.version(package)}")
    print(f"CPU {host.cpu}, vectors of {host.vector_bits} bits\n  code for {target.support()}")
    print(f"  features {' '.join(f[1:] for f in host.features.split(',') if f[0] == '+')}")
    print(f"cache {cache.location()}: {len(cache.entries())} entries, {cache.size() / 1e6:.1f} MB of at most {cache.LIMIT / 1e6:.0f}")


def self_test(options: argparse.Namespace) -> int:
    from ..ir.machine import target
    from ..samplers import selftest

    rows = []
    print(f"code for {target.support()}")
    print(selftest.HEAD)
    for row in selftest.rows(options.full, options.seed):
        rows.append(row)
        print(row, flush=True)
    failed = sum(not r.ok for r in rows)
    print(f"{failed} of {len(rows)} checks failed" if failed else f"all {len(rows)} checks passed")
    return 1 if failed else 0


def clear_cache(options: argparse.Namespace) -> None:
    from ..ir.machine import cache

    print(f"removed {cache.clear()} entries from {cache.location()}")
