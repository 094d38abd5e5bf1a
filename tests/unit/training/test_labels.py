from pathlib import Path

import pytest

from mmassist.training.faults import TrainingError
from mmassist.training.icons.labels import UNLABELLED, load_desktop, load_freedesktop, load_labels
from mmassist.training.icons.sets import load_themes


def write(path: Path, names: str, also: str = "") -> Path:
    path.write_text(f"[names]\n{names}\n[also]\n{also}\n[strangers]\n", "utf-8")
    return path


def test_between_150_and_250_things_have_a_name() -> None:
    assert 150 <= len(load_labels().names) <= 250


def test_an_icon_has_the_label_that_claims_its_name() -> None:
    labels = load_labels()
    assert labels.names[labels.of("device-floppy")] == "save"


def test_an_icon_that_no_label_claims_has_none() -> None:
    assert load_labels().of("account-cash") == UNLABELLED


def test_a_name_that_means_something_else_in_one_set_has_no_label_there() -> None:
    labels = load_labels()
    assert labels.of("tag", "material") == UNLABELLED != labels.of("tag", "lucide")


def test_a_label_is_also_called_by_its_other_words() -> None:
    labels = load_labels()
    assert labels.texts(labels.names.index("save")) == ("save", "floppy disk", "store")


def test_one_icon_under_two_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="claimed by"):
        load_labels(write(tmp_path / "labels.toml", 'a = ["x"]\nb = ["x"]'))


def test_other_words_for_no_label_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no label"):
        load_labels(write(tmp_path / "labels.toml", 'a = ["x"]', 'b = ["y"]'))


def test_freedesktop_names_lead_to_labels() -> None:
    labels = load_labels()
    assert labels.names[load_freedesktop(labels)["go-previous"]] == "back"


def test_a_freedesktop_row_without_a_label_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "freedesktop.toml"
    path.write_text('[icons]\ngo-next = "no such thing"\n', "utf-8")
    with pytest.raises(TrainingError, match="no such labels"):
        load_freedesktop(load_labels(), path)


def test_what_desktops_use_beyond_the_specification_leads_to_labels_and_changes_none_of_its_names() -> None:
    labels = load_labels()
    desktop, specified = load_desktop(labels), load_freedesktop(labels)
    assert labels.names[desktop.of("open-menu")] == "menu"
    assert desktop.labels.items() > specified.items()


def test_a_program_s_own_names_lead_to_labels_or_to_none_and_the_rest_is_not_known() -> None:
    labels = load_labels()
    office = load_desktop(labels, "libreoffice")
    assert labels.names[office.of("formatpaintbrush")] == "brush"
    assert labels.names[office.of("edit-copy")] == "copy"
    assert "bezierinsert" in office
    assert office.of("bezierinsert") == UNLABELLED
    assert labels.names[office.of("starshapes.star5")] == "star"
    assert "deleteannotation" not in office
    assert "bezierinsert" not in load_desktop(labels)


@pytest.mark.parametrize("table", sorted({theme.names for theme in load_themes()} - {""}))
def test_every_table_that_a_theme_names_leads_to_labels(table: str) -> None:
    labels = load_labels()
    assert len(load_desktop(labels, table).labels) > len(load_desktop(labels).labels)
