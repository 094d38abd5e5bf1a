"""The controls of a page, as markup. What is known of each is written into it: its role and its states are the page's own."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

import numpy as np

from mmassist.training.degrade import Picture
from mmassist.training.icons.draw import Drawing
from mmassist.training.screens.kinds_photos import photo
from mmassist.training.screens.web.dress import Dress
from mmassist.training.screens.web.icons import inline

Make = Callable[[], str]

_DISABLED, _ICON = 0.15, 0.25


@dataclass(slots=True)
class PageMaker:
    """Writes one page. `icons`: drawings that icon buttons may show, with their labels."""

    dress: Dress
    rng: np.random.Generator
    icons: Sequence[tuple[str, Drawing]]
    _count: int = field(default=0)

    # ---- chance

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def many(self, least: int, most: int) -> int:
        """`most` included."""
        return int(self.rng.integers(least, most + 1))

    def word(self) -> str:
        return str(self.dress.words[int(self.rng.integers(len(self.dress.words)))])

    def words(self, least: int, most: int) -> str:
        return " ".join(self.word() for _ in range(self.many(least, most)))

    # ---- markup

    def part(self, name: str, **content: object) -> str:
        """What the framework writes for it; `content` is markup, already escaped."""
        ways = self.dress.framework.parts[name]
        return ways[int(self.rng.integers(len(ways)))].format_map({"at": "", "active": "", "icon": "", "words": "", "items": "", **content})

    def marked(self, role: str, *states: str) -> tuple[str, str]:
        """A control's attributes, and its id."""
        self._count += 1
        name = f"c{self._count}"
        return " ".join((f'data-role="{role}" id="{name}"', *states)), name

    def icon(self) -> tuple[str, str]:
        """What it is called, and its drawing."""
        if not self.icons:
            return "", inline(None, self.dress.icon)
        name, drawing = self.icons[int(self.rng.integers(len(self.icons)))]
        return name, inline(drawing, self.dress.icon)

    # ---- controls

    def button(self) -> str:
        at, _ = self.marked("button", *self._able())
        icon = self.icon()[1] if self.chance(_ICON) else ""
        return self.part("button", at=at, icon=icon, words=f"<span>{escape(self.word())}</span>")

    def icon_button(self) -> str:
        name, icon = self.icon()
        pressed = [f'aria-pressed="{str(self.chance(0.5)).lower()}"'] if self.chance(0.2) and not self.dress.framework.files else []
        at, _ = self.marked("icon button", f'aria-label="{escape(name)}"', *pressed, *self._able())
        return self.part("icon button", at=at, icon=icon)

    def check_box(self) -> str:
        return self._mark("check box")

    def radio_button(self) -> str:
        return self._mark("radio button")

    def _mark(self, role: str) -> str:
        at, name = self.marked(role, *self._able(), *(["checked"] if self.chance(0.5) else []))
        return self.part(role, at=at, id=name, words=escape(self.word()))

    def switch(self) -> str:
        is_on = self.chance(0.5)
        if "switch" in self.dress.framework.own:
            at, name = self.marked("switch", *self._able(), *(["checked"] if is_on else []))
            return self.part("switch", at=at, id=name)
        at, _ = self.marked("switch", f'aria-checked="{str(is_on).lower()}"', f'aria-disabled="{str(self.chance(_DISABLED)).lower()}"')
        return self.part("switch", at=at)

    def field(self) -> str:
        return self._field(*self.marked("text field", *self._able()))

    def _field(self, at: str, name: str) -> str:
        kind = self.rng.random()
        value = self.words(1, 3) if kind < 0.5 else ""
        hint = self.word() if kind > 0.7 else ""
        way = "password" if kind < 0.1 else "search" if kind > 0.93 else "text"
        return self.part("text field", at=at, id=name, type=way, value=escape(value), hint=escape(hint))

    def text_area(self) -> str:
        at, _ = self.marked("text field", *self._able())
        lines = "\n".join(self.words(2, 6) for _ in range(self.many(1, 12)))
        return self.part("text area", at=at, rows=self.many(2, 6), words=escape(lines))

    def combo_box(self) -> str:
        return self._combo_box(*self.marked("combo box", *self._able()))

    def _combo_box(self, at: str, name: str) -> str:
        options = (f"<option>{escape(self.words(1, 2))}</option>" for _ in range(4))
        return self.part("combo box", at=at, id=name, items="".join(options))

    def slider(self) -> str:
        return self._slider(*self.marked("slider", *self._able()))

    def _slider(self, at: str, name: str) -> str:
        return self.part("slider", at=at, id=name, value=self.many(0, 100))

    def progress_bar(self) -> str:
        at, _ = self.marked("progress bar")
        return self.part("progress bar", at=at, value=self.many(3, 100))

    def link(self) -> str:
        return self.linked(self.words(1, 2))

    def linked(self, words: str) -> str:
        at, _ = self.marked("link")
        return self.part("link", at=at, words=escape(words))

    def picture(self) -> str:
        return self.image(photo(self.many(40, 200), self.many(32, 140), self.rng))

    def image(self, picture: Picture) -> str:
        at, _ = self.marked("image")
        height, width = picture.shape[:2]
        return f'<img {at} alt="" width="{width}" height="{height}" style="max-width:none" src="{data_address(picture)}">'

    # ---- several together

    def tabs(self) -> str:
        return self._chosen("tabs", "tab", "tab", self.many(2, 6))

    def rows(self) -> str:
        return self._chosen("list", "list item", "list item", self.many(3, 9))

    def menu_bar(self) -> str:
        return self._several("menu", "menu item", self.many(3, 7))

    def drop(self) -> str:
        """An open menu."""
        return self._several("drop", "drop item", self.many(3, 8))

    def _several(self, around: str, each: str, count: int) -> str:
        items = (self.part(each, at=self.marked("menu item")[0], words=escape(self.words(1, 2))) for _ in range(count))
        return self.part(around, items="".join(items))

    def _chosen(self, around: str, each: str, role: str, count: int) -> str:
        """Of which one is selected."""
        chosen, items = int(self.rng.integers(count)), []
        for at in range(count):
            marks, _ = self.marked(role, f'aria-selected="{str(at == chosen).lower()}"')
            active = self.dress.framework.active if at == chosen else ""
            items.append(self.part(each, at=marks, active=active, words=escape(self.words(1, 2))))
        return self.part(around, items="".join(items))

    def table(self, rows: int, columns: int) -> str:
        """With a head. Each row is a list item."""
        head = "".join(f"<th>{escape(self.word())}</th>" for _ in range(columns))
        chosen = int(self.rng.integers(rows)) if self.chance(0.5) else -1
        numbers = self.rng.random(columns) < 0.4
        body = []
        for at in range(rows):
            cells = (f"{self.rng.uniform(0, 2000):,.2f}" if is_number else escape(self.words(1, 2)) for is_number in numbers)
            marks, _ = self.marked("list item", f'aria-selected="{str(at == chosen).lower()}"')
            active = self.dress.framework.active if at == chosen else ""
            body.append(self.part("row", at=marks, active=active, words="".join(f"<td>{cell}</td>" for cell in cells)))
        return self.part("table", items=f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody>")

    def captioned(self) -> str:
        """A caption and what it is for."""
        role, make = (
            ("text field", self._field),
            ("text field", self._field),
            ("combo box", self._combo_box),
            ("slider", self._slider),
        )[self.many(0, 3)]
        at, name = self.marked(role, *self._able())
        return f"{self.part('caption', id=name, words=escape(self.word()))}<div>{make(at, name)}</div>"

    def title_bar(self) -> str:
        """A title in words, with buttons at its end."""
        at, _ = self.marked("window title")
        return self.part("title bar", at=at, words=escape(self.words(1, 3)), items="".join(self._corner() for _ in range(self.many(1, 3))))

    def title(self) -> str:
        """As a dialog of a framework has it."""
        at, _ = self.marked("window title")
        return (
            f'<strong {at} style="flex:1;text-align:left">{escape(self.words(1, 3))}</strong>{self._corner() if self.chance(0.6) else ""}'
        )

    def _corner(self) -> str:
        """A button of a title bar. The one framework that draws its own there tells them by their labels."""
        if self.dress.framework.name != "98":
            return self.icon_button()
        name = ("Minimize", "Maximize", "Close", "Help")[self.many(0, 3)]
        return f"<button {self.marked('icon button', f'aria-label={name}')[0]}></button>"

    def _able(self) -> list[str]:
        return ["disabled"] if self.chance(_DISABLED) else []


def data_address(picture: Picture) -> str:
    """The picture itself, as an address."""
    import cv2

    _, content = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])
    return f"data:image/jpeg;base64,{base64.b64encode(content.tobytes()).decode()}"
