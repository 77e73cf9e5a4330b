"""`ppl.visualise`: the graph of a model, drawn by Graphviz where that is installed, else by ourselves."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ...ir.errors import SettingsError
from ...ir.given import file_path, of_kind
from ...ir.public import public
from ..definition import Model
from ..posterior import Posterior
from .flow import Graph, graph
from .picture import dot, svg

SECONDS = 20                                     # that Graphviz may take


@dataclass(frozen=True)
class Picture:
    """The graph of a model. In a notebook it shows itself; `save("model.svg")` writes it, also as `.dot`, and with Graphviz as `.png` or `.pdf`."""

    name: str
    graph: Graph

    @property
    def nodes(self) -> list[str]:
        """Names of sites, and of arguments that hold data."""
        return list(self.graph.nodes)

    @property
    def edges(self) -> list[tuple[str, str]]:
        """(from, to) for each direct dependence."""
        return list(self.graph.edges)

    @cached_property
    def svg(self) -> str:
        """The picture as SVG text."""
        return drawn(dot(self.graph), "svg").decode() if shutil.which("dot") else svg(self.graph, self.name)

    @property
    def dot(self) -> str:
        """The graph in Graphviz's language."""
        return dot(self.graph)

    @public
    def save(self, path: str | os.PathLike[str]) -> Path:
        """Writes the picture; the ending of the name says how: .svg, .dot, .png or .pdf. SettingsError for others, and where Graphviz is needed."""
        target = Path(file_path(path, "path"))
        kind = target.suffix.lower().removeprefix(".")
        if kind not in ("svg", "dot", "png", "pdf"):
            raise SettingsError(f"a picture is saved as .svg, .dot, .png or .pdf, not `{target.name}`")
        if kind in ("png", "pdf") and not shutil.which("dot"):
            raise SettingsError(f"Graphviz makes .{kind} files, and its program `dot` is not installed", hint="save as .svg, or install graphviz")
        target.write_bytes({"svg": lambda: self.svg.encode(), "dot": lambda: self.dot.encode()}.get(kind, lambda: drawn(self.dot, kind))())
        return target

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        arrows = {name: [a for a, b in self.graph.edges if b == name] for name in self.graph.nodes}
        return "\n".join([f"graph of `{self.name}`", *(f"  {name} ← {', '.join(of)}" if of else f"  {name}" for name, of in arrows.items())])


def drawn(text: str, kind: str) -> bytes:
    """What Graphviz makes of a graph."""
    return subprocess.run(["dot", f"-T{kind}"], input=text.encode(), capture_output=True, check=True, timeout=SECONDS).stdout


@public
def visualise(model: Any, **data: Any) -> Picture:
    """The graph of a model: its random variables, deterministics, factors and data, an arrow for each direct dependence, a plate for dims. Takes a bound
    model, or a model and its data. SettingsError for anything else."""
    if isinstance(model, Model):
        model = model.bind(**data)
    elif data:
        raise SettingsError(f"a bound model has its data already, and takes no {', '.join(f'`{name}`' for name in data)}",
                            hint='`ppl.visualise(posterior)`; `.save("model.svg")` of what it gives writes a file')  # fmt: skip
    posterior = of_kind(model, Posterior, "model", "a bound model, `model.bind(…)`, or a model with its data")
    return Picture(posterior.name, graph(posterior.model, posterior.binding))
