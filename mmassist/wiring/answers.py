"""What answers in one run: brains, border, rules, agreements and the record of turns, made out of the settings."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from mmassist.backends.catalogue import Catalogue
from mmassist.backends.local import LocalBackend
from mmassist.backends.ollama import OllamaBackend
from mmassist.backends.remote import RemoteBackend
from mmassist.backends.remote.address import PORTS
from mmassist.desktop import paths
from mmassist.dialogue import cache, presets
from mmassist.engine.answer import Answering
from mmassist.engine.border import Border
from mmassist.engine.brains import EMBEDDED, Brain
from mmassist.engine.choosing import Choosing, Known, Rules
from mmassist.engine.metrics import failed_rows, row_of
from mmassist.engine.metrics_thread import Metrics
from mmassist.errors import BackendError, MmassistError
from mmassist.inference.keeping import Keeper
from mmassist.privacy import masking, policy
from mmassist.privacy.consents import Consent, Consents
from mmassist.sayings import run_on, saying
from mmassist.settings import Settings
from mmassist.values import Turn
from mmassist.wiring.brains import load_catalogue, open_brains, retirements

# How far back a backend's usual time to its first token is looked for, in seconds.
_LATELY = 30 * 86_400


class Answers:
    """The parts that answer. Made and used on the engine's loop. `notices`: what is to be said of models that end; `watching`: answers
    watches, which have no part in what the user talks of with a model."""

    def __init__(self, settings: Settings, problems: list[MmassistError], report: Callable[[MmassistError], None]) -> None:
        """Opens no connection. What is not right goes to `problems`, what goes wrong later to `report`."""
        self._catalogue = catalogue = load_catalogue(problems)
        self._settings = settings
        self._retired: list[Brain] = []
        self._part: Callable[[str], Keeper] | None = None
        self._brains = open_brains(settings, catalogue, problems)
        agreements = Agreements(catalogue, Consents(consents_file()))
        self._presets = built_in = presets.load(paths.config_dir() / "presets.toml")
        problems += [*filter(None, [agreements.problem]), *built_in.faults]
        self.metrics = Metrics(metrics_file(), report)
        self._report = report
        self._first_token: dict[str, float] = {}
        known = Known(agreements.has, agreements.terms, self._spent, self._first_token.get, self.metrics.doubt)
        choosing = Choosing(self._brains, rules_of(settings), built_in, known)
        border = Border(masking_of(settings), built_in, settings.language())
        self.answering, self.watching, self.guiding = (
            Answering(border, choosing, cache.AnswerCache(cache.Options()), agreements.agree) for _ in ("turns", "watches", "problems")
        )
        self._all = [self.answering, self.watching, self.guiding]
        self.notices = self.notices_for(settings)

    def use(self, settings: Settings) -> bool:
        """From the next turn on the user's rules and backends are these; what can't be made is reported. Whether there are new ones, to be
        warmed. One that is no longer named answers to its end what it was asked."""
        before, self._settings = self._settings, settings
        answering = (self.answering, self.watching, self.guiding)
        for one in answering:
            one.use(rules_of(settings), masking_of(settings), settings.language())
        asked, speaks = settings.backends, settings.own_language()
        if (settings.asked(), asked, speaks) == (before.asked(), before.backends, before.own_language()):
            return False
        same = [brain for brain in self._brains if asked.get(brain.name) == before.backends.get(brain.name)]
        there = {brain.name: brain for brain in same if speaks == before.own_language() or brain.kind != EMBEDDED}
        problems: list[MmassistError] = []
        opened = open_brains(settings, self._catalogue, problems, there)
        for problem in problems:
            self._report(problem)
        fresh = [brain for brain in opened if brain not in self._brains]
        self._retired += [brain for brain in self._brains if brain not in opened]
        self._brains = opened
        if self._part is not None:
            _keep(fresh, self._part)
        for one in answering:
            one.ask_among(opened)
        return bool(fresh)

    @contextlib.contextmanager
    def apart(self, settings: Settings) -> Iterator[Answering]:
        """Who answers a single command, by the rules of `settings`, from among the same backends: knows nothing of what was asked before,
        and of what was agreed to what the file says now. Its turns are to be noted while it lasts."""
        agreements = Agreements(self._catalogue, Consents(consents_file()))
        known = Known(agreements.has, agreements.terms, self._spent, self._first_token.get, self.metrics.doubt)
        choosing = Choosing(self._brains, rules_of(settings), self._presets, known)
        border = Border(masking_of(settings), self._presets, settings.language())
        answering = Answering(border, choosing, cache.AnswerCache(cache.Options()), agreements.agree)
        self._all.append(answering)
        try:
            yield answering
        finally:
            self._all.remove(answering)

    def notices_for(self, settings: Settings) -> tuple[str, ...]:
        """What is to be said of the models that are asked and end soon."""
        return retirements(self._asked(settings), datetime.now().astimezone().date())

    def _asked(self, settings: Settings) -> list[Brain]:
        return [brain for brain in self._brains if brain.name in settings.answers.order]

    @property
    def asks_models(self) -> bool:
        """Whether anybody but the embedded describer stands in the user's order."""
        return any(not brain.describes_by_itself for brain in self._asked(self._settings))

    @property
    def brains(self) -> tuple[Brain, ...]:
        """All that can be asked."""
        return tuple(self._brains)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the backends that can be asked."""
        return tuple(brain.name for brain in self._brains)

    def keep(self, part: Callable[[str], Keeper]) -> None:
        """`part`: makes who watches over the processes of models on this computer."""
        self._part = part
        _keep(self._brains, part)

    async def warm(self) -> None:
        """Loads what the first request would wait for, and how quick each backend is usually."""
        with contextlib.suppress(MmassistError):  # what is wrong with the file is reported by itself
            for figures in (await self.metrics.stats(time.time() - _LATELY)).backends:
                if figures.first_token.p50 is not None:
                    self._first_token[figures.backend] = figures.first_token.p50
        for brain in self._brains:
            if isinstance(brain.backend, RemoteBackend):
                try:
                    await brain.backend.warm()
                except MmassistError as error:
                    self._report(error)
            if isinstance(brain.backend, OllamaBackend):
                with contextlib.suppress(BackendError):  # a turn that asks it will tell
                    await brain.backend.preload()
        await self.load_local()

    async def renew(self) -> frozenset[str]:
        """Models have come to this computer or gone: the names of those that look at pictures from now on."""
        return frozenset([await backend.renew() for backend in self._local()])

    async def load_local(self) -> None:
        """Loads the models on this computer that are asked; what fails there a turn that asks them will tell."""
        for backend in self._local():
            with contextlib.suppress(MmassistError):
                await backend.load()

    def _local(self) -> list[LocalBackend]:
        return [brain.backend for brain in self._brains if isinstance(brain.backend, LocalBackend)]

    async def _spent(self) -> tuple[float, float]:
        """Once the file was read: a limit must not be missed."""
        await self.metrics.ready()
        day, month = self.metrics.spent()
        unsettled = sum(answering.unsettled for answering in self._all)
        return day + unsettled, month + unsettled

    def note(self, turn: Turn) -> None:
        """Writes a finished turn down; a preview, and a turn in which nobody was asked, are none."""
        if turn.backend and turn.preview is None:
            at = time.time()
            for row in (*failed_rows(turn, at), row_of(turn, turn.metering.kind, turn.metering.preset, at)):
                self.metrics.record(row)
        for answering in self._all:
            answering.settled(turn.turn_id)

    def note_cancelled(self, turn: Turn) -> None:
        """The same of a turn that the user broke off, if anybody was asked in it by then."""
        if ("sent" in turn.timings and turn.metering.kind != EMBEDDED) or turn.failures:
            self.note(turn)
        for answering in self._all:
            answering.settled(turn.turn_id)

    async def aclose(self) -> None:
        for brain in (*self._brains, *self._retired):
            await brain.backend.aclose()
        await self.metrics.aclose()


def _keep(brains: Iterable[Brain], part: Callable[[str], Keeper]) -> None:
    for brain in brains:
        if isinstance(brain.backend, LocalBackend):
            brain.backend.keep(part("local"))


def metrics_file() -> Path:
    return paths.data_dir() / "metrics.db"


def rules_of(settings: Settings) -> Rules:
    """The user's rules for who answers."""
    programs: dict[str, policy.Rule] = {}
    profiles = ((name, policy.Rule(one.sending)) for name, one in settings.profiles.items() if one.sending)
    for name, rule in (*settings.privacy.programs.items(), *profiles):
        key = name.strip().casefold()
        programs[key] = policy.strictest((rule, programs.get(key, rule)))
    return Rules(
        order=settings.answers.order,
        prefer=settings.answers.prefer,
        sending=policy.Rules(settings.privacy.sending, programs),
        day_limit=settings.answers.day_limit,
        month_limit=settings.answers.month_limit,
    )


def masking_of(settings: Settings) -> masking.Options:
    """The user's rules for what is hidden."""
    chosen = settings.privacy
    return masking.Options(faces=chosen.faces, regions=chosen.regions, excluded=chosen.excluded)


def consents_file() -> Path:
    return paths.data_dir() / "consents.json"


class Agreements:
    """What the user has agreed to, of each brain that sends. Terms are those of the catalogue; newer terms are read out anew."""

    def __init__(self, catalogue: Catalogue, consents: Consents) -> None:
        self._catalogue = catalogue
        self._consents = consents
        self.problem: MmassistError | None = consents.problem

    def has(self, brain: Brain) -> bool:
        return self._consents.has(self._whom(brain), self._version(brain))

    def terms(self, brain: Brain) -> str:
        """What the vendor keeps, to be read aloud before anything is agreed to."""
        if brain.kind not in self._catalogue.kinds():
            return saying(
                "The extension {name} sends what it gets to a server. What that server keeps is not known to mmassist.", name=brain.name
            )
        if host := _stranger(brain):
            return saying(
                "{name} is answered by the server {host}, not by the vendor. What that server keeps is not known to mmassist.",
                name=brain.name,
                host=host,
            )
        vendor = self._catalogue.vendor(brain.kind)
        return run_on(saying("{name} is answered by {vendor}.", name=brain.name, vendor=vendor.name), vendor.keeps)

    def agree(self, brain: Brain) -> None:
        """Blocks. Raises SettingsError if it can't be written down; then it does not hold."""
        self._consents.agree(Consent(self._whom(brain), datetime.now(UTC), self._version(brain)))

    def withdraw(self, brain: Brain) -> None:
        """Blocks. Holds at once. Raises SettingsError if it can't be written down."""
        self._consents.withdraw(self._whom(brain))

    def _whom(self, brain: Brain) -> str:
        """The vendor at one address: who agreed to one server has not agreed to another of the same kind."""
        if not isinstance(brain.backend, RemoteBackend):
            return f"{brain.kind} at {brain.name}"
        address = brain.backend.address
        port = "" if address.port == PORTS[address.scheme] else f":{address.port}"
        return f"{brain.kind} at {address.host}{port}"

    def _version(self, brain: Brain) -> str:
        if brain.kind not in self._catalogue.kinds() or _stranger(brain):
            return "unknown"
        return self._catalogue.vendor(brain.kind).as_of.isoformat()


def _stranger(brain: Brain) -> str:
    """The host of a server that only speaks as a vendor does; "" for all others."""
    backend = brain.backend
    return backend.address.host if isinstance(backend, RemoteBackend) and backend.is_strangers() else ""
