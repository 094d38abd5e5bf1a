"""The catalogue of models: which row a name has, what an answer costs, what is said of a model's end, and the user's own file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from mmassist.backends.catalogue import Catalogue, Model, cost, load, warnings
from mmassist.values import Usage


@pytest.fixture
def built_in() -> Catalogue:
    catalogue, problem = load()
    assert problem is None
    return catalogue


def own(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "models.toml"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize("kind", ["openai", "gemini", "claude", "ollama", "local"])
def test_each_family_has_a_default_that_has_a_row_and_is_still_offered(built_in: Catalogue, kind: str) -> None:
    model = built_in.default(kind)
    assert model.known
    assert model.retires is None


@pytest.mark.parametrize("kind", ["openai", "chat", "gemini", "claude", "ollama"])
def test_each_vendor_has_a_sentence_to_be_heard_before_consent(built_in: Catalogue, kind: str) -> None:
    vendor = built_in.vendor(kind)
    assert vendor.keeps.endswith(".")
    assert vendor.as_of <= date(2026, 11, 25)


def test_every_row_says_where_it_was_read_and_when(built_in: Catalogue) -> None:
    assert [row.name for row in built_in.rows if not row.source or row.as_of is None] == []


def test_every_model_that_ends_names_a_successor_that_has_a_row(built_in: Catalogue) -> None:
    for row in built_in.rows:
        assert row.retires is None or built_in.model(row.kind, row.successor).known


@pytest.mark.parametrize(
    ("kind", "name", "row"),
    [
        ("openai", "gpt-4o-2024-08-06", "gpt-4o"),
        ("openai", "gpt-4o-mini-2024-07-18", "gpt-4o-mini"),
        ("openai", "GPT-4o", "gpt-4o"),
        ("gemini", "gemini-2.0-flash-001", "gemini-2.0-flash"),
        ("claude", "claude-3-5-sonnet-20241022", "claude-3-5-sonnet"),
        ("claude", "claude-3-5-sonnet-latest", "claude-3-5-sonnet"),
        ("ollama", "llama3.2-vision:11b-instruct-q4_K_M", "llama3.2-vision:11b"),
        ("local", "smolvlm-500m-fp16", "smolvlm-500m"),
    ],
)
def test_a_snapshot_has_its_models_row_under_its_own_name(built_in: Catalogue, kind: str, name: str, row: str) -> None:
    found, expected = built_in.model(kind, name), built_in.model(kind, row)
    assert (found.name, found.known, found.source, found.price_input) == (name, True, expected.source, expected.price_input)


@pytest.mark.parametrize("name", ["gpt-4.1-nano", "gpt-4o-audio-preview", "gpt-6.1-terra-pro", "claude-sonnet-5-5"])
def test_another_model_whose_name_begins_alike_has_no_row(built_in: Catalogue, name: str) -> None:
    assert not built_in.model("openai", name).known


def test_an_unknown_model_is_taken_with_caution(built_in: Catalogue) -> None:
    model = built_in.model("openai", "gpt-9")
    assert (model.name, model.sampling, model.effort, model.price_input) == ("gpt-9", False, "", None)
    assert model.inputs == {"image"}


def test_claude_sonnet_is_asked_without_sampling_parameters(built_in: Catalogue) -> None:
    assert not built_in.model("claude", "claude-sonnet-5-5").sampling


def priced(price_cached: float | None = 0.1, price_written: float | None = None) -> Model:
    catalogue, _ = load()
    model = catalogue.model("openai", "nameless")
    return replace(model, price_input=1.0, price_cached=price_cached, price_written=price_written, price_output=5.0)


def test_cached_input_is_charged_at_its_own_rate() -> None:
    assert cost(priced(), Usage(1_000_000, 100_000, None, 500_000)) == pytest.approx(0.5 + 0.05 + 0.5)


def test_cached_input_without_a_rate_is_charged_in_full() -> None:
    assert cost(priced(None), Usage(1_000_000, 0, None, 500_000)) == pytest.approx(1.0)


def test_input_that_goes_into_the_cache_is_charged_at_its_own_rate() -> None:
    used = Usage(1_000_000, 0, cached=500_000, written=300_000)
    assert cost(priced(price_written=1.25), used) == pytest.approx(0.2 + 0.05 + 0.375)


def test_input_that_goes_into_the_cache_without_a_rate_is_charged_as_any_other() -> None:
    assert cost(priced(), Usage(1_000_000, 0, written=1_000_000)) == pytest.approx(1.0)


def test_where_it_is_not_told_what_went_into_the_cache_all_of_it_may_have() -> None:
    assert cost(priced(price_written=1.25), Usage(1_000_000, 0)) == pytest.approx(1.25)


def test_no_more_goes_into_the_cache_than_there_is() -> None:
    assert cost(priced(price_written=1.25), Usage(1_000_000, 0, cached=600_000, written=900_000)) == pytest.approx(0.06 + 0.5)


@pytest.mark.parametrize("name", ["claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-4-5", "claude-sonnet-4-5"])
def test_what_claude_puts_into_its_cache_costs_a_quarter_more(built_in: Catalogue, name: str) -> None:
    model = built_in.model("claude", name)
    assert model.price_input and model.price_written == pytest.approx(1.25 * model.price_input)


@pytest.mark.parametrize("usage", [Usage(), Usage(input=10), Usage(output=10)])
def test_what_was_not_counted_has_no_cost(usage: Usage) -> None:
    assert cost(priced(), usage) is None


def test_a_model_without_a_price_has_no_cost(built_in: Catalogue) -> None:
    assert cost(built_in.model("chat", "anything"), Usage(10, 10)) is None


def test_a_model_on_a_machine_of_ones_own_costs_nothing(built_in: Catalogue) -> None:
    assert cost(built_in.default("ollama"), Usage(1000, 1000)) == 0


def test_nothing_is_said_61_days_before_the_end(built_in: Catalogue) -> None:
    assert warnings(built_in.model("openai", "gpt-4o"), date(2027, 1, 14) - timedelta(61)) == ""


def test_60_days_before_the_end_the_successor_is_named(built_in: Catalogue) -> None:
    said = warnings(built_in.model("openai", "gpt-4o"), date(2027, 1, 14) - timedelta(60))
    assert said == "The model gpt-4o is offered until 14 January 2027, 60 days from now. Choose gpt-6-luna instead."


def test_after_the_end_it_is_said_that_it_is_over(built_in: Catalogue) -> None:
    said = warnings(built_in.model("gemini", "gemini-2.0-flash"), date(2026, 6, 1))
    assert said == "The model gemini-2.0-flash is no longer offered since 1 June 2026. Choose gemini-3.8-flash instead."


def test_the_users_file_changes_single_keys(tmp_path: Path) -> None:
    file = own(tmp_path, '[[models]]\nkind = "openai"\nname = "gpt-6-luna"\nprice_input = 7\n[families.openai]\ndefault = "gpt-6-luna"\n')
    catalogue, problem = load(file)
    assert problem is None
    model = catalogue.default("openai")
    assert (model.name, model.price_input, model.price_output) == ("gpt-6-luna", 7, 0.5)


def test_the_users_file_adds_models_with_rules_of_their_own(tmp_path: Path) -> None:
    text = """
[pictures.mine]
rule = "flat"
long_side = 640
each = 256
[[models]]
kind = "chat"
name = "qwen-vl"
pictures = "mine"
retires = 2030-01-01
"""
    catalogue, problem = load(own(tmp_path, text))
    assert problem is None
    model = catalogue.model("chat", "qwen-vl-7b")
    assert (model.pictures.long_side, model.retires, model.known) == (640, date(2030, 1, 1), True)


def test_without_a_file_of_the_users_own_the_built_in_list_stands(tmp_path: Path) -> None:
    catalogue, problem = load(tmp_path / "none.toml")
    assert problem is None
    assert catalogue.rows == load()[0].rows


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("models = 3", "models are not written as rows"),
        ("[wrong]\n", "it has no part named wrong"),
        ("= nonsense", "it is not valid TOML"),
        ('[[models]]\nkind = "openai"\n', "a model has no name, or a kind that is not there"),
        ('[[models]]\nkind = "tea"\nname = "x"\n', "a model has no name, or a kind that is not there"),
        ('[[models]]\nkind = "openai"\nname = "x"\ncolour = 3\n', "the model x has a key that is not known: colour"),
        ('[[models]]\nkind = "openai"\nname = "x"\ncontext = "big"\n', "context of the model x is of the wrong kind"),
        ('[[models]]\nkind = "openai"\nname = "x"\ncontext = true\n', "context of the model x is of the wrong kind"),
        ('[[models]]\nkind = "openai"\nname = "x"\nprice_input = -1\n', "price_input of the model x is negative"),
        ('[[models]]\nkind = "openai"\nname = "x"\nquality = 9\n', "the quality of the model x is not 1 to 5"),
        ('[[models]]\nkind = "openai"\nname = "x"\ninputs = ["smell"]\n', "the model x takes something other than image, audio and video"),
        ('[[models]]\nkind = "openai"\nname = "x"\npictures = "none"\n', "the model x names picture rules that are not there"),
        ('[families.openai]\npictures = "none"\n', "the family openai names picture rules that are not there"),
        ('[families.mine]\ndefault = "x"\n', "mine in families has no pictures"),
        ('[pictures.mine]\nrule = "magic"\nlong_side = 3\n', "mine in pictures has a rule that is not known"),
        ('[pictures.mine]\nrule = "flat"\nlong_side = 3\nformats = ["image/gif"]\n', "mine in pictures has formats that are not known"),
        ("[legibility]\nheight = true\n", "height of legibility is of the wrong kind"),
        ("[pictures]\nclaude = 3\n", "claude in pictures is no table"),
    ],
)
def test_a_file_that_cant_be_used_is_said_and_the_built_in_list_stands(tmp_path: Path, text: str, complaint: str) -> None:
    catalogue, problem = load(own(tmp_path, text))
    assert problem is not None
    assert problem.spoken == f"Your file of models can't be used: {complaint}. The built-in list is in use."
    assert catalogue == load()[0]


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    file = tmp_path / "models.toml"
    file.write_bytes(b"\xff\xfe\x00")
    _, problem = load(file)
    assert problem is not None
    assert "not valid TOML" in problem.spoken


def test_a_file_that_cant_be_opened_is_said(tmp_path: Path) -> None:
    _, problem = load(tmp_path)
    assert problem is not None
    assert "can't be read" in problem.spoken


def test_the_example_in_the_manual_can_be_used(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[3] / "docs" / "catalogue.md").read_text("utf-8")
    example = manual.partition("```toml\n")[2].partition("```")[0]
    catalogue, problem = load(own(tmp_path, example))
    assert problem is None
    assert (catalogue.default("openai").name, catalogue.model("chat", "my-model").pictures.most) == ("gpt-6-luna", 3)
