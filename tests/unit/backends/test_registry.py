from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint, EntryPoints

import pytest

from mmassist.backends import registry
from mmassist.backends.embedded import EmbeddedBackend
from mmassist.errors import BackendError, PluginError

GOOD = EntryPoint("fake", "tests.fakes.backend:FakeBackend", registry.GROUP)
MISSING = EntryPoint("broken", "no_such_module:Backend", registry.GROUP)
NO_BACKEND = EntryPoint("odd", "builtins:dict", registry.GROUP)
NOT_CALLABLE = EntryPoint("flat", "sys:maxsize", registry.GROUP)
FAILS_WHEN_MADE = EntryPoint("late", "tests.unit.backends.test_registry:explode", registry.GROUP)
IMPOSTOR = EntryPoint("embedded", "tests.fakes.backend:FakeBackend", registry.GROUP)


def explode() -> None:
    raise RuntimeError("no luck")


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def install(*entries: EntryPoint) -> None:
        monkeypatch.setattr(registry, "entry_points", lambda group: EntryPoints(entries).select(group=group))

    return install


def test_the_embedded_describer_is_there_without_any_plug_in() -> None:
    assert registry.names()[0] == "embedded"


def test_makes_the_embedded_describer() -> None:
    assert isinstance(registry.create("embedded"), EmbeddedBackend)


def test_looking_for_names_imports_no_built_in_backend() -> None:
    code = "import sys; from mmassist.backends import registry; registry.names(); sys.exit('mmassist.backends.embedded' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_plug_in_is_offered_by_its_name(plugins: Callable[..., None]) -> None:
    plugins(GOOD)
    assert registry.names() == ("embedded", "fake")


def test_a_plug_in_is_made(plugins: Callable[..., None]) -> None:
    plugins(GOOD)
    assert registry.create("fake").name == "fake"


@pytest.mark.parametrize("entry", [MISSING, NOT_CALLABLE], ids=lambda entry: entry.name)
def test_a_plug_in_that_does_not_load_is_left_out(plugins: Callable[..., None], entry: EntryPoint) -> None:
    plugins(entry, GOOD)
    assert registry.names() == ("embedded", "fake")


def test_a_plug_in_that_does_not_load_is_reported_with_its_reason(plugins: Callable[..., None]) -> None:
    plugins(MISSING)
    failure = registry.load().failed["broken"]
    assert isinstance(failure.__cause__, ModuleNotFoundError)


def test_a_plug_in_that_does_not_load_is_logged(plugins: Callable[..., None], caplog: pytest.LogCaptureFixture) -> None:
    plugins(MISSING)
    with caplog.at_level(logging.WARNING):
        registry.load()
    assert "broken was left out" in caplog.text


@pytest.mark.parametrize("entry", [MISSING, NO_BACKEND, FAILS_WHEN_MADE], ids=lambda entry: entry.name)
def test_a_bad_plug_in_is_told_in_a_sentence_when_asked_for(plugins: Callable[..., None], entry: EntryPoint) -> None:
    plugins(entry)
    with pytest.raises(PluginError) as raised:
        registry.create(entry.name)
    assert raised.value.spoken == f"The backend {entry.name} could not be loaded."


def test_a_plug_in_can_not_take_a_built_in_name(plugins: Callable[..., None]) -> None:
    plugins(IMPOSTOR)
    assert isinstance(registry.create("embedded"), EmbeddedBackend)
    assert registry.names() == ("embedded",)


def test_an_unknown_name_is_told_with_the_names_there_are(plugins: Callable[..., None]) -> None:
    plugins()
    with pytest.raises(BackendError) as raised:
        registry.create("nobody")
    assert raised.value.remedy == "Choose one of embedded."
