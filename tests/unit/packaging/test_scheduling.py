"""Which tests in the desktop stay together when several processes run them."""

from __future__ import annotations

from tests.integration.scheduling import group, longest_first

_MATRIX = "tests/integration/faults/test_faults.py::test_it_is_heard_and_the_app_works_on"


def test_the_tests_of_a_file_stay_together() -> None:
    assert group("tests/integration/test_bench.py::test_a") == group("tests/integration/test_bench.py::test_b[x-idle]")


def test_files_may_be_apart() -> None:
    assert group("tests/integration/test_bench.py::test_a") != group("tests/integration/test_quiet.py::test_a")


def test_the_faults_of_a_state_stay_together() -> None:
    assert group(f"{_MATRIX}[voice-killed-idle]") == group(f"{_MATRIX}[key-gone-idle]")


def test_states_may_be_apart() -> None:
    assert group(f"{_MATRIX}[voice-killed-idle]") != group(f"{_MATRIX}[voice-killed-speaking]")


def test_what_takes_longest_is_begun_first_and_a_group_keeps_its_order() -> None:
    few = ["tests/integration/test_few.py::test_b", "tests/integration/test_few.py::test_a"]
    long = ["tests/integration/test_screen_reader.py::test_fifty_turns"]
    many = [f"tests/integration/test_many.py::test_{at}" for at in range(9)]
    tests = [*few, *many, *long]
    assert [tests[at] for at in longest_first(tests)] == [*long, *many, *few]
