"""Results of runs: ArviZ's objects (`trees.py`), their files (`exports.py`, `files.py`), what they say about a run (`advice/`), tables.

What they take is labelled arrays, `variables.py`, from any of ArviZ's objects or as a run made them (`labelled.py`). Imports `ir` alone.
"""
from .advice import diagnose as diagnose
from .advice import verdict as verdict
from .advice.domains import OUTSIDE as OUTSIDE
from .advice.domains import WORTH_A_WORD as WORTH_A_WORD
from .advice.domains import Cause as Cause
from .advice.domains import Outside as Outside
from .advice.domains import as_attribute as as_attribute
from .advice.funnels import SCALES as SCALES
from .advice.funnels import Scale as Scale
from .advice.funnels import gathered as gathered
from .advice.funnels import noted as noted
from .exports import ExportError as ExportError
from .exports import caught as caught
from .exports import refuse_early as refuse_early
from .exports import rescue as rescue
from .files import arrays_of as arrays_of
from .files import to_netcdf as to_netcdf
from .importing import begin_import as begin_import
from .labelled import as_made as as_made
from .labelled import as_tree as as_tree
from .labelled import joined as joined
from .labelled import labelled as labelled
from .summary import Summary as Summary
from .summary import summary as summary
from .summary import summary_text as summary_text
from .trees import Groups as Groups
from .trees import ResultsWarning as ResultsWarning
from .trees import Tree as Tree
from .trees import add_group as add_group
from .trees import add_variables as add_variables
from .trees import as_json as as_json
from .trees import axes_of as axes_of
from .trees import build as build
from .trees import from_groups as from_groups
from .trees import group_names as group_names
from .trees import group_of as group_of
from .trees import plain as plain
from .trees import ready as ready
from .trees import unused as unused
from .variables import Adaptation as Adaptation
from .variables import Column as Column
from .variables import PlainGroups as PlainGroups
from .variables import Variable as Variable
from .variables import variables as variables

__all__ = ["ExportError", "Groups", "PlainGroups", "ResultsWarning", "Summary", "Tree", "Variable", "add_group", "add_variables", "arrays_of",
           "build", "diagnose", "from_groups", "group_names", "group_of", "summary", "summary_text", "to_netcdf", "variables", "verdict"]
