import pytest

from mmassist.training.progress import Progress, in_words, time_is_over


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_line_a_minute_is_said(clock: Clock) -> None:
    lines: list[str] = []
    progress = Progress("pretrain", 1000, lines.append, clock)
    for step in range(120):
        clock.now = float(step)
        progress.at(step + 1)
    assert len(lines) == 1


def test_the_time_that_is_left_is_told_in_words(clock: Clock) -> None:
    lines: list[str] = []
    progress = Progress("pretrain", 1000, lines.append, clock)
    progress.at(0)
    clock.now = 60.0
    progress.at(100, {"loss": 0.41234})
    assert lines == ["pretrain: 100 of 1,000, 10%, loss 0.4123, 9 minutes left"]


def test_what_was_done_before_this_run_does_not_count_as_speed(clock: Clock) -> None:
    lines: list[str] = []
    progress = Progress("pretrain", 1000, lines.append, clock)
    progress.at(500)
    clock.now = 60.0
    progress.at(600)
    assert lines[-1].endswith("4 minutes left")


def test_the_end_is_said_at_once(clock: Clock) -> None:
    lines: list[str] = []
    Progress("icons", 5, lines.append, clock).at(5)
    assert lines == ["icons: 5 of 5, 100%"]


@pytest.mark.parametrize(("seconds", "words"), [(1, "1 second"), (89, "89 seconds"), (600, "10 minutes"), (7260, "2 hours 1 minute")])
def test_times_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


def test_a_limit_of_time_is_reached_when_it_has_passed(clock: Clock) -> None:
    over, never = time_is_over(2, clock), time_is_over(None, clock)
    clock.now = 119.0
    assert not over()
    clock.now = 120.0
    assert over()
    assert not never()
