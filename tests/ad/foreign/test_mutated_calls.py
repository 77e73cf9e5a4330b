"""Calls for derivatives with operands dropped, doubled, swapped and replaced: each module is refused with words of ours, or what comes out is verified."""
import random

import pytest

from llbayes.ad.foreign.rewriting import rewrite
from llbayes.ir.errors import UnsupportedError
from llbayes.ir.records import Inst, Module, Value
from llbayes.ir.text import reader, writer

from .convention_programs import checked, ir_of, module_of
from .test_rewriting import FUNCTIONS, RUNS

MARKERS = [Value("ptr", f"@enzyme_{word}") for word in ("dup", "out", "const", "width", "tape", "allocated", "byref", "interleave", "dupv", "nofree", "noret")]
OTHERS = [Value(type_, "poison") for type_ in ("double", "i32", "ptr", "{ double, double }", "x86_fp80", "<2 x float>")]
MUTATIONS = 120


@pytest.fixture(scope="module")
def texts():
    callers = "".join(f"double run{k}(double x, double y, double *p, double *d, double *e) {{ {body} }}\n" for k, (body, _, _) in enumerate(RUNS.values()))
    return [writer.write(module_of(ir_of(FUNCTIONS + callers, level))) for level in ("O0", "O2")]


def mutate(call: Inst, rng: random.Random) -> None:
    """One to three changes of its operands."""
    operands = list(zip(call.args, call.arg_attrs or ("",) * len(call.args), strict=True))
    for _ in range(rng.randint(1, 3)):
        at, other = rng.randrange(len(operands)), rng.randrange(len(operands))
        match rng.choice(["drop", "double", "swap", "replace", "mark"]):
            case "drop" if len(operands) > 1:
                del operands[at]
            case "double":
                operands.insert(at, (operands[at][0], ""))
            case "swap":
                operands[at], operands[other] = operands[other], operands[at]
            case "replace":
                operands[at] = rng.choice(OTHERS), ""
            case _:
                operands.insert(at, (rng.choice(MARKERS), ""))
    call.args = tuple(value for value, _ in operands)
    call.arg_attrs = tuple(text if k == 0 or "sret" not in text else "" for k, (_, text) in enumerate(operands))


def with_declarations(module: Module) -> str:
    """Derived functions are declared as they are called."""
    called = {i.callee.ref: i for f in module.functions.values() for b in f.blocks for i in b.insts if i.op == "call" and "llb." in i.callee.ref}
    lines = (f"declare {i.type} {name}({', '.join(a.type for a in i.args)})\n" for name, i in called.items())
    return f"{writer.write(module)}\n@llb.pair.product = external global i8\n{''.join(lines)}"


@pytest.mark.sweep
def test_mutated_calls_are_refused_or_right(texts):
    refused = 0
    for seed in range(MUTATIONS):
        rng = random.Random(seed)
        module = reader.read(rng.choice(texts))
        mutate(rng.choice([i for f in module.functions.values() for b in f.blocks for i in b.insts if i.op == "call" and "__enzyme_" in i.callee.ref]), rng)
        try:
            rewrite(module)
        except UnsupportedError as error:
            assert "`__enzyme_" in str(error), seed
            refused += 1
        else:
            checked(with_declarations(module))
    assert MUTATIONS / 2 < refused < MUTATIONS
