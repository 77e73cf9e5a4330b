"""Statements: one handler for each AST node, in the table STATEMENTS."""

from __future__ import annotations

import ast
from typing import Any

from . import arithmetic, scalars
from .arrays import lift, members
from .control import Exit, branch, join, truth
from .dtypes import I64, RANK, is_num
from .expressions import BINARY, closure, name
from .loops import loop
from .sizes import Size
from .source import weight
from .storage import force
from .values import ARRAYS, Masked, RunRange, Scalar, Zip, describe
from .writing import writable

UNROLL_TRIPS, UNROLL_WEIGHT, UNROLL_SITES = 8, 400, 64


def expression(it: Any, s: Any) -> None:
    it.eval(s.value)


def nothing(it: Any, s: Any) -> None:
    return


def assignment(it: Any, s: Any) -> None:
    v = it.eval(s.value)
    for t in s.targets:
        assign(it, t, v)


def annotated(it: Any, s: Any) -> None:
    if s.value is not None:
        assign(it, s.target, it.eval(s.value))


def assign(it: Any, t: Any, v: Any) -> None:
    match t:
        case ast.Name():
            it.frame.env[t.id] = v
        case ast.Tuple() | ast.List():
            unpack(it, t.elts, v)
        case ast.Subscript():
            o, k = it.eval(t.value), it.eval(t.slice)
            it.frame.node = t
            set_item(it, o, k, v)
        case ast.Attribute():
            it.frame.node = t
            raise it.error("attributes cannot be assigned in the language", f"arrays in records are written in place: `x.{t.attr}[:] = …`")
        case _:
            it.frame.node = t
            raise it.error("this target of an assignment is not part of the language")


def unpack(it: Any, targets: list[Any], v: Any) -> None:
    stars = [i for i, t in enumerate(targets) if isinstance(t, ast.Starred)]
    values = members(it, v, None if stars else len(targets))
    if stars:
        i, extra = stars[0], len(values) - len(targets) + 1
        if extra < 0:
            raise it.error(f"{len(targets)} names for {len(values)} values")
        values = [*values[:i], values[i : i + extra], *values[i + extra :]]
        targets = [t.value if isinstance(t, ast.Starred) else t for t in targets]
    for t, x in zip(targets, values, strict=True):
        assign(it, t, x)


def set_item(it: Any, o: Any, k: Any, v: Any) -> None:
    if isinstance(o, (list, dict)):
        may_change(it, o)
        try:
            o[k] = v
        except (IndexError, TypeError) as x:
            raise it.error(f"{type(x).__name__}: {x}") from None
    else:
        it.assign_item(o, k, v)


def may_change(it: Any, o: Any) -> None:
    if it.born.get(id(o), (0, None))[1] != it.region:
        raise it.error(
            "a compile-time list or dict cannot be changed under run-time control flow, nor one that was made outside",
            "use an array: np.zeros(…) and assign its elements",
        )


def augmented(it: Any, s: Any) -> None:
    op, t = BINARY[type(s.op)], s.target
    match t:
        case ast.Name():
            current = name(it, t)
            value = it.eval(s.value)
            it.frame.node = s
            if isinstance(current, ARRAYS) and current.shape != ():
                it.frame.env[t.id] = in_place(it, current, op, value)
            elif isinstance(current, list) and op == "+":
                may_change(it, current)
                current += list(value)
            else:
                it.frame.env[t.id] = (
                    arithmetic.accumulate(it, current, value, op) if op in "+-" and scalar_like(current, value) else it.operate(op, current, value)
                )
        case ast.Subscript():
            o, k = it.eval(t.value), it.eval(t.slice)
            it.frame.node = s
            if isinstance(o, (list, dict)):
                set_item(it, o, k, it.operate(op, o[k], it.eval(s.value)))
                return
            current = it.index(o, k)
            value = it.eval(s.value)
            it.frame.node = s
            r = arithmetic.accumulate(it, current, value, op) if op in "+-" and scalar_like(current, value) else it.operate(op, current, value)
            it.assign_item(o, k, r)
        case _:
            it.frame.node = t
            raise it.error("attributes cannot be assigned in the language", f"arrays in records are written in place: `x.{t.attr}[:] += …`")


def scalar_like(a: Any, b: Any) -> bool:
    return (isinstance(a, Scalar) or is_num(a)) and (isinstance(b, Scalar) or is_num(b))


def in_place(it: Any, current: Any, op: str, value: Any) -> Any:
    """`a += v` on an array: visible through every alias."""
    w = writable(it, current)
    if isinstance(value, Masked):
        raise it.error("the shape of this value depends on data and cannot be stored")
    r = it.operate(op, w, value)
    if RANK[r.dtype] > RANK[w.dtype]:
        raise it.error(f"`{op}=` would store {_word(r.dtype)} in an array of {_word(w.dtype)}", f"write `a = a {op} …`, or make the array a float array")
    it.assign_item(w, (Ellipsis,), r)
    return w


def _word(t: str) -> str:
    return {"double": "floats", "float": "32-bit floats", "i64": "integers", "i1": "booleans"}[t]


def return_(it: Any, s: Any) -> None:
    v = it.eval(s.value) if s.value is not None else None
    it.frame.returns.append(Exit(it.b.block, {}, v))
    it.b.block = None


def break_(it: Any, s: Any) -> None:
    it.frame.loops[-1][0].append(Exit(it.b.block, dict(it.frame.env)))
    it.b.block = None


def continue_(it: Any, s: Any) -> None:
    it.frame.loops[-1][1].append(Exit(it.b.block, dict(it.frame.env)))
    it.b.block = None


def function(it: Any, s: Any) -> None:
    if s.decorator_list:
        raise it.error("decorators inside compiled code are not part of the language", "define the decorated function at module level")
    it.frame.env[s.name] = closure(it, s, s.name)


def assertion(it: Any, s: Any) -> None:
    test = it.eval(s.test)
    it.frame.node = s
    c = truth(it, test)
    text = "assertion failed"
    if s.msg is not None:
        m = it.eval(s.msg)
        text += f": {m}" if isinstance(m, str) else ""
        it.frame.node = s
    if isinstance(c, Scalar):
        it.check(c.ref, "assert", text)
    elif not c:
        if it.region:
            it.check("false", "assert", text)
        else:
            raise it.error(text)


def raise_(it: Any, s: Any) -> None:
    text = _exception_text(it, s)
    it.frame.node = s
    if not it.region:
        raise it.error(text)
    it.check("false", "raise", text)


def _exception_text(it: Any, s: Any) -> str:
    e = s.exc
    if isinstance(e, ast.Call):
        head = ast.unparse(e.func)
        if e.args and isinstance(e.args[0], (ast.Constant, ast.JoinedStr)):
            try:
                return f"{head}: {it.eval(e.args[0])}"
            except Exception:  # a run-time value in the message: keep its text
                return f"{head}: {ast.unparse(e.args[0])}"
        return head
    return ast.unparse(e) if e is not None else "raise"


def if_(it: Any, s: Any) -> None:
    test = it.eval(s.test)
    it.frame.node = s.test
    c = truth(it, test)
    if isinstance(c, Scalar):
        branch(it, c, lambda: it.run(s.body), lambda: it.run(s.orelse))
    else:
        it.run(s.body if c else s.orelse)


# -- loops
def for_(it: Any, s: Any) -> None:
    it.fence_field(s, "orelse")
    source = it.eval(s.iter)
    it.frame.node = s
    key = (it.frame.path, id(s))
    must_unroll = ("unroll", key) in it.facts.notes
    if isinstance(source, Masked):
        raise it.error("a loop over an array whose length depends on data is not part of the language", "loop over all elements with an `if`")
    if isinstance(source, RunRange) and isinstance(source.hi, Size) and is_num(source.lo) and source.lo == 0:
        return entered(it, key, lambda: loop(it, s, source.hi, lambda i: i))
    if isinstance(source, RunRange):
        return run_time_range(it, s, source, key)
    if isinstance(source, ARRAYS):
        source = Zip([source])
    if isinstance(source, Zip):
        return over_arrays(it, s, source, must_unroll, key)
    if isinstance(source, range) and not must_unroll and not (len(source) <= UNROLL_TRIPS and len(source) * weight(s.body) <= UNROLL_WEIGHT):
        return entered(it, key, lambda: loop(it, s, len(source), lambda i: affine(it, i, source.start, source.step)))
    try:
        items = list(source)
    except TypeError:
        raise it.error(f"{describe(source)} cannot be looped over") from None
    if must_unroll and len(items) > UNROLL_SITES:
        raise it.error(
            f"a loop that makes parameters is unrolled, and {len(items)} trips are too many (at most {UNROLL_SITES})",
            "make one site of them with `shape=` or `dims=`",
        )
    return unrolled(it, s, items)


def entered(it: Any, key: Any, run: Any) -> None:
    it.loop_stack.append(key)
    try:
        run()
    finally:
        it.loop_stack.pop()


def affine(it: Any, i: Any, start: int, step: int) -> Any:
    if step != 1:
        i = it.operate("*", i, step)
    return it.operate("+", i, start) if start else i


def run_time_range(it: Any, s: Any, r: RunRange, key: Any) -> None:
    lo, hi = scalars.scalar(it, r.lo, I64), scalars.scalar(it, r.hi, I64)
    n = hi if is_num(r.lo) and r.lo == 0 else arithmetic.binary(it, "-", hi, lo)
    if r.step != 1:
        if r.step < 0:
            n = arithmetic.binary(it, "-", lo, hi)
        n = arithmetic.binary(it, "//", arithmetic.binary(it, "+", n, abs(r.step) - 1), abs(r.step))
    top = (lo.rng[0], hi.rng[1] - 1) if r.step > 0 and lo.rng and hi.rng and hi.rng[1] - 1 >= lo.rng[0] else None
    if r.step < 0 and lo.rng and hi.rng and lo.rng[1] >= hi.rng[0] + 1:
        top = (hi.rng[0] + 1, lo.rng[1])

    def item(i: Scalar) -> Any:
        v = i if r.step == 1 else arithmetic.binary(it, "*", i, r.step)
        v = v if is_num(r.lo) and r.lo == 0 else arithmetic.binary(it, "+", v, lo)
        v = Scalar(I64, v.ref, v.rng, max(v.stage, hi.stage), v.lin)
        if top is not None:
            v.rng = top
        return v

    entered(it, key, lambda: loop(it, s, n, item))


def over_arrays(it: Any, s: Any, z: Zip, must_unroll: bool, key: Any) -> None:
    parts = [lift(it, p) if not isinstance(p, range) else p for p in z.parts]
    parts = [force(it, p) if isinstance(p, ARRAYS) else p for p in parts]
    lengths = [len(p) if isinstance(p, range) else p.shape[0] for p in parts]
    n = min(lengths) if all(isinstance(x, int) for x in lengths) else lengths[0]

    def item(i: Any) -> Any:
        row = tuple(affine(it, i, p.start, p.step) if isinstance(p, range) else it.index(p, (i,)) for p in parts)
        if z.start is not None:
            return (it.operate("+", i, z.start) if z.start else i, row[0])
        return row if z.parts is not parts and len(z.parts) > 1 else row[0]

    if must_unroll or (isinstance(n, int) and n <= UNROLL_TRIPS and n * weight(s.body) <= UNROLL_WEIGHT):
        if must_unroll and n > UNROLL_SITES:
            raise it.error(
                f"a loop that makes parameters is unrolled, and {n} trips are too many (at most {UNROLL_SITES})",
                "make one site of them with `shape=` or `dims=`",
            )
        return unrolled(it, s, [item(i) for i in range(n)])
    return entered(it, key, lambda: loop(it, s, n, item))


def unrolled(it: Any, s: Any, items: list[Any]) -> None:
    fr, path = it.frame, it.frame.path
    breaks: list[Exit] = []
    for k, x in enumerate(items):
        continues: list[Exit] = []
        fr.path = (*path, ("trip", id(s), k))  # facts of each trip are its own
        fr.loops.append((breaks, continues))
        assign(it, s.target, x)
        it.run(s.body)
        fr.loops.pop()
        if continues:
            here = [Exit(it.b.block, fr.env)] if it.b.block is not None else []
            env, _ = join(it, continues + here)
            fr.env = env or fr.env
        if it.b.block is None:
            break
    fr.path = path
    if breaks:
        here = [Exit(it.b.block, fr.env)] if it.b.block is not None else []
        env, _ = join(it, breaks + here)
        fr.env = env or fr.env


def while_(it: Any, s: Any) -> None:
    it.fence_field(s, "orelse")

    def condition() -> Any:
        test = it.eval(s.test)
        it.frame.node = s.test
        return truth(it, test)

    entered(it, (it.frame.path, id(s)), lambda: loop(it, s, None, None, condition))


def nonlocal_(it: Any, s: Any) -> None:
    raise it.error("`nonlocal` is not part of the language", "return the value instead")


STATEMENTS: dict[type[ast.AST], Any] = {
    ast.Expr: expression,
    ast.Pass: nothing,
    ast.Assign: assignment,
    ast.AnnAssign: annotated,
    ast.AugAssign: augmented,
    ast.Return: return_,
    ast.Break: break_,
    ast.Continue: continue_,
    ast.FunctionDef: function,
    ast.Assert: assertion,
    ast.Raise: raise_,
    ast.If: if_,
    ast.For: for_,
    ast.While: while_,
    ast.Nonlocal: nonlocal_,
}
