"""The programs of `programs/` against Stan: names, log density with all constants, gradient, and everything that is written at the same points."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from stan_values import apart, distance, element, numbers, ours, stored

from llbayes import stan
from llbayes.stan.outputs import columns, coordinates

PROGRAMS = sorted(Path(__file__).parent.joinpath("programs").glob("*.stan"), key=lambda path: path.stem)
TOLERANCE = 1e-9                # of the value, and of gradients by their largest entry
LOOSE = {
    "yeast_ode": 1e-5, "yeast_old_ode": 1e-6, "yeast_stiff": 1e-6,                      # both sides solve differential equations with tolerances of their own
    "dials_truncated": 1e-7, "prices_copula": 1e-5, "pumps_interval": 1e-4, "quiz_probit": 1e-4,        # Stan's slopes of cumulative functions are approximations; ours are those of differences
    "new_counts_heavy": 1e-4,                                                           # Stan stops its sum for the distribution function early
}  # fmt: skip


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_program_gives_what_stan_gives(path):
    entry, posterior = stored("programs")[path.stem], stan.model(path).from_json(path.with_suffix(".json"))
    names = [ours(name) for name in entry["names"]]
    assert sorted(map(str, posterior.unconstrained_names)) == sorted(names)
    if not path.stem.startswith("new_"):                                # twins of those have declarations of their own
        program, shapes = posterior.model.program, {name: posterior.binding.whole_shape(site) for name, site in posterior.sites.items()}
        assert [column.name for column in columns(program, shapes)] == entry["outputs"]
        assert [str(posterior.unconstrained_names[k]) for k in coordinates(program, posterior)] == names
    order, tolerance = [names.index(str(name)) for name in posterior.unconstrained_names], LOOSE.get(path.stem, TOLERANCE)
    for point in entry["points"]:
        z = np.array(point["z"])[order]
        value, gradient = posterior.value_and_grad(z)
        if point["log_density"] in (None, "-inf"):
            assert value == -np.inf
            continue
        wanted = numbers(point["gradient"])[order]
        assert distance(value, point["log_density"]) < tolerance
        assert distance(gradient, wanted, max(1.0, np.abs(wanted).max(initial=0))) < tolerance
        arrays = posterior.constrain(z)
        outputs = [pair for pair in zip(entry["outputs"], point["values"], strict=True) if pair[1] is not None and apart(pair[0])[0] not in posterior.generated]
        found = [(output, element(arrays, output), value) for output, value in outputs]
        assert [row for row in found if not distance(row[1], numbers([row[2]])[0]) < tolerance] == []
