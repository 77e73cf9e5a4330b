"""A graph as text: SVG of our own, and the language of Graphviz."""

from __future__ import annotations

from html import escape

from .flow import Graph, Node
from .layout import LINE, Box, Layout, label, lines_of, place

FILLED = {"observed": "#cfd8e3", "data": "#eeeeee", "marginal": "#f6ecd2", "likelihood": "#cfd8e3"}     # by kind; others are white
ROUND = ("parameter", "observed", "generated", "marginal", "nested")                                     # random: ellipses
DASHED = ("generated", "nested")
STYLE = "font-family:Helvetica,Arial,sans-serif;font-size:13px"
ARROW = '<marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0L10,5L0,10z" fill="#555"/></marker>'


def svg(graph: Graph, title: str) -> str:
    """A picture that needs nothing else: plates, edges, nodes."""
    found = place(graph)
    parts = [*(plate(graph, dims, box) for dims, box in found.plates.items()), *(edge(found, a, b) for a, b in graph.edges),
             *(shape(node, found.nodes[name]) for name, node in graph.nodes.items())]  # fmt: skip
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{found.width:.0f}" height="{found.height:.0f}" viewBox="0 0 {found.width:.0f} {found.height:.0f}"'
            f' role="img" style="{STYLE}"><title>{escape(title)}</title><defs>{ARROW}</defs><rect width="100%" height="100%" fill="white"/>'
            + "".join(parts) + "</svg>")  # fmt: skip


def plate(graph: Graph, dims: tuple[str, ...], box: Box) -> str:
    """A box around what is there once for each label of its dims."""
    x, y, w, h = box.x - box.w, box.y - box.h, 2 * box.w, 2 * box.h
    return (f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="8" fill="none" stroke="#999"/>'
            f'<text x="{x + w - 8:.1f}" y="{y + h - 7:.1f}" text-anchor="end" fill="#555">{escape(label(graph, dims))}</text>')  # fmt: skip


def edge(found: Layout, a: str, b: str) -> str:
    """An arrow from the border of one node to that of another, a little bent where they stand in one column."""
    (x1, y1), (x2, y2) = border(found.nodes[a], found.nodes[b]), border(found.nodes[b], found.nodes[a])
    bend = 26.0 if abs(found.nodes[a].x - found.nodes[b].x) < 4.0 and y2 - y1 > 90.0 else 0.0
    middle = (y1 + y2) / 2
    curve = f"M{x1:.1f},{y1:.1f}C{x1 + bend:.1f},{middle:.1f} {x2 + bend:.1f},{middle:.1f} {x2:.1f},{y2:.1f}"
    return f'<path d="{curve}" fill="none" stroke="#555" marker-end="url(#tip)"/>'


def border(box: Box, towards: Box) -> tuple[float, float]:
    """The point of a node's border that an edge leaves from: below or above it, on its side where both stand in one row."""
    if abs(towards.y - box.y) < 1.0:
        return box.x + (box.w if towards.x > box.x else -box.w), box.y
    return box.x, box.y + (box.h if towards.y > box.y else -box.h)


def shape(node: Node, box: Box) -> str:
    """A node with what is written in it."""
    fill, dash = FILLED.get(node.kind, "white"), ' stroke-dasharray="4 3"' if node.kind in DASHED else ""
    if node.kind in ROUND:
        outline = f'<ellipse cx="{box.x:.1f}" cy="{box.y:.1f}" rx="{box.w:.1f}" ry="{box.h:.1f}" fill="{fill}" stroke="#333"{dash}/>'
    else:
        corner = 6 if node.kind == "data" else 0
        outline = (f'<rect x="{box.x - box.w:.1f}" y="{box.y - box.h:.1f}" width="{2 * box.w:.1f}" height="{2 * box.h:.1f}" rx="{corner}"'
                   f' fill="{fill}" stroke="#333"/>')  # fmt: skip
    texts = lines_of(node)
    top = box.y - (len(texts) - 1) * LINE / 2 + 4.5
    written = "".join(f'<text x="{box.x:.1f}" y="{top + k * LINE:.1f}" text-anchor="middle"{weight(k)}>{escape(text)}</text>' for k, text in enumerate(texts))
    return f"<g><title>{escape(f'{node.name}: {node.kind}')}</title>{outline}{written}</g>"


def weight(line: int) -> str:
    """The name is darker than what stands below."""
    return "" if line == 0 else ' fill="#555"'


def dot(graph: Graph) -> str:
    """The graph in Graphviz's language, plates as clusters."""
    groups: dict[tuple[str, ...], list[Node]] = {}
    for node in graph.nodes.values():
        groups.setdefault(node.dims, []).append(node)
    lines = ["digraph model {", "  node [fontname=Helvetica fontsize=12]; edge [color=gray35];"]
    for k, (dims, nodes) in enumerate(groups.items()):
        inner = [f"    {quoted(n.name)} [label={quoted(chr(10).join(lines_of(n)))} {look(n)}];" for n in nodes]
        head = [f"  subgraph cluster_{k} {{", f"    label={quoted(label(graph, dims))}; labeljust=r; labelloc=b; style=rounded;"]
        lines += [*head, *inner, "  }"] if dims else inner
    return "\n".join([*lines, *(f"  {quoted(a)} -> {quoted(b)};" for a, b in graph.edges), "}"])


def quoted(text: str) -> str:
    """A text as Graphviz reads it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def look(node: Node) -> str:
    """Shape and colour."""
    style = "filled,dashed" if node.kind in DASHED else "filled,rounded" if node.kind == "data" else "filled"
    return f'shape={"ellipse" if node.kind in ROUND else "box"} style="{style}" fillcolor="{FILLED.get(node.kind, "white")}"'
