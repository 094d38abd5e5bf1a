"""One app a user."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from mmassist.desktop.instance import Instance

HOLDER = """
import sys, time
from pathlib import Path
from mmassist.desktop.instance import Instance
instance = Instance(Path(sys.argv[1]))
print(instance.take(), flush=True)
time.sleep(60)
"""


def test_a_second_one_is_refused_until_the_first_gives_it_back(tmp_path: Path) -> None:
    first, second = Instance(tmp_path / "run"), Instance(tmp_path / "run")
    assert first.take()
    assert not second.take()
    first.close()
    assert second.take()
    second.close()


def test_what_a_process_that_was_killed_left_is_no_obstacle(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "True\n"
        instance = Instance(tmp_path)
        assert not instance.take()
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait(10)
    assert instance.take()
    assert instance.was_cut
    instance.close()


def test_a_run_that_ended_as_it_should_was_not_cut_short(tmp_path: Path) -> None:
    for _ in range(2):
        instance = Instance(tmp_path)
        assert instance.take()
        assert not instance.was_cut
        instance.close()
        instance.close()


def test_where_there_can_be_no_lock_it_starts_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert Instance(tmp_path / "file" / "run").take()
