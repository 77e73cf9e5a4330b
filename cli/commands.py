"""The table of commands: the first word in, the command run with its options out. A command's module is imported when it is asked for."""
from __future__ import annotations

import argparse
import importlib
import os
import sys
import types
from typing import Any, NamedTuple, NoReturn

from .. import __version__
from .words import close, quoted

WIDTH = 100                          # of help that is written to no terminal
WRONG = 2                            # exit status of a command line that means nothing


class Command(NamedTuple):
    """What a command does, and where: `module` of this folder has a function of the command's name, which takes the options, and one that adds them."""

    says: str
    module: str
    usage: str = ""


COMMANDS = {
    "demo": Command("the Minnesota radon survey: 919 homes in 85 counties, a hierarchical model", "demo"),
    "models": Command("list the ready models and their data, or those that have a word", "ready", "[WORD]"),
    "run": Command("sample a ready model, a posterior DATA-MODEL, a model of your own, file.py or file.py:name, or file.stan", "running", "MODEL"),
    "summary": Command("the table of stored draws, and what is to be said of them", "stored", "draws.nc"),
    "plot": Command("a picture of stored draws", "stored", "draws.nc"),
    "translate": Command("a Stan program as Python, to standard output", "programs.translating", "file.stan"),
    "ad": Command("derivatives in LLVM IR of C, C++, Fortran or Rust, where its calls ask for them by Enzyme's convention", "programs.differentiating",
                  "in.ll -o out.ll"),
    "info": Command("versions, CPU, cache; of a model what it takes, and with data its sites", "about", "[MODEL]"),
    "selftest": Command("samplers against Gaussians whose moments are known", "about"),
    "cache": Command("the cache of compiled code: `llbayes cache clear` empties it", "about", "clear"),
}
EXAMPLES = """examples:
  llbayes demo                                             samples, writes draws and a picture into out/
  llbayes run eight_schools-eight_schools_noncentered      a ready model with its data
  llbayes run my_model.py --data data.csv --out draws.nc   your own model: columns are its arguments
  llbayes run my_model.stan --data data.json --target-accept 0.95 --seed 1
  llbayes summary draws.nc                                 the table again
  llbayes plot draws.nc --out picture.png
  llbayes ad program.ll -o derivatives.ll                  from `clang -S -emit-llvm`; clang compiles the result"""


def dispatched(words: list[str]) -> int:
    """Runs the command that the words mean; its exit status."""
    first, rest = (words[0], words[1:]) if words else ("", [])
    if first in ("-h", "--help", "help"):
        return helped(rest)
    if first in ("-V", "--version"):
        return said(f"llbayes {__version__}")
    if first not in COMMANDS:
        return unknown(first)
    return getattr(module_of(first), first)(parser_of(first, rest).parsed(rest)) or 0


def module_of(name: str) -> types.ModuleType:
    """Where the command is."""
    return importlib.import_module(f".{COMMANDS[name].module}", __package__)


def parser_of(name: str, words: list[str]) -> Parser:
    """The options of a command that is given these words."""
    parser = Parser(prog=f"llbayes {name}", description=COMMANDS[name].says, allow_abbrev=False, formatter_class=Formatter)
    getattr(module_of(name), f"{name}_options")(parser, words)
    return parser


def helped(rest: list[str]) -> int:
    """`llbayes --help`, `llbayes help run`."""
    return dispatched([rest[0], "--help"]) if rest and rest[0] in COMMANDS else said(overview())


def said(text: str) -> int:
    print(text)
    return 0


def overview() -> str:
    """All commands and some examples."""
    width = max(len(f"{name} {command.usage}") for name, command in COMMANDS.items())
    rows = (f"  {f'{name} {command.usage}':{width}}  {command.says}" for name, command in COMMANDS.items())
    head = ["usage: llbayes COMMAND …", "", "compiled probabilistic programming", "", "commands (`llbayes COMMAND --help` for options):"]
    return "\n".join([*head, *rows, "", EXAMPLES])


def unknown(word: str) -> int:
    """Says that there is no such command."""
    if not word:
        print(overview(), file=sys.stderr)
        return WRONG
    hint = f"`llbayes run {word}` samples a model" if ".py" in word or word.endswith(".stan") else f"there are {quoted(COMMANDS)}"
    print(f"llbayes: there is no command `{word}`{close(word, list(COMMANDS))}; {hint}", file=sys.stderr)
    return WRONG


class Formatter(argparse.RawDescriptionHelpFormatter):
    """The standard library's, which imports its tools for archives to ask how wide a terminal is: 10 ms before anything is run."""

    def __init__(self, prog: str):
        super().__init__(prog, max_help_position=28, width=columns())


def columns() -> int:
    """Of the terminal; those of a wide one where there is none."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns - 2
    except (OSError, ValueError, AttributeError):
        return WIDTH


class Parser(argparse.ArgumentParser):
    """The standard library's, with shorter messages, which name what is near to a word that means nothing."""

    def parsed(self, words: list[str]) -> argparse.Namespace:
        """The options; the process ends with a message where some mean nothing."""
        found, extra = self.parse_known_args(words)
        if extra:
            self.error(self.strange(extra[0]))
        return found

    def strange(self, word: str) -> str:
        """What to say of a word that no option takes."""
        if not word.startswith("-"):
            return f"`{word}` is one word too many: an option comes before each value, and text with spaces stands in quotes"
        name = word.partition("=")[0]
        return f"there is no option `{name}`{self.translated(name) or close(name, self.long_options())}"

    def translated(self, option: str) -> str:
        """What an option of another tool is called here, or what there is instead; empty where it is no word of another tool's."""
        from ..ir.words import meant

        found = meant(option.lstrip("-").replace("-", "_"), [action.dest for action in self._actions])
        if found is None:
            return ""
        ours = found.setting.replace("_", "-")
        return f": {found.says or f'it is called `--{ours}` here'}"

    def long_options(self) -> list[str]:
        """All options, as they are written."""
        return [text for action in self._actions for text in action.option_strings if text.startswith("--")]

    def error(self, message: str) -> NoReturn:
        missing = [action for action in self._actions if not action.option_strings and action.nargs in (None, "+")]
        if message.startswith("the following arguments are required"):
            message = f"{missing[0].metavar or missing[0].dest} is missing: {missing[0].help}"
        given: Any = f"{self.prog}: {message}\n`{self.prog} --help` lists all options\n"
        self.exit(WRONG, given)
