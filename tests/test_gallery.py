"""Every file of the gallery runs and draws what stands on its page."""
from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

DOCS = Path(__file__).parents[1] / "docs"
GALLERY = runpy.run_path(str(DOCS / "gallery_page.py"))


def test_the_page_has_twenty_and_is_current():
    assert {p.stem for p in (DOCS / "gallery").glob("*.py")} == set(GALLERY["ORDER"]) == {p.stem for p in (DOCS / "pictures" / "gallery").glob("*.png")}
    assert len(GALLERY["ORDER"]) == 20
    assert (DOCS / "gallery.md").read_text() == GALLERY["page"]()


@pytest.mark.sweep
@pytest.mark.parametrize("name", GALLERY["ORDER"])
def test_it_runs_and_draws(name):
    figure = GALLERY["figure"](name)
    assert figure.axes and all(axes.has_data() for axes in figure.axes)
    assert all(np.isfinite(axes.dataLim.get_points()).all() for axes in figure.axes)
