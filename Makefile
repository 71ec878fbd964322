# Two commands matter: `make book` and `make test`. Everything they need is installed into .venv from the locks.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help book test format lint sample lab lock clean

help:
	@echo "make book    install, make the sample data, build the two newest editions, say where to open them"
	@echo "make test    format, lint, types, import contracts, tests"
	@echo "make lab     open the chapters in JupyterLab"
	@echo "make format  put the code in order"
	@echo "make lock    resolve the dependencies anew"
	@echo "make clean   remove what can be made again (never a published edition)"

book: .venv/.run sample
	$(BIN)/csatreport build --newest 2 --reason "$(or $(REASON),the sample or the program changed)"

# The key that the invented company's pseudonyms are made with: no secret, for there are no people behind them.
ifndef CSATREPORT_KEY_FILE
book lab: export CSATREPORT_KEY ?= the-key-of-an-invented-company
endif

SIMULATION := $(shell find csatreport/simulate -name '*.py' -o -path '*simulate*' -name '*.csv' -o -path '*simulate*' -name '*.toml')

sample: data/raw/truth.json

data/raw/truth.json: .venv/.run $(SIMULATION)
	$(BIN)/csatreport simulate data/raw
	@touch $@

# Two test processes on two cores: threads of BLAS would only wait for each other.
test: export OPENBLAS_NUM_THREADS = 1
test: .venv/.test sample
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --dist loadfile --nbval-lax tests notebooks $(PYTEST)

format: .venv/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/nbstripout --keep-id notebooks/*.ipynb

lint: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lab: .venv-lab/.run sample
	.venv-lab/bin/python -m ipykernel install --sys-prefix --name python3 --display-name "csatreport"
	.venv-lab/bin/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks/cover.ipynb $(LAB)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "csatreport needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python requirements.lock pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.test: .venv/.run requirements-test.lock
	$(PIP) install --quiet --require-hashes -r requirements-test.lock
	@touch $@

.venv-lab/.run: requirements-analyst.lock pyproject.toml
	$(PYTHON) -m venv .venv-lab
	.venv-lab/bin/python -m pip install --quiet --require-hashes -r requirements-analyst.lock
	.venv-lab/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# The locks hold hashes and no addresses; they serve every Python from 3.11 on.
UV := $(BIN)/uv pip compile pyproject.toml build-requirements.in --universal --python-version 3.11 \
      --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --upgrade
lock: .venv/bin/python
	$(PIP) install --quiet uv
	$(UV) -o requirements.lock
	$(UV) --extra test --extra database --extra cluster --extra warehouse -c requirements.lock -o requirements-test.lock
	$(UV) --extra analyst -c requirements.lock -o requirements-analyst.lock

clean:
	rm -rf data/prepared build reports/.staging-* tests/projects/*/data tests/projects/*/reports tests/projects/*/build
