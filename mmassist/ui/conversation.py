"""All that was asked and spoken since the start, as text that grows while it is read."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit

_KEPT = 2000  # lines


class Conversation(QPlainTextEdit):
    """One line for each question and each thing that was said, so that a braille display shows one at a time.

    What comes is put at the end; cursor, selection and focus stay where the user has them, and it scrolls along only where its end is in
    sight. The oldest lines go once there are very many.
    """

    def __init__(self) -> None:
        super().__init__(readOnly=True, tabChangesFocus=True)
        self.setMaximumBlockCount(_KEPT)
        self.setPlaceholderText(self.tr("Nothing was said yet."))

    def add_question(self, text: str) -> None:
        """What the user asked, by typing or by voice."""
        self.appendPlainText(self.tr("You: {question}").format(question=" ".join(text.split())))

    def add_spoken(self, text: str) -> None:
        """What was said."""
        self.appendPlainText(" ".join(text.split()))
