"""The file for whoever helps: what it holds, and what must never be in it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mmassist.cli import app
from mmassist.doctor import Finding, Verdict
from mmassist.doctor_bundle import bundle
from mmassist.engine.history import Entry
from mmassist.engine.history import Options as HistoryOptions
from mmassist.engine.history_store import HistoryStore
from mmassist.engine.metrics import Row
from mmassist.engine.metrics_store import MetricsStore
from mmassist.settings import Settings, save

PLANTED = "wisteria"
SETTINGS = {
    "speech": {"rate": 420, "language": "de"},
    "describe": {"preset": f"my-{PLANTED}"},
    "answers": {"order": [f"{PLANTED}-server", "embedded"], "day_limit": 2.5},
    "backends": {
        f"{PLANTED}-server": {
            "kind": "chat",
            "base_url": f"http://{PLANTED}:{PLANTED}@{PLANTED}.example/v1",
            "model": f"{PLANTED}-7b",
            "proxy": f"http://{PLANTED}:8080",
            "retries": 0,
        }
    },
    "privacy": {"excluded": [f"{PLANTED} bank"], "programs": {f"{PLANTED}.exe": "local"}, "sending": "local"},
    "profiles": {f"{PLANTED} reader": {"rate": 200, "preset": f"my-{PLANTED}"}},
    "listen": {"microphone": f"{PLANTED}'s headset"},
    "camera": {"source": f"http://{PLANTED}.local/video"},
    "models": {"hub": f"https://{PLANTED}.example"},
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's own folder with secrets in each corner, and a computer that is called by one."""
    home = tmp_path / PLANTED / "mmassist"
    for name, value in {
        "MMASSIST_HOME": str(home),
        "HOME": str(tmp_path / PLANTED),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        f"{PLANTED.upper()}_SERVER_API_KEY": f"sk-{PLANTED}-0123456789abcdef",
        "LANG": "de_DE.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("socket.gethostname", lambda: f"{PLANTED}-laptop")
    save(Settings.model_validate(SETTINGS), home / "config" / "settings.toml")
    history = HistoryStore(home / "data" / "history.db", HistoryOptions(), lambda error: pytest.fail(str(error)))
    history.record(Entry(time.time(), PLANTED, PLANTED, PLANTED, PLANTED, PLANTED))
    history.close()
    metrics = MetricsStore(home / "data" / "metrics.db", lambda error: pytest.fail(str(error)))
    for outcome in ("ok", "ok", "TimedOut"):
        metrics.record(Row(time.time(), f"{PLANTED}-server", "chat", model=PLANTED, outcome=outcome))
    metrics.close()
    (home / "data" / f"{PLANTED}.json").write_text(PLANTED)
    return home


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["doctor", "--bundle", *arguments])


def test_it_holds_what_helps(home: Path, tmp_path: Path) -> None:
    assert run(str(tmp_path / "bundle.json")).exit_code == 0
    data = json.loads((tmp_path / "bundle.json").read_text("utf-8"))
    assert data["packages"]["mmassist"] and data["system"]["LANG"] == "de_DE.UTF-8"
    assert {"part": "Python", "verdict": "found", "detail": data["system"]["python"]} in data["findings"]
    assert data["settings"]["speech.rate"] == 420
    assert data["settings"]["answers.day_limit"] == 2.5
    assert data["settings"]["privacy.excluded"] == "1 set"
    assert data["settings"]["backends.1.base_url"] == "set"
    assert data["settings"]["profiles.1.rate"] == 200
    assert data["turns"] == {"chat: ok": 2, "chat: TimedOut": 1}
    assert {"history.db", "metrics.db"} <= set(data["files"])


def test_no_secret_that_was_planted_is_in_it_or_in_what_is_read_out(home: Path, tmp_path: Path) -> None:
    told = run(str(tmp_path / "bundle.json"), "--json")
    text = (tmp_path / "bundle.json").read_text("utf-8")
    assert PLANTED not in text.casefold()
    assert PLANTED not in " ".join(json.loads(told.stdout)["holds"]).casefold()
    assert "0123456789abcdef" not in text


def test_what_is_in_it_is_read_out(home: Path, tmp_path: Path) -> None:
    told = run(str(tmp_path / "bundle.json")).stdout
    data = json.loads((tmp_path / "bundle.json").read_text("utf-8"))
    assert f"What the doctor finds of {len(data['findings'])} parts" in told
    assert f"{len(data['settings'])} settings that you have changed" in told
    assert "How many of 3 turns of the last 30 days went well" in told
    assert "Not in it: anything that was on a screen, asked or told, pictures, keys, addresses" in told


def test_what_a_part_tells_of_itself_is_scrubbed_whatever_it_is(home: Path) -> None:
    odd = f"{home} of me@{PLANTED}.example, card 4111 1111 1111 1111"
    data = bundle(Settings(), [Finding("starts", Verdict.MISSING, odd)], ()).data
    assert PLANTED not in json.dumps(data) and "4111" not in json.dumps(data)


def test_a_file_that_can_not_be_written_is_said(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    refused = run(str(tmp_path / "file" / "bundle.json"))
    assert refused.exit_code == 1
    assert "The file could not be written" in refused.stderr
