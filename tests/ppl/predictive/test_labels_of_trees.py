"""Labels of trees that name nothing: an axis without labels has those of the fitted data; a label twice, or labels of another type, are refused."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl, results
from llbayes.ir.errors import SettingsError
from llbayes.ppl import Normal


@ppl.model
def days(y):
    w = ppl.sample("w", Normal(0, 1), dims="day")
    ppl.sample("y", Normal(w, 1e-3), obs=y, dims="day")


def test_labels_of_the_tree_that_name_nothing():
    posterior, draws = days.bind(y=np.zeros(3), coords={"day": [1, 2, 3]}), {"w": np.tile([1.0, 1.5, 2.0], (1, 4, 1))}
    bare = results.from_groups({"posterior": draws})
    found = ppl.predict(posterior, bare, data={"y": None}, coords={"day": [3, 1, 2]}, names=["y", "w"], seed=1).predictions["w"]
    np.testing.assert_array_equal(found.values[0, 0], [2.0, 1.0, 1.5])
    for labels, said in (([1, 2, 2], "has a label twice along `day`"), (["1", "2", "3"], "has labels of another type along `day`: '1', '2', '3' in the tree, 1, 2, 3")):
        tree = results.from_groups({"posterior": draws}, dims={"w": ["day"]}, coords={"day": labels})
        with pytest.raises(SettingsError, match=said):
            ppl.predict(posterior, tree, data={"y": None}, seed=1)
