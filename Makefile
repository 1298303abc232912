# Every target sets up what it needs from nothing. Needed beforehand: make, python3 (3.11 or newer) and python3-venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
# How many tests run at the same time.
JOBS ?= 2

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
INSTALL := $(PIP) install --require-hashes --no-build-isolation
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-annotate --python-platform linux --python-version 3.11

# A stamp carries the hash of what it was made from: with another lock it is another stamp, and everything is installed anew.
hash = $(shell cat $(1) | sha256sum | cut -c1-16)
RUNTIME := $(VENV)/runtime-$(call hash,requirements-build.lock requirements.lock pyproject.toml)
DEV := $(VENV)/dev-$(call hash,requirements-dev.lock)

.PHONY: help demo test coverage mutants check eval bench chaos venv servers clients lock clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{ printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## the whole job, on an embedded mailbox and calendar (ARGS="--seed 7" for other people and dates)
	@$(BIN)/afterword demo $(ARGS)

test: $(DEV) servers ## every test but the long campaigns, with real servers (ARGS="-k dovecot" for some of them)
	@AFTERWORD_REQUIRE_SERVERS=1 $(BIN)/pytest --numprocesses $(JOBS) $(ARGS)
	@$(if $(ARGS),,$(COVERAGE))

check: $(DEV) ## the code's form: ruff, types, imports, shape
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/shape

# The judgement has no branch that no table test reaches; random lives do not count, and code that nothing reaches is deleted.
COVERAGE := $(BIN)/pytest -q --numprocesses 0 tests/core --ignore tests/core/test_lives.py \
	--cov agent.core --cov-branch --cov-report term-missing:skip-covered --cov-fail-under 100

coverage: $(DEV) ## every branch of agent/core is reached by its tests (part of `make test`)
	@$(COVERAGE)

mutants: $(DEV) ## small changes to agent/core, and whether a test notices (ARGS="waiting" for other modules); half an hour
	@$(BIN)/python -m tests.core.mutation $(ARGS)

eval: $(DEV) ## how well mail is understood, on the labelled mail in tests/corpus
	@$(BIN)/python -m tests.corpus.evaluate $(ARGS)

bench: $(DEV) servers ## speed and cost, beside the machine's own baselines
	@AFTERWORD_REQUIRE_SERVERS=1 $(BIN)/pytest -m bench -s tests/benchmarks $(ARGS)

chaos: $(DEV) servers clients ## the long campaigns: kills, cuts, mutants; a real Thunderbird
	@AFTERWORD_REQUIRE_SERVERS=1 $(BIN)/pytest -m chaos --timeout 0 --numprocesses $(JOBS) $(ARGS)

venv: $(DEV) ## the virtual environment, with the tools of tests and checks

servers: $(DEV) ## the servers that do not come from Python, unpacked into .servers; nothing is installed
	@$(BIN)/python -m tests.servers.software

clients: $(DEV) ## the mail program that only the long campaigns need (90 MB), unpacked into .servers
	@$(BIN)/python -m tests.servers.software thunderbird

lock: $(DEV) ## the three locks, resolved anew
	$(LOCK) --upgrade --group build -o requirements-build.lock
	$(LOCK) --upgrade pyproject.toml -o requirements.lock
	$(LOCK) --upgrade --constraint requirements.lock --group dev pyproject.toml -o requirements-dev.lock

clean: ## away with everything that can be made again
	@for link in .servers/*/link; do if [ -f "$$link" ]; then rm -f "$$(cat "$$link")"; fi; done
	rm -rf $(VENV) .servers .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON) here. On Debian or Ubuntu: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$$($(PYTHON) --version) is too old: Python 3.11 or newer is needed. Another one is named so: make PYTHON=python3.12 …" >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUNTIME): | $(BIN)/python
	@echo "Installing the libraries named in requirements.lock"
	@$(INSTALL) --only-binary :all: -r requirements-build.lock
	@$(INSTALL) -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(DEV): $(RUNTIME)
	@echo "Installing the tools named in requirements-dev.lock"
	@$(INSTALL) -r requirements-dev.lock
	@touch $@
