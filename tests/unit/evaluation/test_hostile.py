"""The evaluation of hostile answers and screens: it passes on a few, and it is not blind."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from mmassist.dialogue.untrusted import Fence
from mmassist.engine.telling import Piece, Telling
from mmassist.evaluation.hostile import run
from mmassist.evaluation.hostile.generate import answers, screens
from mmassist.evaluation.hostile.watch import Watch
from mmassist.values import Channel

SEED = 99


def test_the_same_seed_gives_the_same_attacks() -> None:
    assert answers(50, SEED) == answers(50, SEED)
    assert answers(50, SEED) != answers(50, SEED + 1)


def test_every_attack_bears_a_mark_of_its_own_and_is_cut_up_without_loss() -> None:
    attacks = [*answers(200, SEED), *screens(100, SEED)]
    assert len({attack.mark for attack in attacks}) == len(attacks)
    assert all("".join(attack.pieces) == attack.text and attack.mark in attack.text for attack in attacks)


def test_no_attack_of_a_few_achieves_anything() -> None:
    report = run.run(48, 24, SEED)
    assert report.offences == {}
    assert report.heard == 72
    assert report.met


def test_a_forged_system_message_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Telling._pieces

    def forged(self: Telling, texts: list[str]) -> list[Piece]:
        return [Piece(Channel.SYSTEM, piece.text) for piece in honest(self, texts)]

    monkeypatch.setattr(Telling, "_pieces", forged)
    assert run.run(8, 0, SEED).offences["the system channel was forged"] > 0


def test_a_fence_that_lets_text_out_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Fence, "around", lambda self, kind, lines: "\n".join(lines))
    assert run.run(0, 6, SEED).offences["the screen left the fence"] > 0


def act_file(folder: Path) -> None:
    (folder / "written").write_text("x")


def act_socket(folder: Path) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()


def act_process(folder: Path) -> None:
    os.posix_spawn(sys.executable, [sys.executable, "-c", ""], os.environ)
    os.wait()


@pytest.mark.parametrize("act", [act_file, act_socket, act_process])
def test_what_touches_the_world_is_seen(tmp_path: Path, act: Callable[[Path], None]) -> None:
    watch = Watch()
    with watch.watching() as touched:
        act(tmp_path)
    assert touched


def test_a_resource_of_the_app_that_is_read_late_is_not_but_one_that_could_be_changed_is() -> None:
    watch, resource = Watch(), Path(str(resources.files("mmassist.resources"))) / "earcons.toml"
    with watch.watching() as touched:
        resource.read_text("utf-8")
    assert touched == []
    with watch.watching() as touched, resource.open("r+"):
        pass
    assert touched


def test_what_is_done_before_and_after_is_not(tmp_path: Path) -> None:
    watch = Watch()
    act_file(tmp_path)
    with watch.watching() as touched:
        pass
    act_file(tmp_path)
    assert touched == []
