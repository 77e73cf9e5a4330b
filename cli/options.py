"""Options that are samplers' settings. Names, defaults and meanings come from the signatures and docstrings of the table `samplers.SAMPLERS`.

In: the words of a command line; out: the sampler, and the arguments of its call, as the call takes them.
"""
from __future__ import annotations

import argparse
import inspect
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..ir.errors import SettingsError
from .words import close, quoted

if TYPE_CHECKING:
    from ..samplers.sampler import Sampler

OTHERWISE = ("target", "dim", "init", "keep", "progress")          # arguments of a call that are not numbers or words: given in ways of their own
MEANING = re.compile(r"\s*(\w+): (.*)")


class Setting(NamedTuple):
    """An argument that calls of samplers take: what it means, and its default by sampler."""

    name: str
    meaning: str
    defaults: dict[str, Any]

    @property
    def option(self) -> str:
        return f"--{self.name.replace('_', '-')}"

    @property
    def default(self) -> Any:
        """That of the first sampler which has it."""
        return next(iter(self.defaults.values()))

    def help(self, samplers: int) -> str:
        """One line; a setting that not every sampler has says whose it is."""
        same = len(set(map(str, self.defaults.values()))) == 1
        without = shown(self.default) if same else ", ".join(f"{name} {shown(value)}" for name, value in self.defaults.items())
        whose = "" if len(self.defaults) == samplers else f"{', '.join(self.defaults)}: "
        return f"{whose}{self.meaning} ({without})".replace("%", "%%")


def settings() -> dict[str, Setting]:
    """All settings of all samplers, those that all have first."""
    from ..samplers import SAMPLERS
    from ..samplers.call import Run

    found: dict[str, Setting] = {}
    for sampler in SAMPLERS.values():
        says = described(inspect.getdoc(sampler.call) or "")
        for name, parameter in inspect.signature(sampler.call).parameters.items():
            if name not in OTHERWISE:
                found.setdefault(name, Setting(name, says.get(name, ""), {})).defaults[sampler.name] = parameter.default
    return dict(sorted(found.items(), key=lambda item: item[0] not in Run.__annotations__))


def described(docstring: str) -> dict[str, str]:
    """What a docstring says of each argument: the lines `name: text`, which may go on in the next lines, up to an empty one."""
    says: dict[str, str] = {}
    name = None
    for line in docstring.splitlines():
        found = MEANING.match(line)
        if found:
            name, says[found[1]] = found[1], found[2]
        elif name and line.strip():
            says[name] += " " + line.strip()
        else:
            name = None
    return says


def shown(default: object) -> str:
    return f"{default:.4g}" if isinstance(default, float) else str(default)


def add(parser: argparse.ArgumentParser) -> None:
    """Adds the sampler and all settings of samplers."""
    from ..samplers import SAMPLERS

    group = parser.add_argument_group("sampling")
    group.add_argument("--sampler", default="nuts", metavar="NAME", help=f"one of {', '.join(SAMPLERS)} (nuts)")
    for setting in settings().values():
        kind = type_of(setting)
        group.add_argument(setting.option, dest=setting.name, default=argparse.SUPPRESS, type=kind, metavar=METAVARS[kind], help=setting.help(len(SAMPLERS)))
    group.add_argument("--init", action="append", default=[], metavar="NAME=VALUE",
                       help="where chains start: values of parameters, or a file of them, .json or .R; may be given several times")
    group.add_argument("--keep", action="append", default=[], metavar="NAMES", help="store these alone (names with commas between them)")
    group.add_argument("--no-progress", dest="progress", action="store_false", help="show nothing while chains run")


def number(text: str) -> int | float | None:
    """A number; `none` for what is left to the sampler."""
    if text.lower() == "none":
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"`{text}` is not a number")


def numbers(text: str) -> Any:
    """A number, or several with commas between them."""
    return [number(part) for part in text.split(",")] if "," in text else number(text)


def word(text: str) -> str:
    return text


METAVARS: dict[Callable[[str], Any], str] = {number: "NUMBER", numbers: "NUMBER", word: "NAME"}


def type_of(setting: Setting) -> Callable[[str], Any]:
    """What reads the option: by the type of the default."""
    return numbers if setting.name == "seed" else word if isinstance(setting.default, str) else number


def chosen(options: argparse.Namespace) -> tuple[Sampler, dict[str, Any]]:
    """The sampler and the settings that were given; SettingsError for one that this sampler does not have."""
    from ..samplers import SAMPLERS

    if options.sampler not in SAMPLERS:
        near = close(options.sampler, list(SAMPLERS))
        raise SettingsError(f"there is no sampler `{options.sampler}`; there is {quoted(SAMPLERS)}{near}")
    known = settings()
    given = {name: value for name, value in vars(options).items() if name in known}
    for name in given:
        if options.sampler not in known[name].defaults:
            own = [s.option for s in known.values() if options.sampler in s.defaults]
            raise SettingsError(f"`{options.sampler}` has no `{known[name].option}`: that is of {quoted(known[name].defaults)}; it has {quoted(own)}")
    return SAMPLERS[options.sampler], given | otherwise(options)


def otherwise(options: argparse.Namespace) -> dict[str, Any]:
    """Settings that are not numbers or words."""
    from .values import assigned

    found: dict[str, Any] = {"progress": options.progress and not options.quiet}
    if options.init:
        found["init"] = assigned(options.init, "--init")
    if options.keep:
        found["keep"] = [name.strip() for text in options.keep for name in text.split(",")]
    return found


def wanted(given: Mapping[str, Any]) -> dict[str, int]:
    """Draws, warm-up and chains of a run, for messages and for room on the disk."""
    return {name: given.get(name, setting.default) for name, setting in settings().items() if name in ("draws", "tune", "chains")}
