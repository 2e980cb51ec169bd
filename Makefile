# `make demo` and `make test` set up what they need; everything else is a shortcut.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONUTF8 := 1

.PHONY: setup demo test check bench clean

setup: .venv/.ready

.venv/.ready: pyproject.toml setup.py $(wildcard pipeline/locale/*/LC_MESSAGES/*.po)
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -qq --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: setup
	@sh assets/fonts.sh
	$(BIN)/voicehall check
	$(BIN)/voicehall render
	@echo "look into out/: $$(ls out | tr "\n" " ")"

test: setup
	@sh assets/fonts.sh
	$(BIN)/python -m pytest -n 2

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup
	@sh assets/fonts.sh
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv out .voicehall build *.egg-info
