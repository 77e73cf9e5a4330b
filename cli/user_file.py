"""A user's model file, run as Python runs it, and the model or posterior in it that is meant. Whatever is wrong with the file is said at its line."""
from __future__ import annotations

import sys
import traceback
import types
from importlib.util import decode_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..ir.errors import LlbayesError, ModelError, Position, SettingsError
from .files import existing, nearest
from .words import close, quoted

if TYPE_CHECKING:
    from ..ppl import Model, Posterior

MODEL = "a model is a function under `@ppl.model`"
_ours: set[str] = set()              # modules that are files run here: another of the same name takes the place of the last


def found_in(file: str, name: str, given: bool) -> Model | Posterior:
    """What `file.py:name` means; without a name the only model of the file, or the only posterior where no data are `given`."""
    from ..ppl import Model, Posterior

    path = existing(file, "Python file", (".py",))
    if path.suffix != ".py":
        raise SettingsError(f"`{file}` is not a Python file: its name does not end with .py")
    whole = path.absolute()                                            # the file may go to another folder
    held = vars(executed(whole))
    models = distinct({k: v for k, v in held.items() if isinstance(v, Model) and v.function.__code__.co_filename == str(whole)})
    posteriors = distinct({k: v for k, v in held.items() if isinstance(v, Posterior)})
    if name:
        return checked(held, file, name, [*models, *posteriors])
    if not given and len(posteriors) == 1 and len(models) <= 1:
        return next(iter(posteriors.values()))
    if len(models) == 1:
        return next(iter(models.values()))
    raise SettingsError(several(file, [*models, *posteriors], [k for k, v in held.items() if isinstance(v, Model) and k not in models]))


def distinct(named: dict[str, Any]) -> dict[str, Any]:
    """Each object under its first name."""
    seen: dict[int, str] = {}
    return {name: value for name, value in named.items() if seen.setdefault(id(value), name) == name}


def several(file: str, names: list[str], imported: list[str]) -> str:
    """What to say of a file with no model, or more than one."""
    if names:
        return f"`{file}` does not hold one model alone; it has {quoted(names)}: write `{file}:{names[0]}`"
    also = f"; it imports {quoted(imported)}: write `{file}:{imported[0]}`" if imported else f": {MODEL}"
    return f"`{file}` has no model{also}"


def checked(held: dict[str, Any], file: str, name: str, known: list[str]) -> Model | Posterior:
    """What has that name in the file; SettingsError where it is no model."""
    from ..ppl import Model, Posterior

    if name not in held:
        raise SettingsError(f"`{file}` has no model `{name}`; it has {quoted(known) or 'none'}{close(name, known)}")
    if isinstance(held[name], (Model, Posterior)):
        return held[name]
    way = "write `@ppl.model` above it" if isinstance(held[name], types.FunctionType) else f"its models are {quoted(known)}" if known else MODEL
    raise SettingsError(f"`{name}` in `{file}` is not a model, it is of type {type(held[name]).__name__}: {way}")


# -- running the file
def executed(path: Path) -> types.ModuleType:
    """The file as a module: what is beside it is imported as from a program that Python was given, `from . import` too. Errors are the user's."""
    module = made(path)
    try:
        exec(compiled(path), vars(module))
    except LlbayesError as error:
        error.position = error.position or place(error, path)
        raise error from None
    except SystemExit as error:
        raise ModelError(f"`{path.name}` ends the program when it is read: exit status {error.code}", place(error, path),
                         'put what a program does under `if __name__ == "__main__":`') from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a class of the user's may be of any kind
        raise ModelError(f"`{path.name}` cannot be run: {said(error)}", place(error, path), hint(error, path)) from None
    return module


def compiled(path: Path) -> types.CodeType:
    """The file's code."""
    try:
        return compile(decode_source(path.read_bytes()), str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:                    # bytes that are no text, or text that is too deep
        raise ModelError(f"`{path.name}` is not Python: {said(error)}", written(error)) from None


def made(path: Path) -> types.ModuleType:
    """An empty module for the file, of its name where no other has that, in a package that is its folder."""
    folder, name = str(path.parent), path.stem
    if folder not in sys.path:
        sys.path.insert(0, folder)
    while name in sys.modules and name not in _ours:
        name += "_"
    package = types.ModuleType(f"folder_of_{name}")
    package.__path__ = [folder]
    module = types.ModuleType(name)
    module.__file__, module.__package__ = str(path), package.__name__
    sys.modules |= {package.__name__: package, name: module}
    _ours.add(name)
    return module


# -- what is said of errors
def said(error: BaseException) -> str:
    """An error of Python's in one line."""
    if isinstance(error, SyntaxError):
        return error.msg
    return " ".join(traceback.format_exception_only(error)[0].split())


def written(error: BaseException) -> Position | None:
    """Where the text is that Python does not understand."""
    if not isinstance(error, SyntaxError) or not error.lineno or error.filename is None:
        return None
    column, last = max(error.offset or 1, 1), error.end_lineno or error.lineno
    return Position(error.filename, error.lineno, column, last, max(error.end_offset or 0, column + 1))


def place(error: BaseException, path: Path) -> Position | None:
    """The innermost line of the user's that an error came from, in the file itself or in one that it imports."""
    from ..ppl.base.frames import raised_at

    if isinstance(error, SyntaxError):
        return written(error)
    return raised_at(error) or Position(str(path), 1, 1, 1, 1)


def hint(error: BaseException, path: Path) -> str:
    """The way out of an import that fails."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        beside = Path(f"{error.name.partition('.')[0]}.py")
        return f"install `{error.name}` where llbayes is installed, or put `{beside}` beside the file{nearest(path.parent / beside)}"
    return ""
