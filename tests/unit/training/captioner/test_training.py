"""The whole way of the captioner with the smallest of networks: windows, questions, reward, files."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from mmassist.backends.captioner.memory import MOST_THINGS, ROLES, Thing
from mmassist.backends.captioner.reading import Reading, Writing, written_by
from mmassist.backends.captioner.scenes import TITLE
from mmassist.backends.captioner.words import END, words
from mmassist.errors import ModelCorrupt
from mmassist.inference import shipped
from mmassist.inference.runtime import CPU_ONLY, Session
from mmassist.training.captioner.asking import Pair
from mmassist.training.captioner.batches import memory_of
from mmassist.training.captioner.export import export_captioner
from mmassist.training.captioner.instruct import InstructTask, Variety, instruct, told, varied
from mmassist.training.captioner.judged import Answered, as_told, least_sure, told_of
from mmassist.training.captioner.prefer import prefer, reward
from mmassist.training.captioner.scenes import JUDGED, PROGRAMS, PROGRAMS_JUDGED, TRAINED, Scene, arrays_of, known, read_scenes
from mmassist.training.config import Config, Preference
from mmassist.training.export import with_notes
from mmassist.training.faults import TrainingError
from mmassist.training.shards import Shards, ShardWriter

VARIETY = Variety(0.5)
HERE = (0.0, 0.0, 0.1, 0.1)


def silent(_line: str) -> None:
    return


@pytest.fixture
def rendered(config: Config) -> Config:
    """Windows as they might be seen."""
    for part, count in ((TRAINED, config.scenes.count), (JUDGED, config.scenes.judged)):
        ShardWriter(config.folder / part, {}).add(arrays_of([seen(number) for number in range(count)]))
    return config


def seen(seed: int) -> Scene:
    """Half of it is there."""
    rng = np.random.default_rng(seed)
    names = ("Save", "Open", "Help", "", "Sound")
    sides = [(0.1 * at, 0.1, 0.1 * at + 0.05, 0.2) for at in range(8)]
    things = [Thing(str(rng.choice(ROLES[:-1])), str(rng.choice(names)), box, sure=float(rng.uniform(0.3, 1))) for box in sides]
    true = tuple(known(thing, thing if thing.sure > 0.6 else None) for thing in things)
    return Scene(tuple(things), true, (Thing("link", "More", sides[0]),))


def test_what_was_seen_and_what_is_so_are_read_again(config: Config) -> None:
    scenes = [seen(1), seen(2), Scene((), ())]
    ShardWriter(config.folder / TRAINED, {}).add(arrays_of(scenes))
    again = list(read_scenes(Shards(config.folder / TRAINED)))
    for one, other in zip(scenes, again, strict=True):
        assert [(thing.role, thing.label) for thing in other.things] == [(thing.role, thing.label) for thing in one.things]
        assert [thing.sure for thing in other.things] == pytest.approx([thing.sure for thing in one.things])
        assert [(true.role, true.label) for true in other.true] == [(true.role, true.label) for true in one.true]
        assert [thing.label for thing in other.missed] == [thing.label for thing in one.missed]


def test_what_was_missed_is_kept_of_a_window_that_is_full(config: Config) -> None:
    full = Scene(
        (Thing("button", "Save", HERE),) * MOST_THINGS, (Thing("button", "Save", HERE),) * MOST_THINGS, (Thing("link", "More", HERE),)
    )
    ShardWriter(config.folder / TRAINED, {}).add(arrays_of([full]))
    (again,) = read_scenes(Shards(config.folder / TRAINED))
    assert len(again.things) == MOST_THINGS
    assert [thing.label for thing in again.missed] == ["More"]


def test_a_field_that_a_tree_calls_nothing_has_no_name() -> None:
    field = Thing("text field", "Name", HERE)
    unnamed = dataclasses.replace(field, label="")
    assert known(field, unnamed).label == "Name"
    assert known(field, unnamed, nameless=frozenset()).label == ""


def test_a_window_that_its_tree_tells_has_what_is_there_and_nothing_else() -> None:
    scene = seen(3)
    whole = told(scene, ("Xylophone",), np.random.default_rng(1))
    assert whole.things == whole.true
    assert all(thing.sure == 1 for thing in whole.things)
    there = [thing.role for thing in (*scene.true, *scene.missed) if thing.role]
    assert sorted(thing.role for thing in whole.things if thing.role != "window title") == sorted(there)


def test_what_is_not_there_stays_so_under_another_name() -> None:
    for seed in range(30):
        scene = varied(seen(seed), ("Xylophone",), np.random.default_rng(seed), VARIETY)
        assert {bool(true.role) for thing, true in zip(scene.things, scene.true, strict=True) if thing.sure <= 0.45} <= {False}
        assert all(true.label in ("", thing.label) for thing, true in zip(scene.things, scene.true, strict=True))


def test_a_window_stands_in_a_part_of_a_larger_one_and_nothing_is_beside_what_it_was_beside() -> None:
    title, first, second = (Thing(role, "a", box) for role, box in (("window title", TITLE), ("tab", HERE), ("tab", (0.5, 0.5, 0.9, 1.0))))
    for seed in range(30):
        scene = varied(Scene((title, first, second), (title, first, second)), ("Xylophone",), np.random.default_rng(seed), VARIETY)
        assert [thing.box for thing in scene.things] == [true.box for true in scene.true]
        at = {thing.role: thing.box for thing in scene.things}
        assert at.get("window title", TITLE) == TITLE
        if len(scene.things) == 3:
            one, other = scene.things[1].box, scene.things[2].box
            assert (one[2] - one[0]) * 4 == pytest.approx(other[2] - other[0])
            assert 0.75 * 0.9 <= other[2] - one[0] <= 0.9
            assert all(0 <= side <= 1 for side in (*one, *other))


def test_of_a_program_that_is_seen_again_and_again_no_name_is_the_same_and_much_is_left_out() -> None:
    scene = seen(5)
    counts = []
    for seed in range(40):
        found = varied(scene, ("Xylophone",), np.random.default_rng(seed), Variety(1.0, 0.6))
        assert {thing.label.split()[0] for thing in found.things if thing.label} <= {"Xylophone"}
        counts.append(len(found.things))
    assert min(counts) < len(scene.things) / 2 < max(counts)


def test_no_window_is_seen_twice_as_it_is(rendered: Config) -> None:
    task = InstructTask(rendered)
    one, other = (varied(task.scenes[0], task.pool, np.random.default_rng(seed), VARIETY) for seed in (1, 2))
    assert one.things != other.things


def test_from_windows_to_files_that_answer_as_the_network_does(rendered: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One test of the whole way, because the exporter takes its time."""
    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)
    assert instruct(rendered, silent).whole
    assert prefer(rendered, silent).whole
    export_captioner(rendered, tmp_path, silent)
    export_captioner(rendered, tmp_path / "before", silent, instructed=True)
    tuned, before = (shipped.rows("captioner-writer", folder)[0].sha256 for folder in (tmp_path, tmp_path / "before"))
    assert tuned != before
    rows = [shipped.rows(kind, tmp_path) for kind in ("captioner-reader", "captioner-writer")]
    assert [len(of_kind) for of_kind in rows] == [1, 1]
    sessions = [Session(shipped.load(row, tmp_path), wanted=CPU_ONLY) for (row,) in rows]
    task = InstructTask(rendered)
    scene, pair = task.asked(np.random.default_rng(3))
    written = list(written_by(Reading(sessions[0]), Writing(sessions[1]), memory_of(scene, pair, rendered.captioner.buckets)))
    assert all(0 <= number < len(words().all) + len(scene.things) for number in written)
    other = with_notes(shipped.load(rows[1][0], tmp_path), {"words": '["other"]'})
    with pytest.raises(ModelCorrupt):
        Writing(Session(other, wanted=CPU_ONLY))


def test_of_questions_so_many_are_about_real_programs_as_is_wished(rendered: Config) -> None:
    program = Scene((Thing("slider", "Volume", HERE),), (Thing("slider", "Volume", HERE),))
    ShardWriter(rendered.folder / PROGRAMS, {}).add(arrays_of([program]))
    for share in (0.0, 0.5, 1.0):
        task = InstructTask(dataclasses.replace(rendered, scenes=dataclasses.replace(rendered.scenes, share=share)))
        rng = np.random.default_rng(6)
        scenes = [task.asked(rng)[0] for _ in range(200)]
        about = [len(scene.things) <= 2 and {thing.role for thing in scene.things} <= {"slider", "window title"} for scene in scenes]
        assert np.mean(about) == pytest.approx(share, abs=0.1)


def test_of_real_programs_names_and_kinds_are_counted_as_the_evaluation_counts_them(rendered: Config) -> None:
    ShardWriter(rendered.folder / PROGRAMS_JUDGED, {}).add(arrays_of([seen(5)]))
    task = InstructTask(rendered)
    with torch.no_grad():
        figures = task.judged(task.model.eval())
    assert figures["programs: names and kinds"] >= figures["programs: names and kinds spoken"]
    assert 0 <= figures["programs: of them not there"] <= 1


def test_a_name_of_a_control_that_was_seen_elsewhere_is_there() -> None:
    known_words = words()
    thing = Thing("button", "More", HERE)
    missed = (Thing("link", "More", (0.5, 0.5, 0.6, 0.6)),)
    written = (
        known_words.number("the"),
        known_words.number("button"),
        len(known_words.all),
        known_words.number("is"),
        known_words.number(END),
    )
    for scene, wrong in (
        (Scene((thing,), (known(thing, None),), missed), {"button"}),
        (Scene((thing,), (known(thing, None),)), {"More", "button"}),
    ):
        answer = told_of(Answered(scene, Pair("", "", ()), written), 0.0)
        assert set(answer.things) - answer.there == wrong


def test_what_was_not_instructed_is_not_tuned(rendered: Config) -> None:
    with pytest.raises(TrainingError, match="train instruct"):
        prefer(rendered, silent)


def test_the_right_answer_is_worth_most_and_a_false_one_least() -> None:
    known = words()
    end, first = known.number(END), len(known.all)
    things = (Thing("button", "Save", HERE), Thing("button", "Open", HERE))
    right = (
        known.number("the"),
        known.number("buttons"),
        known.number("are"),
        first,
        known.number("and"),
        first + 1,
        known.number("."),
        end,
    )
    partly = (known.number("the"), known.number("button"), known.number("is"), first, known.number("."), end)
    false = (known.number("the"), known.number("slider"), known.number("is"), first, known.number("."), end)
    plan = Preference()
    assert reward(right, right, things, plan) > reward(partly, right, things, plan) > reward(false, right, things, plan)


def test_of_what_is_not_there_a_name_costs_most_silence_less_and_leaving_out_least() -> None:
    known_words = words()
    end, first, plan = known_words.number(END), len(known_words.all), Preference()
    seen_things = (Thing("button", "Save", HERE), Thing("button", "Opem", HERE), Thing("button", "Ghost", HERE))
    true = (known(seen_things[0], seen_things[0]), known(seen_things[1], Thing("button", "Open", HERE)), known(seen_things[2], None))

    def listed(*at: int) -> tuple[int, ...]:
        begun = [known_words.number("the"), known_words.number("buttons"), known_words.number("are")]
        return (*begun, *[number for one in at for number in (first + one, known_words.number("and"))][:-1], end)

    silent_one = (*(known_words.number(word) for word in ("I", "cannot", "tell", "that", ".")), end)
    right = listed(0)
    for invented in (1, 2):
        assert reward(right, right, true, plan) > reward(silent_one, right, true, plan) > reward(listed(0, invented), right, true, plan)
    assert reward(listed(0, 1), right, true, plan) > reward(listed(1, 2), right, true, plan)


def test_the_captioner_is_told_of_what_is_sure_and_by_names_that_are() -> None:
    things = tuple(Thing("button", f"name {at}", HERE, sure=at / 10) for at in range(1, 10))
    unsure, guess = Thing("tab", "Opem", HERE, sure=0.9, named=0.5), Thing("button", "save", HERE, sure=0.9, guessed=True)
    seen_things = (*things, unsure, guess)
    scene = as_told(Scene(seen_things, tuple(known(thing, thing) for thing in seen_things)), 0.65)
    assert [thing.label for thing in scene.things] == ["name 7", "name 8", "name 9", "", ""]
    assert len(scene.true) == 5
    assert [thing.label for thing in scene.missed] == [f"name {at}" for at in range(1, 7)]


def test_the_least_sureness_is_that_from_which_on_next_to_nothing_is_invented(rendered: Config) -> None:
    model = InstructTask(rendered).model.eval()
    scenes = [seen(number) for number in range(4)]
    with torch.no_grad():
        assert least_sure(model, scenes, rendered, 1.0) == 0.4
        assert least_sure(model, scenes, rendered, -1.0) == 1.0


def test_an_answer_to_another_question_is_worth_less_than_to_say_that_it_cannot_tell() -> None:
    known_words = words()
    things = (Thing("button", "Save", HERE), Thing("check box", "All", HERE))

    def numbers(text: str) -> tuple[int, ...]:
        return (*(known_words.number(word) for word in text.split("|")), known_words.number(END))

    right = numbers("this|window|has|1|button|and|1|check box|.")
    worth = {text: reward(numbers(text), right, things, Preference()) for text in ("I|cannot|tell|that|.", "this|window|has|1|button|.")}
    assert worth["this|window|has|1|button|."] > worth["I|cannot|tell|that|."]
    for text in ("I|see|no|focus|.", "this|window|has|.", "this|window|has|nothing|that|I|can|tell|."):
        assert reward(numbers(text), right, things, Preference()) < worth["I|cannot|tell|that|."]


def test_an_answer_without_an_end_is_worth_less() -> None:
    known = words()
    right = (known.number("no"), known.number("."), known.number(END))
    assert reward(right[:-1], right, (), Preference()) < reward((known.number("yes"), *right[1:]), right, (), Preference())


def test_the_seed_decides_what_is_asked(rendered: Config) -> None:
    task = InstructTask(rendered)
    assert task.asked(np.random.default_rng(4))[1] == task.asked(np.random.default_rng(4))[1]
    assert torch.equal(task.loss(task.batch(2)).detach(), task.loss(task.batch(2)).detach())


def test_a_machine_that_only_trains_needs_nothing_to_render_with() -> None:
    steps = "for step in (Step.INSTRUCT, Step.PREFER, Step.ELEMENTS): _way(step)"
    code = f"import sys\nfrom mmassist.cli.train import Step, _way\n{steps}\nprint('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
