"""Which drawings of the themes that models are trained on show what a theme shows that they are judged by: writes alike.toml.

    python -m mmassist.training.icons.alike build/icons/themes faba bloom /usr/share/icons/Adwaita /usr/share/icons/breeze

The first is the folder of the themes; what follows are themes in it that are held out, and folders of others. Themes borrow from each
other, often redrawn by a program, so that it is the pictures that are compared.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmassist.training.faults import TrainingError
from mmassist.training.icons.draw import Layer, drawn, has_colours
from mmassist.training.icons.labels import load_desktop, load_labels
from mmassist.training.icons.sets import ALIKE_FILES, Theme, icons_of_theme, load_themes
from mmassist.training.qt import need_qt

ALIKE = 0.95
"""How much two pictures correlate, in what they cover and in their colours too where both have several, to count as the same."""

_HEAD = """# Files of the themes that models are trained on which show what a theme shows that they are judged by: Adwaita and breeze, which
# evaluations use, and faba and bloom, which are held out. Made by `python -m mmassist.training.icons.alike`; read by sets.py.

"""
_DRAWN, _COMPARED = 48, 24
_GREY = 127.5


@dataclass(frozen=True, slots=True)
class Looks:
    """Of icons, a row each: `covered` and `colours` of length 1, around their mean, and whether each has more than one ink."""

    covered: NDArray[np.float32]
    colours: NDArray[np.float32]
    several: NDArray[np.bool_]


def looks_of(layers: Iterable[Layer]) -> Looks:
    import cv2

    covered: list[NDArray[np.float32]] = []
    colours: list[NDArray[np.float32]] = []
    several = []
    for layer in layers:
        small = np.asarray(cv2.resize(layer, (_COMPARED, _COMPARED), interpolation=cv2.INTER_AREA), np.float32)
        covered.append(small[:, :, 3].ravel())
        colours.append((small[:, :, :3] + _GREY * (1 - small[:, :, 3:])).ravel())
        several.append(has_colours(layer))
    return Looks(_centred(covered), _centred(colours), np.array(several))


def alike(one: Looks, other: Looks) -> NDArray[np.bool_]:
    """[icons of one]: which look like some icon of the other."""
    covered, colours = one.covered @ other.covered.T, one.colours @ other.colours.T
    both = np.where(one.several[:, None] | other.several[None], np.minimum(covered, colours), covered)
    return np.asarray(both.max(1) > ALIKE)


def borrowed(themes: Path, held_out: Iterable[str], others: Iterable[Path]) -> Mapping[str, list[str]]:
    """Of each theme that is trained on, the files that show what one of those held out, or one of the folders `others`, shows."""
    known, apart = {theme.name: replace(theme, without=frozenset()) for theme in load_themes()}, set(held_out)
    references = [*(known[name] for name in sorted(apart)), *(Theme(one.name, one.name, str(one.resolve()), "") for one in others)]
    seen = [_seen(theme, themes)[1] for theme in references]
    found = {}
    for name in sorted(set(known) - apart):
        files, looks = _seen(known[name], themes)
        same = np.any([alike(looks, one) for one in seen], axis=0)
        found[name] = sorted({file for file, is_same in zip(files, same, strict=True) if is_same})
    return found


def _seen(theme: Theme, folder: Path) -> tuple[list[str], Looks]:
    files, layers = [], []
    root = theme.place(folder)
    for icon in icons_of_theme(theme, folder, load_desktop(load_labels(), theme.names)):
        try:
            drawing = drawn(icon.path)
        except TrainingError:
            continue  # what Qt can't read nobody is shown
        layer = drawing.layer(drawing.fit(_DRAWN))
        if layer[:, :, 3].any():
            files.append(str(icon.path.relative_to(root).with_suffix("")))
            layers.append(layer)
    return files, looks_of(layers)


def _centred(rows: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    apart = np.stack(rows) - np.mean(rows, axis=1, keepdims=True)
    return np.asarray(apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-6), np.float32)


def _as_toml(found: Mapping[str, list[str]]) -> str:
    return _HEAD + "".join(
        f"{name} = [\n" + "".join(f'    "{file}",\n' for file in files) + "]\n" for name, files in found.items() if files
    )


def _main(folder: Path, given: list[str]) -> None:
    need_qt()
    known = {theme.name for theme in load_themes()}
    found = borrowed(folder, [one for one in given if one in known], [Path(one) for one in given if one not in known])
    ALIKE_FILES.write_text(_as_toml(found), "utf-8")


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2:])
