"""The backends of a run, made out of settings that may be wrong or hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmassist.backends import catalogue
from mmassist.engine.brains import EMBEDDED
from mmassist.errors import MmassistError
from mmassist.privacy.consents import Consents
from mmassist.privacy.policy import Rule
from mmassist.settings import BackendSettings, PrivacySettings, Settings
from mmassist.wiring.answers import Agreements, consents_file, rules_of
from mmassist.wiring.asking import agree
from mmassist.wiring.brains import make_brain, open_brains

ROWS, _ = catalogue.load()


def settings(**backends: BackendSettings) -> Settings:
    return Settings(backends=backends)


def test_nobody_else_answers_under_the_embedded_describers_name() -> None:
    problems: list[MmassistError] = []
    brains = open_brains(settings(embedded=BackendSettings(kind="openai")), ROWS, problems)
    assert [(brain.name, brain.backend.capabilities.local) for brain in brains] == [(EMBEDDED, True)]
    assert "embedded" in problems[0].spoken


@pytest.mark.parametrize("name", ["", "my gpt", "a" * 65, "-x", "x\x1b[31m"])
def test_a_name_that_no_key_can_be_stored_under_is_a_fault_and_no_backend(name: str) -> None:
    problems: list[MmassistError] = []
    brains = open_brains(Settings(backends={name: BackendSettings(kind="openai")}), ROWS, problems)
    assert [brain.name for brain in brains] == [EMBEDDED]
    assert "name" in problems[0].spoken


def test_the_embedded_describer_costs_nothing() -> None:
    assert not make_brain(EMBEDDED, Settings(), ROWS).bills


@pytest.mark.parametrize("names", [("Firefox", "firefox"), ("firefox", "Firefox")])
def test_of_two_rules_for_one_program_the_stricter_holds(names: tuple[str, str]) -> None:
    rules = dict(zip(names, (Rule.ALLOW, Rule.LOCAL), strict=True))
    assert rules_of(Settings(privacy=PrivacySettings(programs=rules))).sending.of("FIREFOX") is Rule.LOCAL


def test_spaces_around_a_programs_name_do_not_void_its_rule() -> None:
    found = rules_of(Settings(privacy=PrivacySettings(sending=Rule.ALLOW, programs={" KeePassXC ": Rule.LOCAL})))
    assert found.sending.of("KeePassXC") is Rule.LOCAL


def test_what_was_agreed_to_with_one_server_holds_for_no_other_on_the_same_machine(tmp_path: Path) -> None:
    agreements = Agreements(ROWS, Consents(tmp_path / "consents.json"))
    one, other = (
        make_brain("it", settings(it=BackendSettings(kind="chat", base_url=f"http://192.168.1.5:{port}/v1")), ROWS) for port in (80, 8080)
    )
    agreements.agree(one)
    assert (agreements.has(one), agreements.has(other)) == (True, False)


@pytest.mark.parametrize(("url", "name"), [("https://llm.example/v1", "llm.example"), ("", "OpenAI")])
def test_a_vendors_terms_are_read_for_the_vendors_own_server_alone(tmp_path: Path, url: str, name: str) -> None:
    agreements = Agreements(ROWS, Consents(tmp_path / "consents.json"))
    terms = agreements.terms(make_brain("gpt", settings(gpt=BackendSettings(kind="openai", base_url=url)), ROWS))
    assert name in terms
    assert ("OpenAI" in terms) is (url == "")


def test_nothing_is_agreed_to_while_nothing_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    here = settings(mine=BackendSettings(kind="chat", base_url="http://127.0.0.1:8080/v1"))
    agree("mine", here)
    assert Consents(consents_file()).all() == ()
