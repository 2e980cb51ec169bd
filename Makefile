# `make demo` and `make test` set up what they need; everything else is a shortcut.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONUTF8 := 1

.PHONY: setup demo test wheel-test check messages bench clean

setup: .venv/.ready

.venv/.ready: pyproject.toml setup.py $(wildcard pipeline/locale/*/LC_MESSAGES/*.po)
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -qq --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]'
	@# pip compiles what it copies; what stays here would be compiled by the first commands, or by every one.
	$(BIN)/python -m compileall -q cli.py commands pipeline
	@touch $@

demo: setup
	@sh assets/fonts.sh
	$(BIN)/voicehall check
	$(BIN)/voicehall render
	@echo "look into out/: $$(ls out | tr "\n" " ")"

test: setup
	@sh assets/fonts.sh
	$(BIN)/python -m pytest -n 2

# Builds a wheel, installs it without extras into an environment of its own, and does there what a user does.
wheel-test: setup
	@sh assets/fonts.sh
	$(BIN)/python -m pytest tests/wheel -m wheel

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tools.catalogues check

# New sentences of the code into the catalogues of pipeline/locale, those that are gone out of them.
messages: setup
	$(BIN)/python -m tools.catalogues update

bench: setup
	@sh assets/fonts.sh
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv out .voicehall build *.egg-info
