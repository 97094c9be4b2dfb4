# Two commands from a fresh machine with python3 (3.11 or newer) and make: `make letter` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LETTERS := build/letters

.PHONY: help letter test accept docs mutate mutate-rules mutants lint format setup clean

help: ## say what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

letter: setup ## check the example decisions and write their letters to build/letters/
	@$(BIN)/lettergen check examples/*.yaml --format lines > build/check.txt || { cat build/check.txt; exit 1; }
	@$(BIN)/lettergen write examples/*.yaml -o $(LETTERS) -f docx -f pdf -f html -f txt

test: setup lint ## set up and pass the tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile

accept: setup ## take the letters as they now are as the accepted ones; read the git diff before you commit it
	@mkdir -p tests/golden
	@LETTERGEN_ACCEPT=1 $(BIN)/python -m pytest -q tests/test_letters.py -k a_person_has_read

docs: setup ## write the pages that are made from the content: docs/koder.md and docs/regler.md
	@$(BIN)/python -m tools.write_docs

mutate: setup ## damage every example in each declared way and see that it is found; CASES=folder adds others' cases
	@$(BIN)/python -m tests.mutation $(if $(CASES),--cases $(CASES))

mutate-rules: setup ## damage each rule one small thing at a time, and see that its examples notice
	@$(BIN)/python -m tests.rule_mutants

mutants: setup ## damage the code of the checks one small thing at a time, and see that their tests notice; takes about 45 minutes
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[mutants]'
	@rm -rf mutants
	@$(BIN)/mutmut run --max-children 2 > build/mutants.log || { tail -n 20 build/mutants.log; exit 1; }
	@$(BIN)/python -m tools.mutants

lint: setup ## style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup ## put the code in its usual form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "lettergen trenger Python 3.11 eller nyere."; exit 1; }
	@echo "Setter opp $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@mkdir -p build
	@touch $@

clean: ## remove what was made
	rm -rf $(VENV) build dist mutants .pytest_cache .mypy_cache .ruff_cache
