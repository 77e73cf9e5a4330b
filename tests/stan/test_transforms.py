"""Every transform of parameters against Stan at twenty points: values, log Jacobian and its gradient."""
from __future__ import annotations

import numpy as np
import pytest
import transforms
from stan_values import distance, element, numbers, ours, stored

from llbayes import stan

DECLARATIONS = transforms.DECLARATIONS | transforms.NEW | {name: text for name, (text, _, _) in transforms.STOCHASTIC.items()}
TOLERANCE = 1e-12
FAR = 1e-8          # Stan's 1 - tanh(u)² cancels far from the middle; there ours is that of numbers with 40 digits


def tolerance(name: str) -> float:
    """How near a transform must be."""
    return FAR if "corr" in name else TOLERANCE


@pytest.mark.parametrize("name", DECLARATIONS)
def test_transform_is_stans(name):
    entry, posterior = stored("transforms")[name], stan.model(text=transforms.program(DECLARATIONS[name]), name=name).bind()
    names = [ours(word) for word in entry["names"]]
    assert sorted(map(str, posterior.unconstrained_names)) == sorted(names)
    order = [names.index(str(word)) for word in posterior.unconstrained_names]
    for z, point in zip(transforms.points(len(names)), entry["points"], strict=True):
        value, gradient = posterior.value_and_grad(np.array(z)[order])
        assert distance(value, point["log_density"]) < tolerance(name)
        assert distance(gradient, numbers(point["gradient"])[order]) < tolerance(name)
        arrays = posterior.constrain(np.array(z)[order])
        found = np.array([element(arrays, output) for output in entry["outputs"]])
        assert distance(found, numbers(point["values"])) < tolerance(name)
