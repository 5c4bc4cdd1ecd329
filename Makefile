# Everything a newcomer needs; `make help` lists it.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
VENV := .venv
BIN := $(VENV)/bin
LOCKS := .ci/requirements
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Without kept bytecode every start compiles the project anew, which takes longer than starting it.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run demo test bench bench-growth bench-reports bench-servers bench-files browser check fix messages migration lock

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: $(VENV)/.run ## Make .venv with the locked dependencies

$(VENV)/.run: $(LOCKS)/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --requirement $(LOCKS)/run.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run $(LOCKS)/test.txt
	$(PIP) install --require-hashes --requirement $(LOCKS)/test.txt
	@touch $@

run: $(VENV)/.run ## Prepare the database, then serve on http://127.0.0.1:8000 (PORT=, HOST=)
	@exec $(BIN)/quizapp serve --prepare edition --host $(HOST) --port $(PORT)

demo: $(VENV)/.run ## Serve a rehearsal with 1,500 simulated participants (a database of its own)
	@QUIZAPP_INSTANCE=instance/demo exec $(BIN)/quizapp serve --prepare demo --host $(HOST) --port $(PORT)

check: $(VENV)/.test ## Lint, import rules, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

fix: $(VENV)/.test ## Format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: $(VENV)/.test browser ## The whole suite
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

bench: $(VENV)/.test ## Measure attempts, an opening, readers and paced saves beside a bare reference
	$(BIN)/python -m tests.load.hot_path

bench-growth: $(VENV)/.test ## Measure the hot path with 1,000, 100,000 and 1,000,000 stored attempts
	$(BIN)/python -m tests.load.growth

bench-reports: $(VENV)/.test ## Measure exports and the dashboard at 100,000 attempts
	$(BIN)/python -m tests.load.reports

bench-servers: $(VENV)/.test ## Measure WSGI servers under load, and with their workers killed
	$(BIN)/python -m tests.load.servers

bench-files: $(VENV)/.test ## Measure large files of questions, ranking, regrading and files of results
	$(BIN)/python -m tests.load.question_files
	$(BIN)/python -m tests.load.ranking
	$(BIN)/python -m tests.load.regrading
	$(BIN)/python -m tests.load.results_file

browser:
	@command -v chromium chromium-browser google-chrome >/dev/null \
	|| PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT=10000 $(BIN)/playwright install chromium \
	|| echo 'No browser to be had: install chromium, or the journey tests are skipped.'

messages: $(VENV)/.test ## Collect strings into the English catalogue and compile it
	$(BIN)/pybabel --quiet extract -F pyproject.toml -k N_ -k _l -k lazy_gettext --ignore-dirs '.*' --no-location --sort-output --no-wrap -o $(VENV)/messages.pot .
	$(BIN)/pybabel --quiet update -i $(VENV)/messages.pot -d quizapp/translations -l en --no-fuzzy-matching --no-wrap --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel compile -d quizapp/translations --statistics

migration: $(VENV)/.test ## Write a revision from what the models differ by (MESSAGE="what it is for")
	@test -n "$(MESSAGE)" || { echo 'make migration MESSAGE="what it is for"'; exit 2; }
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && export QUIZAPP_INSTANCE="$$folder" \
	&& next=$$(printf %04d $$(( $$(find migrations/versions -name '*.py' | wc -l) + 1 ))) \
	&& $(BIN)/quizapp db upgrade && $(BIN)/quizapp db migrate --message "$(MESSAGE)" --rev-id "$$next"

lock: ## Renew the locks (needs uv from PyPI)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --extra build -q pyproject.toml -o $(LOCKS)/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --extra build --extra test -c $(LOCKS)/run.txt -q pyproject.toml -o $(LOCKS)/test.txt
