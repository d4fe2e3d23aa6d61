# `make demo` shows the program at work, `make test` proves it. Each needs Python 3.11 and make, nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: test torture demo check trace words pages constraints old-file screenshots bench bench-import clean

test: .venv/installed
	sh tools/install-programs.sh
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

# Each command with every call to the disk that fails, or at which it is killed, and the runs by chance at their full
# length; takes up to an hour and a half. Figures: docs/reliability.md
torture: .venv/installed
	sh tools/install-programs.sh
	LONG=1 $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal -m long
	PYTHONPATH=tests $(BIN)/python -m torture --write docs/reliability.md

demo: .venv/installed
	rm -rf demo
	$(BIN)/complaintctl demo demo

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tools/trace.py --check
	$(BIN)/python tools/catalogue.py --check
	$(BIN)/python tools/pages.py --check

# Writes docs/regulation.md anew: each requirement with its rule and its tests.
trace: .venv/installed
	$(BIN)/python tools/trace.py

# Brings the catalogue of Chinese words up to date with what the program says.
words: .venv/installed
	$(BIN)/python tools/catalogue.py

# Writes docs/commands, docs/man and docs/configuration.md anew: a page for each command, in both languages.
pages: .venv/installed
	$(BIN)/python tools/pages.py

# Writes constraints.txt anew: the newest versions that pyproject.toml allows. `make check test` is to follow.
constraints:
	rm -rf .venv
	: >constraints.txt
	$(MAKE) .venv/installed
	$(BIN)/python -m pip freeze --exclude-editable >constraints.txt

# Makes the test file of the present version of the tables: once, before a step to the next one is begun.
old-file: .venv/installed
	$(BIN)/python tools/old_file.py

# Draws the pictures in the READMEs anew.
screenshots: .venv/installed
	$(BIN)/python tools/screenshots.py
	$(BIN)/python tools/paper_pictures.py

# Ratios of whole processes to bare programs that do the same work; takes some minutes.
bench: .venv/installed
	$(BIN)/python tools/bench/run.py
	$(BIN)/python tools/bench/desk.py

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable . --group dev
	touch $@

clean:
	rm -rf .venv demo build dist
