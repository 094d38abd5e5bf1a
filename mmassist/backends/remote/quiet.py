"""Other people's loggers: with --verbose they would write headers with keys, addresses and whole requests into our log."""

from __future__ import annotations

import logging

LOUD = ("openai", "anthropic", "google", "google_genai", "httpx2", "httpcore2", "h2", "hpack", "ollama")


def hush() -> None:
    """Silences them all, their children included. To be called after the import: some set their level then, by the environment.

    What failed is told by our own errors.
    """
    names = [name for name in logging.Logger.manager.loggerDict if name.partition(".")[0] in LOUD]
    for name in (*LOUD, *names):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
