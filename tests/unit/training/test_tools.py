import importlib.util
import os


def test_torch_is_there_where_it_must_be() -> None:
    assert importlib.util.find_spec("torch") or not os.environ.get("MMASSIST_REQUIRE_TRAINING")
