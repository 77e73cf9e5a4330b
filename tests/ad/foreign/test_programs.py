"""Programs of the corpus are right: reverse, forward of width 1 and 3, split with two live tapes. What is refused at a level is refused in its words."""
from __future__ import annotations

import pytest

from llbayes.ir.errors import UnsupportedError

from . import building
from .corpus import PROGRAMS, REFUSED, ROOT, Program

IDS = [program.name for program in PROGRAMS]
QUICK = [(program, ("O0", "O2")[k % 2]) for k, program in enumerate(PROGRAMS)]


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A folder for what programs have in common."""
    return tmp_path_factory.mktemp("shared")


def check(program: Program, level: str, folder, shared, modes=()):
    building.need(building.COMPILERS[program.language], "clang-22")
    given = building.to_ir(program, level, folder, modes)
    if (words := REFUSED.get((program.name, level))) is not None:
        with pytest.raises(UnsupportedError, match=words):
            building.differentiated(*given)
        return
    building.run(program, building.link(program, shared, building.differentiated(*given)))


@pytest.mark.sweep
@pytest.mark.parametrize(("program", "level"), QUICK, ids=[f"{program.name}-{level}" for program, level in QUICK])
def test_program(program, level, tmp_path, shared):
    check(program, level, tmp_path, shared)


@pytest.mark.slow
@pytest.mark.parametrize("level", building.LEVELS)
@pytest.mark.parametrize("program", PROGRAMS, ids=IDS)
def test_every_level(program, level, tmp_path, shared):
    check(program, level, tmp_path, shared)


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS, ids=IDS)
def test_every_mode_alone(program, tmp_path, shared):
    for mode in program.modes:
        check(program, "O2", tmp_path, shared, (mode,))


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS, ids=IDS)
def test_what_programs_expect_does_not_hang_on_the_engine(program, tmp_path, shared):
    """Without any mode a program compares its closed forms with differences, and differences with those of half the step."""
    building.need(building.COMPILERS[program.language], "clang-22")
    building.run(program, building.link(program, shared, *building.to_ir(program, "O2", tmp_path, ("SELF",))))


def test_every_program_is_in_the_table():
    found = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.suffix[1:] in building.COMPILERS}
    assert sorted(found) == sorted(IDS)
