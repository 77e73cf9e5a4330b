"""Checked Stan programs as Python in the model language."""
from __future__ import annotations

from .context import key as key
from .module import Translation as Translation
from .module import translate as translate
