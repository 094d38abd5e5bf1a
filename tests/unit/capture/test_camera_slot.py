"""The one place between a camera and who looks."""

from __future__ import annotations

import threading
import time

import pytest

from mmassist.capture.camera_slot import Slot
from mmassist.errors import DeviceLost, DeviceMissing


def never() -> bool:
    return False


def test_the_newest_is_given() -> None:
    slot = Slot()
    slot.arrived(b"one")
    slot.arrived(b"two")
    taken = slot.take(0, 1.0, never)
    assert taken is not None
    assert (taken.number, taken.picture) == (2, b"two")


def test_one_that_waited_is_left_for_the_next() -> None:
    slot = Slot()
    slot.arrived(b"old")
    time.sleep(0.05)
    timer = threading.Timer(0.05, slot.arrived, [b"new"])
    timer.start()
    taken = slot.take(0, 1.0, never)
    timer.join()
    assert taken is not None
    assert taken.picture == b"new"


def test_the_last_of_a_file_is_given_however_old() -> None:
    slot = Slot()
    slot.arrived(b"last")
    slot.ended()
    time.sleep(0.05)
    taken = slot.take(0, 1.0, never)
    assert taken is not None
    assert slot.take(taken.number, 1.0, never) is None


def test_nothing_at_all_is_a_loss() -> None:
    with pytest.raises(DeviceLost, match="no first picture"):
        Slot().take(0, 0.15, never)


def test_a_camera_that_has_answered_is_not_given_long_for_its_first_picture() -> None:
    slot = Slot()
    slot.answered()
    with pytest.raises(DeviceLost, match="no first picture"):
        slot.take(0, 600.0, never)


def test_a_failure_reaches_who_waits() -> None:
    slot = Slot()
    timer = threading.Timer(0.05, slot.failed, [DeviceMissing("gone")])
    timer.start()
    with pytest.raises(DeviceMissing, match="gone"):
        slot.take(0, 5.0, never)
    timer.join()


def test_a_slow_camera_is_not_called_stalled() -> None:
    slot = Slot()
    slot._intervals = [1.0] * 5
    slot._number = 5
    timer = threading.Timer(1.3, slot.arrived, [b"late"])
    timer.start()
    taken = slot.take(5, 1.0, never)
    timer.join()
    assert taken is not None


def test_who_gives_up_gets_nothing() -> None:
    assert Slot().take(0, 5.0, lambda: True) is None
