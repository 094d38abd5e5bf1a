"""The straight way to a spoken answer: `python -m mmassist.measure.urllib_opponent URL`. A line comes in: grab, ask, wait for all, speak.

Pillow grabs the screen and makes a PNG, urllib gets the whole answer without a stream, pyttsx3 says it. Answered with the moment
before the grab.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.request

from mmassist.measure.bodies import pillow
from mmassist.measure.commanded import replies


def main() -> int:
    import pyttsx3

    reply, engine = replies(), pyttsx3.init()
    reply({"ready": True})
    for _ in sys.stdin:
        reply({"asked": time.monotonic()})
        url = f"data:image/png;base64,{pillow().decode()}"
        parts = [{"type": "text", "text": "Describe what is on the screen."}, {"type": "image_url", "image_url": {"url": url}}]
        body = json.dumps({"model": "replay", "messages": [{"role": "user", "content": parts}]}).encode()
        request = urllib.request.Request(  # noqa: S310 - the measurement's own server
            f"{sys.argv[1]}/chat/completions", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            text = json.load(answer)["choices"][0]["message"]["content"]
        engine.say(text)
        engine.runAndWait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
