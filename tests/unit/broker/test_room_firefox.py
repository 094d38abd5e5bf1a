"""The helper's page in Debian's Firefox, with the sender in Chromium: two families of browsers understand one another."""

from __future__ import annotations

import asyncio
from importlib import resources
from pathlib import Path

import pytest

from mmassist.support.data_channel import Chat, Point, Shown
from mmassist.support.roles import Right
from tests.browsers import needs_chromium, needs_firefox
from tests.fakes.firefox import firefox
from tests.fakes.sender import COLOURS, Sender
from tests.unit.broker.pages import PIXELS, TEXTS, is_near, staged

pytestmark = [needs_chromium, needs_firefox]

_ENTER = "\ue007"
_SAYS = "(id, text) => document.getElementById(id).textContent.includes(text)"
_PLACE = """
() => {
  picture.scrollIntoView();
  const { x, y, width, height } = document.getElementById("video").getBoundingClientRect();
  return [x, y, width, height];
}
"""


async def test_a_visit_in_firefox(tmp_path: Path) -> None:
    english = TEXTS["en"]
    axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    async with staged() as stage, firefox(tmp_path) as window:
        await window.goto(stage.link)
        await window.wait_for(_SAYS, "status", english["ready"])
        await window.type(f"Ada{_ENTER}")
        visit = await asyncio.wait_for(stage.owner.next_visit(), 20)
        assert visit.name == "Ada"
        sender = await Sender.make(stage.browser, f"{stage.broker.url}/healthz", visit)
        try:
            answered = await sender.connect()
            await window.wait_for(_SAYS, "words", ", ".join(answered.words))
            await window.wait_for(_SAYS, "status", english["connected"])
            await sender.allow(Right.VIEW, Right.POINT, Right.CHAT)
            await sender.say(Shown(sharing="live", title="Editor"))
            await window.wait_for(PIXELS)
            pixels = await window.evaluate(PIXELS)
            assert all(map(is_near, pixels, COLOURS)), pixels
            x, y, width, height = await window.evaluate(_PLACE)
            await window.click(x + width * 0.25, y + height * 0.75)
            point = await sender.hears("point")
            assert isinstance(point, Point)
            assert (point.x, point.y) == pytest.approx((0.25, 0.75), abs=0.01)
            await window.type(f"\ue014{_ENTER}")  # the arrow to the right
            point = await sender.hears("point")
            assert isinstance(point, Point)
            assert (point.x, point.y) == pytest.approx((0.26, 0.75), abs=0.01)
            await window.evaluate("() => message.focus()")
            await window.type(f"hello{_ENTER}")
            assert await sender.hears("chat") == Chat(text="hello")
            await sender.say(Chat(text="thanks"))
            await window.wait_for(_SAYS, "log", english["they-wrote"].format(text="thanks"))
            await window.evaluate(f"() => {{ {axe} }}")
            assert await window.evaluate("async () => (await axe.run()).violations.map((one) => one.id)") == []
        finally:
            await sender.leave()
