"""Makes a Python process on Linux pretend to be on Windows or macOS, as far as that goes: `MMASSIST_PRETEND` names which.

`write_into` puts a `sitecustomize` into a folder for PYTHONPATH, so that worker processes pretend too. What is not ours and chooses by the
system when it is imported, is imported before.
"""

from __future__ import annotations

from pathlib import Path

_CUSTOMISE = """
import ctypes, importlib.abc, os, signal, sys, types

PLATFORM = os.environ.get("MMASSIST_PRETEND", "")
MISSING = {
    "win32": {"fcntl", "pwd", "grp", "resource", "termios", "Xlib", "dbus_fast", "gi", "secretstorage"},
    "darwin": {"Xlib", "dbus_fast", "gi", "secretstorage"},
}
NOT_IN_OS = {
    "win32": "O_CLOEXEC O_NOFOLLOW O_NONBLOCK O_DIRECTORY fork forkpty killpg getuid geteuid getgid getpgid setsid nice getloadavg sysconf"
    " sched_getaffinity memfd_create pwrite pread fchmod fchown pidfd_open statvfs",
    "darwin": "sched_getaffinity memfd_create pidfd_open",
}
NO_SIGNALS = {"win32": "SIGKILL SIGHUP SIGSTOP SIGCONT SIGUSR1 SIGUSR2 SIGALRM", "darwin": ""}


class Blocked(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in MISSING[PLATFORM]:
            raise ModuleNotFoundError(f"no {name} on {PLATFORM}", name=name)
        return None


class Library:
    def __init__(self, name, *arguments, **options):
        self.name = name

    def __getattr__(self, name):
        setattr(self, name, lambda *arguments: 0)
        return getattr(self, name)


def pretend():
    import asyncio, concurrent.futures, getpass, logging.handlers, multiprocessing.shared_memory, platform, shutil, socket, subprocess
    import tempfile, uuid, webbrowser
    import PIL.Image, click, cv2, keyring, mss, numpy, onnxruntime, platformdirs, pydantic_settings, typer, typer.main

    for module in [name for name in sys.modules if name.partition(".")[0] in MISSING[PLATFORM]]:
        del sys.modules[module]
    for name in NOT_IN_OS[PLATFORM].split():
        if hasattr(os, name):
            delattr(os, name)
    for name in NO_SIGNALS[PLATFORM].split():
        delattr(signal, name)
    if PLATFORM == "win32":
        msvcrt = types.ModuleType("msvcrt")
        msvcrt.LK_NBLCK, msvcrt.LK_UNLCK = 2, 0
        msvcrt.locking = lambda handle, mode, length: None
        sys.modules["msvcrt"] = msvcrt
        ctypes.WinDLL = Library
        ctypes.get_last_error = lambda: 0
        os.add_dll_directory = lambda path: None
        os.supports_dir_fd = set()
    sys.meta_path.insert(0, Blocked())
    sys.platform = PLATFORM


if PLATFORM:
    pretend()
"""


def write_into(folder: Path) -> None:
    """The folder is to stand on PYTHONPATH."""
    (folder / "sitecustomize.py").write_text(_CUSTOMISE, "utf-8")
