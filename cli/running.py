"""`llbayes run`: samples, writes what was asked for, then tells: table, problems in words, what to do next."""
from __future__ import annotations

import argparse
import time
import warnings
from pathlib import Path
from typing import Any

from . import options as settings
from .words import count


def run_options(parser: argparse.ArgumentParser, words: list[str]) -> None:
    """Model, data, settings, output."""
    parser.epilog = about_model(words)
    parser.usage = "llbayes run MODEL [--data FILE] [--out draws.nc] [settings]"
    parser.add_argument("model", metavar="MODEL", help="a ready model (`llbayes models`), DATA-MODEL, file.py with one model in it, file.py:name, file.stan")
    data_options(parser)
    common_options(parser)


def data_options(parser: argparse.ArgumentParser) -> None:
    """Data and labels, of `run` and of `info`."""
    data = parser.add_argument_group("data")
    data.add_argument("--data", action="append", default=[], metavar="FILE",
                      help="the model's arguments by name: .json, .json.gz, .csv or .tsv (columns), .npz, R's dump files .R; may be given several times")
    data.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="one argument of the model: N=3, x=1,2,3; in place of one in a file")
    data.add_argument("--coords", action="append", default=[], metavar="DIM=A,B,C", help="labels of a dim, or a JSON file of labels by dim")


def about_model(words: list[str]) -> str | None:
    """For `run MODEL --help`: what the model takes. None where help is not asked for, or there is no such model."""
    from ..ir.errors import LlbayesError
    from .finding import named, takes

    name = next((word for word in words if not word.startswith("-")), "")
    if not name or not {"-h", "--help"} & set(words):
        return None
    try:
        return takes(named(name, True))
    except (LlbayesError, LookupError, OSError):
        return None


def common_options(parser: argparse.ArgumentParser) -> None:
    """Settings and output, of `run` and of `demo`."""
    settings.add(parser)
    out = parser.add_argument_group("output")
    out.add_argument("--out", type=Path, metavar="FILE",
                     help="write the draws here: .nc (netCDF, as ArviZ reads it), .csv (as CmdStan writes it, a file a chain) or .npz")
    out.add_argument("--plots", type=Path, metavar="DIR", help="write a picture of the run into this folder")
    out.add_argument("-f", "--overwrite", action="store_true", help="replace files that are there")
    out.add_argument("-q", "--quiet", action="store_true", help="no table and no progress: problems and errors alone")


def run(options: argparse.Namespace) -> None:
    """Samples, writes, tells."""
    from .. import results
    from .finding import bound
    from .writing import Places

    sampler, given = settings.chosen(options)
    places = Places.checked(options, settings.wanted(given)["chains"])  # what cannot be written is known before the run
    posterior = bound(options)
    if "init" in given:
        given["init"] = starts(posterior.model, given["init"])
    places.make(settings.wanted(given), posterior.dim)
    tree: Any = None
    start = time.perf_counter()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            tree = sampler.call(posterior, **given, trees=False)
            kept = whole(posterior, tree) if places.out else tree
        except BaseException as error:
            drawn = vars(error).get("tree", tree)                      # what the chains drew before one of them failed, or the process was to end
            if drawn is not None:
                places.write(drawn)
            raise
    seconds = time.perf_counter() - start
    places.write(kept)                                                 # before anything is told to a pipe that may be closed
    for w in seen:
        if not is_advice(w):
            warnings.showwarning(w.message, w.category, w.filename, w.lineno)
    problems = [str(w.message) for w in seen if is_advice(w)]
    if not options.quiet:
        counts = settings.wanted(given)
        print(results.summary(tree).text(places.way_to_more()))
        print(f"\n{count(counts['chains'], 'chain')} of {counts['tune']} + {counts['draws']} draws; {seconds:.2f} s with compilation and checks")
    for text in problems:
        print(f"! {text}")
    if not options.quiet:
        print(*([] if problems else [results.verdict(tree)]), places.next_steps(), sep="\n")


def starts(model: Any, init: dict[str, Any]) -> dict[str, Any]:
    """Values at which chains start, those of parameters: files that Stan writes hold other variables of the program too."""
    from .finding import is_stan

    if not is_stan(model):
        return init
    blocks = ("transformed data", "transformed parameters", "generated quantities")
    others = {declared.name for block in blocks for declared in model.program.declared(block)}
    return {name: value for name, value in init.items() if name not in others}


def whole(posterior: Any, tree: Any) -> Any:
    """The draws with all that a Stan program writes."""
    from .finding import is_stan

    if not is_stan(posterior.model):
        return tree
    from ..stan.outputs import written

    return written(posterior.model.program, posterior, tree)


def is_advice(warning: warnings.WarningMessage) -> bool:
    """Is this one of our own about the run, and not one of a library or of the user's?"""
    return type(warning.message).__module__.startswith("llbayes")
