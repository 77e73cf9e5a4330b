"""Leaves of types against the sizes and offsets that LLVM computes."""
from __future__ import annotations

import re

import llvmlite.binding as llvm
import pytest

from llbayes.ir.errors import UnsupportedError
from llbayes.ir.graph.leaves import Layout, Leaf
from llbayes.ir.machine.pipelines import parse

TYPES = ["double", "i1", "i128", "x86_fp80", "<2 x float>", "<3 x double>", "[3 x { i8, double }]", "<{ i8, double, ptr }>", "{ i64, [2 x float], { i8, i16 } }", "%pair", "{}"]
NAMED = {"%pair": "{ i32, %\"in ner\" }", "%\"in ner\"": "{ float, ptr, i8 }"}


@pytest.mark.parametrize("type_", TYPES)
def test_sizes_are_those_of_llvm(type_: str) -> None:
    named = "\n".join(f"{name} = type {held}" for name, held in NAMED.items())
    module = parse(f"{named}\n@a = global [2 x {type_}] zeroinitializer\n")
    machine = llvm.Target.from_default_triple().create_target_machine()
    data = llvm.create_target_data(str(machine.target_data))
    [variable] = module.global_variables
    assert Layout(NAMED).shape(type_).size * 2 == data.get_abi_size(variable.global_value_type)


def test_leaves_have_paths_and_offsets() -> None:
    found = Layout(NAMED).leaves("{ i64, [2 x float], %pair }")
    assert found[:3] == (Leaf((0,), 0, "i64"), Leaf((1, 0), 8, "float"), Leaf((1, 1), 12, "float"))
    assert [(leaf.path, leaf.offset) for leaf in found[3:]] == [((2, 0), 16), ((2, 1, 0), 24), ((2, 1, 1), 32), ((2, 1, 2), 40)]


@pytest.mark.parametrize("type_", ["opaque", "<vscale x 2 x double>", "[100000 x double]"])
def test_types_without_a_layout_are_refused(type_: str) -> None:
    with pytest.raises(UnsupportedError, match=re.escape(type_)):
        Layout({}).shape(type_)
