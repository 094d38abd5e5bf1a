"""The microphone's process from the inside, with the sound server and the device played."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from mmassist.capture import microphone_process, microphone_stream
from mmassist.capture.microphone_process import MicrophoneHandler
from mmassist.capture.ring import Piece
from mmassist.capture.sound_devices import Source, Sources
from mmassist.errors import DeviceLost, DeviceMissing, PermissionDenied
from mmassist.inference.messages import Message

WEBCAM, HEADSET = Source("webcam", "Webcam", 16_000, 1), Source("headset", "Headset", 16_000, 1)


class Server:
    """`sources`: what it tells. `ended`, `denied`, `answering`: how it is."""

    def __init__(self, *sources: Source, default: str = "") -> None:
        self.sources: Sources | None = Sources(sources, default)
        self.ended = self.denied = False
        self.answering = True

    def wait(self, timeout: float) -> bool:
        if self.sources is None and not self.ended:
            time.sleep(timeout)
        return self.sources is not None or self.ended

    def answers(self, timeout: float) -> bool:
        return self.answering and not self.ended


class FakeStream:
    """A device that gives a block's worth of noise each 10 ms until `quiet`. `held_up`: seconds for which its process then does not run."""

    made: list[FakeStream]

    def __init__(self, source: Source) -> None:
        self.source, self.rate, self.is_active, self.closed, self.quiet = source, source.rate, True, False, False
        self.held_up = 0.0
        self.ring = SimpleNamespace(take=self._take)
        self.made.append(self)

    def _take(self, timeout: float) -> Piece | None:
        if self.held_up:
            time.sleep(self.held_up)
            self.held_up = 0.0
            return None
        time.sleep(timeout if self.quiet else 0.01)
        return None if self.quiet else Piece(np.full((512, 1), 0.1, np.float32), time.monotonic())

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch) -> list[FakeStream]:
    made: list[FakeStream] = []
    monkeypatch.setattr(FakeStream, "made", made, raising=False)
    monkeypatch.setattr(microphone_process, "Stream", FakeStream)
    monkeypatch.setattr(microphone_stream, "load", lambda: None)
    return made


def listen(server: Server, monkeypatch: pytest.MonkeyPatch, device: str = "", cancelled: Callable[[], bool] = bool) -> Iterator[Message]:
    monkeypatch.setattr(microphone_process, "_watch", lambda: server)
    return MicrophoneHandler().handle(Message({"op": "listen", "device": device}), cancelled)


def until(replies: Iterator[Message], wanted: Callable[[Message], object]) -> Message:
    return next(reply for reply in replies if wanted(reply))


def has_sound(reply: Message) -> bool:
    return bool(reply.body)


def test_the_chosen_microphone_is_opened_and_named_before_its_sound(streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch) -> None:
    replies = listen(Server(WEBCAM, HEADSET), monkeypatch, "head")
    assert until(replies, lambda reply: "device" in reply.fields).fields == {"device": "headset", "label": "Headset", "muted": False}
    assert len(until(replies, has_sound).body) == 4 * 512
    assert [stream.source for stream in streams] == [HEADSET]


def test_another_default_is_opened_in_place_of_the_last(streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(WEBCAM, HEADSET, default="webcam")
    replies = listen(server, monkeypatch)
    until(replies, has_sound)
    server.sources = Sources((WEBCAM, HEADSET), "headset")
    assert until(replies, lambda reply: "device" in reply.fields).fields["label"] == "Headset"
    until(replies, has_sound)
    assert [(stream.source, stream.closed) for stream in streams] == [(WEBCAM, True), (HEADSET, False)]


def test_being_muted_is_told_without_opening_it_anew(streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(WEBCAM, default="webcam")
    replies = listen(server, monkeypatch)
    until(replies, has_sound)
    server.sources = Sources((Source("webcam", "Webcam", 16_000, 1, muted=True),), "webcam")
    assert until(replies, lambda reply: "muted" in reply.fields).fields["muted"]
    assert len(streams) == 1


def test_a_microphone_that_was_connected_anew_before_anybody_saw_it_go_is_lost(
    streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(WEBCAM, default="webcam")
    replies = listen(server, monkeypatch)
    until(replies, has_sound)
    server.sources = Sources((replace(WEBCAM, index=1),), "webcam")
    with pytest.raises(DeviceLost) as lost:
        until(replies, lambda reply: "device" in reply.fields)
    assert "Webcam" in lost.value.spoken


def test_a_microphone_that_goes_is_closed_and_told_by_name(streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(WEBCAM, default="webcam")
    replies = listen(server, monkeypatch)
    until(replies, has_sound)
    server.sources = Sources((), "")
    with pytest.raises(DeviceLost, match="webcam is gone") as caught:
        list(replies)
    assert caught.value.spoken == "The microphone Webcam stopped."
    deadline = time.monotonic() + 2
    while not streams[0].closed and time.monotonic() < deadline:
        time.sleep(0.005)
    assert streams[0].closed


@pytest.mark.parametrize(("answering", "spoken"), [(True, "The microphone Webcam stopped."), (False, "The sound system does not answer.")])
def test_a_microphone_that_gives_nothing_any_more_is_lost_and_it_is_told_whose_fault_it_is(
    streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch, answering: bool, spoken: str
) -> None:
    server = Server(WEBCAM, default="webcam")
    replies = listen(server, monkeypatch)
    until(replies, has_sound)
    server.answering, streams[0].quiet = answering, True
    with pytest.raises(DeviceLost) as caught:
        list(replies)
    assert caught.value.spoken == spoken


def test_a_sound_server_that_is_only_slow_costs_no_microphone(streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch) -> None:
    replies = listen(Server(WEBCAM, default="webcam"), monkeypatch)
    until(replies, has_sound)
    streams[0].quiet = True
    deadline = time.monotonic() + 1.2
    while time.monotonic() < deadline:
        assert not next(replies).body
    streams[0].quiet = False
    until(replies, has_sound)


def test_a_process_that_was_held_up_has_not_missed_its_microphone(streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Source("hw:1", "hw:1", 44_100, 2, server=False)
    monkeypatch.setattr(microphone_process, "_watch", lambda: None)
    monkeypatch.setattr(microphone_stream, "listed", lambda: Sources((bare,), ""))
    replies = MicrophoneHandler().handle(Message({"op": "listen", "device": ""}), bool)
    until(replies, has_sound)
    streams[0].held_up = 1.0
    assert not until(replies, lambda reply: not reply.body).body
    until(replies, has_sound)


def test_a_sound_server_that_ends_is_told(streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(WEBCAM, default="webcam")
    replies = listen(server, monkeypatch)
    until(replies, has_sound)
    server.ended = True
    with pytest.raises(DeviceLost, match="sound server is gone"):
        list(replies)


def test_a_sound_server_that_refuses_is_told(streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    server.ended, server.denied, server.sources = True, True, None
    with pytest.raises(PermissionDenied):
        list(listen(server, monkeypatch))


def test_a_sound_server_that_never_answers_is_told_with_signs_of_life_until_then(
    streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, signs = Server(), 0
    server.sources = None
    with pytest.raises(DeviceLost, match="does not answer"):
        for _ in listen(server, monkeypatch):
            signs += 1
    assert signs >= 2


def test_without_a_sound_server_the_devices_that_portaudio_lists_are_used(
    streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = Source("hw:1", "hw:1", 44_100, 2, server=False)
    monkeypatch.setattr(microphone_process, "_watch", lambda: None)
    monkeypatch.setattr(microphone_stream, "listed", lambda: Sources((bare,), ""))
    until(MicrophoneHandler().handle(Message({"op": "listen", "device": ""}), bool), has_sound)
    assert streams[0].source == bare


def test_no_microphone_at_all_is_told(streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DeviceMissing):
        list(listen(Server(), monkeypatch))


def test_cancelling_closes_the_device(streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    replies = listen(Server(WEBCAM, default="webcam"), monkeypatch, cancelled=lambda: bool(asked))
    until(replies, has_sound)
    asked.append(True)
    assert not any(reply.body for reply in list(replies)[1:])
    assert streams[0].closed


def test_microphones_are_listed_without_what_loudspeakers_play(streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch) -> None:
    monitor = Source("monitor", "Monitor", 48_000, 2, monitor=True)
    monkeypatch.setattr(microphone_process, "_watch", lambda: Server(monitor, WEBCAM, default="webcam"))
    found = until(MicrophoneHandler().handle(Message({"op": "devices"}), bool), lambda reply: reply.fields)
    assert found.fields["devices"] == [["webcam", "Webcam", True]]
