"""The parameters block: `ppl.param`, or `ppl.sample` where the model gives the whole parameter a distribution at its top.

A `~` is taken in where its arguments are data and other parameters, which then come first; a program that reads `target()` keeps all as it stands.
"""
from __future__ import annotations

import ast
from collections.abc import Collection
from typing import NamedTuple

from ...errors import error
from ...nodes import Call, Declared, Expr, FunctionDef, Name, Node, Tilde
from ...signatures import Match
from ..context import Body, read, walk
from ..names import site_name
from ..templates import assignment, call, constant, display, name
from ..values.calls import arguments_of
from .constraints import constraint
from .declarations import shape
from .labels import differ, labelled

ELEMENTWISE = ("to_vector", "to_array_1d")       # of a parameter: the same density as of the parameter itself


class Prior(NamedTuple):
    """The statement that gives a parameter its distribution."""

    node: Tilde
    needs: frozenset[str]                        # parameters
    law: str                                     # its template


def parameters(body: Body, model: list[Node]) -> list[ast.stmt]:
    """All parameters, each behind those that it needs."""
    declared = {one.name: one for one in body.unit.program.declared("parameters")}
    body.sites |= set(declared)
    priors = {} if body.unit.reads_target else taken_in(declared, model)
    needs = {key: read(one.sized) & set(declared) for key, one in declared.items()}
    order = in_order(needs, priors)
    body.done |= {id(prior.node) for prior in priors.values()}
    return [parameter(body, declared[key], priors.get(key)) for key in order]


def parameter(body: Body, one: Declared, prior: Prior | None) -> ast.stmt:
    """One parameter."""
    body.depths[one.name] = 0
    return assignment(name(body.python(one.name), body.place(one)), made(body, one, prior), body.place(one))


def made(body: Body, one: Declared, prior: Prior | None) -> ast.expr:
    """The site of a parameter; of a tuple one for each part, `t.1` the first."""
    place = body.place(one)
    if one.type.base == "tuple":
        return display(ast.Tuple, [made(body, part, None) for part in parts(one)], place)
    limits, word = constraint(body, one), constant(site_name(one.name), place)
    shaped = {"shape": shape(body, one, one.sized), **labelled(body, one)} if one.type.rank else {}
    if prior is None:
        return call("ppl.param", place, word, limits, **shaped)
    kept = {} if is_support(family_of(prior.law), limits) else {"constraint": limits}
    return call("ppl.sample", place, word, law_of(body, prior, one), **kept, **shaped)


def parts(one: Declared) -> list[Declared]:
    """The parts of a tuple as what is declared. StanError of an array of tuples, whose values would be mixed."""
    if one.sized.array:
        raise error("arrays of tuples are no parameters here", one.span, "declare an array of each part")
    found = [Declared(one.span, f"{one.name}.{k}", sized, None) for k, sized in enumerate(one.sized.parts, 1)]
    for part, kind in zip(found, one.type.parts, strict=True):
        part.type, part.block = kind, one.block
    return found


def law_of(body: Body, prior: Prior, one: Declared) -> ast.expr:
    """The distribution of a parameter; how large it is, the declaration says."""
    match: Match = prior.node.callee
    arguments = arguments_of(body, match.arguments[1:], prior.node.arguments)
    size = body.expr(one.sized.axes[-1]) if SIZE in prior.law else constant(None, body.place(prior.node))
    return body.fill(prior.law.replace(SIZE, "_0"), prior.node, size, *arguments)


def family_of(law: str) -> str:
    """The distribution of `ppl` that a template makes."""
    return law.partition("(")[0].removeprefix("ppl.")


def is_support(family: str, limits: ast.expr) -> bool:
    """Is the constraint what the distribution's values are anyway, with the same transform?"""
    return ast.unparse(limits).partition("(")[0] == SUPPORTS.get(family)


SIZE = "_0.shape[0]"
THIN = ("Dirichlet", "LKJ", "LKJCholesky", "Wishart", "InverseWishart", "WishartCholesky", "InverseWishartCholesky")    # no density beyond their set
EVERYWHERE = ("Normal", "StudentT", "Cauchy", "Laplace", "Logistic", "Gumbel", "SkewNormal", "MultivariateNormal", "MultivariateStudentT")
ABOVE_ZERO = ("LogNormal", "Gamma", "InverseGamma", "Exponential", "Weibull", "Chi2", "InverseChi2")
SUPPORTS = {                                     # the constraint that says nothing beside a distribution
    **dict.fromkeys(EVERYWHERE, "ppl.real"), **dict.fromkeys(ABOVE_ZERO, "ppl.positive"),
    "Beta": "ppl.unit", "Dirichlet": "ppl.simplex", "LKJ": "ppl.corr_matrix", "LKJCholesky": "ppl.cholesky_corr", "Wishart": "ppl.cov_matrix",
    "InverseWishart": "ppl.cov_matrix",
}  # fmt: skip
WORDS = {"ppl.simplex": "simplex", "ppl.corr_matrix": "corr_matrix", "ppl.cholesky_corr": "cholesky_factor_corr", "ppl.cov_matrix": "cov_matrix"}


# -- which statements are taken in
def taken_in(declared: dict[str, Declared], model: list[Node]) -> dict[str, Prior]:
    """The first `~` at the top of the model block for each parameter, where it can stand with the declaration."""
    found: dict[str, Prior] = {}
    for node in model:
        target = whole(node, declared) if isinstance(node, Tilde) else ""
        if isinstance(node, Tilde) and target and target not in found and (prior := prior_of(node, declared[target], declared)):
            found[target] = prior
    return found


def prior_of(node: Tilde, one: Declared, declared: dict[str, Declared]) -> Prior | None:
    """A statement as the distribution of a parameter; None where it cannot stand with the declaration."""
    law, needs = fitting(node, one), frozenset(read(node.arguments) & set(declared))
    known = all(may_stand(argument) for argument in node.arguments)
    return Prior(node, needs, law) if law and known and one.name not in needs else None


def whole(node: Tilde, declared: dict[str, Declared]) -> str:
    """The parameter whose distribution a statement is; empty where it is of a part, or of something else."""
    value = node.value
    if isinstance(value, Call) and value.name in ELEMENTWISE and all(argument.type.scalar for argument in node.arguments):
        value = value.arguments[0]
    return value.id if isinstance(value, Name) and value.id in declared and node.truncation is None else ""


def fitting(node: Tilde, one: Declared) -> str:
    """The template of the distribution, where that has draws of the parameter's shape; empty where it does not fit."""
    if isinstance(node.callee, FunctionDef) or one.type.base == "tuple":
        return ""
    site = node.callee.signature.site
    if site is None or not site.whole or "_0" in site.law.replace(SIZE, "") or site.value != "_0":
        return ""
    values = [node.value, *node.arguments]
    if differ(values[k] for k in site.many):
        return ""
    family = family_of(site.law)
    return "" if family in THIN and WORDS.get(SUPPORTS.get(family, "")) != one.sized.word else site.law


def may_stand(argument: Expr) -> bool:
    """Is an argument known where parameters are declared: made of data and parameters?"""
    for part in walk(argument):
        if isinstance(part, Name) and part.block not in ("data", "transformed data", "parameters"):
            return False
        if isinstance(part, Call) and isinstance(part.callee, FunctionDef):
            return False
    return True


def in_order(needs: dict[str, set[str]], priors: dict[str, Prior]) -> list[str]:
    """Parameters, each behind those that it needs and else as they are declared; a distribution that would close a circle is left where it stood."""
    order: list[str] = []
    open_: set[str] = set()

    def visit(key: str) -> bool:
        if key in order or key in open_:
            return key in order
        open_.add(key)
        bounded = behind(needs[key])
        if bounded and key in priors and not behind(priors[key].needs):
            del priors[key]
        open_.discard(key)
        if bounded and key not in order:
            order.append(key)
        return bounded

    def behind(others: Collection[str]) -> bool:
        """Are all of these there, or could they be put there?"""
        return False not in [visit(other) for other in needs if other in others]

    for key in needs:
        visit(key)
    return order
