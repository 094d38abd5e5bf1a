"""Settings: a round trip, and every way in which a file can be wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.errors import SettingsError
from mmassist.settings import AnswerSettings, BackendSettings, DescribeSettings, KeySettings, Settings, SpeechSettings, load, save
from mmassist.settings_file import in_words_of
from mmassist.values import Verbosity


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "settings.toml"


@given(
    st.integers(80, 900),
    st.integers(0, 100),
    st.sampled_from(Verbosity),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40),
)
def test_what_is_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, rate: int, volume: int, verbosity: Verbosity, key: str) -> None:
    path = tmp_path_factory.getbasetemp() / "round-trip.toml"
    settings = Settings(
        speech=SpeechSettings(rate=rate, volume=volume), describe=DescribeSettings(verbosity=verbosity), keys=KeySettings(describe=key)
    )
    save(settings, path)
    assert load(path) == (settings, None)


def test_no_file_gives_the_defaults(path: Path) -> None:
    assert load(path) == (Settings(), None)


def test_a_saved_file_is_the_owners_alone(path: Path) -> None:
    save(Settings(), path)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"speech = [", "not valid TOML"),
        (b"\xff\xfe\x00", "not valid TOML"),
        (b"[speech]\nrate = 5000\n", "speech.rate"),
        (b"[speech]\nrat = 300\n", "speech.rat"),
        (b"speech = 3\n", "speech"),
    ],
)
def test_a_broken_file_is_kept_aside_and_said(path: Path, content: bytes, complaint: str) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings, problem = load(path)
    assert settings == Settings()
    assert problem is not None
    assert complaint in problem.spoken
    assert (path.parent / "settings.toml.broken").read_bytes() == content
    assert not path.exists()


def test_of_a_broken_file_the_last_good_one_is_used_said_and_put_back(path: Path) -> None:
    good = Settings(speech=SpeechSettings(rate=200))
    save(good, path)
    path.write_text("[speech]\nrate = 5000\n")
    settings, problem = load(path)
    assert settings == good
    assert problem is not None
    assert "speech.rate" in problem.spoken and "The last good settings are in use." in problem.spoken
    assert (path.parent / "settings.toml.broken").read_text() == "[speech]\nrate = 5000\n"
    assert load(path) == (good, None)


def test_a_file_that_was_written_by_hand_and_loaded_is_a_good_one(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("[speech]\nrate = 222 # mine\n")
    load(path)
    path.write_text("rubbish")
    assert load(path)[0].speech.rate == 222
    assert path.read_text() == "[speech]\nrate = 222 # mine\n"


def test_where_the_last_good_one_is_broken_too_the_defaults_are_used(path: Path) -> None:
    save(Settings(speech=SpeechSettings(rate=200)), path)
    for name in ("settings.toml", "settings.toml.good"):
        (path.parent / name).write_text("[speech]\nrate = 5000\n")
    settings, problem = load(path)
    assert settings == Settings()
    assert problem is not None and "The defaults are in use." in problem.spoken


def test_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("version = 99\n")
    settings, problem = load(path)
    assert settings == Settings()
    assert problem is not None
    assert "newer" in problem.spoken
    with pytest.raises(SettingsError, match="version 99"):
        save(Settings(), path)
    assert path.read_text() == "version = 99\n"


def test_an_older_file_is_backed_up_before_it_is_written_anew(path: Path) -> None:
    path.parent.mkdir()
    old = '# mine\nversion = 1\n[describe]\nbackend = "counting"\n'
    path.write_text(old)
    save(load(path)[0], path)
    assert (path.parent / "settings.toml.v1.bak").read_text() == old
    save(Settings(), path)
    assert (path.parent / "settings.toml.v1.bak").read_text() == old


def test_comments_and_order_stay_when_a_setting_is_changed(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("# my file\n[listen] # ears\nhands_free = true\n\n[speech]\nrate = 300 # as fast as I like it\nvolume = 80\n")
    settings, _ = load(path)
    save(settings.model_copy(update={"speech": settings.speech.model_copy(update={"rate": 400})}), path)
    text = path.read_text()
    assert text.startswith("# my file\n")
    assert "\n[listen] # ears\nhands_free = true\n" in text
    assert "rate = 400 # as fast as I like it\nvolume = 80\n" in text


_TOML = st.recursive(
    st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: st.lists(st.text(max_size=5), max_size=3) | st.dictionaries(st.text('abc ."', max_size=3), inner, max_size=4),
    max_leaves=12,
)
_FILE = st.dictionaries(st.text("abc .", min_size=1, max_size=3), _TOML, max_size=5)


@given(_FILE, _FILE)
def test_whatever_the_file_said_before_it_says_what_it_should_afterwards(before: dict[str, object], after: dict[str, object]) -> None:
    assert tomllib.loads(in_words_of(in_words_of("", before), after)) == after


def test_the_environment_wins_over_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(Settings(speech=SpeechSettings(rate=200, volume=30)), path)
    monkeypatch.setenv("MMASSIST_SPEECH__RATE", "450")
    settings, problem = load(path)
    assert (settings.speech.rate, settings.speech.volume, problem) == (450, 30, None)


def test_a_wrong_environment_variable_is_said_and_the_file_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = Settings(speech=SpeechSettings(rate=200))
    save(saved, path)
    monkeypatch.setenv("MMASSIST_SPEECH__RATE", "fast")
    settings, problem = load(path)
    assert settings == saved
    assert problem is not None
    assert "environment" in problem.spoken
    assert path.exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError) as caught:
        save(Settings(), tmp_path / "file" / "settings.toml")
    assert "could not be saved" in caught.value.spoken


def test_a_file_of_version_1_keeps_its_backend(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('version = 1\n[describe]\nbackend = "counting"\nverbosity = "full"\n')
    settings, problem = load(path)
    assert problem is None
    assert settings.answers.order == ("counting",)
    assert settings.describe.verbosity is Verbosity.FULL


def test_a_backend_of_the_users_own_has_a_name(path: Path) -> None:
    mine = BackendSettings(kind="chat", base_url="http://127.0.0.1:8080/v1", model="llama-3.2-vision")
    saved = Settings(backends={"mine": mine}, answers=AnswerSettings(order=("mine", "embedded")))
    save(saved, path)
    assert load(path) == (saved, None)
