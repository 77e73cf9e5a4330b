"""What CmdStanPy, PyStan, cmdstanr and rstan call what this room has, and what is written here instead."""
from __future__ import annotations

from ..ir.errors import MissingName
from ..ir.places import here
from ..ir.words import offered

MODEL = '`model = stan.model("x.stan")`, or `stan.model(text="…")`'
DRAWS = '`posterior = model.bind(**data)`, or `model.from_json("data.json")`; then `samplers.nuts(posterior)`'
FILES = '`from llbayes.results import stored`; `stored.read("draws.csv")`, several files in a list'
WORDS = {
    **dict.fromkeys(("CmdStanModel", "cmdstan_model", "stan_model", "compile_model", "compile_stan_file", "load", "compile"), MODEL),
    **dict.fromkeys(("build", "stan"), f"{MODEL}; {DRAWS}"),
    **dict.fromkeys(("sample", "sampling", "fit", "run", "nuts"), f"{MODEL}; {DRAWS}"),
    **dict.fromkeys(("optimize", "optimizing", "variational", "vb", "pathfinder", "laplace_sample"), f"{MODEL}; {DRAWS}, or `samplers.laplace(posterior)`"),
    **dict.fromkeys(("from_csv", "read_stan_csv", "read_cmdstan_csv"), FILES),
    **dict.fromkeys(("write_stan_json", "write_stan_json_data", "stan_rdump", "rdump"), "data need no file: `model.bind(**data)`"),
    **dict.fromkeys(("read_rdump", "rload", "read_json"), '`model.from_json("x.data.R")` takes dump files of R and JSON'),
    **dict.fromkeys(("format_stan_file", "stancode", "transpile", "translate"), "`model.python` is the program in Python"),
}  # fmt: skip


def missing(name: str, known: list[str]) -> AttributeError:
    """The error for a name that the room does not have."""
    if name.startswith("_"):
        return AttributeError(f"module 'llbayes.stan' has no attribute {name!r}")
    return MissingName(f"`stan` has no `{name}`", here(), WORDS.get(name) or offered(name, known) or f"{MODEL}; {DRAWS}")
