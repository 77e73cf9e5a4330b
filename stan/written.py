"""Pieces of a program as text: expressions as they stand in the file, declarations in today's syntax."""
from __future__ import annotations

from .nodes import BLOCKS, Node, Program, SizedType


def text_of(node: Node) -> str:
    """A piece of the program as it is written, in one line."""
    return " ".join(node.span.source.text[node.span.start:node.span.end].split())


def type_text(sized: SizedType) -> str:
    """`array[N] vector<lower=0>[K]`."""
    inner = f"({', '.join(map(type_text, sized.parts))})" if sized.parts else ""
    bounds = f"<{', '.join(f'{word}={text_of(bound)}' for word, bound in sized.constraints.items())}>" if sized.constraints else ""
    around = f"array[{', '.join(map(text_of, sized.array))}] " if sized.array else ""
    sizes = f"[{', '.join(map(text_of, sized.sizes))}]" if sized.sizes else ""
    return f"{around}{sized.word}{inner}{bounds}{sizes}"


def description(program: Program) -> dict[str, list[tuple[str, str]]]:
    """(type, name) of what each block declares, those alone that declare something."""
    found = {block: [(type_text(d.sized), d.name) for d in program.declared(block)] for block in BLOCKS if block not in ("functions", "model")}
    return {block: rows for block, rows in found.items() if rows}
