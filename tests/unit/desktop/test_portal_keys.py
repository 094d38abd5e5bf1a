"""Global keys by the portal: what the desktop binds is told, and what it denies, takes away or lacks."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator

import pytest

import mmassist.desktop.portal_keys as portal_keys
from mmassist.desktop.portal_keys import PortalKeys, check
from mmassist.desktop.portal_triggers import Shortcut
from mmassist.errors import DesktopError, SettingsError
from mmassist.portals.bus import REGISTRY, SCREENCAST, SHORTCUTS
from tests.fakes.portal import CANCELLED, REFUSED, Desk, PortalDouble
from tests.fakes.session_bus import session_bus

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="portals are Linux's")

NAMES = {
    "Ctrl+Shift+F1": Shortcut("describe", "Describe the window in front."),
    "Ctrl+Shift+F3": Shortcut("ask", "Ask or command by voice."),
}


@pytest.fixture(autouse=True)
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with session_bus(monkeypatch) as address:
        yield address


class Heard:
    """What the keys say and do, as it comes."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.faults: list[DesktopError] = []
        self.pressed: list[str] = []
        self._stir = threading.Condition()

    def put(self, into: list[str], what: str) -> None:
        with self._stir:
            into.append(what)
            self._stir.notify_all()

    def fault(self, error: DesktopError) -> None:
        with self._stir:
            self.faults.append(error)
            self._stir.notify_all()

    def wait_for(self, fact: Callable[[], bool]) -> None:
        with self._stir:
            assert self._stir.wait_for(fact, 10), (self.said, self.faults, self.pressed)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def keys(heard: Heard) -> Iterator[PortalKeys]:
    made = PortalKeys(heard.fault)
    made.introduce(NAMES, lambda text: heard.put(heard.said, text))
    yield made
    made.close()


def bind_all(keys: PortalKeys, heard: Heard) -> None:
    keys.start()
    keys.bind("Ctrl+Shift+F1", lambda at: heard.put(heard.pressed, "describe"))
    keys.bind("Ctrl+Shift+F3", lambda at: heard.put(heard.pressed, "ask"), lambda at: heard.put(heard.pressed, "asked"))


def test_all_keys_are_asked_for_at_once_with_what_they_are_for(keys: PortalKeys, heard: Heard) -> None:
    with PortalDouble() as double:
        bind_all(keys, heard)
        heard.wait_for(lambda: bool(heard.said))
        assert double.dialogs == ["BindShortcuts"]
        assert double.bound == [
            ("describe", {"description": "Describe the window in front.", "preferred_trigger": "CTRL+SHIFT+F1"}),
            ("ask", {"description": "Ask or command by voice.", "preferred_trigger": "CTRL+SHIFT+F3"}),
        ]


def test_what_the_desktop_really_bound_is_told(keys: PortalKeys, heard: Heard) -> None:
    with PortalDouble(Desk(triggers={"describe": "Meta+D", "ask": ""})):
        bind_all(keys, heard)
        heard.wait_for(lambda: bool(heard.said))
    assert heard.said == ["describe is on Super D. ask has no key. Choose one in the desktop's keyboard settings."]


def test_what_is_only_offered_asks_for_no_key_and_is_told_where_it_has_one(keys: PortalKeys, heard: Heard) -> None:
    with PortalDouble(Desk(triggers={"next": "Meta+N", "copy": ""})) as double:
        bind_all(keys, heard)
        keys.offer(Shortcut("next", "Next item"), lambda at: heard.put(heard.pressed, "next"))
        keys.offer(Shortcut("copy", "Copy what was said"), lambda at: None)
        heard.wait_for(lambda: bool(heard.said))
        double.press("next")
        heard.wait_for(lambda: bool(heard.pressed))

        assert double.bound[2:] == [("next", {"description": "Next item"}), ("copy", {"description": "Copy what was said"})]
    assert heard.pressed == ["next"]
    assert heard.said[0].startswith("describe is on Control Shift F1, ask is on Control Shift F3, next is on Super N.")
    assert heard.said[0].endswith("You can give more commands keys in the desktop's keyboard settings.")
    assert "copy" not in heard.said[0]


def test_press_and_release_arrive(keys: PortalKeys, heard: Heard) -> None:
    with PortalDouble() as double:
        bind_all(keys, heard)
        heard.wait_for(lambda: bool(heard.said))
        double.press("describe")
        double.press("ask")
        double.release("ask")
        heard.wait_for(lambda: len(heard.pressed) == 3)
    assert heard.pressed == ["describe", "ask", "asked"]


def test_a_shortcut_of_another_name_does_nothing(keys: PortalKeys, heard: Heard) -> None:
    with PortalDouble() as double:
        bind_all(keys, heard)
        heard.wait_for(lambda: bool(heard.said))
        double.press("format the disk")
        double.press("describe")
        heard.wait_for(lambda: bool(heard.pressed))
    assert heard.pressed == ["describe"]


def test_a_changed_key_is_told(keys: PortalKeys, heard: Heard) -> None:
    with PortalDouble() as double:
        bind_all(keys, heard)
        heard.wait_for(lambda: len(heard.said) == 1)
        double.rebind({"describe": "Ctrl+Alt+D"})
        heard.wait_for(lambda: len(heard.said) == 2)
    assert heard.said[1] == "describe is on Control Alt D."


@pytest.mark.parametrize(("answer", "says"), [(CANCELLED, "did not let"), (REFUSED, "refused")])
def test_a_denial_is_said_with_what_works_meanwhile(answer: int, says: str, keys: PortalKeys, heard: Heard) -> None:
    with PortalDouble(Desk(answer=answer)):
        bind_all(keys, heard)
        heard.wait_for(lambda: bool(heard.faults))
    assert says in heard.faults[0].spoken and "command line" in heard.faults[0].remedy
    assert not heard.said


@pytest.mark.parametrize("versions", [{}, {SCREENCAST: 4}])
def test_a_desktop_without_the_portal_is_said_once(versions: dict[str, int], keys: PortalKeys, heard: Heard) -> None:
    with PortalDouble(Desk(versions=versions)):
        bind_all(keys, heard)
        heard.wait_for(lambda: bool(heard.faults))
        threading.Event().wait(0.3)
    assert len(heard.faults) == 1
    assert "mmassist describe" in heard.faults[0].remedy


def test_no_portals_at_all_are_said_once(keys: PortalKeys, heard: Heard) -> None:
    bind_all(keys, heard)
    heard.wait_for(lambda: bool(heard.faults))
    assert len(heard.faults) == 1


@pytest.mark.parametrize(("versions", "binds"), [({SHORTCUTS: 1}, True), ({SCREENCAST: 4}, False)])
def test_whether_a_desktop_binds_keys_is_known_without_asking_for_any(versions: dict[str, int], binds: bool) -> None:
    with PortalDouble(Desk(versions=versions)) as double:
        if binds:
            assert "the desktop binds them" in check()
        else:
            with pytest.raises(DesktopError):
                check()
        assert not double.dialogs


def test_what_is_no_chord_is_a_matter_of_settings(keys: PortalKeys) -> None:
    with PortalDouble():
        keys.start()
        with pytest.raises(SettingsError):
            keys.bind("Ctrl+Nonsense", lambda at: None)


def test_keys_that_are_taken_away_are_said(keys: PortalKeys, heard: Heard) -> None:
    with PortalDouble() as double:
        bind_all(keys, heard)
        heard.wait_for(lambda: bool(heard.said))
        double.end_sessions()
        heard.wait_for(lambda: bool(heard.faults))
    assert "took mmassist's keys away" in heard.faults[0].spoken


def test_keys_come_back_with_the_portal(keys: PortalKeys, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal_keys, "_PAUSES", (0.3, 0.3, 0.3))
    with PortalDouble() as double:
        bind_all(keys, heard)
        heard.wait_for(lambda: bool(heard.said))
        double.vanish()
        double.come_back()
        double.wait_for(lambda: double.dialogs.count("BindShortcuts") == 2)
        threading.Event().wait(0.2)
        double.press("describe")
        heard.wait_for(lambda: bool(heard.pressed))
    assert not heard.faults and len(heard.said) == 1


def test_a_portal_that_does_not_come_back_is_said(keys: PortalKeys, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal_keys, "_PAUSES", (0.05, 0.05))
    with PortalDouble() as double:
        bind_all(keys, heard)
        heard.wait_for(lambda: bool(heard.said))
        double.vanish()
        heard.wait_for(lambda: bool(heard.faults))
    assert "stopped working" in heard.faults[0].spoken


def test_another_chord_for_an_action_wants_another_session(keys: PortalKeys, heard: Heard) -> None:
    with PortalDouble() as double:
        bind_all(keys, heard)
        heard.wait_for(lambda: len(heard.said) == 1)
        keys.unbind("Ctrl+Shift+F3")
        heard.wait_for(lambda: len(heard.said) == 2)
        assert [name for name, _ in double.bound] == ["describe"]
        assert len(double.sessions) == 1


def test_a_portal_that_wants_a_name_is_told_it(keys: PortalKeys, heard: Heard) -> None:
    with PortalDouble(Desk(versions={SHORTCUTS: 2, REGISTRY: 1})) as double:
        bind_all(keys, heard)
        heard.wait_for(lambda: bool(heard.said))
        assert double.app_ids == ["mmassist"]


def test_closing_gives_the_keys_back(keys: PortalKeys, heard: Heard) -> None:
    with PortalDouble() as double:
        bind_all(keys, heard)
        heard.wait_for(lambda: bool(heard.said))
        keys.close()
        double.wait_for(lambda: bool(double.closed))
        keys.close()
