"""The helper's page in Debian's Chromium, before the real broker and the app's own side of it."""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
import time
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Any, get_args

import pytest

from mmassist.support import invite, sealing
from mmassist.support.broker_line import BrokerLine
from mmassist.support.data_channel import Advice, Refused, Shown
from mmassist.support.roles import Right
from tests.browsers import needs_chromium
from tests.fakes.broker import until
from tests.unit.broker.pages import TEXTS, barriers, knock, shows, staged

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = needs_chromium


def _offer(print_of: bytes) -> str:
    """Of a data channel alone, as a browser would write it."""
    lines = [
        "v=0",
        "o=- 1 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "c=IN IP4 0.0.0.0",
        "a=ice-ufrag:abcd",
        "a=ice-pwd:abcdefghijklmnopqrstuvwx",
        f"a=fingerprint:sha-256 {print_of.hex(':').upper()}",
        "a=setup:actpass",
        "a=mid:0",
        "a=sctp-port:5000",
    ]
    return "\r\n".join(lines) + "\r\n"


async def test_a_link_is_opened_and_both_see_the_same_words() -> None:
    async with staged() as stage:
        page = await stage.page()
        await knock(page, "Ada <b>L.</b>")
        visit = await asyncio.wait_for(stage.owner.next_visit(), 20)
        assert visit.name == "Ada <b>L.</b>"
        await shows(page, "knocked")
        answered = await visit.offer(_offer(secrets.token_bytes(32)), "de")
        assert "candidate" not in answered.sdp
        await page.locator("#check").wait_for(state="visible")
        assert await page.locator("#words").inner_text() == ", ".join(answered.words)
        assert await page.locator("#words").get_attribute("lang") == "de"
        await visit.decide(admitted=True)
        await shows(page, "admitted")
        assert stage.told == []
        assert stage.complaints == []
        own = {stage.broker.url, stage.broker.url.replace("http", "ws")}
        assert {"/".join(url.split("/")[:3]) for url in stage.asked} == own
        assert not any(secret in url.partition("#")[0] for url in stage.asked for secret in stage.link.partition("#")[2].split(".")[1:])


async def test_a_code_that_was_read_over_the_phone_is_entered_wrongly_and_then_rightly() -> None:
    async with staged(invite.by_code(time.monotonic())) as stage:
        page = await stage.page(stage.broker.url)
        await shows(page, "enter")
        code = stage.invitation.code
        wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
        await _enter(page, "12 34")
        await page.keyboard.press("Tab")
        await page.keyboard.type("Ada")
        await page.keyboard.press("Enter")
        await shows(page, "no-code", "problem")
        await _enter(page, wrong)
        await page.keyboard.press("Enter")
        await shows(page, "wrong-code", "problem")
        await until(lambda: "wrong code" in "".join(error.spoken for error in stage.told))
        await _enter(page, code)
        await page.keyboard.press("Enter")
        visit = await asyncio.wait_for(stage.owner.next_visit(), 20)
        assert visit.name == "Ada"
        answered = await visit.offer(_offer(secrets.token_bytes(32)), "es")
        await page.locator("#check").wait_for(state="visible")
        assert await page.locator("#words").inner_text() == ", ".join(answered.words)
        assert len(stage.told) == 1
        assert stage.complaints == []


async def _enter(page: Page, code: str) -> None:
    """Over what is in the field, which has the focus."""
    await page.wait_for_function("() => document.activeElement.id === 'code' && document.activeElement.offsetParent")
    await page.keyboard.press("Control+a")
    await page.keyboard.type(code)


async def test_who_answers_in_the_owner_s_place_gets_three_guesses_at_a_code_and_no_more_by_coming_again() -> None:
    made = invite.by_code(time.monotonic())
    wrong = replace(made, secret=b"000000" if made.secret != b"000000" else b"111111")
    knocks = 0

    async def guess(line: BrokerLine) -> None:
        nonlocal knocks
        async with contextlib.aclosing(line.events()) as events:
            async for event in events:
                if isinstance(event, bytes) and sealing.is_hello(event):
                    await line.send(sealing.Greeting(wrong, sealing.Side.OWNER).hello.as_frame())
                elif isinstance(event, bytes):
                    knocks += 1
                    return  # away, and there again

    async with staged() as stage:
        token = secrets.token_urlsafe(32)
        page = await stage.page(stage.broker.url)
        await shows(page, "enter")

        async def come_again() -> None:
            while True:
                await guess(BrokerLine(stage.broker.url, made.room, sealing.Side.OWNER, time.monotonic() + 600, token))

        guessing = asyncio.create_task(come_again())
        await _enter(page, made.code)
        await page.keyboard.press("Tab")
        await page.keyboard.type("Ada")
        await asyncio.sleep(1)  # the room has to be there
        await page.keyboard.press("Enter")
        await shows(page, "wrong-code", "problem")
        await asyncio.sleep(2)
        guessing.cancel()
        await asyncio.wait([guessing])
        assert knocks == 3


def test_the_page_s_constants_are_those_of_the_app_s_library() -> None:
    from spake2.parameters.ed25519 import ParamsEd25519

    text = (resources.files("mmassist") / "resources/helper/pake.js").read_text("utf-8")
    for name in ("M", "N"):
        element = getattr(ParamsEd25519, name).to_bytes().hex()
        assert f'const {name} = Point.fromHex("{element}");' in text


async def test_who_is_not_let_in_is_told() -> None:
    async with staged() as stage:
        page = await stage.page()
        await knock(page)
        visit = await asyncio.wait_for(stage.owner.next_visit(), 20)
        await visit.decide(admitted=False)
        await shows(page, "turned-away")


async def test_a_page_that_is_loaded_again_knocks_again_and_a_second_one_is_not_let_in() -> None:
    async with staged() as stage:
        page = await stage.page()
        await knock(page)
        first = await asyncio.wait_for(stage.owner.next_visit(), 20)
        await page.reload()
        await asyncio.wait_for(first.gone(), 20)
        await knock(page, "Ada again")
        visit = await asyncio.wait_for(stage.owner.next_visit(), 20)
        assert visit.name == "Ada again"
        second = await stage.page()
        await shows(second, "used", "problem")
        assert not await second.locator("#knock").is_visible()


async def test_a_tab_that_was_duplicated_takes_over_and_the_two_do_not_fight() -> None:
    async with staged() as stage:
        page = await stage.page()
        await shows(page, "ready")
        token = await page.evaluate("() => sessionStorage.getItem(sessionStorage.key(0))")
        context = await stage.browser.new_context(locale="en-GB")
        copy = await context.new_page()
        await copy.add_init_script(f"sessionStorage.setItem('token of {stage.invitation.room}', '{token}')")
        await copy.goto(stage.link)
        await shows(page, "elsewhere", "problem")
        await knock(copy, "Ada")
        assert (await asyncio.wait_for(stage.owner.next_visit(), 20)).name == "Ada"


async def test_the_page_goes_on_after_the_broker_was_restarted() -> None:
    async with staged() as stage:
        page = await stage.page()
        await knock(page)
        await asyncio.wait_for(stage.owner.next_visit(), 20)
        await stage.broker.stop()
        await shows(page, "cut")
        await stage.broker.start()
        visit = await asyncio.wait_for(stage.owner.next_visit(), 20)
        answered = await visit.offer(_offer(secrets.token_bytes(32)), "fr")
        await page.locator("#check").wait_for(state="visible")
        assert await page.locator("#words").inner_text() == ", ".join(answered.words)


async def test_an_invitation_that_was_withdrawn_is_over() -> None:
    async with staged() as stage:
        page = await stage.page()
        await shows(page, "ready")
        await stage.owner.__aexit__(None, None, None)
        await shows(page, "over", "problem")


@pytest.mark.parametrize(("change", "said"), [(lambda link: link[:-4], "incomplete"), (lambda link: link.replace("#1.", "#7."), "version")])
async def test_a_link_that_is_none_is_said_in_the_helper_s_language(change: Any, said: str) -> None:
    async with staged() as stage:
        page = await stage.page(change(stage.link), locale="fr-FR")
        await shows(page, said, "problem", "fr")
        await page.locator("#language").select_option("es")
        await shows(page, said, "problem", "es")


async def test_a_page_that_came_by_plain_http_from_elsewhere_says_that_it_can_not_work() -> None:
    async with staged() as stage:
        page = await stage.page(stage.link.replace("127.0.0.1", "plain.example"))
        await shows(page, "insecure", "problem")
        assert not await page.locator("#knock").is_visible()


async def test_what_was_changed_on_its_way_is_not_used() -> None:
    async with staged() as stage:
        page = await stage.page()
        await knock(page)
        visit = await asyncio.wait_for(stage.owner.next_visit(), 20)
        whole = sealing.Channel.seal

        def tampered(channel: sealing.Channel, message: bytes) -> bytes:
            frame = bytearray(whole(channel, message))
            frame[40] ^= 1
            return bytes(frame)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(sealing.Channel, "seal", tampered)
            offering = asyncio.create_task(visit.offer(_offer(bytes(32)), "en"))
            await shows(page, "damaged", "problem")
            offering.cancel()


async def test_everything_is_named_large_enough_and_readable_in_light_and_dark() -> None:
    async with staged() as stage:
        for scheme, link in (("light", stage.broker.url), ("dark", stage.link)):
            page = await stage.page(link, color_scheme=scheme, viewport={"width": 320, "height": 640})
            await page.locator("#knock").wait_for(state="visible")
            found = await page.evaluate(_AUDIT)
            assert found["unnamed"] == []
            assert found["small"] == []
            assert found["wide"] is False
            assert min(found["contrasts"]) >= 4.5, (scheme, found["contrasts"])
            await page.close()


async def test_axe_finds_no_barrier_at_any_stage_of_a_visit() -> None:
    async with staged() as stage:
        for link, scheme in ((stage.broker.url, "light"), (stage.link[:-3], "dark")):
            page = await stage.page(link, color_scheme=scheme)
            await page.locator("#knock" if scheme == "light" else "#problem").wait_for(state="visible")
            assert await barriers(page) == []
        page = await stage.page(locale="de-DE", color_scheme="dark")
        await shows(page, "ready", language="de")
        assert await barriers(page) == []
        await page.keyboard.type("Ada")
        await page.keyboard.press("Enter")
        visit = await asyncio.wait_for(stage.owner.next_visit(), 20)
        await visit.offer(_offer(secrets.token_bytes(32)), "fr")
        await page.locator("#check").wait_for(state="visible")
        assert await barriers(page) == []


def test_the_texts_are_there_in_all_languages() -> None:
    assert {language: set(texts) for language, texts in TEXTS.items()} == {
        language: set(TEXTS["en"]) for language in ("en", "de", "es", "fr")
    }
    assert all(text.strip() for texts in TEXTS.values() for text in texts.values())
    for key, text in TEXTS["en"].items():
        gaps = {language: sorted(re.findall(r"\{\w+\}", texts[key])) for language, texts in TEXTS.items()}
        assert all(found == sorted(re.findall(r"\{\w+\}", text)) for found in gaps.values()), gaps


def test_each_text_is_used_and_none_is_missing() -> None:
    folder = resources.files("mmassist") / "resources/helper"
    code = "".join(one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith((".js", ".html")))
    named = set(re.findall(r'data-(?:text|label)="([\w-]+)"', code))
    assert named <= set(TEXTS["en"])
    made = {f"{kind}-{one}" for kind, ones in _MADE.items() for one in ones}
    assert made <= set(TEXTS["en"])
    assert {key for key in TEXTS["en"] if f'"{key}"' not in code} <= made


_MADE = {
    "right": [right.value for right in Right],
    "sharing": get_args(Shown.model_fields["sharing"].annotation),
    "refused": get_args(Refused.model_fields["why"].annotation),
    "advice": [state for state in get_args(Advice.model_fields["state"].annotation) if state != "none"],
}
"""Texts whose names the page puts together from what the app says."""


_AUDIT = """
() => {
  const light = (colour) => {
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => linear(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => (Math.max(light(one), light(other)) + 0.05) / (Math.min(light(one), light(other)) + 0.05);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const controls = [...document.querySelectorAll("input, button, select")].filter((one) => one.offsetParent);
  const texts = [...document.querySelectorAll("h1, p, label, input, button, select")].filter((one) => one.offsetParent);
  return {
    unnamed: controls.filter((one) => !(one.labels?.[0]?.textContent || one.textContent).trim()).map((one) => one.id),
    small: controls.filter((one) => one.getBoundingClientRect().height < 24 || one.getBoundingClientRect().width < 24).map((one) => one.id),
    wide: document.documentElement.scrollWidth > innerWidth,
    contrasts: texts.map((one) => contrast(getComputedStyle(one).color, behind(one))),
  };
}
"""
