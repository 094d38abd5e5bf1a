"""Ollama's own API: models on a machine of the user's, and the download of them. The format is documented in Ollama's docs/api.md."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import replace
from typing import Any

from mmassist.backends import ollama_pull
from mmassist.backends.ollama_pull import Download, Installed, Progress, Stage
from mmassist.backends.picture_rules import size_tokens
from mmassist.backends.remote import Ending, Line, Piece, RemoteBackend, material, ndjson, transport
from mmassist.backends.remote.translate import declined, translated
from mmassist.errors import AnswerCut, ModelUnknown, RequestRejected
from mmassist.sayings import saying
from mmassist.values import FinishReason, FusedPrompt, Usage

_KEEP = "30m"
"""How long a model stays loaded after an answer: loading one takes tens of seconds."""
_LEAST_CONTEXT = 8192
"""Tokens. Another size makes the server load the model anew, so that it is the same for nearly all prompts."""
_BYTES_PER_TOKEN = 3  # of text in UTF-8, on the safe side: English has four, other scripts hardly less than three
_CLOUD = (":cloud", "-cloud")
_REPORTS = transport.Limits(reply=1_000_000_000)  # a download reports its progress for hours
_SILENCE = 300.0  # seconds: while the server checks a large file, it says nothing


class OllamaBackend(RemoteBackend):
    """Needs no key, but sends one that is stored, for a server behind a gateway. What a model thinks before it answers is not spoken.

    A model whose name ends in cloud is run by Ollama's own service, wherever the server is: it is never local.
    """

    default_url = "http://127.0.0.1:11434"
    needs_key = False
    list_path = "/api/tags"

    def load(self) -> tuple[type[Exception], ...]:
        return ()

    def is_local(self) -> bool:
        return super().is_local() and not runs_elsewhere(self.model.name)

    def body(self, prompt: FusedPrompt) -> dict[str, Any]:
        model = self.model
        longest = material.longest(prompt, model.effort, model.output)
        told = [{"role": role, "content": text} for role, text in material.turns(prompt.conversation)]
        system = [{"role": "system", "content": prompt.instructions}] if prompt.instructions.strip() else []
        asked: dict[str, Any] = {"role": "user", "content": material.asked(prompt)}
        if prompt.pictures:
            asked["images"] = [material.encoded(picture.data) for picture in prompt.pictures]
        options: dict[str, float] = {"num_predict": longest, "num_ctx": self._context(prompt, longest)}
        if model.sampling:
            options["temperature"] = material.TEMPERATURE
        body: dict[str, Any] = {
            "model": model.name,
            "messages": [*system, *told, asked],
            "stream": True,
            "think": model.effort if model.effort not in ("", "none") else False,
            "keep_alive": _KEEP,
            # Otherwise a prompt that is too long loses its beginning, and the answer is about something else.
            "truncate": False,
            "shift": False,
            "options": options,
        }
        if prompt.structured:
            body["format"] = "json"
        return body

    async def answer(self, prompt: FusedPrompt, body: dict[str, Any], line: Line) -> AsyncGenerator[Piece, None]:
        ending: Ending | None = None
        with self._naming_what_is_missing():
            async with self._posted(line, "/api/chat", body) as parts:
                async for part in parts:
                    self._check(part, line)
                    if text := _text(part):
                        yield text
                    if part.get("done"):
                        ending = _ending(part)
        if ending:
            yield ending

    async def installed(self) -> tuple[Installed, ...]:
        """The models that the server has, in its order. Raises BackendError."""
        line = await self.line()
        with self._translating(line):
            async with asyncio.timeout(self.setup.options.first_token):
                tags = (await ndjson.fetched(line, self.list_path, None, self.key_headers(line)))["models"]
                return tuple([ollama_pull.installed(tag, await self._shown(line, tag)) for tag in tags])

    async def pull(self, name: str) -> AsyncGenerator[Progress, None]:
        """Has the server download a model; the last progress is `Stage.DONE`. Closing it ends the download; what is there is kept.

        Raises BackendError.
        """
        line = await self._patient_line()
        download = Download()
        progress: Progress | None = None
        with self._translating(line):
            async with line.client, self._posted(line, "/api/pull", {"model": name}) as reports:
                async for report in reports:
                    _check_error(report, line)
                    if (now := download.add(report)) != progress:
                        progress = now
                        yield progress
        if progress is None or progress.stage is not Stage.DONE:
            raise AnswerCut("ollama: the download ended early", "The download was cut off.", "Start it again: what is there is kept.")

    async def preload(self) -> None:
        """Has the server load the model, so that the first answer need not wait for it: a load that is left in the middle is given up.

        Takes up to minutes for a large model, no time for one that is loaded. Nothing of the user's is sent, so that a model which is
        run elsewhere under a local name is found out in time. Raises BackendError.
        """
        line = await self._patient_line()
        options = {"num_ctx": self._fitting(_LEAST_CONTEXT)}
        body = {"model": self.model.name, "messages": [], "keep_alive": _KEEP, "options": options}
        with self._translating(line), self._naming_what_is_missing():
            async with line.client, self._posted(line, "/api/chat", body) as parts:
                async for part in parts:
                    self._check(part, line)

    def _check(self, part: dict[str, Any], line: Line) -> None:
        """Raises BackendError for an error inside the stream, and where a model that counts as local turns out not to be."""
        _check_error(part, line)
        if part.get("remote_host") and self.capabilities.local:
            self.capabilities = replace(self.capabilities, local=False)
            raise RequestRejected(
                "ollama: the model is run by another service",
                "This model is not run on this computer: Ollama hands on what it is asked to its own service.",
                "Try again: what is personal is hidden from now on. Or choose a model that runs here.",
            )

    async def _shown(self, line: Line, tag: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the server tells of a model, where its list does not tell it."""
        if "capabilities" in tag:
            return {}
        return await ndjson.fetched(line, "/api/show", {"model": tag["name"]}, self.key_headers(line))

    def _posted(self, line: Line, path: str, body: Mapping[str, Any]) -> contextlib.aclosing[AsyncGenerator[dict[str, Any], None]]:
        return contextlib.aclosing(ndjson.posted(line, path, body, self.key_headers(line)))

    async def _patient_line(self) -> Line:
        """With a client of its own, to be closed, for what takes longer than an answer."""
        line = await self.line()
        options = replace(self.setup.options, total=_SILENCE)
        return replace(line, client=await asyncio.to_thread(transport.make, self.address, options, _REPORTS))

    @contextlib.contextmanager
    def _naming_what_is_missing(self) -> Iterator[None]:
        try:
            yield
        except transport.Declined as error:
            if error.status == 404 and "not found" in error.body and "error" in error.body:
                raise ModelUnknown(
                    "ollama: the model is not there",
                    saying("The Ollama server does not have the model {model}.", model=self.model.name),
                    saying("Run mmassist backends pull {name} {model}, or choose another model.", name=self.name, model=self.model.name),
                ) from error
            raise

    @contextlib.contextmanager
    def _translating(self, line: Line) -> Iterator[None]:
        try:
            yield
        except self._failures as error:
            failure = translated(error, line.context)
            raise failure from (None if failure is error else error)

    def _context(self, prompt: FusedPrompt, longest: int) -> int:
        """Tokens of context to ask for: a power of two that holds the prompt and its answer, as far as the model goes."""
        texts = (prompt.instructions, material.asked(prompt), *(text for _, text in material.turns(prompt.conversation)))
        needed = sum(len(text.encode()) for text in texts) // _BYTES_PER_TOKEN + longest
        needed += sum(size_tokens(picture.width, picture.height, self.model.pictures) for picture in prompt.pictures)
        size = _LEAST_CONTEXT
        while size < needed:
            size *= 2
        return self._fitting(size)

    def _fitting(self, context: int) -> int:
        return context if self.model.context is None else min(context, self.model.context)


def _check_error(part: Mapping[str, Any], line: Line) -> None:
    if error := part.get("error"):
        raise declined(part.get("status") or 500, str(error), line.context)


def runs_elsewhere(model: str) -> bool:
    """Whether the name says that Ollama's own service runs the model."""
    return model.strip().casefold().endswith(_CLOUD)


def _text(part: Mapping[str, Any]) -> str:
    text = (part.get("message") or {}).get("content") or ""
    if not isinstance(text, str):
        raise TypeError(f"a text of the type {type(text).__name__}")
    return text


def _ending(part: Mapping[str, Any]) -> Ending:
    reason = FinishReason.LENGTH if part.get("done_reason") == "length" else FinishReason.COMPLETE
    used = [count if isinstance(count := part.get(name), int) else None for name in ("prompt_eval_count", "eval_count")]
    return Ending(str(part.get("model") or ""), Usage(*used), reason)
