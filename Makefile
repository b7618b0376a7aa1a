# Every command a person needs. `make` alone lists them.

.DEFAULT_GOAL := list
MAKEFLAGS += --no-print-directory
.PHONY: list demo demo-reset run worker shell test check house books bench soak fix messages migrations docs lock

# Byte code is compiled once at set-up: without it every command starts seconds later.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK = 1

RUN := .venv/bin/python
MANAGE := $(RUN) manage.py
DEV := .venv/.dev

list:
	@echo "Zabota: a vendor's partner network, and its books."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "DATABASE_URL=postgresql://… uses that database (PostgreSQL 15 or newer) instead of the built-in one."

demo: .venv/.run ## everything at once: database, site, worker and a year of history, at a printed address
	@$(RUN) -m zabota.config.demo_server

demo-reset: .venv/.run ## forget what was done in the demo and start it over
	@$(RUN) -m zabota.config.demo_server --reset

run: $(DEV) ## the site alone, for a developer (DEBUG on)
	@DEBUG=1 DEMO=1 $(MANAGE) serve --migrate

worker: $(DEV) ## the worker alone: runs the jobs of the queue
	@DEBUG=1 DEMO=1 $(MANAGE) work

shell: $(DEV) ## a Python prompt with the models at hand
	@DEBUG=1 $(MANAGE) shell

test: $(DEV) ## every test on every core, the browser's too; PYTEST_ARGS='-k payout' narrows
	@$(RUN) -m pytest -n auto --maxprocesses 4 --dist worksteal $(PYTEST_ARGS)

check: $(DEV) ## lint, types, the house rules, migrations, translations
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@TESTING=1 $(RUN) -m mypy
	@.venv/bin/lint-imports
	@$(RUN) -m pytest -q tests/house
	@TESTING=1 $(MANAGE) makemigrations --check --dry-run
	@$(RUN) -m zabota.kit.messages missing

house: $(DEV) ## the house rules only: import contracts and tests/house
	@.venv/bin/lint-imports
	@$(RUN) -m pytest -q tests/house

books: .venv/.run ## prove that the books of the database balance
	@$(MANAGE) check_books

bench: $(DEV) ## measure the money road against the same database's own best
	@$(RUN) -m bench $(BENCH_ARGS)

soak: $(DEV) ## play a month of payments with every trouble at once and kill -9 in between; takes long
	@SOAK_EVENTS=$${SOAK_EVENTS:-20000} SOAK_KILLS=$${SOAK_KILLS:-40} $(RUN) -m pytest -q -s tests/soak

fix: $(DEV) ## format, sort the imports, mend what can be mended
	@.venv/bin/ruff check --fix --exit-zero --quiet .
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check .

messages: $(DEV) ## collect the texts to translate into the .po files, then compile them
	@$(RUN) -m zabota.kit.messages extract
	@$(RUN) -m zabota.kit.messages compile

migrations: $(DEV) ## write the migrations that the models ask for
	@DEBUG=1 $(MANAGE) makemigrations

docs: $(DEV) ## check that what the documents point to is there
	@$(RUN) -m pytest -q tests/house/test_docs.py

lock: .venv/.run ## choose versions anew from the three requirements*.in files
	@for name in requirements requirements-uv requirements-dev; do \
	  .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 \
	    $$name.in --output-file $$name.txt; done

# --- the environment: one folder, .venv; two stamps say what it holds -------------------------

.venv/bin/uv: requirements-uv.txt
	@sh .ci/venv .venv
	@.venv/bin/python -m pip install --quiet --require-hashes --requirement requirements-uv.txt
	@touch $@

define install
@echo "Installing $(1) …"
@.venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes --compile-bytecode $(1) \
  || .venv/bin/python -m pip install --quiet --require-hashes --requirement $(1)
endef

# Never takes the developers' tools away again: where they are, both sets are laid anew.
.venv/.run: .venv/bin/uv requirements.txt
	$(call install,$(if $(wildcard $(DEV)),requirements-dev.txt,requirements.txt))
	@$(if $(wildcard $(DEV)),touch $(DEV);) touch $@

$(DEV): .venv/bin/uv requirements-dev.txt requirements.txt
	$(call install,requirements-dev.txt)
	@touch .venv/.run $@
