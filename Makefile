# Each command does all of its own set-up. The work is done by the scripts in packaging/.
.DEFAULT_GOAL := help
.PHONY: help run test measure peers train setup setup-desktop lock clean demonstration

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):[^#]*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

run: ## set up, then start the app (without a display: show it at work in a virtual desktop)
	@packaging/run.sh

demonstration: ## the same as run, in a virtual desktop even where there is a display
	@DISPLAY= WAYLAND_DISPLAY= packaging/run.sh

test: ## set up, then run all checks and tests (some 40 minutes); PYTEST="tests/unit -k box" runs some of them
	@packaging/setup.sh test
	@packaging/test.sh $(PYTEST)

measure: ## set up, then the long measurements, the last of which idles for 8 hours; results in measurements/
	@packaging/setup.sh test
	@packaging/measure.sh

peers: ## build the servers of others that the contract is also tried against (about 10 minutes, kept), and try it
	@packaging/setup.sh test
	@packaging/peers.sh

train: ## set up, then train our own models by CONFIG (mmassist/training/configs/cores.toml), for hours; a second call goes on
	@packaging/setup.sh train
	@packaging/train.sh $(CONFIG)

setup: ## only set up what the app needs
	@packaging/setup.sh app

setup-desktop: ## only set up what the app and the virtual desktop need
	@packaging/setup.sh desktop

lock: ## write requirements/*.txt anew from pyproject.toml (UPGRADE=1: take the newest)
	@packaging/setup.sh test
	@packaging/lock.sh $(if $(UPGRADE),--upgrade)

clean: ## take away all that set-up and tests made here; system packages stay
	rm -rf .venv .tools build dist measurements .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find mmassist tests -name __pycache__ -type d -prune -exec rm -rf {} +
