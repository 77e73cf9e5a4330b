"""Writes `stan.json`: Stan's own values and slopes of the calls in `points.py`. A development tool: `pip install stanli`, then `python tests/stan/laws/stored.py`.

A call is one program whose parameters are the real arguments; a call at which Stan raises is left out.
"""
from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import stanli
from points import EXTREME, ORDINARY, Call, base, calls, literal

HERE = Path(__file__).parent
DECLARED = {
    "real": lambda a: "real {name};",
    "vector": lambda a: f"vector[{len(a)}] {{name}};",
    "array[] vector": lambda a: f"array[{len(a)}] vector[{len(a[0])}] {{name}};",
    "matrix": lambda a: f"matrix[{len(a)}, {len(a[0])}] {{name}};",
}


def stored(call: Call):
    """[value, slopes …]; None where Stan raises."""
    real = [k for k, a in enumerate(call.arguments) if "int" not in base(a)]
    declared = " ".join(DECLARED[base(call.arguments[k])](call.arguments[k]).format(name=f"a{k}") for k in real)
    first, *rest = (f"a{k}" if k in real else literal(a) for k, a in enumerate(call.arguments))
    program = f"parameters {{ {declared} real unused; }} model {{ target += {call.function}({first} | {', '.join(rest)}); }}"
    columns = [np.asarray(call.arguments[k], float) for k in real]
    order = ["F" if base(call.arguments[k]) == "matrix" else "C" for k in real]
    z = np.concatenate([*(np.ravel(c, o) for c, o in zip(columns, order, strict=True)), [0.0]])
    try:
        value, slope = stanli.Model(stan_code=program).log_prob_grad(z)
    except RuntimeError as error:
        print(call, "->", str(error).splitlines()[0])
        return None
    parts, at = [], 0
    for c, o in zip(columns, order, strict=True):
        parts.append(np.ravel(np.reshape(slope[at : at + c.size], c.shape, o)).tolist())
        at += c.size
    return [value, *parts]


def plain(value):
    """Numbers that JSON has none for as text."""
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value if math.isfinite(value) else str(value)


def main() -> None:
    found = {str(call): value for call in [*calls(ORDINARY), *calls(EXTREME)] if (value := stored(call)) is not None}
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(plain(value))}" for key, value in found.items())
    (HERE / "stan.json").write_text(f'{{\n "made by": "stanli {stanli.__version__ if hasattr(stanli, "__version__") else ""}",\n{lines}\n}}\n')


if __name__ == "__main__":
    main()
