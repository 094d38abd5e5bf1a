"""A turn as plain data: what `--json` prints."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from mmassist.values import Claim, FusedPrompt, Item, Outline, Spoken, TextLine, Transcript, Turn
from mmassist.visible import visible


def turn_object(turn: Turn) -> dict[str, Any]:
    """One object a turn. Boxes are [x, y, width, height] in pixels of the picture; times in milliseconds since the trigger."""
    scene = turn.scene
    return {
        "turn_id": turn.turn_id,
        "backend": turn.backend,
        "question": turn.question,
        "gist": turn.gist,
        "text": turn.text,
        **_metering(turn),
        "claims": [_claim(claim) for claim in turn.claims],
        "hidden": list(turn.hidden),
        "explanation": list(turn.explanation),
        "preview": _preview(turn.preview) if turn.preview else None,
        "utterances": [spoken_object(spoken, turn.started) for spoken in turn.spoken],
        "items": [_item(item) for item in scene.items] if scene else [],
        "lines": [_line(line) for line in scene.lines] if scene else [],
        "timings": turn.timings,
        "warnings": list(turn.warnings),
    }


def _metering(turn: Turn) -> dict[str, Any]:
    """Tokens are None where the reply did not tell; cost in US dollars, None where no price is known."""
    metering = turn.metering
    return {
        "model": metering.model,
        "preset": metering.preset,
        "tokens": asdict(metering.usage),
        "cost": metering.cost,
        "retries": metering.retries,
        "cached": metering.cached,
        "redactions": metering.redactions,
        "failures": [{"backend": backend, "error": error} for backend, error in turn.failures],
    }


def _claim(claim: Claim) -> dict[str, str]:
    return {"text": claim.text, "kind": claim.kind.value, "verdict": claim.verdict.value, "found": claim.found}


def _preview(prompt: FusedPrompt) -> dict[str, Any]:
    """What would be sent, less the pictures' bytes. `part`: [x, y, width, height] of what a picture shows."""
    return {
        "instructions": prompt.instructions,
        "text": prompt.text,
        "conversation": [{"question": each.question, "answer": each.answer} for each in prompt.conversation],
        "pictures": [
            {
                "media_type": picture.media_type,
                "width": picture.width,
                "height": picture.height,
                "bytes": len(picture.data),
                "part": picture.part.as_list(),
            }
            for picture in prompt.pictures
        ],
    }


def spoken_object(spoken: Spoken, started: float) -> dict[str, Any]:
    return {
        "text": spoken.utterance.text,
        "at_ms": round((spoken.at - started) * 1000, 1),
        "channel": spoken.utterance.channel.value,
    }


def spoken_event(spoken: Spoken) -> dict[str, Any]:
    """A line of `run --json`. `at`: monotonic seconds of the first sample."""
    utterance = spoken.utterance
    return {"event": "spoken", "turn_id": utterance.turn_id, "channel": utterance.channel.value, "text": utterance.text, "at": spoken.at}


def heard_event(transcript: Transcript) -> dict[str, Any]:
    """A line of `run --json`: what was understood of what the user says."""
    return {
        "event": "heard",
        "text": transcript.text,
        "confidence": round(transcript.confidence, 3),
        "language": transcript.language,
        "recogniser": transcript.recogniser,
        "final": transcript.final,
    }


def turn_event(turn: Turn) -> dict[str, Any]:
    """A line of `run --json`: the turn as it ended. `started`: monotonic seconds of the key press."""
    fault = {"error": turn.fault.error, "spoken": turn.fault.spoken, "remedy": turn.fault.remedy} if turn.fault else None
    return {"event": "turn", "started": turn.started, "fault": fault, **turn_object(turn)}


def outline_text(outline: Outline) -> str:
    """One line a node, indented by its depth."""
    depths: list[int] = []
    lines: list[str] = []
    for index, node in enumerate(outline.nodes):
        depths.append(depths[node.parent] + 1 if node.parent >= 0 else 0)
        parts = [node.role.value, node.name or node.labelled_by, node.value, *sorted(state.value for state in node.states)]
        lines.append("  " * depths[index] + ", ".join(" ".join(visible(part).split()) for part in parts if part))
    return "\n".join(lines)


def outline_object(outline: Outline) -> dict[str, Any]:
    """The tree as a list; `parent` is an index into it. Boxes are in the desktop's pixels."""
    return {
        "toolkit": outline.toolkit,
        "complete": outline.complete,
        "focus": outline.focus,
        "nodes": [
            {
                "role": node.role.value,
                "name": node.name or node.labelled_by,
                "states": sorted(state.value for state in node.states),
                "value": node.value,
                "description": node.description,
                "box": node.box.as_list() if node.box else None,
                "parent": node.parent,
            }
            for node in outline.nodes
        ],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "role": item.role.value,
        "name": item.name,
        "states": sorted(state.value for state in item.states),
        "value": item.value,
        "box": item.box.as_list() if item.box else None,
        "source": item.source.value,
        "pixels_say": item.pixels_say,
        "parent": item.parent,
    }


def _line(line: TextLine) -> dict[str, Any]:
    return {"text": line.text, "box": line.box.as_list(), "confidence": round(line.confidence, 3)}
