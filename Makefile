# `make run` and `make test` set up everything they need: Python 3.11+, make and pip are enough.
# `make help` lists the rest.

PYTHON ?= python3
PIP_VERSION := 26.3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
BUILD := build

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help install run call test soak heavy browser trials check lint format types layers cover bench \
	bench-reader compare mutants wheel constraints clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-13s %s\n", $$1, $$2}' Makefile

install: $(INSTALLED) ## set up the virtual environment (all other commands do it for you)

$(VENV)/.pip-$(PIP_VERSION):
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else \
	  "Handrail needs Python 3.11 or later and %s is %d.%d: make PYTHON=python3.12 ..." \
	  % (sys.executable, v[0], v[1]))'
	@# Some systems ship Python without ensurepip: then the pip that is there fills the venv.
	@$(PYTHON) -m venv --clear $(VENV) || { $(PYTHON) -m venv --clear --without-pip $(VENV) && \
	  $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }
	@$(BIN)/python -m pip install --quiet 'pip==$(PIP_VERSION)'
	@touch $@

$(INSTALLED): $(VENV)/.pip-$(PIP_VERSION) pyproject.toml constraints.txt
	@echo "Setting up $(VENV): about a minute, the first time."
	@$(BIN)/pip install --quiet --editable '.[desk,openai,postgres]' --group dev \
	  --constraint constraints.txt --build-constraint constraints.txt
	@touch $@

run: $(INSTALLED) ## start the desk: open the address it prints (OPTIONS="--port 8001")
	@$(BIN)/handrail desk $(OPTIONS)

call: $(INSTALLED) ## hold a call in the terminal; without a terminal, play a sample call
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/handrail call; else sh examples/sample_call.sh; fi

test: $(INSTALLED) ## run the tests (HANDRAIL_PROFILE=dev, ci or soak)
	@rm -f .coverage .coverage.*
	$(BIN)/pytest -m 'not soak and not browser' --numprocesses auto --maxprocesses 8 --dist worksteal \
	  --cov --cov-report=

heavy: $(INSTALLED) ## run only the soak tests, with the reduced counts of CI
	HANDRAIL_PROFILE=ci $(BIN)/pytest -m soak

soak: $(INSTALLED) ## run every test with full counts (long)
	HANDRAIL_PROFILE=soak $(BIN)/pytest --timeout=3600

browser: $(INSTALLED) ## try the dashboard in Chromium; keep pictures of it in build/browser
	$(BIN)/pytest -m browser

trials: $(INSTALLED) ## try the desk and the survey with simulated callers, without noise and with
	$(BIN)/handrail trial -k 8
	$(BIN)/handrail trial examples/trials -k 8
	$(BIN)/handrail trial -k 3 --noise 0.1 --host plain

check: lint types layers ## lint, types and import layers

lint: $(INSTALLED) ## ruff
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(INSTALLED) ## let ruff format and mend what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: $(INSTALLED) ## mypy, strict, over sources and tests
	$(BIN)/mypy src tests bench $(wildcard examples/*.py)

layers: $(INSTALLED) ## import-linter
	$(BIN)/lint-imports --no-logo

cover: $(INSTALLED) ## hold the coverage of the last `make test`: engine 100 %, the rest 90 %
	$(BIN)/coverage report --include='src/handrail/engine/*' --fail-under=100
	$(BIN)/coverage report --omit='src/handrail/engine/*' --fail-under=90

bench: $(INSTALLED) ## measure, and print one table
	$(BIN)/python -m bench

bench-reader: $(INSTALLED) ## measure the reader only
	$(BIN)/python -m bench reader

compare: $(INSTALLED) ## hold the booking's trials with LiveKit's TaskGroup, too, side by side
	$(BIN)/python -m bench.group_trials -k 8

mutants: $(INSTALLED) ## spoil the engine's rules in 200 places, and tell which instrument notices
	$(BIN)/pip install --quiet --group mutants --constraint constraints.txt
	$(BIN)/python -m bench.mutants --count 200 --seed 6

wheel: $(INSTALLED) ## build the wheel and start the command line from it
	rm -rf $(BUILD)/site $(BUILD)/*.whl
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir $(BUILD) .
	$(BIN)/pip install --quiet --no-deps --target $(BUILD)/site $(BUILD)/*.whl
	cd $(BUILD) && PYTHONPATH=site ../$(BIN)/python -c 'import handrail; print(handrail.__file__)' \
	  | grep --quiet '/$(BUILD)/site/handrail/'
	cd $(BUILD) && PYTHONPATH=site ../$(BIN)/python -c 'from handrail.cli import main; main()' --help \
	  | grep --quiet bookings

constraints: ## write constraints.txt anew from current releases
	rm -rf $(VENV)
	: > constraints.txt
	$(MAKE) install
	$(BIN)/pip install --quiet --group mutants
	{ echo '# Exact versions that the tests pass with, written by `make constraints`.'; \
	  $(BIN)/pip freeze --exclude-editable; } > constraints.new
	mv constraints.new constraints.txt
	touch $(INSTALLED)

clean: ## remove everything that can be made again
	rm -rf $(VENV) $(BUILD) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	  .import_linter_cache .coverage .coverage.*
