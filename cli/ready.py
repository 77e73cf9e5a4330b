"""`llbayes models`: the ready models, a line each, and the data sets that come with them."""
from __future__ import annotations

import argparse


def models_options(parser: argparse.ArgumentParser, words: list[str]) -> None:
    """None."""


def models(options: argparse.Namespace) -> None:
    """Prints both lists."""
    from .. import models

    names = models.names()
    width = max(map(len, names))
    print("ready models (`llbayes run NAME`):")
    for name in names:
        print(f"  {name:{width}}  {models.about(name)} [{', '.join(models.data_of(name))}]")
    print("\ntheir data sets (`llbayes run DATA-MODEL`):")
    width = max(map(len, models.data_names()))
    for name in models.data_names():
        print(f"  {name:{width}}  {sizes(name)}")


def sizes(name: str) -> str:
    """The numbers of a data set, and the longest of its lists."""
    from .. import models
    from ..ppl.inputs.json_file import read_json

    data = read_json(models.data_path(name))
    shapes = {key: getattr(value, "shape", ()) for key, value in data.items()}
    numbers = [f"{key} = {value}" for key, value in data.items() if isinstance(value, int)]
    return ", ".join(numbers or [f"{key} {shape}" for key, shape in shapes.items() if shape])
