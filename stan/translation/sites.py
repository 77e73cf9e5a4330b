"""What adds to the log density: `~` and `target +=`. Data become observations, with predictions and pointwise log likelihoods; the rest are factors."""
from __future__ import annotations

import ast
import re

from ..errors import error
from ..nodes import Call, Declared, Expr, FunctionDef, Increment, Index, Name, Node, Slice, Tilde, Truncation
from ..signatures import Match, Site
from ..types import INT
from .calls import argument_of, of_function, of_signature
from .context import Body, Statements, read, root, walk
from .labels import labelled
from .templates import call, constant, statement

DENSITIES = ("_lpdf", "_lpmf", "_lupdf", "_lupmf", "_log")
ALIKE = re.compile(r"st\.alike\(_0, [^()]*\)")          # lengths that a site compares itself
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
    if isinstance(callee, FunctionDef):
        refuse_cut(cut)
        return factor(body, node, base_of(value), of_function(body, node, callee, arguments), value.data)
    site = callee.signature.site
    if site is not None and site.whole and value.data and body.kind == MODEL and has_known_sizes(arguments):
        return observation(body, node, callee, site, arguments, cut)
    if cut is None:
        return factor(body, node, base_of(value), of_signature(body, node, callee, arguments), value.data)
    if site is None or not site.cut:
        refuse_cut(cut)
        raise AssertionError("a cut that there is was refused")
    given = parts(body, callee, arguments)
    score = body.fill(f"_0.logpdf({shifted(site)})", node, cut_law(body, body.fill(site.law, node, *given), cut), *given)
    if not all(argument.type.scalar for argument in arguments):
        score = body.fill("np.sum(_0)", node, score)
    return factor(body, node, base_of(value), score, value.data)


def observation(body: Body, node: Node, match: Match, site: Site, arguments: list[Expr], cut: Truncation | None) -> list[ast.stmt]:
    """`ppl.sample(NAME, LAW, obs=VALUE)`."""
    if not site.cut:
        refuse_cut(cut)
    value, place, given = arguments[0], body.place(node), parts(body, match, arguments)
    law = body.fill(site.law, node, *given)
    if cut is not None:
        law = cut_law(body, law, cut)
    name = body.site(base_of(value), node.span, plain=isinstance(value, (Name, Index)))
    seen = body.fill(ALIKE.sub("_0", site.value), value, *given)
    whole = value.declared if isinstance(value, Name) else None
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
    return isinstance(name.declared, Declared) and name.declared.block in ("data", "transformed data")


def parts(body: Body, match: Match, arguments: list[Expr]) -> list[ast.expr]:
    """The value and the arguments of a law."""
    return [argument_of(body, argument, wanted) for argument, wanted in zip(arguments, match.arguments, strict=True)]


def cut_law(body: Body, law: ast.expr, cut: Truncation) -> ast.expr:
    """A law between bounds."""
    ends = [body.fill("None", cut) if end is None else body.expr(end) for end in (cut.low, cut.high)]
    return body.fill("_0.truncated(_1, _2)", cut, law, *ends)


def shifted(site: Site) -> str:
    """The template of a value where the law stands before the parts."""
    return re.sub(r"\b_(\d)\b", lambda found: f"_{int(found[1]) + 1}", site.value)


def refuse_cut(cut: Truncation | None) -> None:
    """StanError where a law that is truncated cannot be."""
    if cut is not None:
        raise error("this distribution cannot be truncated", cut.span, "it has no distribution function; subtract the log of what is between the bounds")


def base_of(value: Expr) -> str:
    """The name after which a site is called: that of the first variable in a value."""
    return root(value) or next(iter(sorted(read(value))), "target")


def factor(body: Body, node: Node, base: str, value: ast.expr, likelihood: bool) -> list[ast.stmt]:
    """`ppl.factor(NAME, value)`; of data it is a likelihood."""
    place = body.place(node)
    marked = {"likelihood": constant(True, place)} if likelihood else {}
    return [statement(call("ppl.factor", place, constant(body.site(base, node.span), place), value, **marked), place)]


SITES: Statements = {Tilde: tilde, Increment: increment}
