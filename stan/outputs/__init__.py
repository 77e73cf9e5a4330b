"""What a program writes, as CmdStan does."""
from .columns import columns as columns
from .columns import coordinates as coordinates
from .run import written as written
