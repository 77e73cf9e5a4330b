"""Where the nodes of a graph are drawn: rows by how far they stand from what depends on nothing, a column of their own for each plate.

So plates never overlap. Sizes are in pixels of the picture.
"""

from __future__ import annotations

from typing import NamedTuple

from .flow import Graph, Node

LETTER, LINE, PAD = 7.0, 17.0, 12.0              # the width of a letter, the height of a line, what stands around a text
GAP, ROW = 22.0, 86.0                            # between nodes of a row, and from row to row
PLATE = 14.0                                     # from the nodes of a plate to its border
SWEEPS = 4


class Box(NamedTuple):
    """A node, or a plate: its middle and half its sides."""

    x: float
    y: float
    w: float
    h: float


class Layout(NamedTuple):
    """Boxes of the nodes, and of plates by their dims; the size of all."""

    nodes: dict[str, Box]
    plates: dict[tuple[str, ...], Box]
    width: float
    height: float


def lines_of(node: Node) -> list[str]:
    """What is written in a node: its name, its distribution, its shape where no plate says it."""
    shape = "" if node.dims or not node.shape else " × ".join(map(str, node.shape))
    return [node.name, *(part for part in (f"~ {node.law}" if node.law else "", shape) if part)]


def layers(graph: Graph) -> dict[str, int]:
    """How many edges lead to a node at most; data stand right above the first that needs them."""
    into: dict[str, list[str]] = {name: [] for name in graph.nodes}
    out: dict[str, list[str]] = {name: [] for name in graph.nodes}
    for a, b in graph.edges:
        into[b].append(a)
        out[a].append(b)
    found: dict[str, int] = {}
    waiting = list(graph.nodes)
    while waiting:
        ready = [n for n in waiting if all(a in found for a in into[n])] or waiting[:1]
        for name in ready:
            found[name] = max((found.get(a, 0) + 1 for a in into[name]), default=0)
            waiting.remove(name)
    roots = [n for n in graph.nodes if not into[n] and out[n]]
    return found | {n: min(found[m] for m in out[n]) - 1 for n in roots}


def place(graph: Graph) -> Layout:
    """The layout of a graph."""
    layer = layers(graph)
    groups: dict[tuple[str, ...], list[str]] = {(): []}
    for name, node in graph.nodes.items():
        groups.setdefault(node.dims, []).append(name)
    rows = {dims: ordered(graph, names, layer) for dims, names in groups.items() if names}
    sizes = {n: (max(len(t) for t in lines_of(node)) * LETTER / 2 + PAD, len(lines_of(node)) * LINE / 2 + 6.0) for n, node in graph.nodes.items()}
    widths = {dims: max(row_width([sizes[n][0] for n in row]) for row in found.values()) for dims, found in rows.items()}
    x, nodes, plates = PLATE, {}, {}
    for dims, found in rows.items():
        inner = widths[dims] if not dims else max(widths[dims], len(label(graph, dims)) * LETTER)
        for k, row in found.items():
            at = x + PLATE + (inner - row_width([sizes[n][0] for n in row])) / 2
            for name in row:
                w, h = sizes[name]
                nodes[name] = Box(at + w, PLATE + 40.0 + k * ROW, w, h)
                at += 2 * w + GAP
        if dims:
            top, bottom = PLATE + 40.0 + min(found) * ROW - 38.0, PLATE + 40.0 + max(found) * ROW + 54.0
            plates[dims] = Box(x + PLATE + inner / 2, (top + bottom) / 2, inner / 2 + PLATE, (bottom - top) / 2)
        x += inner + 2 * PLATE + GAP
    return Layout(nodes, plates, x, PLATE + 110.0 + max(layer.values(), default=0) * ROW)


def row_width(halves: list[float]) -> float:
    """How much room nodes take beside each other."""
    return sum(2 * w for w in halves) + GAP * (len(halves) - 1)


def label(graph: Graph, dims: tuple[str, ...]) -> str:
    """What a plate is called: its dims, with their sizes."""
    return " × ".join(f"{dim} ({graph.sizes.get(dim, '?')})" for dim in dims)


def ordered(graph: Graph, names: list[str], layer: dict[str, int]) -> dict[int, list[str]]:
    """The names of a group by row, each row in the order in which its neighbours of the rows beside stand."""
    rows: dict[int, list[str]] = {}
    for name in names:
        rows.setdefault(layer[name], []).append(name)
    for _ in range(SWEEPS):
        at = {name: k - len(row) / 2 for row in rows.values() for k, name in enumerate(row)}
        near: dict[str, list[float]] = {name: [] for name in names}
        for a, b in graph.edges:
            if a in at and b in at:
                near[a].append(at[b])
                near[b].append(at[a])
        for row in rows.values():
            row.sort(key=lambda n: sum(near[n]) / len(near[n]) if near[n] else at[n])
    return rows
