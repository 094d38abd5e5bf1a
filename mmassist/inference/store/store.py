"""The user's models: found, checked at every load, removed; one folder each below the store's.

STORE/whisper-base/         the model's files and their manifest; comes into being whole, by one rename
STORE/.part/whisper-base/   what has come so far of one that is being pulled, beside its journal
STORE/.checked/             when large files were last hashed
STORE/.locks/               one a model, held by whoever changes it
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path

from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.inference.store import checking, disk, faults, lock
from mmassist.inference.store.catalogue import Catalogue, Model
from mmassist.inference.store.checking import Finding, State
from mmassist.inference.store.journal import parse
from mmassist.inference.store.manifest import MOST, NAME, Check, Kept, Manifest, decode
from mmassist.inference.store.progress import Progress, Report, Stage
from mmassist.inference.store.pulling import Pull, unbroken
from mmassist.inference.store.sealed import SealBroken
from mmassist.inference.store.source import Source
from mmassist.inference.store.staging import Staging

PACKAGE = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that is there, `size` bytes large. `checks`: what its files were held to when they came."""

    name: str
    path: Path
    size: int
    source: str
    pulled: str
    checks: frozenset[Check]


class Store:
    """Used from any thread; several processes may share a folder. All methods but `find` read whole files and block for the disk."""

    def __init__(self, folder: Path, catalogue: Catalogue, package: Path = PACKAGE) -> None:
        """`folder` need not exist; it may be a link to another disk. `package`: where the models lie that come with mmassist."""
        self.folder = folder.resolve()
        self.catalogue = catalogue
        self._package = package

    def find(self, name: str) -> Installed | None:
        """What is known of a model without reading its files; None where it is not there or its manifest can't be believed.

        Raises ModelMissing for a name that the catalogue has not.
        """
        model = self.catalogue.model(name)
        try:
            manifest = self.manifest(model)
        except (OSError, SealBroken):
            return None
        checks = frozenset(kept.check for kept in manifest.files.values())
        return Installed(name, self.path(model), manifest.size, manifest.source, manifest.pulled, checks)

    def require(self, name: str) -> None:
        """A look at the manifest alone. Raises ModelMissing for a model that is not there, ModelCorrupt where its manifest is damaged."""
        self._believed(self.catalogue.model(name))

    def load(self, name: str) -> Path:
        """The model's folder, each file of which is as it was when it came (`checking` says what that means for large ones).

        Raises ModelMissing or ModelCorrupt.
        """
        model = self.catalogue.model(name)
        stamps = self._stamps(name)
        seen = checking.stamps(stamps)
        findings = self._findings(model, self._believed(model), seen)
        for finding in findings:
            if finding.state is not State.WHOLE:
                raise faults.corrupt(model, f"{finding.file} is {finding.state}")
        self._note(model, findings, seen)
        return self.path(model)

    def read(self, name: str, file: str) -> bytes:
        """One file's bytes, checked: the very bytes that were checked are returned, there is no second read. Raises as `load` does."""
        model = self.catalogue.model(name)
        kept = self._believed(model).files.get(file)
        if kept is None:
            raise faults.corrupt(model, f"{file} is not part of it")
        try:
            with disk.opened(self.path(model), file, links=0 if model.shipped else 1) as opened:
                content = opened.read(kept.size + 1)
        except OSError as error:
            raise faults.corrupt(model, f"{file} can't be read: {error.strerror}") from error
        if hashlib.sha256(content).hexdigest() != kept.sha256:
            raise faults.corrupt(model, f"{file} is not what it was")
        return content

    def verify(self, name: str) -> list[Finding]:
        """Reads each file from beginning to end; one finding a file. Raises ModelMissing, or ModelCorrupt if the manifest itself is bad."""
        model = self.catalogue.model(name)
        findings = self._findings(model, self._believed(model), {})
        if all(finding.state is State.WHOLE for finding in findings):
            self._note(model, findings, {})
        return findings

    async def pull(self, name: str, source: Source, report: Report) -> Installed:
        """Fetches a model, or what is missing or damaged of it; one that is whole is left as it is. Belongs to the loop it runs on.

        `report` hears how far it is, on the loop. The source stays the caller's to close. Cancelled or failed, what came is kept.
        Raises ModelMissing for a name that the catalogue has not, and PullFailed.
        """
        model = self.catalogue.model(name)
        report(Progress(Stage.ASKING, name, total=model.bytes))
        try:
            with lock.held(self._locks, model):
                if await asyncio.to_thread(self._is_whole, model):
                    await unbroken(Staging(self, model).drop)
                else:
                    await self._pulled(model, source, report)
        except OSError as error:
            raise faults.unwritable(error) from error
        found = self.find(name)
        if found is None:
            raise faults.missing(model)
        report(Progress(Stage.DONE, name, done=found.size, total=found.size))
        return found

    async def _pulled(self, model: Model, source: Source, report: Report) -> None:
        if model.shipped:
            raise faults.missing(model)
        staging = Staging(self, model)
        try:
            await unbroken(staging.prepare)
            findings = await Pull(model, staging, source, report).run()
            await asyncio.to_thread(self._note, model, findings, {})
        finally:
            staging.journal.close()

    def remove(self, name: str) -> int:
        """Removes a model, and what has come of one; the bytes that are free again. Raises ModelMissing; PullFailed while it is pulled."""
        model = self.catalogue.model(name)
        if model.shipped:
            return 0
        try:
            with lock.held(self._locks, model):
                self._stamps(name).unlink(missing_ok=True)
                return Staging(self, model).remove()
        except OSError as error:
            raise faults.unwritable(error) from error

    def begun(self, name: str) -> int:
        """Bytes that have come of a model that is not whole yet, by its journal."""
        path = self.folder / ".part" / f"{self.catalogue.model(name).name}.journal"
        try:
            files, _ = parse(path.read_bytes())
        except OSError:
            return 0
        return sum(block.length for begun in files.values() for block in begun.blocks)

    def path(self, model: Model) -> Path:
        """The folder of a model, whether it is there or not."""
        return self._package / model.shipped if model.shipped else self.folder / model.name

    def manifest(self, model: Model) -> Manifest:
        """What the model is held to. Raises OSError where it is not there, SealBroken where it is damaged or another model's."""
        if model.shipped:
            return self._pinned(model)
        with disk.opened(self.path(model), NAME) as opened:
            manifest = decode(opened.read(MOST))
        if manifest.model != model.name or not model.complete(frozenset(manifest.files)):
            raise SealBroken("another model's manifest")
        if any(manifest.files[file].sha256 != pin for file, pin in model.pins.items() if file in manifest.files):
            raise SealBroken("the publisher's figure is another")
        return manifest

    def _pinned(self, model: Model) -> Manifest:
        """Of what came with the package the catalogue itself is the manifest. Raises OSError."""
        folder = self.path(model)
        files = {file: Kept((folder / file).stat().st_size, pin, Check.PINNED) for file, pin in model.pins.items()}
        return Manifest(model.name, "mmassist", "", "", files)

    def _believed(self, model: Model) -> Manifest:
        try:
            return self.manifest(model)
        except FileNotFoundError as error:
            if self.path(model).exists() and not model.shipped:
                raise faults.corrupt(model, "it has no manifest") from error
            raise faults.missing(model) from error
        except OSError as error:
            raise faults.corrupt(model, f"its manifest can't be read: {error.strerror}") from error
        except SealBroken as error:
            raise faults.corrupt(model, f"its manifest is damaged: {error}") from error

    def _findings(self, model: Model, manifest: Manifest, seen: checking.Stamps) -> list[Finding]:
        try:
            if model.shipped:
                return list(checking.pinned(self.path(model), manifest))
            return list(checking.examine(self.path(model), manifest, seen))
        except OSError as error:
            raise faults.corrupt(model, f"its folder can't be read: {error.strerror}") from error

    def _is_whole(self, model: Model) -> bool:
        try:
            return all(finding.state is State.WHOLE for finding in self.verify(model.name))
        except (ModelMissing, ModelCorrupt):
            return False

    @property
    def _locks(self) -> Path:
        return self.folder / ".locks"

    def _stamps(self, name: str) -> Path:
        return self.folder / ".checked" / name

    def _note(self, model: Model, findings: list[Finding], seen: checking.Stamps) -> None:
        """Large files alone need it. A disk that takes no note costs time at the next load, no more."""
        large = [finding for finding in findings if finding.stamp and finding.stamp[0] > checking.ALWAYS]
        if large and not model.shipped and any(seen.get(finding.file) != list(finding.stamp) for finding in large):
            with contextlib.suppress(OSError):
                checking.note(self._stamps(model.name), large)
