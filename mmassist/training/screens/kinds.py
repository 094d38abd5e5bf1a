"""Windows of Qt that are of one kind throughout: form, dialog, table, chart, code, document, photo or video. And blank screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from html import escape

import numpy as np
from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from mmassist.training.degrade import Picture
from mmassist.training.icons.draw import Drawing
from mmassist.training.screens.controls import Control, Maker, bars_of, pixmap_of
from mmassist.training.screens.kinds_charts import ChartLook, some_chart
from mmassist.training.screens.kinds_photos import noise, photo
from mmassist.training.screens.kinds_texts import Author, CodeLook, article, code_html, code_lines
from mmassist.training.screens.look import accents, some_look
from mmassist.training.screens.truth import Screen
from mmassist.training.screens.window import add_form, add_row, dressed, empty_window, focus_one, on_desktop, pixels_of, some_size, taken

Build = Callable[[Maker, QVBoxLayout, list[Control]], None]


def window_of(kind: str, seed: int, least: int, icons: Sequence[tuple[str, Drawing]]) -> Screen:
    """As `window.some_screen`, for a kind of WINDOWS; or nothing at all, for "blank". Needs a QApplication; on its thread."""
    rng = np.random.default_rng([seed, 4])
    if kind == "blank":
        return _blank(least, rng)
    maker = Maker(some_look(rng), rng, icons)
    with dressed(maker.look):
        window, column = empty_window(maker.look)
        controls: list[Control] = []
        if maker.chance(0.9 if kind == "dialog" else 0.4):
            add_row(column, controls, [maker.title_bar(), *(maker.icon_button() for _ in range(int(rng.integers(1, 4))))], grow=False)
        WINDOWS[kind](maker, column, controls)
        window.resize(*_size(kind, rng))
        screen = taken(window, controls, lambda: focus_one(controls, rng))
    height, width = screen.picture.shape[:2]
    return on_desktop(Screen(screen.picture, screen.elements, kind, (0, 0, width, height)), least, rng)


def _size(kind: str, rng: np.random.Generator) -> tuple[int, int]:
    if kind == "dialog":
        return int(rng.integers(240, 460)), int(rng.integers(90, 260))
    return some_size(rng)


def _blank(least: int, rng: np.random.Generator) -> Screen:
    """One colour, or nearly: a little noise, a slow change, a shadow."""
    height, width = least + int(rng.integers(0, 60)), least + int(rng.integers(0, 60))
    colour = rng.choice(np.array([[0, 0, 0], [255, 255, 255], [128, 128, 128]])) if rng.random() < 0.5 else rng.integers(0, 256, 3)
    picture = np.broadcast_to(colour.astype(np.float32), (height, width, 3)).copy()
    kind = rng.random()
    if kind < 0.3:
        picture += noise(width, height, rng)[:, :, None] * float(rng.uniform(2.0, 12.0))
    elif kind < 0.5:
        picture += np.linspace(0.0, float(rng.uniform(5.0, 40.0)), height, dtype=np.float32)[:, None, None]
    elif kind < 0.6:
        picture += rng.normal(0.0, float(rng.uniform(0.5, 3.0)), picture.shape).astype(np.float32)
    return Screen(picture.clip(0, 255).round().astype(np.uint8), (), "blank", (0, 0, width, height))


def _form(maker: Maker, column: QVBoxLayout, controls: list[Control]) -> None:
    for _ in range(int(maker.rng.integers(2, 4))):
        add_form(column, controls, maker)
    for one in (maker.check_box, maker.radio_button, maker.check_box, maker.radio_button)[: int(maker.rng.integers(0, 5))]:
        add_row(column, controls, [one()], grow=False)
    column.addStretch()
    add_row(column, controls, [maker.button() for _ in range(int(maker.rng.integers(1, 4)))], grow=False)


def _dialog(maker: Maker, column: QVBoxLayout, controls: list[Control]) -> None:
    """A sentence, perhaps with a picture beside it and something to tick, and buttons on the right."""
    says, _ = maker.text()
    if maker.chance(0.5):
        add_row(column, controls, [maker.picture() if maker.chance(0.2) else maker.sign(), (says, [])], grow=True)
    else:
        column.addWidget(says)
    if maker.chance(0.4):
        add_row(column, controls, [(maker.check_box, maker.field, maker.combo_box)[int(maker.rng.integers(3))]()], grow=maker.chance(0.5))
    column.addStretch()
    row = QHBoxLayout()
    row.setContentsMargins(8, 4, 8, 8)
    row.addStretch()
    for _ in range(int(maker.rng.integers(1, 4))):
        button, found = maker.button()
        row.addWidget(button)
        controls += found
    column.addLayout(row)


def _table(maker: Maker, column: QVBoxLayout, controls: list[Control]) -> None:
    """With heads. Each row is a list item."""
    rows, columns = int(maker.rng.integers(5, 40)), int(maker.rng.integers(3, 8))
    table = QTableWidget(rows, columns)
    table.setHorizontalHeaderLabels([maker.word() for _ in range(columns)])
    table.verticalHeader().setVisible(maker.chance(0.4))
    table.setShowGrid(maker.chance(0.6))
    table.setAlternatingRowColors(maker.chance(0.5))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    is_number = maker.rng.random(columns) < 0.4
    words = [[f"{maker.rng.uniform(0, 2000):,.2f}" if is_number[at] else maker.word() for at in range(columns)] for _ in range(rows)]
    for at, row in enumerate(words):
        for across, word in enumerate(row):
            table.setItem(at, across, QTableWidgetItem(word))
    table.resizeColumnsToContents()
    table.verticalHeader().setDefaultSectionSize(maker.look.font.pixelSize() + int(maker.rng.integers(6, 20)))
    chosen = int(maker.rng.integers(-1, rows))
    if chosen >= 0:
        table.selectRow(chosen)
    _tool_bar(maker, column, controls)
    column.addWidget(table)
    viewport = table.viewport()
    controls += [
        Control(viewport, "list item", " ".join(row), partial(_row_of, table, at), partial(_is, chosen, at)) for at, row in enumerate(words)
    ]
    controls += bars_of(table)


def _row_of(table: QTableWidget, at: int) -> QRect:
    """As far as its cells go."""
    y, high = table.rowViewportPosition(at), table.rowHeight(at)
    wide = min(table.horizontalHeader().length(), table.viewport().width())
    return QRect(0, y, wide, high).intersected(table.viewport().rect())


def _is(chosen: int, at: int) -> bool:
    return chosen == at


def _tool_bar(maker: Maker, column: QVBoxLayout, controls: list[Control]) -> None:
    if maker.chance(0.4):
        add_row(column, controls, [maker.menu_bar()], grow=True)
    if maker.chance(0.5):
        add_row(column, controls, [maker.icon_button() for _ in range(int(maker.rng.integers(3, 8)))], grow=False)


def _chart(maker: Maker, column: QVBoxLayout, controls: list[Control]) -> None:
    palette, font = maker.look.palette, maker.look.font
    look = ChartLook(
        ground=palette.base().color().name(),
        ink=palette.text().color().name(),
        faint=palette.placeholderText().color().name(),
        series=accents(maker.rng),
        family=font.family(),
        size=font.pixelSize(),
    )
    _tool_bar(maker, column, controls)
    svg = some_chart(int(maker.rng.integers(280, 800)), int(maker.rng.integers(200, 560)), look, maker.rng, maker.look.words)
    _add_picture(column, controls, pixmap_of(drawn(svg)))


def drawn(svg: str) -> Picture:
    """Needs a QGuiApplication, for the words in it."""
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    return pixels_of(image)


def _add_picture(column: QVBoxLayout, controls: list[Control], pixmap: QPixmap) -> QLabel:
    label = QLabel()
    label.setPixmap(pixmap)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    column.addWidget(label, alignment=Qt.AlignmentFlag.AlignCenter)
    controls.append(Control(label, "image", "", label.rect))
    return label


def _code(maker: Maker, column: QVBoxLayout, controls: list[Control]) -> None:
    """An editor: a field as large as the window, with numbers of lines at its left."""
    series = accents(maker.rng)
    faint = maker.look.palette.placeholderText().color().name()
    colours = {"word": series[0], "name": series[1], "text": series[2], "number": series[3], "note": faint}
    look = CodeLook("Liberation Mono" if maker.chance(0.5) else "DejaVu Sans Mono", maker.look.font.pixelSize(), colours)
    lines = code_lines(int(maker.rng.integers(15, 60)), Author(maker.rng, maker.look.words))
    if maker.chance(0.6):
        lines = [f'<span style="color:{faint}">{at + 1:>4} </span>{line}' for at, line in enumerate(lines)]
    _tool_bar(maker, column, controls)
    if maker.chance(0.4):
        add_row(column, controls, [maker.tabs()], grow=True)
    editor = QTextEdit()
    editor.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
    editor.setHtml(code_html(lines, look))
    column.addWidget(editor)
    controls += [Control(editor, "text field", "", editor.rect), *bars_of(editor)]


def _document(maker: Maker, column: QVBoxLayout, controls: list[Control]) -> None:
    """To be read: a page without a frame."""
    _tool_bar(maker, column, controls)
    page = QTextBrowser()
    page.setFrameShape(QFrame.Shape.NoFrame)
    page.document().setDocumentMargin(float(maker.rng.integers(4, 40)))
    page.setHtml(article(Author(maker.rng, maker.look.words), int(maker.rng.integers(4, 14)), _anchor))
    column.addWidget(page)
    controls += [Control(page.viewport(), "link", word, partial(_linked, page, start, len(word))) for start, word in _anchors(page)]
    controls += bars_of(page)


def _anchor(word: str) -> str:
    """That stays on one line."""
    return f'<a href="#">{escape(word).replace(" ", "&nbsp;")}</a>'


def _anchors(page: QTextBrowser) -> Iterator[tuple[int, str]]:
    """Where the links of a text begin, and their words."""
    block = page.document().begin()
    while block.isValid():
        at = block.begin()
        while not at.atEnd():
            piece = at.fragment()
            if piece.charFormat().isAnchor():
                yield piece.position(), piece.text().replace("\xa0", " ")
            at += 1
        block = block.next()


def _linked(page: QTextBrowser, start: int, length: int) -> QRect:
    cursor = page.textCursor()
    cursor.setPosition(start)
    first = page.cursorRect(cursor)
    cursor.setPosition(start + length)
    last = page.cursorRect(cursor)
    return QRect(first.left(), first.top(), last.left() - first.left(), first.height())


def _photo(maker: Maker, column: QVBoxLayout, controls: list[Control]) -> None:
    _tool_bar(maker, column, controls)
    _add_picture(column, controls, pixmap_of(photo(int(maker.rng.integers(260, 800)), int(maker.rng.integers(200, 600)), maker.rng)))


def _video(maker: Maker, column: QVBoxLayout, controls: list[Control]) -> None:
    """A picture with a row of controls over its foot, or below it."""
    shown = photo(int(maker.rng.integers(280, 800)), int(maker.rng.integers(200, 560)), maker.rng)
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(int(maker.rng.integers(0, 100)))
    time = QLabel(f"{maker.rng.integers(0, 60)}:{maker.rng.integers(0, 60):02d} / {maker.rng.integers(60, 200)}:00")
    made = [maker.icon_button(), (slider, [Control(slider, "slider", "", slider.rect)]), (time, [])]
    made += [maker.icon_button() for _ in range(int(maker.rng.integers(1, 4)))]
    label = _add_picture(column, controls, pixmap_of(shown))
    if maker.chance(0.5):
        over = QWidget(label)
        over.setAutoFillBackground(True)
        inside = QVBoxLayout(over)
        inside.setContentsMargins(4, 2, 4, 2)
        add_row(inside, controls, made, grow=True)
        high = over.sizeHint().height()
        over.setGeometry(0, shown.shape[0] - high, shown.shape[1], high)
    else:
        add_row(column, controls, made, grow=True)
    column.addStretch()


WINDOWS: Mapping[str, Build] = {
    "form": _form,
    "dialog": _dialog,
    "table": _table,
    "chart": _chart,
    "code": _code,
    "document": _document,
    "photo": _photo,
    "video": _video,
}
"""By kind, what fills the window."""
