"""Free wishes: a model on a server of ours judges what is watched, within the user's rules."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from mmassist import settings
from mmassist.dialogue.wishes import Wish, WishKind
from mmassist.engine.watch.contract import FreeQuestion
from mmassist.errors import ConsentMissing, MmassistError
from mmassist.perception.text import Options, TextReader
from mmassist.privacy.policy import Rule
from mmassist.values import Frame, Target, TargetKind
from mmassist.wiring.answers import Answers
from mmassist.wiring.watching import open_asker
from tests.integration.model_server import ModelServer, set_up

WISH = "tell me when he looks angry"
QUESTION = FreeQuestion(Wish(WishKind.FREE, WISH), Frame(np.full((64, 96, 4), 200, np.uint8), (0, 0), Target(TargetKind.CAMERA), 0.0), None)


@pytest.fixture
async def texts() -> AsyncIterator[TextReader]:
    reader = TextReader(Options())
    yield reader
    await reader.aclose()


async def asked(home: Path, texts: TextReader, *questions: FreeQuestion) -> list[str]:
    """The answers to one question after the other."""
    chosen, _ = settings.load(home / "config" / "settings.toml")
    faults: list[MmassistError] = []
    async with open_asker(chosen, texts, None, faults.append) as ask:
        assert ask is not None
        answers = [await ask(question) for question in questions]
    assert faults == []
    return answers


async def test_what_a_model_sees_is_told(home: Path, texts: TextReader) -> None:
    with ModelServer("He frowns ", "and looks angry.") as server:
        set_up(home, server.url)
        assert await asked(home, texts, QUESTION) == ["He frowns and looks angry."]
        assert WISH in server.asked.text
        assert len(server.asked.pictures) == 1


async def test_what_is_not_so_yet_is_not_told(home: Path, texts: TextReader) -> None:
    with ModelServer("NOT YET") as server:
        set_up(home, server.url)
        assert await asked(home, texts, QUESTION) == [""]


async def test_each_question_stands_by_itself(home: Path, texts: TextReader) -> None:
    with ModelServer("He frowns.") as server:
        set_up(home, server.url)
        other = FreeQuestion(QUESTION.wish, Frame(np.full((64, 96, 4), 90, np.uint8), (0, 0), Target(TargetKind.CAMERA), 0.0), None)
        await asked(home, texts, QUESTION, other)
        assert len(server.requests) == 2
        assert "frowns" not in server.asked.text


async def test_what_it_cost_is_written_down(home: Path, texts: TextReader) -> None:
    with ModelServer("He frowns.") as server:
        set_up(home, server.url)
        await asked(home, texts, QUESTION)
        chosen, _ = settings.load(home / "config" / "settings.toml")
        answers = Answers(chosen, [], lambda error: None)
        try:
            [mine] = (await answers.metrics.stats(0.0)).backends
        finally:
            await answers.aclose()
    assert (mine.backend, mine.requests) == ("mine", 1)


async def test_under_the_rule_ask_nothing_is_sent(home: Path, texts: TextReader) -> None:
    with ModelServer("He frowns.") as server:
        set_up(home, server.url, Rule.ASK)
        with pytest.raises(ConsentMissing):
            await asked(home, texts, QUESTION)
        assert server.requests == []


async def test_without_agreement_nothing_is_sent(home: Path, texts: TextReader) -> None:
    with ModelServer("He frowns.") as server:
        set_up(home, server.url, agreed=False)
        with pytest.raises(ConsentMissing):
            await asked(home, texts, QUESTION)
        assert server.requests == []


async def test_a_service_that_fails_is_no_answer_of_the_describer(home: Path, texts: TextReader) -> None:
    with ModelServer() as server:
        server.cut = True
        set_up(home, server.url)
        with pytest.raises(MmassistError):
            await asked(home, texts, QUESTION)
