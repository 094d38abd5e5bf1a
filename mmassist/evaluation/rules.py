"""All rules, in the order in which they are reported."""

from __future__ import annotations

from collections.abc import Callable

from mmassist.evaluation import rules_counts, rules_honesty, rules_naming, rules_values
from mmassist.evaluation.rulings import Case, Ruling

Rule = Callable[[Case], Ruling]

RULES: tuple[Rule, ...] = (
    rules_naming.title_named,
    rules_naming.question_first,
    rules_naming.focus_named,
    rules_naming.focus_early,
    rules_naming.error_early,
    rules_naming.default_said,
    rules_naming.buttons_named,
    rules_naming.text_said,
    rules_values.values_said,
    rules_values.states_right,
    rules_values.selection_said,
    rules_values.order_kept,
    rules_honesty.password_secret,
    rules_honesty.hidden_unsaid,
    rules_honesty.nothing_invented,
    rules_honesty.roles_right,
    rules_honesty.states_claimed,
    rules_counts.counts_right,
    rules_honesty.no_repeat,
    rules_honesty.reads_naturally,
    rules_honesty.heard_as_written,
)
