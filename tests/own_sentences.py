"""The sentences of the app's own that its code and its tables hold, found without running it: what a translation has to know."""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import mmassist

PACKAGE = Path(mmassist.__file__).parent
_WINGS = frozenset({"measure", "training", "evaluation", "cli", "ui", "third_parties.py", "resources"})
"""Rooms that speak by other ways, or to developers."""
_FUNCTIONS = frozenset({"saying", "run_on", "own"})
_METHODS = frozenset({"announce", "news", "_warn"})
_TOLD = ("spoken", "remedy")


def in_code() -> frozenset[str]:
    """Sentences and templates that stand in the code as they are: given to `saying` and its like, or to an error."""
    found: set[str] = set()
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.relative_to(PACKAGE).parts[0] not in _WINGS:
            found |= set(_of(ast.parse(file.read_text("utf-8"))))
    return frozenset(found)


def in_tables() -> frozenset[str]:
    """Those of the tables that are said in the running app."""
    resources = PACKAGE / "resources"
    parts, camera, abstention = (
        tomllib.loads((resources / f"{name}.en.toml").read_text("utf-8")) for name in ("parts", "camera", "abstention")
    )
    colours = tomllib.loads((resources / "colours.en.toml").read_text("utf-8"))["colours"]
    remarks = tomllib.loads((resources / "grounding.en.toml").read_text("utf-8"))["spoken"]
    watch = tomllib.loads((resources / "watch.en.toml").read_text("utf-8"))
    watched = [*watch["said"].values(), *watch["kinds"].values()]
    keys = tomllib.loads((resources / "keys.toml").read_text("utf-8"))["words"].values()
    vendors = tomllib.loads((PACKAGE / "backends" / "catalogue.toml").read_text("utf-8"))["vendors"].values()
    told = [text for part in parts.pop("parts").values() for text in part.values()]
    return frozenset(
        filter(
            None,
            (
                *told,
                *parts.values(),
                *keys,
                *watched,
                *remarks.values(),
                *camera["look"].values(),
                *_leaves({name: table for name, table in camera.items() if name != "look"}),
                *colours,
                *(vendor["keeps"] for vendor in vendors),
                *abstention["remedies"].values(),
            ),
        )
    )


def _leaves(table: Mapping[str, object]) -> Iterator[str]:
    for value in table.values():
        yield from _leaves(value) if isinstance(value, Mapping) else [str(value)]


def _of(tree: ast.Module) -> Iterator[str]:
    assigned = _assigned(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name) and line.targets[0].id in _TOLD:
                    yield from _texts(line.value, assigned)
        elif isinstance(node, ast.Call):
            for argument in _sentences_given(node):
                yield from _texts(argument, assigned)


def _sentences_given(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call that are said."""
    if isinstance(call.func, ast.Attribute):
        return call.args if call.func.attr in _METHODS else []
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name in _FUNCTIONS:
        return call.args
    if name in _ERRORS:
        return [*call.args[1:3], *(word.value for word in call.keywords if word.arg in _TOLD)]
    return call.args[1:2] if name == "Piece" and "SYSTEM" in ast.unparse(call.args[0]) else []


def _assigned(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """All that is given to a name anywhere in the module."""
    found: dict[str, list[ast.expr]] = defaultdict(list)
    for line in ast.walk(tree):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and line.value is not None:
            found[line.target.id].append(line.value)
        if isinstance(line, ast.Assign):
            for target in line.targets:
                for name, value in _pairs(target, line.value):
                    found[name].append(value)
    return found


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, its in zip(target.elts, value.elts, strict=True):
            yield from _pairs(one, its)


def _texts(node: ast.expr, assigned: Mapping[str, Sequence[ast.expr]]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body, assigned), *_texts(node.orelse, assigned))
    elif isinstance(node, ast.Name):
        for value in assigned.get(node.id, ()):
            yield from _texts(value, {})
    elif isinstance(node, ast.Starred) and isinstance(node.value, ast.Name):
        for value in assigned.get(node.value.id, ()):
            for one in value.elts if isinstance(value, ast.Tuple) else ():
                yield from _texts(one, {})


def _error_names() -> frozenset[str]:
    tree = ast.parse((PACKAGE / "errors.py").read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.ClassDef))


_ERRORS = _error_names()
