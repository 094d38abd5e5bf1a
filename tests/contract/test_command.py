"""`mmassist describe --image F --backend NAME --json` before a server: what is sent, what is told, and every way in which it can fail."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.contract.command import Ended, User, invoice
from tests.contract.remote import USED, whole
from tests.fakes.servers.base import Server, declines
from tests.fakes.servers.gemini import GeminiWire
from tests.fakes.servers.openai_wires import ChatWire, ResponsesWire

CHAT, RESPONSES, GEMINI = ChatWire(), ResponsesWire(), GeminiWire()


@pytest.fixture
def user(home: Path) -> User:
    return User(home)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return invoice(tmp_path)


def describing(picture: Path, *more: str) -> tuple[str, ...]:
    return ("describe", "--image", str(picture), "--json", "--no-speak", *more)


async def test_all_that_is_promised_is_printed(user: User, picture: Path) -> None:
    async with Server(whole(RESPONSES, "An invoice. ", "The total is 19.90 euros, ", "due in 14 days.")) as server:
        user.has("gpt", RESPONSES, server.url, own=False)
        user.settles()
        await user.runs("backends", "consent", "gpt", "--yes")
        ended = await user.runs(*describing(picture, "--backend", "gpt"))
    told = ended.told
    assert ended.code == 0
    assert told["backend"] == "gpt"
    assert told["text"].startswith("An invoice. The total is 19.90 euros,")
    assert told["model"] == "model-9"
    assert (told["tokens"]["input"], told["tokens"]["output"]) == (USED.input, USED.output)
    assert told["timings"]["first_token"] > 0
    assert {claim["text"]: claim["verdict"] for claim in told["claims"]} == {"19.90 euros": "confirmed", "14 days": "unconfirmed"}
    assert "cost" in told
    assert "redactions" in told


async def test_nothing_is_masked_for_a_server_on_this_machine(user: User, picture: Path) -> None:
    async with Server(whole(CHAT, "A card.")) as server:
        user.has("mine", CHAT, server.url, key="", model="llama-3.2-vision")
        user.settles()
        ended = await user.runs(*describing(picture, "--backend", "mine"))
        sent = server.requests[-1].body.decode()
    assert ended.told["redactions"] == {}
    assert "4111 1111 1111 1111" in sent


async def test_a_question_is_sent_and_answered(user: User, picture: Path) -> None:
    async with Server(whole(CHAT, "It is 19.90 euros.")) as server:
        user.has("mine", CHAT, server.url, model="llama-3.2-vision")
        user.settles()
        ended = await user.runs(*describing(picture, "--backend", "mine", "--ask", "How much is it?"))
        sent = server.requests[-1].body.decode()
    assert "How much is it?" in sent
    assert ended.told["question"] == "How much is it?"
    assert ended.told["text"] == "It is 19.90 euros."


async def test_a_preview_sends_nothing_and_prints_what_would_be_sent(user: User, picture: Path) -> None:
    user.has("gpt", RESPONSES, "https://203.0.113.9")
    user.settles()
    ended = await user.runs(*describing(picture, "--backend", "gpt", "--preview"))
    preview = ended.told["preview"]
    assert ended.code == 0
    assert preview["pictures"][0]["bytes"] > 0
    assert "19.90" in preview["text"]
    assert "4111" not in preview["text"]
    assert ended.told["redactions"] == {"card": 1}


async def test_without_consent_nothing_leaves_and_the_remedy_is_told(user: User, picture: Path) -> None:
    user.has("gpt", RESPONSES, "https://203.0.113.9")
    user.settles()
    ended = await user.runs(*describing(picture, "--backend", "gpt"))
    assert (ended.code, ended.told["error"]) == (1, "ConsentMissing")
    assert "mmassist backends consent" in ended.told["remedy"]


async def test_what_the_vendor_keeps_is_read_before_consent(user: User) -> None:
    user.has("gpt", RESPONSES, "https://203.0.113.9")
    user.settles()
    ended = await user.runs("backends", "consent", "gpt", "--yes")
    assert ended.code == 0
    assert "keep" in ended.out.lower() or "retain" in ended.out.lower() or "days" in ended.out.lower()


async def test_every_failure_is_told_and_the_embedded_describer_answers(user: User, picture: Path) -> None:
    body = json.dumps({"error": {"message": "no", "type": "x", "code": "x"}}).encode()
    async with Server(declines(401, body)) as server:
        user.has("mine", CHAT, server.url, model="llama-3.2-vision")
        user.settles()
        ended = await user.runs(*describing(picture))
    told = ended.told
    assert (ended.code, told["backend"]) == (0, "embedded")
    assert told["failures"] == [{"backend": "mine", "error": "AuthFailed"}]
    assert any("key was not accepted" in utterance["text"] for utterance in told["utterances"])
    assert "Total 19.90 euros" in told["text"]


FAULTS = {400: "RequestRejected", 401: "AuthFailed", 404: "ModelUnknown", 413: "PromptTooLarge", 500: "ServiceFailed"}


@pytest.fixture(scope="module")
def declined(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Ended]:
    """What a command came to whose backend declined with a status; all are run at once, two at a time."""
    picture, some = invoice(tmp_path_factory.mktemp("declined")), asyncio.Semaphore(2)

    async def run(status: int) -> Ended:
        user = User(tmp_path_factory.mktemp("home"), environment={"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"})
        async with some, Server(declines(status, b'{"error": {"message": "no"}}')) as server:
            user.has("mine", CHAT, server.url, model="llama-3.2-vision", retries=0)
            user.settles()
            return await user.runs(*describing(picture, "--backend", "mine"), patience=100)

    async def all_of_them() -> list[Ended]:
        return await asyncio.gather(*map(run, FAULTS))

    return dict(zip(FAULTS, asyncio.run(all_of_them()), strict=True))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("status", FAULTS)
def test_a_named_backend_that_fails_says_why(declined: dict[int, Ended], status: int) -> None:
    told = declined[status].told
    assert told["failures"] == [{"backend": "mine", "error": FAULTS[status]}]
    assert told["text"]


async def test_without_a_key_that_is_said_before_anything_is_sent(user: User, picture: Path) -> None:
    async with Server(whole(RESPONSES, "Never.")) as server:
        user.has("gpt", RESPONSES, server.url, key="")
        user.settles()
        ended = await user.runs(*describing(picture, "--backend", "gpt"))
        assert server.requests == []
    assert ended.told["failures"][0]["error"] in ("AuthFailed", "SecretUnavailable")


async def test_a_server_that_is_down_is_said(user: User, picture: Path) -> None:
    async with Server(whole(CHAT, "x")) as server:
        url = server.url
    user.has("mine", CHAT, url, model="llama-3.2-vision", retries=0)
    user.settles()
    ended = await user.runs(*describing(picture, "--backend", "mine"))
    assert ended.told["failures"] == [{"backend": "mine", "error": "Unreachable"}]


async def test_a_model_that_ends_soon_is_warned_of(user: User, picture: Path) -> None:
    async with Server(whole(RESPONSES, "An invoice.")) as server:
        user.has("gpt", RESPONSES, server.url, model="gpt-4o", own=True)
        user.settles()
        ended = await user.runs(*describing(picture, "--backend", "gpt"))
    assert any("gpt-4o" in warning for warning in ended.told["warnings"])


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\nbroken", b"no picture at all"])
async def test_a_corrupt_image_is_refused_and_nobody_is_asked(user: User, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(content)
    async with Server(whole(CHAT, "Never.")) as server:
        user.has("mine", CHAT, server.url, model="llama-3.2-vision")
        user.settles()
        ended = await user.runs(*describing(path, "--backend", "mine"))
        assert server.requests == []
    assert ended.told["error"] == "ImageUnreadable"


async def test_a_huge_image_is_sent_at_a_size_that_is_taken(user: User, tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "huge.png"
    picture = Image.effect_noise((3900, 3900), 60).convert("RGB")
    picture.save(path, compress_level=1)
    async with Server(whole(RESPONSES, "Noise.")) as server:
        user.has("gpt", RESPONSES, server.url, own=True)
        user.settles()
        ended = await user.runs(*describing(path, "--backend", "gpt"), patience=120)
        size = len(server.requests[-1].body)
    assert ended.told["text"] == "Noise."
    assert size < 20_000_000


async def test_a_full_disk_costs_the_record_and_nothing_else(user: User, picture: Path) -> None:
    async with Server(whole(CHAT, "An invoice.")) as server:
        user.has("mine", CHAT, server.url, model="llama-3.2-vision")
        user.settles()
        (user.home / "data").mkdir()
        (user.home / "data").chmod(0o500)
        full = Path("/dev/full")
        (user.home / "data" / "metrics.db").symlink_to(full)
        ended = await user.runs(*describing(picture, "--backend", "mine"))
    assert ended.code == 0
    assert ended.told["text"] == "An invoice."


async def test_a_try_tells_model_and_time(user: User) -> None:
    async with Server(whole(CHAT, "Hello, I am here.")) as server:
        user.has("mine", CHAT, server.url, model="llama-3.2-vision")
        user.settles()
        ended = await user.runs("backends", "test", "mine", "--json")
    assert ended.told["model"] == "model-9"
    assert ended.told["first_token_ms"] > 0
    assert ended.told["text"] == "Hello, I am here."


async def test_the_list_names_yours_and_the_embedded_one(user: User) -> None:
    user.has("mine", CHAT, "http://127.0.0.1:9", model="llama-3.2-vision")
    user.settles()
    rows = (await user.runs("backends", "--json")).told["backends"]
    assert {"mine", "embedded"} <= {row["name"] for row in rows}


async def test_a_recording_is_sent_along_to_a_model_that_takes_it(user: User, picture: Path, tmp_path: Path) -> None:
    recording = tmp_path / "note.wav"
    recording.write_bytes(b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(range(64)))
    async with Server(whole(GEMINI, "A humming.")) as server:
        user.has("gemini", GEMINI, server.url, own=True)
        user.settles()
        ended = await user.runs(*describing(picture, "--backend", "gemini", "--attach", str(recording)))
        asked = GEMINI.asked(server.requests[-1])
    assert ended.told["text"] == "A humming."
    assert asked.clips == [recording.read_bytes()]


async def test_what_is_hidden_can_be_revealed_and_the_choice_explains_itself(user: User, picture: Path) -> None:
    user.has("gpt", RESPONSES, "https://203.0.113.9")
    user.settles()
    ended = await user.runs(*describing(picture, "--backend", "gpt", "--preview", "--reveal", "card 1"))
    assert "4111 1111 1111 1111" in ended.told["preview"]["text"]
    assert ended.told["hidden"] == []
    assert any("gpt" in sentence for sentence in ended.told["explanation"])


async def test_what_a_server_calls_its_model_does_not_steer_the_terminal(user: User) -> None:
    said = whole(CHAT, "Hello \u001b]0;owned\u0007there\u001b[2J.")
    async with Server(said) as server:
        user.has("mine", CHAT, server.url, model="llama-3.2-vision")
        user.settles()
        ended = await user.runs("backends", "test", "mine")
    assert ended.code == 0
    assert not set(ended.out) & {"\x1b", "\x07", "\x9b"}


async def test_another_backend_that_cannot_be_had_is_no_bar_to_the_one_that_is_named(user: User, picture: Path) -> None:
    async with Server(whole(CHAT, "An invoice.")) as server:
        user.has("mine", CHAT, server.url, model="llama-3.2-vision")
        user.backends["broken"] = {"kind": "chat", "base_url": "ftp://nowhere"}
        user.settles()
        ended = await user.runs(*describing(picture, "--backend", "mine"))
        missing = await user.runs(*describing(picture, "--backend", "broken"))
    assert (ended.code, ended.told["text"]) == (0, "An invoice.")
    assert any("web address" in warning for warning in ended.told["warnings"])
    assert (missing.code, missing.told["error"]) == (1, "Unreachable")
