"""`mmassist bench sharing`: what a helper's browser gets of a shared window over a thin link, and what it costs.

The app itself shares a window of its virtual desktop, by the browser's engine that it has for that, with all that is looked through and
hidden first; beside it aiortc sends the same window, as it does by itself and without hiding anything.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from mmassist.measure import figures as measured
from mmassist.measure.figures import Verdict
from mmassist.measure.own_desktop import in_desktop, print_report
from mmassist.measure.series import Asked, Series
from mmassist.measure.sharing_link import require
from mmassist.measure.sharing_sight import decibels

_PEER = "aiortc's default sender"
_OTHERS = (
    Asked("late", "from the screen to the helper's canvas, of a window at rest", "ms", 150.0, (("aiortc-late", _PEER),)),
    Asked("late-busy", "the same while other text changes ten times a second", "ms", 150.0, (("aiortc-late-busy", _PEER),)),
    Asked("late-after", "the same at rest again", "ms", 150.0, (("aiortc-late-after", _PEER),)),
    Asked("new", "from the screen until something that was never seen before is looked through, and on the helper's canvas", "ms", None),
    Asked("pointed", "from the helper's press of a button to the first sample of speech", "ms", 150.0),
    Asked("stop", "from the second press of stop to the last picture", "ms", 200.0, (("aiortc-stop", _PEER),)),
    Asked("after", "pictures later than 200 ms after that", "number", 0.0),
    Asked(
        "cpu",
        "processor time at ten pictures a second",
        "% of a core",
        60.0,
        (("aiortc-cpu", _PEER),),
        "All processes of the app: capture, masks, text recognition, QtWebEngine's. Not the X server, the window, or the helper's browser.",
    ),
    Asked("cpu-new", "processor time while text is new ten times a second, and withheld", "% of a core", 60.0),
    Asked("cpu-still", "processor time while nothing changes", "% of a core", None),
)


def measure(rates: Sequence[float], seconds: float) -> dict[str, Any]:
    """`rates`: megabits a second. `seconds`: how long each lasts before the text is looked at. Raises SupportError where something is
    missing, DesktopError."""
    require()
    return in_desktop("mmassist.measure.sharing", round(seconds), *sorted(rates))


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine = report["machine"]
    head = f"{machine['cores']} cores; load {machine['load_before']} before, {machine['load_after']} after; a window of 1920 by 1080."
    decibel = [
        f"{figure['key'].partition('-')[2]} Mbit/s: PSNR {_decibels(figure)}, {_PEER} {_decibels(figure['opponents'][0])}"
        for figure in report["figures"]
        if figure["key"].startswith("text-")
    ]
    return "\n".join([head, *decibel, "", measured.table(report["figures"])])


def _decibels(samples: Mapping[str, Any]) -> str:
    return "-" if samples["median"] is None else f"{decibels(samples['median']):.1f} dB"


def asked(rate: float) -> tuple[Asked, Asked]:
    """At least 33 dB at 1 Mbit/s, 40 from 2 on: as the root mean square of the error, of 255. And 98 % of the words."""
    wanted = 33 if rate < 2 else 40
    most = round(255 / 10 ** (wanted / 20), 2)
    return (
        Asked(
            f"text-{rate:g}",
            f"error of small text at {rate:g} Mbit/s",
            "of 255",
            most,
            ((f"aiortc-text-{rate:g}", _PEER),),
            f"{most} is a PSNR of {wanted} dB.",
        ),
        Asked(
            f"words-{rate:g}",
            f"words that are read on the screen and not at the helper's, at {rate:g} Mbit/s",
            "%",
            2.0,
            ((f"aiortc-words-{rate:g}", _PEER),),
        ),
    )


def _measured(rates: Sequence[float], seconds: int) -> dict[str, Any]:
    """Inside the virtual desktop."""
    from mmassist.measure.sharing_inside import run

    load, series, failures = os.getloadavg()[0], Series(), dict[str, str]()
    run(series, failures, rates, seconds)
    found = [series.figure(one) for one in (*(one for rate in rates for one in asked(rate)), *_OTHERS)]
    return {
        "command": f"mmassist bench sharing --seconds {seconds:g}" + "".join(f" --rate {rate:g}" for rate in rates),
        "machine": {"cores": os.cpu_count(), "load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2)},
        "met": all(figure.verdict in (Verdict.MET, Verdict.MEDIAN_MET, Verdict.PUBLISHED) for figure in found),
        "failures": failures,
        "figures": [figure.as_json() for figure in found],
    }


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the cable does not stay
    sys.exit(print_report(lambda seconds: _measured([float(rate) for rate in sys.argv[2:]], seconds)))
