"""The words of Enzyme's convention: entry points that a callee's name contains, markers that stand among the arguments."""
from __future__ import annotations

from typing import Literal, NamedTuple

Mode = Literal["autodiff", "fwddiff", "augmentfwd", "augmentsize", "reverse", "fwdsplit", "virtualreverse"]
Sense = Literal["reverse", "forward"]

MODES: dict[str, Mode] = {
    "__enzyme_autodiff": "autodiff", "__enzyme_fwddiff": "fwddiff", "__enzyme_augmentfwd": "augmentfwd", "__enzyme_augmentsize": "augmentsize",
    "__enzyme_reverse": "reverse", "__enzyme_fwdsplit": "fwdsplit", "__enzyme_virtualreverse": "virtualreverse",
}
SENSES: dict[Mode, Sense] = {
    "autodiff": "reverse", "augmentfwd": "reverse", "augmentsize": "reverse", "reverse": "reverse", "virtualreverse": "reverse", "fwddiff": "forward",
    "fwdsplit": "forward",
}
SPLIT: tuple[Mode, ...] = ("augmentfwd", "augmentsize", "reverse", "fwdsplit")
TAPE = 8                                         # bytes: the frame's address
HINTS = {"__enzyme_float": "float", "__enzyme_double": "double", "__enzyme_integer": "integer", "__enzyme_pointer": "pointer"}
INACTIVE = ("__enzyme_call_inactive", "__enzyme_ignore_derivatives")
REFUSED = {                                      # what is called -> what can be done instead
    "__enzyme_batch": "call the function in a loop",
    "__enzyme_error_estimate": "",
    "__enzyme_todense": "pass memory as it is",
    "__enzyme_iter": "leave it out: the count of a loop is found when it runs",
    "__enzyme_truncate": "",
    "__enzyme_expand": "",
    "__enzyme_trace": "",
    "__enzyme_condition": "",
    "__enzyme_sample": "",
    "__enzyme_observe": "",
}


class Marker(NamedTuple):
    """What a marker does: `kind` says how it is read, `word` is what it sets."""

    kind: Literal["activity", "returns", "flag", "operand", "refused"]
    word: str


ACTIVITIES = ("const", "dup", "dupnoneed", "out", "dupv", "dupnoneedv")
_FLAGS = ("primal_return", "noret", "nofree", "runtime_activity", "strong_zero", "interleave", "not_overwritten")
_OPERANDS = ("width", "tape", "allocated", "byref")
_REFUSED = ("trace", "duptrace", "likelihood", "duplikelihood", "observations", "interface", "active_rand_var", "scalar", "vector", "buffer")
MARKERS = {f"enzyme_{name}": marker for name, marker in {
    **{word: Marker("activity", word) for word in ACTIVITIES},
    **{f"{word}_return": Marker("returns", {"active": "out"}.get(word, word)) for word in ("const", "active", "dup")},
    **{word: Marker("flag", word) for word in _FLAGS},
    **{word: Marker("operand", word) for word in _OPERANDS},
    **{word: Marker("refused", word) for word in _REFUSED},
}.items()}


def entry_point(name: str) -> str:
    """The known entry point that a callee's name contains, the whole name for one of Enzyme's that is not known; "" for any other function."""
    if "__enzyme_" not in name:
        return ""
    return next((known for known in (*MODES, *HINTS, *INACTIVE, *REFUSED) if known in name), name)
