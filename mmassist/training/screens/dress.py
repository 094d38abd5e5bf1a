"""How a real program is dressed for one look at it, by chance: theme, icons, font, scale and size, for GTK 3 and for Qt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from mmassist.measure.looking import Dress
from mmassist.training.screens.look import FAMILIES

# Those of Debian's that are not installed give way to Adwaita.
_GTK_THEMES = ("Adwaita", "Adwaita:dark", "HighContrast", "HighContrastInverse", "Arc", "Arc-Dark", "Greybird", "Greybird-dark", "Numix")
_ICON_THEMES = ("Tango", "elementary", "elementary-xfce", "Faenza", "Numix", "bloom")
"""Of packaging/debian-themes.txt, without the one that is held out."""

# Each style with the palettes of qt5ct that it goes with; "" is its own.
_PALETTES = ("", "", "airy", "darker", "dusk", "ia_ora", "sand", "simple", "waves")
_QT_STYLES = {
    "fusion": _PALETTES,
    "windows": _PALETTES,
    "cleanlooks": _PALETTES,
    "plastique": _PALETTES,
    "adwaita": ("",),
    "adwaita-dark": ("",),
}
_SCALES = (0.85, 1.0, 1.0, 1.0, 1.15, 1.3, 1.5)
_OWN_SIZE = 0.4


def some_dress(rng: np.random.Generator, themes: Path, named: Sequence[str] = _ICON_THEMES) -> Dress:
    """`themes`: where icon themes were unpacked to, `named` among them; where there are none, programs draw their usual icons."""
    scale = float(rng.choice(_SCALES))
    icons = str(rng.choice(tuple(named)))
    style = str(rng.choice(tuple(_QT_STYLES)))
    environment = {
        "GTK_THEME": str(rng.choice(_GTK_THEMES)),
        "GDK_DPI_SCALE": f"{scale:g}",
        # bars that show only under the pointer are in the tree all the time
        "GTK_OVERLAY_SCROLLING": "0",
        "QT_STYLE_OVERRIDE": style,
        "QT_FONT_DPI": f"{96 * scale:.0f}",
        "QT_QPA_PLATFORMTHEME": "qt5ct",
    }
    share = themes.resolve() / "usr/share"
    if share.is_dir():
        environment["XDG_DATA_DIRS"] = f"{share}:/usr/local/share:/usr/share"
    files = {"gtk-3.0/settings.ini": _gtk(icons, rng), "qt5ct/qt5ct.conf": _qt(style, icons, rng)}
    size = None if rng.random() < _OWN_SIZE else (int(rng.integers(420, 1500)), int(rng.integers(320, 950)))
    return Dress(environment, files, size)


def _gtk(icons: str, rng: np.random.Generator) -> str:
    """What GTK 3 reads where no settings daemon runs. Bars of tools: icons, words, words below or beside icons."""
    return f"""[Settings]
gtk-icon-theme-name={icons}
gtk-font-name={rng.choice(FAMILIES)} {rng.integers(8, 13)}
gtk-toolbar-style={rng.integers(0, 4)}
gtk-menu-images={rng.integers(0, 2)}
gtk-button-images={rng.integers(0, 2)}
gtk-enable-animations=0
gtk-cursor-blink=0
"""


def _qt(style: str, icons: str, rng: np.random.Generator) -> str:
    """What qt5ct, through which Qt 5 takes its looks, reads.

    Tools are icons alone: one with words that can be switched on would be a check box by its tree.
    """
    palette, family = rng.choice(_QT_STYLES[style]), rng.choice(FAMILIES)
    return f"""[Appearance]
style={style}
icon_theme={icons}
custom_palette={"true" if palette else "false"}
color_scheme_path=/usr/share/qt5ct/colors/{palette}.conf
[Fonts]
general="{family},{rng.integers(8, 13)},-1,5,50,0,0,0,0,0"
[Interface]
menus_have_icons={rng.choice(("true", "false"))}
toolbutton_style=0
cursor_flash_time=0
"""
