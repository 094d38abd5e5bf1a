"""Builds a generated window out of Qt's own widgets. Main thread only."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QStatusBar,
    QStyle,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from mmassist.evaluation.draw import content
from mmassist.evaluation.layout import Element, Part, Spec, extent

LABELLED = {Part.COMBO, Part.SLIDER, Part.SPIN, Part.FIELD, Part.PASSWORD, Part.LIST}
ICONS = (
    QStyle.StandardPixmap.SP_FileIcon,
    QStyle.StandardPixmap.SP_DialogOpenButton,
    QStyle.StandardPixmap.SP_DialogSaveButton,
    QStyle.StandardPixmap.SP_BrowserReload,
    QStyle.StandardPixmap.SP_TrashIcon,
    QStyle.StandardPixmap.SP_ArrowBack,
)
LONGEST_VIEW = 8
COLUMN_GAP = 24


class Builder:
    """Makes a spec's window; `widgets` maps ids to what was made for them."""

    def __init__(self, spec: Spec, dark: bool) -> None:
        self.spec = spec
        self.widgets: dict[str, QWidget] = {}
        self.labels: dict[str, QLabel] = {}
        self._dark = dark

    def build(self) -> QWidget:
        """The whole window, not yet shown."""
        if self.spec.native_box:
            return self._message_box()
        window: QWidget
        if self.spec.dialog:
            window = QDialog()
            window.setLayout(self._box(QVBoxLayout(), self.spec.root))
        else:
            window = main = QMainWindow()
            inner = QWidget()
            rest = tuple(child for child in self.spec.root.children if not self._placed(main, child))
            inner.setLayout(self._box(QVBoxLayout(), Element(Part.COLUMN, children=rest)))
            main.setCentralWidget(inner)
        window.setWindowTitle(self.spec.caption)
        return window

    def _message_box(self) -> QWidget:
        box = QMessageBox()
        box.setWindowTitle(self.spec.caption)
        main, detail, row = self.spec.root.children
        box.setIcon(QMessageBox.Icon.Critical if main.part is Part.ERROR else QMessageBox.Icon.Question)
        box.setText(main.name)
        box.setInformativeText(detail.name)
        rejecting = content(self.spec.language)["rejecting"]
        for element in row.children:
            role = QMessageBox.ButtonRole.RejectRole if element.name in rejecting else QMessageBox.ButtonRole.ActionRole
            button = box.addButton(_mnemonic(element.name), role)
            self.widgets[element.id] = button
            if element.id == self.spec.default:
                box.setDefaultButton(button)
        # Qt gives these two labels no public accessor
        for identifier, name in ((main.id, "qt_msgbox_label"), (detail.id, "qt_msgbox_informativelabel")):
            label = box.findChild(QLabel, name)
            if isinstance(label, QLabel):
                self.widgets[identifier] = label
        return box

    def _placed(self, window: QMainWindow, element: Element) -> bool:
        """Puts what a main window has places for there; false for all else."""
        if element.part is Part.MENU_BAR:
            for menu in element.children:
                made = window.menuBar().addMenu(_mnemonic(menu.name))
                for entry in menu.children:
                    made.addAction(entry.name)
        elif element.part is Part.TOOL_BAR:
            window.addToolBar(self._tool_bar(element))
        elif element.part is Part.STATUS:
            bar = QStatusBar()
            label = self._keep(element, QLabel(element.name))
            bar.addWidget(label)
            window.setStatusBar(bar)
        else:
            return False
        return True

    def _tool_bar(self, element: Element) -> QToolBar:
        bar = QToolBar()
        captioned = all(child.captioned for child in element.children)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon if captioned else Qt.ToolButtonStyle.ToolButtonIconOnly)
        for index, child in enumerate(element.children):
            action = QAction(bar.style().standardIcon(ICONS[index % len(ICONS)]), child.name, bar)
            action.setCheckable(child.part is Part.TOGGLE)
            action.setChecked("checked" in child.states)
            action.setEnabled("disabled" not in child.states)
            bar.addAction(action)
            self.widgets[child.id] = bar.widgetForAction(action)
        return bar

    def _box(self, layout: QVBoxLayout | QHBoxLayout, element: Element) -> QLayout:
        for child in element.children:
            if child.part in {Part.ROW, Part.COLUMN, Part.FORM, Part.GRID}:
                layout.addLayout(self._layout(child))
            else:
                if child.part is Part.LIST and child.captioned:
                    layout.addWidget(self._caption(child))
                layout.addWidget(self._widget(child))
        return layout

    def _layout(self, element: Element) -> QLayout:
        if element.part is Part.FORM:
            form = QFormLayout()
            for child in element.children:
                widget = self._widget(child)
                caption = self._caption(child)
                caption.setBuddy(widget)
                form.addRow(caption, widget)
            return form
        if element.part is Part.GRID:
            grid = QGridLayout()
            for index, child in enumerate(element.children):
                grid.addWidget(self._widget(child), index // element.columns, index % element.columns)
            return grid
        if element.part is Part.ROW:
            row = QHBoxLayout()
            if any(child.part is Part.COLUMN for child in element.children):
                row.setSpacing(row.spacing() + COLUMN_GAP)
            if all(child.part is Part.BUTTON for child in element.children):
                row.addStretch(1)
            return self._box(row, element)
        inner = QVBoxLayout()
        self._box(inner, element)
        inner.addStretch(0)
        return inner

    def _caption(self, element: Element) -> QLabel:
        label = QLabel(_mnemonic(element.name) + ":")
        self.labels[element.id] = label
        widget = self.widgets.get(element.id)
        if widget is not None:
            label.setBuddy(widget)
        return label

    def _widget(self, element: Element) -> QWidget:
        widget = self._make(element)
        widget.setEnabled("disabled" not in element.states)
        if not element.captioned:
            widget.setAccessibleName(element.name)
        label = self.labels.get(element.id)
        if label is not None:
            label.setBuddy(widget)
        widget.setVisible(element.visible) if not element.visible else None
        return self._keep(element, widget)

    def _keep(self, element: Element, widget: QWidget) -> QWidget:
        if element.id:
            self.widgets[element.id] = widget
        return widget

    def _make(self, element: Element) -> QWidget:
        makers = {
            Part.TEXT: self._text,
            Part.HEADING: self._text,
            Part.QUESTION: self._text,
            Part.ERROR: self._text,
            Part.BUTTON: self._button,
            Part.CHECK: self._check,
            Part.RADIO: self._check,
            Part.COMBO: _combo,
            Part.SLIDER: _slider,
            Part.SPIN: _spin,
            Part.FIELD: _field,
            Part.PASSWORD: _field,
            Part.AREA: _area,
            Part.LIST: _list,
            Part.TABLE: _table,
            Part.PROGRESS: _progress,
            Part.GROUP: self._group,
            Part.TABS: self._tabs,
        }
        return makers[element.part](element)

    def _text(self, element: Element) -> QWidget:
        label = QLabel(element.name)
        label.setWordWrap(element.part is Part.TEXT)
        font = QFont(label.font())
        font.setBold(element.part in {Part.HEADING, Part.QUESTION})
        if element.part is Part.HEADING:
            font.setPointSizeF(font.pointSizeF() * 1.3)
        label.setFont(font)
        if element.part is Part.ERROR:
            label.setStyleSheet("color: #ff8f8f" if self._dark else "color: #b00020")
        if element.part is Part.TEXT and len(element.name) > 60:
            label.setMinimumWidth(label.fontMetrics().averageCharWidth() * 46)
        return label

    def _button(self, element: Element) -> QWidget:
        button = QPushButton(_mnemonic(element.name))
        # in a dialog Qt makes the focused button the default one unless told otherwise
        button.setAutoDefault(False)
        button.setDefault(element.id == self.spec.default)
        return button

    def _check(self, element: Element) -> QWidget:
        box = QCheckBox(_mnemonic(element.name)) if element.part is Part.CHECK else QRadioButton(_mnemonic(element.name))
        box.setChecked("checked" in element.states)
        return box

    def _group(self, element: Element) -> QWidget:
        group = QGroupBox(element.name)
        group.setLayout(self._box(QVBoxLayout(), element))
        return group

    def _tabs(self, element: Element) -> QWidget:
        tabs = QTabWidget()
        # a tab bar without room would get buttons of its own
        tabs.setUsesScrollButtons(False)
        for page in element.children:
            inner = QWidget()
            inner.setLayout(self._box(QVBoxLayout(), page))
            tabs.addTab(inner, page.name)
        tabs.setCurrentIndex(element.chosen)
        return tabs


def _mnemonic(name: str) -> str:
    return "&" + name if name[:1].isalpha() else name


def _combo(element: Element) -> QWidget:
    combo = QComboBox()
    combo.addItems(list(element.entries))
    combo.setCurrentIndex(element.chosen)
    return combo


def _slider(element: Element) -> QWidget:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(element.low, element.high)
    slider.setValue(element.number)
    return slider


def _spin(element: Element) -> QWidget:
    spin = QSpinBox()
    spin.setRange(element.low, element.high)
    spin.setSuffix(element.suffix)
    spin.setValue(element.number)
    return spin


def _field(element: Element) -> QWidget:
    field = QLineEdit(element.value)
    if element.part is Part.PASSWORD:
        field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMinimumWidth(field.fontMetrics().horizontalAdvance(element.value + "mmm"))
    field.setCursorPosition(0)
    return field


def _area(element: Element) -> QWidget:
    area = QPlainTextEdit(element.value)
    metrics = area.fontMetrics()
    width, lines = metrics.averageCharWidth() * 60, 3 + sum(extent(line) // 48 + 1 for line in element.value.split("\n"))
    area.setMinimumSize(width, metrics.lineSpacing() * lines)
    return area


def _list(element: Element) -> QWidget:
    view = QListWidget()
    view.addItems(list(element.entries))
    view.setCurrentRow(element.chosen)
    view.setMinimumWidth(view.sizeHintForColumn(0) + 30)
    view.setMinimumHeight((view.sizeHintForRow(0)) * min(len(element.entries), LONGEST_VIEW) + 8)
    return view


def _table(element: Element) -> QWidget:
    table = QTableWidget(len(element.rows), len(element.header))
    table.setHorizontalHeaderLabels(list(element.header))
    table.verticalHeader().hide()
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    for row, cells in enumerate(element.rows):
        for number, cell in enumerate(cells):
            table.setItem(row, number, QTableWidgetItem(cell))
    table.resizeColumnsToContents()
    table.setCurrentCell(element.chosen, 0)
    widths = sum(table.columnWidth(i) for i in range(len(element.header)))
    rows = min(len(element.rows), LONGEST_VIEW)
    table.setMinimumSize(widths + 40, (table.rowHeight(0)) * rows + table.horizontalHeader().sizeHint().height() + 6)
    return table


def _progress(element: Element) -> QWidget:
    bar = QProgressBar()
    bar.setRange(element.low, element.high)
    bar.setFormat(f"%p{element.suffix}")
    bar.setValue(element.number)
    return cast(QWidget, bar)
