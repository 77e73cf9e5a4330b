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
TILE = 4                             # of AVX: four numbers a register, two exchanges a cycle
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


def by_columns(t: Target, first: int) -> str:
    """Blocks of `W` points, turned into columns, the function at the points of a block, the results turned back; metadata are numbered from `first` on."""
    stacks = stacked(t)
    inside: list[str] = []
    for k, (p, s) in enumerate(stacks.items()):
        inside.append(f"%rows{k} = getelementptr [{W * s.bytes} x i8], ptr {base(p, t)}, i64 %block")
        if s.read and s.size:
            inside += turned(f"in{k}", s, f"%rows{k}", f"%columns{k}", back=False)
    inside += over_a_block(t, first)
    for k, s in enumerate(stacks.values()):
        if s.written and s.size:
            inside += turned(f"out{k}", s, f"%rows{k}", f"%columns{k}", back=True)
    return function(t, loop("block", "%count", inside), rooms(stacks)) + one_loop(first)


def rooms(stacks: dict[str, Stack]) -> list[str]:
    """The columns of a block, `%columnsK` of stacked parameter K."""
    return [f"%columns{k} = alloca {f'[{W * s.size} x {TYPES[s.item]}]' if s.size else 'i8'}, align 64" for k, s in enumerate(stacks.values())]


def over_a_block(t: Target, first: int) -> list[str]:
    """The function at the points of a block, from columns to columns."""
    stacks = stacked(t)
    at = {p: f"%at{k}" for k, p in enumerate(stacks)}
    moves = [f"{at[p]} = getelementptr {TYPES[s.item]}, ptr %columns{k}, i64 %i" for k, (p, s) in enumerate(stacks.items())]
    return loop("i", str(W), [*moves, *t.call({p: base(p, t) for p in t.params} | at)], f", !llvm.loop !{first}")


def one_loop(first: int) -> str:
    """The metadata of the loop over the points of a block, which stays one: LLVM would write out a short one before it looks for vectors."""
    return f'!{first} = distinct !{{!{first}, !{first + 1}}}\n!{first + 1} = !{{!"llvm.loop.unroll.disable"}}\n'


def stacked(t: Target) -> dict[str, Stack]:
    """The stacked parameters and, where it has any, the returned number."""
    return {p: t.stacks[p] for p in t.params if p in t.stacks} | ({RETURNED: RESULT} if t.returns else {})


def base(p: str, t: Target) -> str:
    """What argv holds for a parameter."""
    return f"%base{t.params.index(p) if p != RETURNED else len(t.params)}"


def turned(mark: str, s: Stack, rows: str, columns: str, back: bool) -> list[str]:
    """A block's elements moved from rows to columns, or back: squares of `TILE` points and as many elements, of which the last overlaps the one before."""
    item, n = TYPES[s.item], min(TILE, 1 << (s.size.bit_length() - 1))
    i, k, type_, steps = f"%{mark}i", f"%{mark}k", f"<{n} x {item}>" if n > 1 else item, n.bit_length() - 1
    source, to = ("column", "row") if back else ("row", "column")
    body = [f"%{mark}point = mul nuw nsw i64 {i}, {n}", f"%{mark}next = mul nuw nsw i64 {k}, {n}", f"%{mark}inside = icmp ult i64 %{mark}next, {s.size - n}",
            f"%{mark}element = select i1 %{mark}inside, i64 %{mark}next, i64 {s.size - n}"]
    for j in range(n):
        body += place(f"%{mark}row{j}", item, rows, f"%{mark}point", j, s.size, f"%{mark}element")
        body += place(f"%{mark}column{j}", item, columns, f"%{mark}element", j, W, f"%{mark}point")
    body += [f"%{mark}v0.{j} = load {type_}, ptr %{mark}{source}{j}, align {s.item}" for j in range(n)]
    body += transposed(f"%{mark}v", type_, n)
    body += [f"store {type_} %{mark}v{steps}.{j}, ptr %{mark}{to}{j}, align {s.item}" for j in range(n)]
    return loop(i[1:], str(W // n), loop(k[1:], str(-(-s.size // n)), body))


def place(name: str, item: str, table: str, row: str, more: int, length: int, column: str) -> list[str]:
    """The address of element (row + more, column) of a table whose rows have that length."""
    return [f"{name}.a = add nuw nsw i64 {row}, {more}", f"{name}.b = mul nuw nsw i64 {name}.a, {length}", f"{name}.c = add nuw nsw i64 {name}.b, {column}",
            f"{name} = getelementptr {item}, ptr {table}, i64 {name}.c"]


def transposed(v: str, type_: str, n: int) -> list[str]:
    """The square whose rows are `{v}0.{j}`, turned by steps: in each, blocks beside the diagonal change places, first those of one element; the rows that come
    out carry the number of steps in place of the 0."""
    lines: list[str] = []
    for step in range(n.bit_length() - 1):
        far = 1 << step
        for j in range(n):
            if not j & far:
                upper = ", ".join(f"i32 {c if not c & far else c - far + n}" for c in range(n))
                lower = ", ".join(f"i32 {c + far if not c & far else c + n}" for c in range(n))
                pair = f"{type_} {v}{step}.{j}, {type_} {v}{step}.{j + far}"
                lines += [f"{v}{step + 1}.{j} = shufflevector {pair}, <{n} x i32> <{upper}>",
                          f"{v}{step + 1}.{j + far} = shufflevector {pair}, <{n} x i32> <{lower}>"]
    return lines


def loop(name: str, count: str, body: Sequence[str], mark: str = "") -> list[str]:
    """Lines of a loop whose counter is `%name`, at least once around `body`, which begins and ends in a block of its own."""
    last = next((line[:-1] for line in reversed(body) if line.endswith(":")), f"{name}.body")
    return [f"br label %{name}.before", f"{name}.before:", f"br label %{name}.body", f"{name}.body:",
            f"%{name} = phi i64 [ 0, %{name}.before ], [ %{name}.next, %{last} ]", *body,
            f"%{name}.next = add nuw nsw i64 %{name}, 1", f"%{name}.more = icmp ult i64 %{name}.next, {count}",
            f"br i1 %{name}.more, label %{name}.body, label %{name}.behind{mark}", f"{name}.behind:"]


def function(t: Target, body: Sequence[str], rooms: Sequence[str], more: int = 0) -> str:
    """The whole entry; argv points to so many pointers more, `%baseK` like the others."""
    found: list[str] = []
    for k in range(len(t.params) + t.returns + more):
        found += [f"%argv{k} = getelementptr ptr, ptr %argv, i64 {k}", f"%base{k} = load ptr, ptr %argv{k}, align 8"]
    lines = [line if line.endswith(":") else f"  {line}" for line in (*rooms, *found, *body, "ret void")]
    return "\n".join(["", f"define void @{ENTRY}(ptr noalias %argv, i64 %count) {{", "start:", *lines, "}", ""])
