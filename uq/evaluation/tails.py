"""Does an output have a variance? Not where it grows too fast in the tail of an input, though the input has all moments.

Along one standard normal coordinate u, the others 0, the variance is the integral of D² φ, D the output less that in the middle. It does not exist where D² φ
does not fall at last. An input near the end of its support, such as a divisor truncated at 0, makes D a power of the tail's probability: log D² is then
κ u² / 2, and κ ≥ 1 the case. Far out κ is plain, and sampling never comes there; how far one may look, floats decide: 30 + 7.5 z ends at 3e-15.
Of a log-normal law κ falls as 1 / u, whatever its variance.
"""
from __future__ import annotations

import warnings

import numpy as np

from ...ir.places import users_level
from ..inputs.assumed import without_moments
from ..method import UqWarning
from .evaluator import Evaluator

FAR = np.array([5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 18.0, 25.0, 35.0])      # in sds; the probability beyond the last, 1e-268, is still a float
STAYS = 0.93                         # of κ, from one step to the next; of a log-normal law 0.90 at most
SEEN = 1e-4                          # of the largest D² at one sd: what is less at all places is nothing yet


def say_tails(run: Evaluator, what: str, instead: str) -> None:
    """UqWarning that names the inputs in whose tails a compiled model's output has no variance, which `what` needs. Inputs that have none themselves are
    left to `say_moments`. These calls are not counted; other models are not called."""
    if run.way is None or run.way.name != "compiled":
        return
    lacking = set(without_moments(run.inputs))
    found = [name for name in rising(run) if name not in lacking]
    if found:
        listed = ", ".join(f"`{name}`" for name in found)
        warnings.warn(f"an output grows so fast in the tail of input{'s' * (len(found) > 1)} {listed} that it has no finite variance: {what} of the outputs "
                      "need not exist, and what is given may mean nothing; keep such an input away from the end of its support, for example "
                      f"`.truncated(low, high)`, or transform the output; {instead}", UqWarning, stacklevel=users_level())


def rising(run: Evaluator) -> list[str]:
    """Names of the inputs along whose coordinates D² φ does not fall at last."""
    d, sides = run.inputs.dim, np.concatenate([[1.0], FAR, [-1.0], -FAR])
    u = np.zeros((d, len(sides), d))
    u[np.arange(d), :, np.arange(d)] = sides
    with np.errstate(all="ignore"):
        points = run.inputs.from_normal(np.concatenate([np.zeros((1, d)), u.reshape(-1, d)]))
        outputs = run.way.over(points) if run.way else np.zeros(0)
        logs = 2.0 * np.log(np.abs(outputs[1:] - outputs[0])).reshape(d, 2, len(FAR) + 1, -1)
    near = np.max(np.where(np.isfinite(logs[:, :, 0]), logs[:, :, 0], -np.inf), axis=(0, 1))
    rise = diverges(np.moveaxis(logs[:, :, 1:], 2, -1), near[:, None]).any(axis=(1, 2))
    moved = (points[1:].reshape(d, -1, d) != points[0]).any(axis=1)
    return [name for k, name in enumerate(run.inputs.names) if moved[rise, k].any()]


def diverges(logs: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Of log D² (…, places) at the places FAR: κ of two steps on end is 1 or more and stays. `near` (…, 1) is the largest near the middle."""
    half = 0.5 * FAR**2
    with np.errstate(all="ignore"):
        kappa = np.diff(logs, axis=-1) / np.diff(half)
        there = np.isfinite(kappa) & (kappa >= 1.0)
        both = there[..., :-1] & there[..., 1:] & (kappa[..., 1:] >= STAYS * kappa[..., :-1])
        return (both & (logs[..., 2:] - half[2:] >= np.log(SEEN) + near)).any(axis=-1)
