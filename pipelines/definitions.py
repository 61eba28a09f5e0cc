"""What Dagster loads: the definitions of the home that the environment names.

Belongs here: that one line. Does not belong here: anything that a command needs, which has a home of its own.
"""

from pipelines.defs.assembly import definitions
from pipelines.home import find_home

# From the environment, since Dagster imports this module in several processes and passes them no argument.
defs = definitions(find_home())
