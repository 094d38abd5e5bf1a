"""Makes windows out of Tk's own widgets, by chance. Under the system's Python: imports nothing of mmassist.

Tk has no accessibility tree: its programs can be told by their pixels alone.
"""

from __future__ import annotations

import random
import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import ttk
from typing import Any

Box = tuple[int, int, int, int]
"""x, y, width, height, in the window's pixels."""

Known = tuple[str, tk.Misc, str, Callable[[], "Box | None"], list[str]]
"""Role, widget, label, where it is seen, and its states."""


class Maker:
    """Makes one window; `known` grows with it. Classic widgets or themed ones, as the plan says."""

    def __init__(self, root: tk.Tk, plan: dict[str, Any]) -> None:
        self.root, self.plan = root, plan
        self.chance = random.Random(plan["seed"])  # noqa: S311 - no secret
        self.known: list[Known] = []
        self.able: list[tuple[tk.Misc, list[str]]] = []
        # Tk forgets variables and pictures that nobody holds
        self._held: list[Any] = [tk.PhotoImage(master=root, data=data) for _, data in plan["icons"]]
        self._icons = list(zip([name for name, _ in plan["icons"]], self._held, strict=True))
        self._of: Any = tk if plan["classic"] else ttk

    # ---- chance

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    def word(self) -> str:
        return str(self.chance.choice(self.plan["words"]))

    def words(self, least: int, most: int) -> str:
        return " ".join(self.word() for _ in range(self.chance.randint(least, most)))

    # ---- controls

    def add(self, role: str, widget: tk.Misc, label: str = "", place: Callable[[], Box | None] | None = None, *states: str) -> list[str]:
        held = list(states)
        self.known.append((role, widget, label, place or (lambda: whole(widget)), held))
        return held

    def pack(self, widget: Any, **how: Any) -> Any:
        widget.pack(padx=self.chance.randint(0, 6), pady=self.chance.randint(1, 6), **how)
        return widget

    def dull(self, widget: Any, states: list[str]) -> None:
        """Greyed out now and then; else it may have the focus."""
        if self.happens(0.15):
            widget.configure(state="disabled")
            states.append("disabled")
        else:
            self.able.append((widget, states))

    def button(self, parent: tk.Misc, **how: Any) -> None:
        word = self.word()
        button = self._of.Button(parent, text=word)
        self.dull(button, self.add("button", self.pack(button, **how), word))

    def icon_button(self, parent: tk.Misc) -> None:
        name, image = self.chance.choice(self._icons)
        is_flat = self.happens(0.4)
        if is_flat and self.plan["classic"]:
            button = tk.Button(parent, image=image, relief="flat", borderwidth=0, highlightthickness=0)
        else:
            button = self._of.Button(parent, image=image, **({} if self.plan["classic"] else {"style": "Toolbutton"} if is_flat else {}))
        button.pack(side="left", padx=self.chance.randint(0, 4))
        self.dull(button, self.add("icon button", button, name))

    def mark(self, parent: tk.Misc, role: str) -> None:
        """Some check boxes, or radio buttons of one group."""
        count = self.chance.randint(1, 4)
        chosen = tk.IntVar(self.root, self.chance.randrange(count))
        self._held.append(chosen)
        for at in range(count):
            word = self.words(1, 3)
            if role == "radio button":
                is_on = chosen.get() == at
                widget = self._of.Radiobutton(parent, text=word, variable=chosen, value=at)
            else:
                one = tk.IntVar(self.root, int(self.happens(0.5)))
                self._held.append(one)
                is_on = bool(one.get())
                widget = self._of.Checkbutton(parent, text=word, variable=one)
            self.pack(widget, anchor="w")
            self.dull(widget, self.add(role, widget, word, None, *(["checked"] if is_on else [])))

    def field(self, parent: tk.Misc) -> None:
        self._caption(parent)
        kind = self.chance.random()
        width = self.chance.randint(6, 34)
        if kind < 0.2:
            field = self._of.Spinbox(parent, from_=0, to=1000, width=width)
            field.set(self.chance.randint(0, 1000)) if hasattr(field, "set") else field.insert(0, "7")
        else:
            field = self._of.Entry(parent, width=width, show="*" if kind > 0.9 else "")
            if kind < 0.75:
                field.insert(0, self.words(1, 3))
        self.dull(field, self.add("text field", self.pack(field, anchor="w")))

    def text_area(self, parent: tk.Misc) -> None:
        frame = tk.Frame(parent)
        area = tk.Text(frame, width=self.chance.randint(20, 60), height=self.chance.randint(3, 9), wrap="word")
        area.insert("1.0", "\n".join(self.words(2, 9) for _ in range(self.chance.randint(0, 14))))
        self._scrolled(frame, area)
        self.able.append((area, self.add("text field", area)))
        self.pack(frame, anchor="w")

    def combo_box(self, parent: tk.Misc) -> None:
        self._caption(parent)
        words = [self.word() for _ in range(4)]
        if self.plan["classic"]:
            value = tk.StringVar(self.root, words[0])
            self._held.append(value)
            box: tk.Widget = tk.OptionMenu(parent, value, *words)
        else:
            box = ttk.Combobox(parent, values=words, width=self.chance.randint(8, 30))
            box.set(words[0])
        self.dull(box, self.add("combo box", self.pack(box, anchor="w"), words[0]))

    def slider(self, parent: tk.Misc) -> None:
        length = self.chance.randint(80, 260)
        if self.plan["classic"]:
            slider: Any = tk.Scale(parent, from_=0, to=100, orient="horizontal", length=length, showvalue=self.happens(0.5))
        else:
            slider = ttk.Scale(parent, from_=0, to=100, orient="horizontal", length=length)
        slider.set(self.chance.randint(0, 100))
        self.able.append((slider, self.add("slider", self.pack(slider, anchor="w"))))

    def progress_bar(self, parent: tk.Misc) -> None:
        bar = ttk.Progressbar(parent, length=self.chance.randint(80, 300), value=self.chance.randint(2, 100))
        self.add("progress bar", self.pack(bar, anchor="w"))

    def rows(self, parent: tk.Misc) -> None:
        """A list, or a table with or without heads."""
        frame = tk.Frame(parent)
        count = self.chance.randint(2, 14)
        chosen = self.chance.randrange(count)
        texts = [self.words(1, 3) for _ in range(count)]
        if self.plan["classic"]:
            self._list_box(frame, texts, chosen)
        else:
            self._tree(frame, texts, chosen)
        self.pack(frame, anchor="w")

    def _list_box(self, frame: tk.Frame, texts: list[str], chosen: int) -> None:
        box = tk.Listbox(frame, height=self.chance.randint(3, 8), width=self.chance.randint(15, 40))
        box.insert("end", *texts)
        box.selection_set(chosen)
        self._scrolled(frame, box)
        for at, text in enumerate(texts):
            self.add("list item", box, text, partial(_entry, box, at), *(["selected"] if at == chosen else []))

    def _tree(self, frame: tk.Frame, texts: list[str], chosen: int) -> None:
        columns = self.chance.randint(0, 3)
        tree = ttk.Treeview(
            frame, columns=tuple(range(columns)), height=self.chance.randint(3, 9), show="tree headings" if columns else "tree"
        )
        for at in range(columns):
            tree.heading(at, text=self.word())
            tree.column(at, width=self.chance.randint(50, 140))
        for at, text in enumerate(texts):
            item = tree.insert("", "end", text=text, values=tuple(self.word() for _ in range(columns)))
            if at == chosen:
                tree.selection_set(item)
            self.add("list item", tree, text, partial(_entry, tree, item), *(["selected"] if at == chosen else []))
        self._scrolled(frame, tree)

    def _scrolled(self, frame: tk.Frame, inner: Any) -> None:
        inner.pack(side="left", fill="both", expand=True)
        if self.happens(0.7):
            bar = self._of.Scrollbar(frame, command=inner.yview)
            inner.configure(yscrollcommand=bar.set)
            bar.pack(side="right", fill="y")
            self.add("scroll bar", bar)

    def tabs(self, parent: tk.Misc) -> None:
        book: Any = ttk.Notebook(parent)
        count = self.chance.randint(2, 5)
        shown = self.chance.randrange(count)
        for at in range(count):
            word = self.word()
            page = tk.Frame(book)
            if at == shown:
                for _ in range(self.chance.randint(1, 2)):
                    self.chance.choice((self.field, self.button, self.text, lambda page: self.mark(page, "check box")))(page)
            book.add(page, text=word)
            self.add("tab", book, word, partial(_tab, book, at), *(["selected"] if at == shown else []))
        book.select(shown)
        self.pack(book, fill="x")

    def text(self, parent: tk.Misc) -> None:
        """Words alone: what must not be taken for a control."""
        self.pack(self._of.Label(parent, text=self.words(2, 9)), anchor="w")

    def _caption(self, parent: tk.Misc) -> None:
        if self.happens(0.7):
            self.pack(self._of.Label(parent, text=self.word() + self.chance.choice((":", ""))), anchor="w")

    # ---- the window

    def fill(self) -> None:
        """Bars at its head or not, a little of everything, and buttons at its foot."""
        if self.happens(0.5):
            self._menu_bar()
        if self._icons and self.happens(0.5):
            bar = tk.Frame(self.root)
            for _ in range(self.chance.randint(3, 11)):
                self.icon_button(bar)
            bar.pack(fill="x")
        inner = tk.Frame(self.root)
        inner.pack(fill="both", expand=True, padx=self.chance.randint(2, 18), pady=self.chance.randint(2, 14))
        for _ in range(self.chance.randint(2, 6)):
            self._part(inner)
        if self.happens(0.6):
            foot = tk.Frame(self.root)
            for _ in range(self.chance.randint(1, 3)):
                self.button(foot, side="right")
            foot.pack(side="bottom", fill="x")

    def _part(self, inner: tk.Frame) -> None:
        parts = (
            self.field,
            self.field,
            self.text,
            self.text_area,
            self.combo_box,
            self.slider,
            self.progress_bar,
            self.rows,
            self.tabs,
            lambda parent: self.mark(parent, "check box"),
            lambda parent: self.mark(parent, "radio button"),
            lambda parent: self.button(parent, anchor="w"),
        )
        holder: Any = inner
        if self.happens(0.3):
            holder = self._of.LabelFrame(inner, text=self.word())
            holder.pack(fill="x", pady=self.chance.randint(1, 6))
        for _ in range(self.chance.randint(1, 2)):
            self.chance.choice(parts)(holder)

    def _menu_bar(self) -> None:
        bar = tk.Frame(self.root, relief=self.chance.choice(("raised", "flat")), borderwidth=1)
        for _ in range(self.chance.randint(3, 7)):
            word = self.word()
            item = tk.Menubutton(bar, text=word)
            item.pack(side="left")
            self.add("menu item", item, word)
        bar.pack(fill="x")


def whole(widget: tk.Misc) -> Box | None:
    """All of a widget; None where it is not shown."""
    top = widget.winfo_toplevel()
    if not widget.winfo_viewable():
        return None
    x, y = widget.winfo_rootx() - top.winfo_rootx(), widget.winfo_rooty() - top.winfo_rooty()
    return x, y, widget.winfo_width(), widget.winfo_height()


def _entry(holder: Any, which: Any) -> Box | None:
    """An entry of a list as wide as the list; None where it is scrolled away."""
    found, row = whole(holder), holder.bbox(which)
    if found is None or not row:
        return None
    top, height = int(row[1]), int(row[3])
    return found[0], found[1] + top, found[2], min(height, found[3] - top)


def _tab(book: Any, at: int) -> Box | None:
    found = whole(book)
    page = whole(book.nametowidget(book.select()))
    if found is None or page is None:
        return None
    height = page[1] - found[1]
    middle = max(1, height // 2)
    across = [x for x in range(0, found[2], 2) if str(book.tk.call(str(book), "identify", "tab", x, middle)) == str(at)]
    return (found[0] + across[0], found[1], across[-1] - across[0] + 2, height) if across else None
