"""What LLVM knows of temporaries and no longer sees when they lie in the arena: that they are apart. Loads and stores say so by alias scopes (LLVM's language
reference, `noalias` and `alias.scope` metadata), or a loop that gathers from one of them and writes another would not become vectors.
"""
from __future__ import annotations

import re
from collections.abc import Sequence

from ...ir.graph.build import PTR
from ...ir.records import Function, Inst

MOST = 64                                            # temporaries: each is told from all others
ELSEWHERE = ""                                       # what is no such temporary


def tell_apart(f: Function, objects: Sequence[str], metadata: list[str]) -> None:
    """Marks what reads and writes one of these pointers, which lead to memory of their own each; the nodes are added to the module's metadata."""
    if not 1 < len(objects) <= MOST:
        return
    roots, marks = _roots(f, objects), _nodes(objects, metadata)
    for i in (i for b in f.blocks for i in b.insts):
        root = _root(i, roots)
        if root is not None:
            i.metadata = (*i.metadata, *marks[root])


def _roots(f: Function, objects: Sequence[str]) -> dict[str, str]:
    """Pointers and the object that each leads to."""
    insts = [i for b in f.blocks for i in b.insts]
    elsewhere = [p.name for p in f.params if p.type == PTR] + [i.result for i in insts if i.op == "alloca" and i.result]
    roots = {name: name if name in objects else ELSEWHERE for name in (*elsewhere, *objects)}
    for i in insts:                                  # pointers stand behind what they are made of
        if i.op == "getelementptr" and i.result and i.result not in roots and i.args[0].ref in roots:
            roots[i.result] = roots[i.args[0].ref]
    return roots


def _root(i: Inst, roots: dict[str, str]) -> str | None:
    """The object that an instruction reads or writes."""
    pointer = i.args[0] if i.op == "load" else i.args[1] if i.op == "store" else None
    return None if pointer is None or any(kind in ("alias.scope", "noalias") for kind, _ in i.metadata) else roots.get(pointer.ref)


def _nodes(objects: Sequence[str], metadata: list[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The two marks of each object: its scope, and the list of all other scopes."""
    first = 1 + max((int(m[1]) for line in metadata if (m := re.match(r"!(\d+) =", line))), default=-1)
    metadata.append(f"!{first} = distinct !{{!{first}}}")
    scopes = [first + 1 + k for k in range(len(objects))]
    metadata += [f"!{n} = distinct !{{!{n}, !{first}}}" for n in scopes]
    out: dict[str, tuple[tuple[str, str], ...]] = {}
    for k, name in enumerate(objects):
        own, others = scopes[-1] + 1 + 2 * k, scopes[-1] + 2 + 2 * k
        metadata += [f"!{own} = !{{!{scopes[k]}}}", f"!{others} = !{{{', '.join(f'!{n}' for n in scopes if n != scopes[k])}}}"]
        out[name] = ("alias.scope", f"!{own}"), ("noalias", f"!{others}")
    last = scopes[-1] + 1 + 2 * len(objects)
    metadata.append(f"!{last} = !{{{', '.join(f'!{n}' for n in scopes)}}}")
    return out | {ELSEWHERE: (("noalias", f"!{last}"),)}
