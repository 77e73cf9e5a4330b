"""The blocks of a program as one model: arguments are the data; transformed data are made once; then parameters, what is made of them, and the model."""
from __future__ import annotations

import ast
from functools import partial
from typing import NamedTuple

from ..nodes import Declared, Node, SizedType
from ..source import Span
from ..types import Type
from .context import Body, Unit
from .declared.constraints import checks
from .declared.declarations import given_whole
from .declared.labels import axes, labelled
from .declared.parameters import parameters
from .names import site_name
from .templates import assignment, call, constant, display, fill, function, name, statement

MODEL, ONCE, GENERATED = "model", "transformed_data", "generated_quantities"


def transformed_data(unit: Unit) -> ast.FunctionDef | None:
    """A function of the data that gives the transformed data; None where there are none."""
    nodes = unit.program.blocks.get("transformed data", [])
    if not nodes:
        return None
    body = Body(unit, nodes[0].span, "transformed data", nodes)
    body.given_whole = given_whole(nodes)
    place, found = body.last, unit.program.declared("transformed data")
    made = body.run(nodes)
    made += checked(body, found)
    values = [plain(body, one) for one in found]
    made.append(ast.Return(display(ast.Tuple, values, body.last), **body.last._asdict()))
    arguments = [ast.arg(body.python(one.name), None, None, **place._asdict()) for one in unit.program.declared("data")]
    return function(ONCE, arguments, made, place)


def plain(body: Body, one: Declared) -> ast.expr:
    """A value that goes back; whole numbers as Python's, which are known when the model is compiled."""
    value = name(body.python(one.name), body.place(one))
    return call("int", body.place(one), value) if one.type == Type("int") else value


def model(unit: Unit, called: str, span: Span) -> ast.FunctionDef:
    """The model function."""
    program = unit.program
    made_of, top, drawn = (program.blocks.get(word, []) for word in ("transformed parameters", "model", "generated quantities"))
    data, values = program.declared("data"), program.declared("transformed parameters")
    body = Body(unit, span, MODEL, [*made_of, *top])
    body.given_whole = given_whole(made_of) | given_whole(top)
    place = body.last
    body.sites |= {one.name for one in (*values, *program.declared("generated quantities"))}
    statements = data_made_once(body, program.declared("transformed data"), data) if program.blocks.get("transformed data") else []
    statements += parameters(body, top)
    statements += body.run(made_of)
    statements += checked(body, values) + [site for one in values for site in kept(body, one)]
    statements += body.run(top) + generated(unit, body, drawn)
    return function(called, [argument(body, one) for one in data], statements, place)


def argument(body: Body, one: Declared) -> ast.arg:
    """One of the data: whole numbers, or reals. Tuples are taken as they are."""
    place = body.place(one)
    words = {"int": "ppl.Int", "tuple": ""}
    word = words.get(one.type.base, "ppl.Real")
    sizes = "".join(repr(name) + ", " for name in axes(one)).removesuffix(", ")
    return ast.arg(body.python(one.name), fill(f"{word}[{sizes}]" if sizes else word, place) if word else None, None, **place._asdict())


def data_made_once(body: Body, made: list[Declared], data: list[Declared]) -> list[ast.stmt]:
    """`a, b = ppl.once(transformed_data, N, y)`."""
    place = body.place(made[0]) if made else body.last
    given = [name(body.python(one.name), place) for one in data]
    value = call("ppl.once", place, name(ONCE, place), *given)
    if not made:
        return [statement(value, place)]
    return [assignment(display(ast.Tuple, [name(body.python(one.name), place) for one in made], place), value, place)]


def kept(body: Body, one: Declared) -> list[ast.stmt]:
    """`ppl.deterministic`, of a tuple one for each part."""
    place = body.place(one)
    sites = [call("ppl.deterministic", place, constant(leaf.name, place), part(body, one, leaf), **labelled(body, one)) for leaf in leaves(body, one)]
    return [statement(site, place) for site in sites]


def generated(unit: Unit, around: Body, nodes: list[Node]) -> list[ast.stmt]:
    """`ppl.generated` of a function inside of the model that gives what the block declares, by name."""
    found = unit.program.declared("generated quantities")
    if not found:
        return []
    body = Body(unit, nodes[0].span, "generated quantities", nodes)
    body.source, body.given_whole = around.source, given_whole(nodes)
    place = body.last = body.place(nodes[0]) if nodes[0].span.source is around.source else around.last
    made = body.run(nodes)
    for check in checked(body, found):
        vars(check)["of_values"] = True
        made.append(check)
    values = [(constant(leaf.name, place), part(body, one, leaf)) for one in found for leaf in leaves(body, one)]
    made.append(ast.Return(ast.Dict([key for key, _ in values], [value for _, value in values], **place._asdict()), **place._asdict()))
    dims = [(site_name(one.name), labelled(body, one)["dims"]) for one in found if axes(one)]
    by_name = {"dims": ast.Dict([constant(called, place) for called, _ in dims], [dim for _, dim in dims], **place._asdict())} if dims else {}
    return [function(GENERATED, [], made, place), statement(call("ppl.generated", place, name(GENERATED, place), **by_name), place)]


class Leaf(NamedTuple):
    """A number or an array that a variable is made of: the name that it is kept under, the template of its value, what is declared, its type."""

    name: str
    template: str
    sized: SizedType
    type: Type


def checked(body: Body, found: list[Declared]) -> list[ast.stmt]:
    """Assertions at the end of a block that its variables lie where their declarations say."""
    parts = [(one, leaf) for one in found for leaf in leaves(body, one)]
    return [check for one, leaf in parts for check in checks(body, one, leaf.name, leaf.sized, leaf.type, partial(part, body, one, leaf))]


def leaves(body: Body, one: Declared) -> list[Leaf]:
    """The parts of a variable by the names that they are kept under: `t.1` is the first part of a tuple."""
    return parts_of(body, one, site_name(one.name), one.sized, one.type, "_0")


def parts_of(body: Body, one: Declared, called: str, sized: SizedType, type: Type, template: str) -> list[Leaf]:
    """The same of a part of it, which a template gives."""
    if type.base == "tuple":
        numbered = [(k, part, kind.array(type.dims)) for k, (part, kind) in enumerate(zip(sized.parts, type.parts, strict=True))]
        return [leaf for k, part, kind in numbered for leaf in parts_of(body, one, f"{called}.{k + 1}", part, kind, each(template, k, type.dims))]
    return [Leaf(called, f"np.array({template})" if template.startswith("[") else template, sized, type)]


def part(body: Body, one: Declared, leaf: Leaf) -> ast.expr:
    """The value of a part."""
    return body.fill(leaf.template, one, name(body.python(one.name), body.place(one)))


def each(template: str, k: int, dims: int) -> str:
    """A part of a tuple, or of all tuples of an array."""
    if not dims:
        return f"{template}[{k}]"
    inner = f"item[{k}]"
    for _ in range(dims - 1):
        inner = f"[{inner} for item in item]"
    return f"[{inner} for item in {template}]"
