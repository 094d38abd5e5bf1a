"""Pictures by shared memory: they stay their owner's, whatever happens to whoever looks at them."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from mmassist.inference import frames

PICTURE = np.arange(4000 * 1000 * 4, dtype=np.uint32).astype(np.uint8).reshape(4000, 1000, 4)

# A process that may have no more memory than it has.
_STARVED = """
import resource, sys
from mmassist.inference import frames
pages = int(open("/proc/self/statm").read().split()[0])
resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize(), resource.RLIM_INFINITY))
try:
    frames.attached(sys.argv[1])
except OSError as error:
    print(error.strerror)
"""


def test_a_picture_arrives_as_it_was_sent_and_is_gone_afterwards() -> None:
    with frames.shared(PICTURE) as fields:
        assert np.array_equal(frames.copied(fields), PICTURE)
    with pytest.raises(FileNotFoundError):
        frames.copied(fields)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_who_has_no_memory_to_look_does_not_take_it_from_its_owner() -> None:
    with frames.shared(PICTURE) as fields:
        done = subprocess.run([sys.executable, "-c", _STARVED, fields["segment"]], capture_output=True, text=True, check=True)
        assert (done.stdout, done.stderr) == ("Cannot allocate memory\n", "")
        assert np.array_equal(frames.copied(fields), PICTURE)


# A segment that goes away as at the end of a session.
_LOGGED_OUT = """
import numpy as np
from pathlib import Path
from mmassist.inference import frames
with frames.shared(np.zeros((4, 4, 4), np.uint8)) as fields:
    Path("/dev/shm", fields["segment"]).unlink()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there a segment is a file")
def test_a_segment_that_somebody_else_removed_is_let_go_of() -> None:
    done = subprocess.run([sys.executable, "-c", _LOGGED_OUT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
