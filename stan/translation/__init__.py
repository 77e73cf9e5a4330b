"""Checked Stan programs as Python in the model language."""
from __future__ import annotations

from .module import Translation as Translation
from .module import translate as translate
