"""All faults of the matrix."""

from __future__ import annotations

import itertools

from tests.integration.faults import backends, cameras, desktops, hearing, microphones, system, workers
from tests.integration.faults.fault import Fault

_GROUPS = (microphones.FAULTS, workers.FAULTS, cameras.FAULTS, backends.FAULTS, system.FAULTS)

# In turns, so that losses of one part are not told together.
_IN_TURNS: tuple[Fault, ...] = tuple(filter(None, itertools.chain.from_iterable(itertools.zip_longest(*_GROUPS))))

# Behind them those that want an app of their own.
FAULTS = (*_IN_TURNS, *hearing.FAULTS, *desktops.FAULTS)
