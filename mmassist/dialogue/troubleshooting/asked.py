"""What a model is asked about a problem: what the user says, what the app sees, and what was tried. Pure."""

from __future__ import annotations

from mmassist.dialogue.troubleshooting.case import Case
from mmassist.dialogue.troubleshooting.judging import Verdict
from mmassist.dialogue.troubleshooting.signs import Sign
from mmassist.dialogue.untrusted import one_line
from mmassist.dialogue.wording import wording

_STEP, _TRIED = 300, 12


def question(case: Case, signs: tuple[Sign, ...], news: str) -> str:
    """`news`: what has happened since, a sentence; "" at the beginning."""
    words = wording()
    told = [words.say("guide", "wish", wish=one_line(case.wish, _STEP)) if case.wish else words.say("guide", "no_wish")]
    if signs:
        told += [words.say("guide", "seen"), *(f"- {sign.kind.value}: {one_line(sign.text, _STEP)}" for sign in signs)]
    if case.tried:
        told.append(words.say("guide", "tried"))
        for number, one in list(enumerate(case.tried, 1))[-_TRIED:]:
            told.append(f"{number}. {one_line(one.step.say, _STEP)} - {words.say('guide', _outcome(one.verdict, seen=one.seen))}")
    told.append(words.say("guide", "now", news=one_line(news, _STEP) or words.say("guide", "begin")))
    return "\n".join(told)


def not_so(why: str) -> str:
    """News that the screen is against it that all is solved."""
    return wording().say("guide", "not_solved", why=one_line(why, _STEP))


def _outcome(verdict: Verdict, *, seen: bool) -> str:
    if verdict is not Verdict.DONE:
        return "failed"
    return "done_seen" if seen else "done_said"
