"""What is said of calls that do not fit: of a distribution, and of a word of models. In: the function and its arguments; out: the error, with remedy."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from ...ir.errors import ModelError
from ..base.frames import here
from .parameters import OF_THE_SITE, SITE_WORDS, computed, ours
from .words import ARGUMENTS

Function = Callable[..., Any]


def of_distribution(function: Function, args: tuple[Any, ...], keywords: Mapping[str, Any]) -> ModelError:
    """The error for a call of a distribution whose arguments are not its parameters."""
    name, parameters = function.__name__, list(inspect.signature(function).parameters)
    usual = signature(function)
    if args and isinstance(args[0], str):
        return ModelError(f"`{name}` has no name of its own: its parameters are {listed(parameters)}", here(),
                          f"the name is that of the site: `{as_site(name, parameters, args, keywords)}`")  # fmt: skip
    unknown = [k for k in keywords if k not in parameters]
    if unknown:
        hints = [of_parameter(name, parameters, usual, k) for k in unknown]
        return ModelError(f"`{name}` has no parameter {listed(unknown)}: its parameters are {listed(parameters)}", here(),
                          "; ".join(dict.fromkeys([*hints, *rewritten(name, parameters, args, keywords)])))  # fmt: skip
    return ModelError(f"`{name}` {count(function, args, keywords)}", here(), f"`{usual}`")


def of_parameter(name: str, parameters: Sequence[str], usual: str, word: str) -> str:
    """What is written here for a keyword of a distribution elsewhere."""
    if formula := computed(name, parameters, word):
        return f"`{word}` is {formula[0]}: write `{formula[1]}`"
    if own := ours(name, parameters, word):
        return f"`{word}` is `{own}` here"
    if word in SITE_WORDS:
        return OF_THE_SITE[SITE_WORDS[word]].format(call=usual)
    return closest(word, parameters) or f"write `{usual}`"


def rewritten(name: str, parameters: Sequence[str], args: tuple[Any, ...], keywords: Mapping[str, Any]) -> list[str]:
    """The call in our words, where each of its keywords has one and numbers are short."""
    words = {(k if k in parameters else None if computed(name, parameters, k) else ours(name, parameters, k)): v for k, v in keywords.items()}
    if None in words or len(words) < len(keywords):
        return []
    return [f"`{name}({', '.join([*map(short, args), *(f'{k}={short(v)}' for k, v in words.items())])})`"]


def as_site(name: str, parameters: Sequence[str], args: tuple[Any, ...], keywords: Mapping[str, Any]) -> str:
    """A distribution with a name, as PyMC has it, as the site that is meant."""
    site = {k: v for k, v in keywords.items() if k in SITE_WORDS and k not in parameters}
    rest = {k: v for k, v in keywords.items() if k not in site}
    call = [f"`{name}({', '.join(map(short, args[1:]))})`"] if not rest else rewritten(name, parameters, args[1:], rest)
    more = dict.fromkeys(AT_SITES[SITE_WORDS[k]] for k in site if SITE_WORDS[k] in AT_SITES)
    inner = call[0].strip("`") if call else f"{name}({', '.join(parameters)})"
    return f'ppl.sample("{args[0]}", {inner}{"".join(f", {word}=…" for word in more)})'


def short(value: Any) -> str:
    """A number as it was written, anything else by a mark."""
    return repr(value) if isinstance(value, (int, float)) and len(repr(value)) < 12 else "…"


def of_word(function: Function, args: tuple[Any, ...], keywords: Mapping[str, Any]) -> ModelError:
    """The error for a call of a word of models whose arguments do not fit."""
    name, parameters = function.__name__, list(inspect.signature(function).parameters)
    unknown = [k for k in keywords if k not in parameters]
    if unknown:
        hints = [ARGUMENTS.get(name, {}).get(k) or closest(k, parameters) or f"it takes {listed(parameters)}" for k in unknown]
        return ModelError(f"`ppl.{name}` has no argument {listed(unknown)}", here(), "; ".join(dict.fromkeys(hints)))
    hint = USUAL[name]
    if args and not isinstance(args[0], str) and "name" in parameters and "name" not in keywords:
        return ModelError(f"`ppl.{name}` takes the name of the site first", here(), hint)
    return ModelError(f"`ppl.{name}` {count(function, args, keywords)}", here(), hint)


# -- what is wrong with the number of arguments
def count(function: Function, args: Sequence[Any], keywords: Mapping[str, Any]) -> str:
    """Which arguments are missing, too many or given twice."""
    parameters = inspect.signature(function).parameters
    by_place = [n for n, p in parameters.items() if p.kind is not p.KEYWORD_ONLY]
    if len(args) > len(by_place):
        only = [n for n in parameters if n not in by_place]
        named = f"; {listed(only)} by name" if only else ""
        return f"takes {listed(by_place)}{named}: {len(args)} arguments were given"
    twice = [n for n in by_place[: len(args)] if n in keywords]
    if twice:
        return f"is given {listed(twice)} twice, by place and by name"
    missing = [n for n, p in parameters.items() if p.default is p.empty and n not in keywords and n not in by_place[: len(args)]]
    return f"takes {listed(list(parameters))}: {listed(missing)} {'is' if len(missing) == 1 else 'are'} missing"


def signature(function: Function) -> str:
    """A call as it is written: `Normal(loc, scale)`."""
    families, parameters = getattr(function, "families", ()), inspect.signature(function).parameters
    own = [p.name for p in families[0].params] if families else []
    shown = own if own and parameters.keys() >= set(own) else [n if p.default is p.empty else f"{n}=…" for n, p in parameters.items()]
    return f"{function.__name__}({', '.join(shown)})"


def listed(names: Iterable[str]) -> str:
    """Names in a message."""
    return ", ".join(f"`{n}`" for n in names)


def closest(word: str, names: Iterable[str]) -> str:
    """Asks for the name that a misspelt one means; empty when none is near."""
    near = nearest(word, names)
    return f"did you mean `{near}`?" if near else ""


def nearest(word: str, names: Iterable[str]) -> str:
    """The name that a misspelt one means; empty when none is near."""
    lower = {n.lower(): n for n in names}
    found = get_close_matches(word.lower(), lower, 1, 0.6)
    return lower[found[0]] if found else ""


AT_SITES = {"shape": "shape", "dims": "dims", "observed": "obs"}         # keywords that other tools give to a distribution, as ppl.sample has them
USUAL = {
    "sample": '`x = ppl.sample("x", ppl.Normal(0, 1))`; an observation: `ppl.sample("y", ppl.Normal(mu, 1), obs=y)`',
    "param": '`x = ppl.param("x", ppl.real)`',
    "factor": '`ppl.factor("name", log_density)`',
    "deterministic": '`ppl.deterministic("name", value)`',
    "generate": '`ppl.generate("name", ppl.Normal(0, 1))`',
    "generated": '`ppl.generated(block)`, where `block()` gives a dict of named values',
    "random": "`ppl.random(ppl.Normal(0, 1), shape=3)`",
    "once": "`ppl.once(f, data)`",
    "index": "`ppl.index(a, n, base=1)`",
    "marginalize": '`ppl.marginalize("z", ppl.Categorical(p), lambda k: ppl.Normal(mu[k], 1).logpdf(y))`',
    "submodel": '`ppl.submodel("age", effects, J)`: a name, a model and its arguments',
}
