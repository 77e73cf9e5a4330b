"""Every public call × every argument × values it is not made for: a result, or an error that was meant, never one from inside.

A call is right in which one argument is replaced, or has another name, when it ends in
- a result; where the argument holds nan, one that shows it (something in it is not finite), or the one that the valid call gives;
- an error of the project, with few frames of ours in its traceback;
- an error of the file system;
- a TypeError, ValueError or LookupError that a `raise` statement of ours made;
- what Python says to a call that does not fit the signature, with the argument's name.
Everything else is an accident: an AttributeError, a broadcast of NumPy, a LinAlgError, a TypeError of a library that was handed on.

Not here: trees (`tests/ppl/groups`), settings of samplers (`tests/samplers`), arrays and labels of `results.build` and its like, which samplers and
predictions call with what they made.
"""
from __future__ import annotations

import dataclasses
import dis
import os
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from public_calls import FACES

import llbayes
from llbayes.ir.errors import LlbayesError
from llbayes.ir.ours import is_users


class Nothing:
    """A class that takes no argument."""


WRONG = {
    "None": None, "text": "no such thing", "no text": "", "nan": np.nan, "inf": np.inf, "negative": -1, "fraction": 0.5, "huge": 10**30, "beyond floats": 10**400,
    "a truth": True, "complex": 1j, "object": object(), "empty list": [], "empty array": np.zeros(0), "nans": np.full(2, np.nan), "cube": np.zeros((2, 3, 4)),
    "matrix": np.zeros((3, 5)), "ragged": [[1.0], [1.0, 2.0]], "texts": ["a", "b"], "empty dict": {}, "dict": {"no such name": 1.0}, "function": lambda: None,
    "class": Nothing, "dates": np.array(["2020-01-01"], "M8[D]"), "objects": np.array([None, 1.0], object), "None in a list": [None], "bytes": b"bytes",
    "masked": np.ma.array([1.0, 2.0], mask=[True, False]),
}
HERE, PACKAGE = os.path.dirname(__file__), str(Path(llbayes.__file__).parent)
MEANT = (TypeError, ValueError, LookupError)
OTHER_NAME = "no_such_argument"
MOST_FRAMES = 7                       # of ours in the traceback of an error that was meant


def innermost(error):
    step = error.__traceback__
    while step.tb_next is not None:
        step = step.tb_next
    return step


def meant(error):
    """Is the error one of those that a public call may raise?"""
    if isinstance(error, (LlbayesError, OSError)) or isinstance(error, TypeError) and OTHER_NAME in str(error):
        return True
    step = innermost(error)
    code = step.tb_frame.f_code
    if os.path.dirname(code.co_filename) == HERE:                                            # Python's, of the call itself
        return isinstance(error, TypeError)
    return isinstance(error, MEANT) and code.co_filename.startswith(PACKAGE) and code.co_code[step.tb_lasti] == dis.opmap["RAISE_VARARGS"]


def frames_of_ours(error):
    """How many frames that are not the user's a traceback shows."""
    step, count = error.__traceback__, 0
    while step is not None:
        count, step = count + (not is_users(step.tb_frame.f_code.co_filename)), step.tb_next
    return count


def floats(result):
    """All floats in a result, of those that consist of numbers."""
    if isinstance(result, (float, np.floating, np.ndarray)):
        a = np.ravel(result)
        return a.tolist() if a.dtype.kind == "f" else []
    if dataclasses.is_dataclass(result):
        return [x for field in dataclasses.fields(result) for x in floats(getattr(result, field.name))]
    parts = result.values() if isinstance(result, dict) else result if isinstance(result, (list, tuple)) else ()
    return [x for part in parts for x in floats(part)]


def accident(call, arguments, valid=None):
    """What is wrong with what the call comes to, in words; empty when nothing is. `valid`: floats of the valid call, where an argument holds nan."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            result = call.function(**arguments)
    except Exception as error:
        if meant(error):
            count = frames_of_ours(error) if isinstance(error, LlbayesError) else 0
            return "" if count <= MOST_FRAMES else f"a traceback with {count} frames of ours: {' '.join(str(error).split())[:120]}"
        at = innermost(error)
        return f"{type(error).__name__}: {' '.join(str(error).split())[:120]} ({os.path.basename(at.tb_frame.f_code.co_filename)}:{at.tb_lineno})"
    found = floats(result)
    return "a result that does not show the nan" if valid is not None and found != valid and np.isfinite(found).all() else ""


@pytest.mark.parametrize("face", FACES)
def test_no_argument_ends_in_an_accident(face, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)                      # names of files are among the wrong arguments
    before = plt.get_backend()
    plt.switch_backend("Agg")
    found = []
    for call in FACES[face](tmp_path):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            valid = floats(call.function(**call.arguments))
        for name in set(call.arguments) - set(call.kept):
            found += [f"{call.name}, {name} = {word}: {wrong}" for word, value in WRONG.items()
                      if (wrong := accident(call, {**call.arguments, name: value}, valid if word in ("nan", "nans") else None))]
        found += [f"{call.name}, another name: {wrong}" for wrong in [accident(call, {**call.arguments, OTHER_NAME: 1})] if wrong]
        plt.close("all")
    plt.switch_backend(before)
    assert not found, "\n".join(found)
