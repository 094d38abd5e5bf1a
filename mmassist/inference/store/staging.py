"""Where a model lies while it comes, and how it becomes one of the store's: whole, by one rename. All of it blocks for the disk.

STORE/.part/NAME/          the files, as far as they have come
STORE/.part/NAME.journal   what of them counts
STORE/.part/NAME.known     the manifest of a damaged model that is being mended: it is held to it still
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mmassist.inference.store import checking, disk
from mmassist.inference.store.catalogue import Model
from mmassist.inference.store.checking import Finding, State
from mmassist.inference.store.journal import Facts, Journal
from mmassist.inference.store.manifest import MOST, NAME, Manifest, decode, encode
from mmassist.inference.store.part import Part
from mmassist.inference.store.sealed import SealBroken

if TYPE_CHECKING:
    from mmassist.inference.store.store import Store

MENDED = "this computer"
"""The source of a file that was whole in a damaged model."""


class Unkept(OSError):
    """What was written is not what is read again: the disk, or the memory, is at fault."""


class Staging:
    """One model's. Raises OSError everywhere. `known`: digests that its files were held to before, by name."""

    def __init__(self, store: Store, model: Model) -> None:
        self._store = store
        self._model = model
        parts = store.folder / ".part"
        self.folder = parts / model.name
        self.journal = Journal(parts / f"{model.name}.journal")
        self._known = parts / f"{model.name}.known"
        self.known: Mapping[str, str] = {}

    def prepare(self) -> None:
        """Makes the folders, reads the journal, and takes over what is whole of a model that is damaged."""
        disk.folder(self._store.folder)
        disk.folder(self.folder.parent)
        disk.folder(self.folder)
        self.journal.open()
        old = self._store.path(self._model)
        if old.exists() or old.is_symlink():
            self._take_over(old)
            self.journal.close()
            self.journal.open()
        with contextlib.suppress(OSError, SealBroken), disk.opened(self._known.parent, self._known.name) as file:
            self.known = {name: kept.sha256 for name, kept in decode(file.read(MOST)).files.items()}

    def _take_over(self, old: Path) -> None:
        with contextlib.suppress(OSError, SealBroken):
            manifest = self._store.manifest(self._model)
            disk.write(self._known, encode(manifest))
            for finding in list(checking.examine(old, manifest, {})):
                if finding.state is State.WHOLE and finding.file not in self.journal.begun:
                    self._adopt(old / finding.file, finding.file, manifest)
        self._away(old)

    def _adopt(self, path: Path, file: str, manifest: Manifest) -> None:
        target = self.folder / file
        disk.folder(target.parent)
        path.replace(target)
        kept = manifest.files[file]
        part = Part(self.folder, file, self.journal)
        try:
            part.adopt(Facts(MENDED, kept.size, sha256=kept.sha256))
        finally:
            part.close()

    def finish(self, manifest: Manifest) -> list[Finding]:
        """Writes the manifest, reads all of it once more, and moves it to its place. Raises Unkept, and then nothing is left of it."""
        for file in checking.listing(self.folder) - set(manifest.files):
            (self.folder / file).unlink()
        disk.write(self.folder / NAME, encode(manifest))
        findings = list(checking.examine(self.folder, manifest, {}))
        if any(finding.state is not State.WHOLE for finding in findings):
            self.drop()
            raise Unkept(0, "what was written differs from what is read")
        for place in {self.folder / file for file in manifest.files}:
            disk.settle(place.parent)
        target = self._store.path(self._model)
        if target.exists() or target.is_symlink():
            self._away(target)
        self.folder.rename(target)
        disk.settle(self._store.folder)
        self.drop()
        return findings

    def _away(self, old: Path) -> None:
        """A model goes as it comes, in one step: what is left of it on the way lies where no load looks."""
        rest = self.folder.with_name(f"{self._model.name}.old")
        _removed(rest)
        old.rename(rest)
        _removed(rest)

    def drop(self) -> int:
        """Removes what has come so far; bytes that are free again."""
        self.journal.close()
        freed = _removed(self.folder) + _removed(self.folder.with_name(f"{self._model.name}.old"))
        # A kill may have left a record half written beside its place.
        for path in (self.journal.path, self._known, *self._known.parent.glob(f".{self._known.name}-*")):
            path.unlink(missing_ok=True)
        return freed

    def remove(self) -> int:
        """Removes the model, and what has come of it; bytes that are free again."""
        target = self._store.path(self._model)
        freed = 0
        if target.exists() or target.is_symlink():
            disk.folder(self.folder.parent)
            freed = sum(path.lstat().st_size for path in target.rglob("*") if not target.is_symlink())
            self._away(target)
        return freed + self.drop()


def _removed(path: Path) -> int:
    """Removes a folder, or a link to one; follows none."""
    if path.is_symlink() or path.is_file():
        path.unlink()
        return 0
    if not path.exists():
        return 0
    size = sum(inside.lstat().st_size for inside in path.rglob("*"))
    shutil.rmtree(path)
    return size
