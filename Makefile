# Two commands matter: `make demo` and `make test`. Each makes its own environment in .venv and works alone.
PYTHON ?= $(or $(shell command -v python3.11),python3)
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: install demo test check bench lock clean theme

install: $(VENV)/.ready

$(VENV)/.ready: requirements/dev.txt requirements/uv.txt pyproject.toml hatch_build.py tools/build_theme.py
	@command -v $(PYTHON) >/dev/null || { echo "Fanlight needs Python 3.11: install it, or say where it is: make PYTHON=/path/to/python3"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# The styles and translations are built by the install; this renews them when their sources changed.
theme: install
	@$(BIN)/python tools/build_theme.py

demo: theme
	@$(BIN)/fanlight demo $(ARGS)

check: theme
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --config import-contracts.toml
	@$(BIN)/python -m pytest tests/house -q

test: check
	@$(BIN)/python tools/run_tests.py $(ARGS)

bench: theme
	@$(BIN)/python -m bench $(ARGS)

# Renew the lock. It names packages, versions and hashes, and no registry's address.
lock: install
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --extra postgres --group dev --group build pyproject.toml -o requirements/dev.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra postgres pyproject.toml -o requirements/run.txt
	@echo "uv" | $(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-annotate - -o requirements/uv.txt

clean:
	rm -rf $(VENV) var build dist src/fanlight/theme/built
