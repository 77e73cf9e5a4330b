"""Text of the loop over points around a function of one point, as C calls it: `void entry(ptr argv, i64 count)`.

argv points to the pointers of the function's parameters in order, where a number is returned to one more, to where these numbers go. A stacked parameter
points to the first of `count` points that stand behind each other (of `by_columns`: blocks of `W` points), the others to what is the same at all points.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...ir import names
from ...ir.records import Function

ENTRY, W = "entry", 32
RETURNED = "ret"                     # beside the parameters by their names: the numbers that come back by value
TYPES = {8: "double", 4: "float", 1: "i8"}         # moved as these, whatever they are


class Stack(NamedTuple):
    """A parameter with an array a point: bytes of an element, elements of a point, and whether the function reads and writes it."""

    item: int
    size: int
    read: bool = True
    written: bool = False

    @property
    def bytes(self) -> int:
        """Of one point."""
        return self.item * self.size


class Target(NamedTuple):
    """The function that is called at each point, its parameters by our names, and which of them are stacked."""

    f: Function
    params: Sequence[str]
    stacks: dict[str, Stack]

    @property
    def returns(self) -> bool:
        """Does a number come back by value?"""
        return self.f.type == "double"

    def call(self, pointers: dict[str, str]) -> Iterator[str]:
        """One point: its status cleared, the function called, its number stored."""
        yield f"store i64 0, ptr {pointers[names.STATUS]}, align 8"
        arguments = ", ".join(f"ptr {pointers[p]}" for p in self.params)
        yield f"{'%value = ' if self.returns else ''}call {self.f.type} @{self.f.name}({arguments})"
        if self.returns:
            yield f"store double %value, ptr {pointers[RETURNED]}, align 8"


RESULT = CODES = Stack(8, 1, False, True)    # a number that comes back by value, and where the number of a failure's reason goes


def by_rows(t: Target) -> str:
    """One point after another, each with all of its numbers beside each other."""
    stacks = stacked(t)
    at = {p: f"%at{k}" for k, p in enumerate(stacks)}
    moves = [f"{at[p]} = getelementptr [{s.bytes} x i8], ptr {base(p, t)}, i64 %i" for p, s in stacks.items()]
    return function(t, loop("i", "%count", [*moves, *t.call({p: base(p, t) for p in t.params} | at)]), [])


def by_columns(t: Target) -> str:
    """Blocks of `W` points, turned into columns, the function at the points of a block, the results turned back."""
    stacks = stacked(t)
    columns = {p: f"%columns{k}" for k, p in enumerate(stacks)}
    rooms = [f"{columns[p]} = alloca [{W * s.size} x {TYPES[s.item]}], align 64" for p, s in stacks.items() if s.size]
    rooms += [f"{columns[p]} = alloca i8, align 64" for p, s in stacks.items() if not s.size]
    inside: list[str] = []
    for k, (p, s) in enumerate(stacks.items()):
        inside.append(f"%rows{k} = getelementptr [{W * s.bytes} x i8], ptr {base(p, t)}, i64 %block")
        if s.read and s.size:
            inside += turned(f"in{k}", s, f"%rows{k}", columns[p], back=False)
    at = {p: f"%at{k}" for k, p in enumerate(stacks)}
    moves = [f"{at[p]} = getelementptr {TYPES[s.item]}, ptr {columns[p]}, i64 %i" for p, s in stacks.items()]
    inside += loop("i", str(W), [*moves, *t.call({p: base(p, t) for p in t.params} | at)])
    for k, (p, s) in enumerate(stacks.items()):
        if s.written and s.size:
            inside += turned(f"out{k}", s, f"%rows{k}", columns[p], back=True)
    return function(t, loop("block", "%count", inside), rooms)


def stacked(t: Target) -> dict[str, Stack]:
    """The stacked parameters and, where it has any, the returned number."""
    return {p: t.stacks[p] for p in t.params if p in t.stacks} | ({RETURNED: RESULT} if t.returns else {})


def base(p: str, t: Target) -> str:
    """What argv holds for a parameter."""
    return f"%base{t.params.index(p) if p != RETURNED else len(t.params)}"


def turned(mark: str, s: Stack, rows: str, columns: str, back: bool) -> list[str]:
    """A block's elements moved from rows to columns, or back."""
    item = TYPES[s.item]
    i, k = f"%{mark}i", f"%{mark}k"
    source, to = (f"%{mark}c", f"%{mark}r") if back else (f"%{mark}r", f"%{mark}c")
    body = [
        f"%{mark}a = mul nuw nsw i64 {i}, {s.size}", f"%{mark}b = add nuw nsw i64 %{mark}a, {k}", f"%{mark}r = getelementptr {item}, ptr {rows}, i64 %{mark}b",
        f"%{mark}d = mul nuw nsw i64 {k}, {W}", f"%{mark}e = add nuw nsw i64 %{mark}d, {i}", f"%{mark}c = getelementptr {item}, ptr {columns}, i64 %{mark}e",
        f"%{mark}v = load {item}, ptr {source}, align {s.item}", f"store {item} %{mark}v, ptr {to}, align {s.item}"]
    return loop(i[1:], str(W), loop(k[1:], str(s.size), body))


def loop(name: str, count: str, body: Sequence[str]) -> list[str]:
    """Lines of a loop whose counter is `%name`, at least once around `body`, which begins and ends in a block of its own."""
    last = next((line[:-1] for line in reversed(body) if line.endswith(":")), f"{name}.body")
    return [f"br label %{name}.before", f"{name}.before:", f"br label %{name}.body", f"{name}.body:",
            f"%{name} = phi i64 [ 0, %{name}.before ], [ %{name}.next, %{last} ]", *body,
            f"%{name}.next = add nuw nsw i64 %{name}, 1", f"%{name}.more = icmp ult i64 %{name}.next, {count}",
            f"br i1 %{name}.more, label %{name}.body, label %{name}.behind", f"{name}.behind:"]


def function(t: Target, body: Sequence[str], rooms: Sequence[str]) -> str:
    """The whole entry."""
    found: list[str] = []
    for k in range(len(t.params) + t.returns):
        found += [f"%argv{k} = getelementptr ptr, ptr %argv, i64 {k}", f"%base{k} = load ptr, ptr %argv{k}, align 8"]
    lines = [line if line.endswith(":") else f"  {line}" for line in (*rooms, *found, *body, "ret void")]
    return "\n".join(["", f"define void @{ENTRY}(ptr noalias %argv, i64 %count) {{", "start:", *lines, "}", ""])
