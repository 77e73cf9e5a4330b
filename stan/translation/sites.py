"""What adds to the log density: `~` and `target +=`. Data become observations, with predictions and pointwise log likelihoods; the rest are factors."""
from __future__ import annotations

import ast

from ..nodes import Binary, Call, Declared, Expr, FunctionDef, Increment, Index, Int, Name, Node, Slice, Tilde, Truncation
from ..signatures import Match, Site, resolve, shifted
from ..types import INT
from .context import Body, Statements, read, root, walk
from .declared.labels import differ, labelled
from .templates import call, constant, statement
from .values.calls import arguments_of, of_function, of_signature

DENSITIES = ("_lpdf", "_lpmf", "_lupdf", "_lupmf", "_log")
SAME_AXES = ("_0", "_0 - 1")                            # values of ours that have the axes of Stan's
MODEL = "model"


def tilde(body: Body, node: Tilde) -> list[ast.stmt]:
    """`value ~ law(arguments) T[low, high]`."""
    return density(body, node, node.callee, [node.value, *node.arguments], node.truncation)


def increment(body: Body, node: Increment) -> list[ast.stmt]:
    """`target += value`: a density of data is what `~` would be."""
    value = node.value
    if node.word == "target" and isinstance(value, Call) and value.name.endswith(DENSITIES) and value.arguments:
        return density(body, node, value.callee, value.arguments, None)
    return factor(body, node, node.word, body.expr(value), any(map(is_of_data, walk(value))))


def is_of_data(node: Node) -> bool:
    """Is it a density of data?"""
    return isinstance(node, Call) and node.name.endswith(DENSITIES) and bool(node.arguments) and node.arguments[0].data


def density(body: Body, node: Node, callee: Match | FunctionDef, arguments: list[Expr], cut: Truncation | None) -> list[ast.stmt]:
    """A log density of the first argument."""
    value = arguments[0]
    site = None if isinstance(callee, FunctionDef) else callee.signature.site
    if isinstance(callee, Match) and site is not None and (cut is None or site.cut):
        if is_observed(body, site, arguments):
            return observation(body, node, callee, site, arguments, cut)
        if cut is not None:
            return factor(body, node, base_of(value), cut_density(body, node, callee, site, arguments, cut), value.data)
    score = called(body, node, callee, arguments)
    return factor(body, node, base_of(value), score if cut is None else between(body, node, score, arguments, cut), value.data)


def is_observed(body: Body, site: Site, arguments: list[Expr]) -> bool:
    """May a site of the model observe the value?"""
    return site.whole and arguments[0].data and body.kind == MODEL and has_known_sizes(arguments)


def cut_density(body: Body, node: Node, match: Match, site: Site, arguments: list[Expr], cut: Truncation) -> ast.expr:
    """The log density by the law between bounds."""
    given = arguments_of(body, match.arguments, arguments)
    score = body.fill(f"_0.logpdf({shifted(site.value, 1)})", node, cut_law(body, body.fill(site.law, node, *given), cut), *given)
    return score if all(argument.type.scalar for argument in arguments) else body.fill("np.sum(_0)", node, score)


def observation(body: Body, node: Node, match: Match, site: Site, arguments: list[Expr], cut: Truncation | None) -> list[ast.stmt]:
    """`ppl.sample(NAME, LAW, obs=VALUE)`."""
    value, place, given = arguments[0], body.place(node), arguments_of(body, match.arguments, arguments)
    law = body.fill(site.law, node, *given)
    if differ([arguments[k] for k in site.many]):
        law = body.fill("st.alike(_0, _1)", node, law, given[0])
    if cut is not None:
        law = cut_law(body, law, cut)
    name = body.site(base_of(value), node.span, plain=isinstance(value, (Name, Index)))
    seen = body.fill(site.value, value, *given)
    whole = value.declared if site.value in SAME_AXES and isinstance(value, Name) else None
    named = labelled(body, whole) if isinstance(whole, Declared) else {}
    return [statement(call("ppl.sample", place, constant(name, place), law, obs=seen, **named), place)]


def has_known_sizes(arguments: list[Expr]) -> bool:
    """Do slices and the functions that take parts end where data alone say so, in whole numbers that stand by themselves? Other lengths are those of the
    run, and a site has a shape."""
    for part in walk(arguments):
        if isinstance(part, Slice) and not all(end is None or is_known(end) for end in (part.low, part.high)):
            return False
        if isinstance(part, Call) and not part.type.scalar and not all(is_known(a) for a in part.arguments if a.type == INT):
            return False
    return True


def is_known(size: Expr) -> bool:
    """Is a whole number known before the run?"""
    return not any(isinstance(part, Index) or (isinstance(part, Name) and not is_made_ahead(part)) for part in walk(size))


def is_made_ahead(name: Name) -> bool:
    """Is it a variable of the data, or made of these once?"""
    return name.block in ("data", "transformed data")


def cut_law(body: Body, law: ast.expr, cut: Truncation) -> ast.expr:
    """A law between bounds."""
    ends = [body.fill("None", cut) if end is None else body.expr(end) for end in (cut.low, cut.high)]
    return body.fill("_0.truncated(_1, _2)", cut, law, *ends)


def called(body: Body, node: Node, callee: Match | FunctionDef, arguments: list[Expr]) -> ast.expr:
    """A call of what the checker chose."""
    return of_function(body, node, callee, arguments) if isinstance(callee, FunctionDef) else of_signature(body, node, callee, arguments)


def between(body: Body, node: Node, score: ast.expr, arguments: list[Expr], cut: Truncation) -> ast.expr:
    """A log density less the log probability between the bounds, by the law's own cumulative functions; nothing lies outside."""
    value, rest = arguments[0], arguments[1:]

    def log_probability(suffix: str, bound: Expr) -> ast.expr:
        return called(body, cut, cut.cumulative[suffix], [bound, *rest])

    low = cut.low and (one_less(cut.low) if value.type.base == "int" else cut.low)
    if low is not None and cut.high is not None:
        inside = body.fill("st.log_diff_exp(_0, _1)", cut, log_probability("_lcdf", cut.high), log_probability("_lcdf", low))
    elif low is not None:
        inside = log_probability("_lccdf", low)
    else:
        assert cut.high is not None, "a cut has an end"
        inside = log_probability("_lcdf", cut.high)
    if value.type.rank and all(argument.type.scalar for argument in rest):
        inside = body.fill("_0 * _1.size", cut, inside, body.expr(value))
    ends = [body.fill(f"np.all(_0 {sign} _1)", cut, body.expr(value), body.expr(end)) for sign, end in ((">=", cut.low), ("<=", cut.high)) if end is not None]
    lies = ends[0] if len(ends) == 1 else body.fill("_0 and _1", cut, *ends)
    return body.fill("_0 - _1 if _2 else -np.inf", cut, score, inside, lies)


def one_less(bound: Expr) -> Expr:
    """The whole number below a bound."""
    one = Int(bound.span, 1)
    less = Binary(bound.span, "-", bound, one)
    one.type = less.type = INT
    less.data = bound.data
    less.callee = resolve("operator-", (INT, INT))
    return less


def base_of(value: Expr) -> str:
    """The name after which a site is called: that of the first variable in a value."""
    return root(value) or next(iter(sorted(read(value))), "target")


def factor(body: Body, node: Node, base: str, value: ast.expr, likelihood: bool) -> list[ast.stmt]:
    """`ppl.factor(NAME, value)`; of data it is a likelihood."""
    place = body.place(node)
    marked = {"likelihood": constant(True, place)} if likelihood else {}
    return [statement(call("ppl.factor", place, constant(body.site(base, node.span), place), value, **marked), place)]


SITES: Statements = {Tilde: tilde, Increment: increment}
