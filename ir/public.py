"""Public calls: what does not fit the signature is answered in words, with what was meant; every error of ours shows the user's line, and its traceback
nothing of ours.

Costs a successful call some microseconds: not for what is called once a gradient.
"""
from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NoReturn, ParamSpec, TypeVar

import numpy as np

from .errors import LlbayesError, SettingsError
from .given import is_number, plain, shown
from .places import here
from .tracebacks import brief
from .words import NEARER, bare_words, closest, meant, offered, rows

P = ParamSpec("P")
R = TypeVar("R")
Parameters = Mapping[str, inspect.Parameter]
Words = tuple[str, str]              # what is wrong, what to write
BY_POSITION = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
WITHIN = "__llbayes_within__"        # what compiled code follows in place of a call that is checked here
NEVER = "__llbayes_never__"          # the mark of functions that compiled code may not call (`lang/values/hooks.py`)
COUNTS, SHARES, PLACES, WORDS = ("draws", "n", "tune", "chains"), ("target_accept", "level"), ("init", "start", "keep"), ("metric", "how", "engine")


class CallError(SettingsError, TypeError):
    """Arguments that a public call does not take, or that it lacks."""


def public(function: Callable[P, R], name: str = "", unnamed: Collection[str] = ()) -> Callable[P, R]:
    """The function as users call it; `name` is what they call it, where its module and its own name do not say. Keywords `unnamed` are for our own use."""
    called = name or name_of(function)

    @brief
    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            signature_of(function).bind(*args, **{n: v for n, v in kwargs.items() if n not in unnamed})
        except TypeError:
            misfit(called, signature_of(function), args, kwargs)
        try:
            return function(*args, **kwargs)
        except LlbayesError as error:
            error.place(here())
            raise

    if name:
        call.__name__ = call.__qualname__ = name.rpartition(".")[2]
    if function.__module__.split(".")[1:2] != ["ad"]:                  # derivatives are part of the language
        vars(call)[NEVER] = f"`{called}` is called outside of models and compiled code", "call it before or after, and hand on what it gives"
    else:
        vars(call)[WITHIN] = function
    return call


@functools.cache
def signature_of(function: Callable[..., Any]) -> inspect.Signature:
    """Looked at when the function is first called: annotations are left as they are written."""
    return inspect.signature(function)


def name_of(function: Callable[..., Any]) -> str:
    """`samplers.nuts` of a function of a room, `Model.bind` of a method."""
    room = function.__module__.split(".")[1]
    return function.__qualname__ if "." in function.__qualname__ else f"{room}.{function.__name__}"


def misfit(called: str, signature: inspect.Signature, args: Sequence[Any], kwargs: Mapping[str, Any]) -> NoReturn:
    """CallError with what does not fit, the unknown names first, at the user's line, and what to write."""
    known = {n: p for n, p in signature.parameters.items() if n != "self"}
    args = args[1:] if len(known) < len(signature.parameters) else args
    for kind in (unknown_names, too_many, given_twice, not_enough):
        if found := kind(called, known, args, kwargs):
            raise CallError(found[0], here(), found[1]) from None
    raise CallError(f"`{called}` does not take these arguments", here()) from None


def unknown_names(called: str, known: Parameters, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Words | None:
    """Keywords that there are not."""
    unknown = {n: v for n, v in kwargs.items() if n not in known}
    return (f"`{called}` has no argument {listed(unknown)}", "; ".join(answer(n, v, list(known)) for n, v in unknown.items())) if unknown else None


def too_many(called: str, known: Parameters, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Words | None:
    """More values by position than there are places."""
    places = by_position(known)
    if len(args) <= len(places):
        return None
    count = f"{len(places)} argument{'s' if len(places) != 1 else ''} by position"
    open_end = next((n for n, p in known.items() if p.kind is p.VAR_KEYWORD), "")
    if open_end and isinstance(args[len(places)], Mapping):
        return f"`{called}` takes {open_end} by name, not in a dict", f"`{called}({''.join(f'{n}, ' for n in places)}**{open_end})` for a dict of them"
    says = f"`{called}` takes {count}, {listed(places) or 'none'}, and {len(args)} are given"
    return says, by_name(args[len(places):], known, {*places, *kwargs})


def given_twice(called: str, known: Parameters, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Words | None:
    """Arguments given by position and by name."""
    both = [n for n in by_position(known)[:len(args)] if n in kwargs]
    return (f"`{called}` is given {listed(both)} twice, by position and by name", "") if both else None


def not_enough(called: str, known: Parameters, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Words | None:
    """Arguments that are needed."""
    places = by_position(known)
    given = {*places[:len(args)], *kwargs}
    lacking = [n for n, p in known.items() if p.default is p.empty and p.kind is not p.VAR_KEYWORD and n not in given]
    pattern = ", ".join([*places, *(["…"] if len(known) > len(places) else [])])
    return (f"`{called}` needs {listed(lacking)}", f"`{called}({pattern})`") if lacking else None


def by_position(known: Parameters) -> list[str]:
    """Arguments that may be given by position."""
    return [n for n, p in known.items() if p.kind in BY_POSITION]


def answer(word: str, value: Any, taken: list[str]) -> str:
    """What another tool's word, or a name that is written wrong, is meant for."""
    row = meant(word, taken)
    if row is None and not closest(word, taken, NEARER):                # neither: a word of another tool, written wrong
        foreign = {w: r for r in rows(taken) for w in bare_words(r) if len(w) > 3}
        near = closest(word, foreign, NEARER)
        row = foreign[near[0]] if near else None
    if row is not None:
        return row.says or f"`{word}` is called `{row.setting}` here: `{row.setting}={short(value)}`"
    return offered(word, taken) or f"`{word}` is none of {listed(taken)}"


def by_name(extra: Sequence[Any], known: Mapping[str, inspect.Parameter], given: set[str]) -> str:
    """The settings that values given by position may be meant for."""
    named = [n for n, p in known.items() if p.kind is p.KEYWORD_ONLY]
    found: dict[str, Any] = {}
    for value in extra:
        name = next((n for n in candidates(value) if n in named and n not in given and n not in found), None)
        if name is None:
            return f"its settings are given by name: {listed(named)}" if named else f"it takes {listed(known)}"
        found[name] = value
    return f"settings are given by name: `{', '.join(f'{n}={short(v)}' for n, v in found.items())}`"


def candidates(value: Any) -> Sequence[str]:
    """Settings that a value is probably one of, by its kind."""
    value = plain(value)
    if isinstance(value, str):
        return WORDS
    if is_number(value):
        return COUNTS if float(value).is_integer() else SHARES
    return PLACES if isinstance(value, (Mapping, np.ndarray, list, tuple)) else ()


def listed(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)


def short(value: Any) -> str:
    """A value that can be written again as it stands, others as …"""
    value = plain(value)
    return shown(value) if value is None or isinstance(value, (int, float, str)) and len(repr(value)) < 30 else "…"
