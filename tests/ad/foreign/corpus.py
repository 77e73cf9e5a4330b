"""Programs in other languages, one feature each, that check their own derivatives: which modes each exercises, and what it is run under."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent / "programs"
MODES = ("REVERSE", "FORWARD", "SPLIT")


@dataclass(frozen=True)
class Program:
    """A file below `programs`; Fortran and Rust define `f`, whose numbers of inputs and outputs are said here."""

    name: str
    modes: tuple[str, ...] = MODES
    heap: bool = False                              # run under valgrind
    inputs: int = 0
    outputs: int = 0

    @property
    def path(self) -> Path:
        return ROOT / self.name

    @property
    def language(self) -> str:
        return self.path.suffix[1:]


def heap(name: str, *modes: str, inputs: int = 0, outputs: int = 0) -> Program:
    return Program(name, modes or MODES, True, inputs, outputs)


PROGRAMS = (
    heap("memory/aligned.c"),
    heap("memory/aligned_by_hand.c"),
    Program("memory/alloca_in_loop.c"),
    heap("memory/arena.c"),
    Program("memory/array_of_pointers.c"),
    Program("memory/array_of_structs.c"),
    Program("memory/arrays_2d.c"),
    Program("memory/bitfields.c"),
    Program("memory/buffers.c"),
    Program("memory/cleared_structs.c"),
    heap("memory/flexible.c"),
    heap("memory/growing_structs.c"),
    heap("memory/hash_table.c"),
    heap("memory/heap.c"),
    heap("memory/linked_list.c"),
    Program("memory/memcpy_doubles.c"),
    Program("memory/memcpy_pointers.c"),
    Program("memory/mixed_copies.c"),
    Program("memory/moved_as_words.c"),
    Program("memory/packed.c"),
    heap("memory/realloc.c"),
    Program("memory/ring.c"),
    heap("memory/rows.c"),
    Program("memory/static_const.c"),
    Program("memory/strings.c"),
    Program("memory/structs.c"),
    Program("memory/tables.c"),
    Program("memory/three_deep.c"),
    heap("memory/tree.c"),
    Program("memory/unions.c"),
    Program("memory/variable_length.c"),
    Program("control/continue_break.c"),
    Program("control/downwards.c"),
    Program("control/early_returns.c"),
    Program("control/forward_algorithm.c"),
    Program("control/histogram.c"),
    Program("control/irreducible.c"),
    Program("control/newton.c"),
    Program("control/noreturn.c"),
    Program("control/pivoting.c"),
    Program("control/prefix.c"),
    Program("control/printing.c"),
    Program("control/runge_kutta.c"),
    Program("control/short_circuit.c"),
    Program("control/sorting.c"),
    Program("control/state_machine.c"),
    Program("control/stencil.c"),
    Program("control/switches.c"),
    Program("control/ternaries.c"),
    Program("control/triangular.c"),
    Program("control/trips_from_values.c"),
    Program("control/while_loops.c"),
    Program("calls/ackermann.c"),
    Program("calls/attributes.c"),
    Program("calls/callbacks.c"),
    Program("calls/float_pairs.c"),
    Program("calls/function_pointers.c"),
    Program("calls/functions_as_results.c"),
    Program("calls/many_arguments.c"),
    Program("calls/mutual.c"),
    Program("calls/out_parameters.c"),
    Program("calls/quadrature.c"),
    Program("calls/recursion.c"),
    heap("calls/returned_pointers.c"),
    Program("calls/shapes.c"),
    Program("calls/status_codes.c"),
    Program("calls/struct_results.c"),
    Program("calls/structs_by_value.c"),
    Program("calls/three_levels.c"),
    Program("numbers/arrays_of_floats.c"),
    Program("numbers/bits.c"),
    Program("numbers/complex.c"),
    Program("numbers/complex_floats.c"),
    Program("numbers/complex_functions.c"),
    Program("numbers/float_to_int.c"),
    Program("numbers/fourier.c"),
    Program("numbers/integers.c"),
    Program("numbers/mixed_precision.c"),
    Program("numbers/moved_floats.c"),
    Program("numbers/reassociated.c"),
    Program("numbers/vector_types.c"),
    Program("numbers/vectorised.c"),
    Program("maths/bessel.c", ("REVERSE", "FORWARD")),
    Program("maths/errors.c", ("REVERSE", "FORWARD")),
    Program("maths/exponentials.c", ("REVERSE", "FORWARD")),
    Program("maths/fast_math.c"),
    Program("maths/fused.c"),
    Program("maths/gamma.c", ("REVERSE", "FORWARD")),
    Program("maths/hyperbolic.c", ("REVERSE", "FORWARD")),
    Program("maths/inverse_trigonometric.c", ("REVERSE", "FORWARD")),
    Program("maths/logarithms.c", ("REVERSE", "FORWARD")),
    Program("maths/powers.c"),
    Program("maths/roots.c", ("REVERSE", "FORWARD")),
    Program("maths/rounding.c", ("REVERSE", "FORWARD")),
    Program("maths/sincos.c"),
    Program("maths/split_numbers.c"),
    Program("maths/trigonometric.c", ("REVERSE", "FORWARD")),
    Program("maths/two_arguments.c"),
    Program("maths/two_arguments_floats.c"),
    Program("boundary/accumulated.c", ("REVERSE", "FORWARD")),
    Program("boundary/aliased.c", ("REVERSE", "FORWARD")),
    Program("boundary/by_value.c", ("REVERSE", "FORWARD")),
    Program("boundary/constants.c", ("REVERSE", "FORWARD")),
    Program("boundary/floats.c", ("REVERSE", "FORWARD")),
    Program("boundary/forward_over_reverse.c", ("FORWARD",)),
    Program("boundary/function_like.c", ("REVERSE", "FORWARD")),
    Program("boundary/in_place.c"),
    Program("boundary/inactive_function.c", ("REVERSE", "FORWARD")),
    Program("boundary/int_result.c", ("REVERSE", "FORWARD")),
    Program("boundary/lanes.c", ("FORWARD",)),
    Program("boundary/large_result.c"),
    Program("boundary/list_argument.c", ("REVERSE", "FORWARD")),
    heap("boundary/many_tapes.c", "SPLIT"),
    Program("boundary/names.c", ("REVERSE", "FORWARD")),
    Program("boundary/no_need.c", ("REVERSE", "FORWARD")),
    Program("boundary/no_return_value.c", ("REVERSE",)),
    Program("boundary/overlapping.c", ("REVERSE", "FORWARD")),
    Program("boundary/primal_return.c", ("REVERSE", "FORWARD")),
    Program("boundary/registered.c", ("FORWARD",)),
    heap("boundary/registered_gradient.c", "REVERSE"),
    Program("boundary/returned_pointer.c", ("SPLIT",)),
    Program("boundary/reverse_in_loop.c", ("REVERSE",)),
    heap("boundary/run_again.c", "SPLIT"),
    Program("boundary/slices.c", ("REVERSE", "FORWARD")),
    Program("boundary/split_result.c", ("SPLIT",)),
    Program("boundary/strided_shadows.c", ("FORWARD",)),
    Program("boundary/struct_argument.c", ("REVERSE", "FORWARD")),
    heap("boundary/tape_in_place.c", "SPLIT"),
    Program("boundary/virtual_pairs.c", ("REVERSE",)),
)
