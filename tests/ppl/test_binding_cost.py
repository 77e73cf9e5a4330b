"""Binding takes time in proportion to the number of sites. Counted, so that the machine's speed does not matter."""
import importlib.util
import sys
from collections import Counter

import numpy as np
import pytest

LINES = {
    "parameter": "x{k} = ppl.sample('x{k}', Normal(0.0, 1.0))",
    "observed": "ppl.sample('x{k}', Normal(a, 1.0), obs=y[{k}])",
    "deterministic": "x{k} = ppl.deterministic('x{k}', a + y[{k}])",
    "factor": "ppl.factor('x{k}', -a * a)",
    "generated": "x{k} = ppl.generate('x{k}', Normal(a, 1.0))",
    "by a helper": "helper('x{k}', a)",
    "no site": "a = a + y[{k}] * a",
}


def bound(line, n, folder):
    """What Python calls while a model of n such lines is bound, by name."""
    path = folder / f"model_{n}.py"
    body = "\n".join("    " + line.format(k=k) for k in range(n))
    path.write_text("from llbayes import ppl\nfrom llbayes.ppl import Normal\n\n\ndef helper(name, a):\n    ppl.factor(name, -a)\n\n\n"
                    f"@ppl.model\ndef model(y):\n    a = ppl.sample('a', Normal(0.0, 1.0))\n{body}\n")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    calls = Counter()

    def note(frame, event, argument):
        if event == "call":
            calls[frame.f_code.co_name] += 1
        elif event == "c_call":
            calls[argument.__name__] += 1
    y = np.zeros(n)
    sys.setprofile(note)
    try:
        module.model.bind(y=y)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("kind", LINES)
def test_binding_is_linear_in_the_sites(kind, tmp_path):
    bound(LINES[kind], 3, tmp_path)             # imports
    some, more = bound(LINES[kind], 40, tmp_path), bound(LINES[kind], 80, tmp_path)
    assert sum(more.values()) < 2.2 * sum(some.values())
    assert more["co_positions"] == some["co_positions"], "which decodes the positions of all instructions"
