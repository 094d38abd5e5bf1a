"""A program for tests: talks while the sound server of its environment hangs, dies and comes back; prints what was reported.

Run as `python -m tests.integration.sound_loss PID FOLDER`: PID is the server's; a file `server-is-back` in FOLDER says that there is a new
one.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from mmassist.speech.output import Options, Output
from mmassist.speech.queue import Speaker
from mmassist.speech.voices.espeak import EspeakVoice
from mmassist.values import Channel, Utterance


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def device(output: Output) -> None:
    async with asyncio.timeout(60):
        while not output.has_device:  # noqa: ASYNC110 - there is no report of it
            await asyncio.sleep(0.1)


async def main(server: int, folder: Path) -> None:
    output = Output(Options(reopen_after=0.5))
    speaker = Speaker(
        output,
        [EspeakVoice()],
        on_started=lambda spoken: tell(f"started {spoken.utterance.turn_id}"),
        on_finished=lambda spoken: tell(f"finished {spoken.utterance.turn_id}"),
        on_fault=lambda error: tell(f"fault {error.spoken}"),
    )
    await speaker.start()
    for turn, blow in ((1, signal.SIGSTOP), (2, signal.SIGCONT), (3, signal.SIGKILL)):
        speaker.say(Utterance(turn, "This is a sentence that takes a while to be said.", Channel.DETAIL))
        await asyncio.sleep(1)
        os.kill(server, blow)
        if blow is signal.SIGSTOP:
            speaker.say(Utterance(turn, "One more.", Channel.DETAIL))
            speaker.silence(turn)
            speaker.say(Utterance(turn, "And another.", Channel.DETAIL))
        await speaker.drained(turn)
        if blow is signal.SIGCONT:
            await device(output)
    tell("gone")
    while not await asyncio.to_thread((folder / "server-is-back").exists):  # noqa: ASYNC110 - another process makes it
        await asyncio.sleep(0.1)
    await device(output)
    speaker.say(Utterance(4, "Here I am again.", Channel.DETAIL))
    await speaker.drained(4)
    tell(f"sound {output.has_device}")
    await speaker.aclose()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
