"""The graph of a model: each direct dependence is an edge, none that goes through another site; pictures are whole and in order."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import SettingsError
from llbayes.ppl import Bernoulli, HalfNormal, Normal, Poisson, Uniform, interval
from llbayes.ppl.structure.layout import place


@ppl.model
def radon(floor, county, y, u):
    a0 = ppl.sample("a0", Normal(0, 5))
    tau = ppl.sample("tau", HalfNormal(1))
    mu = ppl.deterministic("mu", a0 + ppl.sample("g", Normal(0, 1)) * u, dims="county")
    a = ppl.sample("a", Normal(mu, tau).noncentered(), dims="county")
    b = ppl.sample("b", Normal(0, 1))
    ppl.deterministic("eta", lambda: a[county] + b * floor, dims="row")
    ppl.sample("y", Normal(a[county] + b * floor, ppl.sample("s", HalfNormal(1))), obs=y, dims="row")
    ppl.factor("penalty", -0.5 * b**2)
    ppl.generate("new", Normal(a0, tau))


rng = np.random.default_rng(0)
DATA = {"floor": rng.integers(0, 2, 12).astype(float), "county": rng.integers(0, 4, 12), "y": rng.normal(size=12), "u": rng.normal(size=4)}
PARENTS = {
    "a0": "", "tau": "", "g": "", "mu": "a0 g u", "a": "mu tau", "b": "", "eta": "a b floor county", "s": "", "y": "a b s floor county", "penalty": "b",
    "new": "a0 tau", "floor": "", "county": "", "u": "",
}


def parents(picture):
    return {name: {a for a, b in picture.edges if b == name} for name in picture.nodes}


@pytest.fixture(scope="module")
def picture():
    return ppl.visualise(radon.bind(**DATA, coords={"county": list("abcd")}))


def test_edges_are_the_direct_dependences(picture):
    assert parents(picture) == {name: set(of.split()) for name, of in PARENTS.items()}


@ppl.model
def parts(k, y):
    low = ppl.sample("low", Uniform(0, 1))
    top = ppl.sample("top", Normal(0, 1), constraint=interval(0.0, low + 1.0))
    effect = ppl.submodel("sub", inner, k)
    ppl.marginalize("z", Bernoulli(low), lambda j: Normal(effect + j * top, 1).logpdf(y))
    for i in range(2):
        ppl.sample("n", Poisson(np.exp(top)), obs=k[i])


@ppl.model
def inner(k):
    u = ppl.sample("u", Normal(0, 1), shape=3)
    return u[k]


def test_bounds_submodels_sums_and_loops():
    found = parents(ppl.visualise(parts, k=np.array([0, 2, 1]), y=np.array([0.1, 0.2, 0.3])))
    assert found["top"] == {"low"} and found["z"] == {"low", "top", "sub.u", "k", "y"} and found["n"] == {"top"} and found["sub.u"] == set()


def numbers(box):
    return box.x - box.w, box.x + box.w, box.y - box.h, box.y + box.h


def apart(one, other):
    a, b = numbers(one), numbers(other)
    return a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2]


def test_nodes_and_plates_do_not_overlap(picture):
    found = place(picture.graph)
    boxes = list(found.nodes.values())
    assert all(apart(p, q) for k, p in enumerate(boxes) for q in boxes[:k])
    plates = list(found.plates.values())
    assert len(plates) == 2 and apart(*plates)
    for name, node in picture.graph.nodes.items():
        for dims, plate in found.plates.items():
            left, right, top, bottom = numbers(plate)
            x0, x1, y0, y1 = numbers(found.nodes[name])
            inside = left <= x0 and x1 <= right and top <= y0 and y1 <= bottom
            assert inside if node.dims == dims else apart(found.nodes[name], plate), name
    assert all(numbers(b)[0] >= 0 and numbers(b)[1] <= found.width and numbers(b)[3] <= found.height for b in boxes + plates)


def test_our_own_picture_is_a_whole_svg(picture, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda program: None)
    fresh = ppl.visualise(radon.bind(**DATA, coords={"county": list("abcd")}))
    root = ET.fromstring(fresh._repr_svg_())
    texts = {t.text for t in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"a0", "~ HalfNormal", "county (4)", "row (12)", "penalty"} <= texts
    assert sum(1 for _ in root.iter("{http://www.w3.org/2000/svg}path")) == len(fresh.edges) + 1


def test_it_is_saved(picture, tmp_path, monkeypatch):
    text = picture.save(tmp_path / "model.dot").read_text()
    assert text.startswith("digraph") and '"a0" -> "mu"' in text and "county (4)" in text
    assert picture.save(tmp_path / "model.svg").read_text().lstrip().startswith("<")
    assert "mu ← a0, g, u" in repr(picture)
    monkeypatch.setattr(shutil, "which", lambda program: None)
    with pytest.raises(SettingsError, match="Graphviz makes .png files"):
        picture.save(tmp_path / "model.png")
    with pytest.raises(SettingsError, match="saved as .svg, .dot, .png or .pdf"):
        picture.save(tmp_path / "model.jpg")


def test_graphviz_is_used_where_it_is(picture, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda program: "/bin/dot")
    monkeypatch.setattr("subprocess.run", lambda command, **settings: type("Done", (), {"stdout": b"<svg>by dot</svg>"}))
    assert ppl.visualise(radon.bind(**DATA)).svg == "<svg>by dot</svg>"


def test_wrong_uses_are_told():
    with pytest.raises(SettingsError, match="must be a bound model"):
        ppl.visualise(3)
    with pytest.raises(SettingsError, match="has its data already"):
        ppl.visualise(radon.bind(**DATA), y=DATA["y"])
