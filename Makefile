# Hubiao 护标: two commands on a fresh machine are `make demo` and `make test`.
# Stamps hold what set-up has already done, so that a second run is instant.

SHELL := /bin/bash
PYTHON := .venv/bin/python
STAMPS := .venv/stamps
# Two as a small machine has cores; a third where there is memory for it (each takes some 1.5 GB), since
# tests often wait for a server or a browser.
WORKERS ?= $(if $(shell awk '/^MemTotal/ && $$2 > 7000000' /proc/meminfo 2>/dev/null),3,2)
# By all processors at once where there are semaphores for it, which Linux keeps in /dev/shm; by one otherwise.
COMPILE = $(PYTHON) -m compileall -qq -j $$([ -w /dev/shm ] && echo 0 || echo 1)
# The tests start hundreds of processes: compiled modules are kept, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE
ROOMS := storage crawler classifiers alerts console
OWN := $(ROOMS) tools benchmarks tests

.DEFAULT_GOAL := help
.PHONY: sbom audit mutants extension help setup tools demo samples lint lint-style lint-types lint-imports test docs test-slow wheel screenshots clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMPS)/system $(STAMPS)/python $(STAMPS)/libraries $(STAMPS)/frontend $(STAMPS)/modules ## install what running needs and is missing

# At the same time: pip takes one processor, and compiling what it has installed the other.
tools: ## install what tests and lint need besides
	@$(MAKE) --no-print-directory -s -j3 setup $(STAMPS)/tools

$(STAMPS)/supply: requirements-supply.lock deploy/setup/supply.sh | $(STAMPS)/python
	@deploy/setup/supply.sh
	@mkdir -p $(STAMPS) && touch $@

# Order-only: the virtual environment may need a system package first.
$(STAMPS)/system: deploy/setup/system.sh
	@deploy/setup/system.sh
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/python: requirements.lock pyproject.toml deploy/setup/python.sh | $(STAMPS)/system
	@deploy/setup/python.sh
	@deploy/setup/browser.sh
	@mkdir -p $(STAMPS) && touch $@

# By more than one processor, which pip does not; a file that does not compile is none that is imported.
# Nothing imports the libraries' own tests.
$(STAMPS)/libraries: $(STAMPS)/python
	@$(COMPILE) -x '/site-packages/.*/tests?/' \
		"$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" >/dev/null 2>&1 || true
	@touch $@

$(STAMPS)/frontend: package.json package-lock.json deploy/setup/frontend.sh | $(STAMPS)/python
	@deploy/setup/frontend.sh
	@mkdir -p $(STAMPS) && touch $@

# A service may not write beside the modules, and each of its commands would compile them anew.
$(STAMPS)/modules: $(shell find $(ROOMS) -name '*.py') | $(STAMPS)/python
	@$(COMPILE) $(ROOMS)
	@mkdir -p $(STAMPS) && touch $@

# Later than the front end, which would take the tests' libraries out again.
$(STAMPS)/tools: requirements-dev.lock deploy/setup/tools.sh $(STAMPS)/python $(STAMPS)/frontend
	@deploy/setup/tools.sh
	@mkdir -p $(STAMPS) && touch $@

demo: setup ## the whole chain on a loopback market in var/demo (DEMO=once: print the table and end)
	@$(PYTHON) -m console.demo.run $(DEMO)

samples: setup ## every letter type as DOCX and PDF into build/samples
	@$(PYTHON) -m alerts.letters.workflow.samples

lint: tools ## ruff, mypy --strict, import contracts
	@$(MAKE) --no-print-directory -s -k -j3 lint-style lint-types lint-imports

lint-style:
	@.venv/bin/ruff check $(OWN) && .venv/bin/ruff format --check $(OWN)

lint-types:
	@.venv/bin/mypy

lint-imports:
	@.venv/bin/lint-imports

# The tests run even where the lint complains, so that one run tells everything; either fails it.
# The last line is pytest's own: the lint runs beside the whole suite, which takes far longer, and
# before a part of it. Each of the WORKERS has a PostgreSQL server and browsers of its own.
test: tools ## lint, then the tests with real components; one room: make test PYTEST=tests/alerts
	@report=$(STAMPS)/lint.txt; lint=0; tests=0; \
	{ $(MAKE) --no-print-directory -s lint >$$report 2>&1; code=$$?; echo; cat $$report; exit $$code; } & checks=$$!; \
	$(if $(PYTEST),wait $$checks || lint=$$?;) \
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST) || tests=$$?; \
	$(if $(PYTEST),,wait $$checks || lint=$$?;) \
	exit $$(( tests ? tests : lint ))

test-slow: tools ## what make test has in a small form alone: long kills and faults, many and large examples
	@slow=0; $(PYTHON) -m pytest --timeout 900 -m slow || slow=$$?; \
	HUBIAO_THOROUGH_TESTS=1 $(PYTHON) -m pytest --timeout 900 -m "hypothesis or thorough" && exit $$slow

docs: setup ## write docs/commands.md and docs/settings.md from the program itself
	@$(PYTHON) -m console.reference

# What an earlier build left in build/lib would come along.
extension: ## the browser extension for officers, into dist/hubiao-extension.zip
	@mkdir -p dist && rm -f dist/hubiao-extension.zip
	@python3 -m zipfile -c dist/hubiao-extension.zip console/extension/*
	@ls dist/hubiao-extension.zip

wheel: setup ## the program with all its data, to install elsewhere, into dist
	@rm -rf build/lib
	@$(PYTHON) -m pip wheel -qq --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

sbom: setup $(STAMPS)/supply ## what runs, as CycloneDX, and its licences, into dist
	@mkdir -p dist && whole=$$(mktemp) && trap 'rm -f "$$whole"' EXIT && \
	.venv/supply/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
		--spec-version 1.6 --output-file "$$whole" $(PYTHON) && \
	$(PYTHON) -m tools.supply.bill "$$whole" dist

audit: $(STAMPS)/supply ## look every locked package up in a database of vulnerabilities
	@deploy/setup/audit.sh

MODULES ?= storage/leads storage/audit storage/outgoing storage/evidence alerts/letters/model
NUMBER ?= 60
mutants: tools $(STAMPS)/supply ## do the tests notice small changes? a sample: make mutants MODULES=storage/audit NUMBER=60 [PYTESTS=tests/storage/audit]
	@$(PYTHON) -m tools.mutants $(MODULES) --number $(NUMBER) $(if $(PYTESTS),--tests $(PYTESTS))

screenshots: tools ## pictures of every page of the console at two widths, into var/screenshots
	@$(PYTHON) -m tests.e2e.screenshots var/screenshots

clean: ## remove what set-up and the tools made; var/ (data) stays, but for the demo's folder
	@rm -rf .venv node_modules console/static/vendor var/demo build dist ./*.egg-info
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
