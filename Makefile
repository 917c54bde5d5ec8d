# Offbeat: `make run` opens the app, `make test` runs lint and all tests; both set everything up first.
.DEFAULT_GOAL := help
.PHONY: help run test hosted hostile isolation sbom slow lint bench bench-ingest fuzz sample calibrate warm docs screenshots jobs axe load
SHELL := /bin/sh

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501
export PYTHON

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: warm ## set up once, then open the app on a sample (PORT=8501)
	@exec $(PY) serve.py --server.port $(PORT) --server.showEmailPrompt false

# Bytecode is kept: workers, servers and commands would each compile all modules again.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.set-up-dev ## set up once, then lint and all tests
	@$(PY) tests/browser/find_browser.py --install
	@$(MAKE) --no-print-directory lint
	@$(PY) -m pytest -n 2 --dist loadfile -m "not slow"

hosted: $(VENV)/.set-up-dev warm ## sign-in and nginx in a browser (minutes; needs nginx, openssl and a Chromium)
	@$(PY) tests/browser/find_browser.py --install
	@$(PY) -m pytest tests/hosting/hosted_round_trip.py

hostile: $(VENV)/.set-up-dev warm ## hostile texts on every page and tab in a browser (minutes; needs a Chromium)
	@$(PY) tests/browser/find_browser.py --install
	@$(PY) -m pytest -m slow tests/browser/test_hostile_everywhere.py

isolation: $(VENV)/.set-up-dev ## 50 sessions with files of one shape, 10,000 reads: whose values are they? (minutes)
	@$(PY) -m tests.hosting.many_sessions

sbom: $(VENV)/.set-up-dev ## write what the app is made of, as CycloneDX, to build/sbom.json (a minute)
	@.ci/sbom

load: $(VENV)/.set-up-dev warm ## bear a hundred people, large files, time and faults (8 minutes; OF=hundred|big|soak|faults: one)
	@$(PY) -m tests.load $(OF)

slow: $(VENV)/.set-up-dev ## run the tests that `make test` leaves out for their time (minutes)
	@$(PY) tests/browser/find_browser.py --install
	@$(PY) -m pytest -m slow

lint: $(VENV)/.set-up-dev ## style and format, without changing anything
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check .

bench: $(VENV)/.set-up-dev ## measure the figures (minutes)
	@$(PY) -m tests.benchmarks

fuzz: $(VENV)/.set-up-dev ## read 5,000 damaged files of every format, then bombs of full size (hours; COUNT=100: minutes, COUNT=1000:500: a piece)
	@$(PY) -m tests.fuzz.every_format $(COUNT)
	@$(PY) -m tests.fuzz.bombs

bench-ingest: $(VENV)/.set-up-dev ## measure what comes back of 3,000 polluted files (minutes)
	@$(PY) -m tests.benchmarks polluted

sample: $(VENV)/.set-up ## write sample_data/ anew; the content is the same every time
	@$(PY) -m analysis.synthetic

calibrate: $(VENV)/.set-up ## measure how often labels err, into docs/calibration.md (ten minutes; OF=--quick: one)
	@$(PY) -m analysis.calibration $(OF)

docs: $(VENV)/.set-up ## write docs/thresholds.md anew
	@$(PY) -m analysis.reference

jobs: $(VENV)/.set-up-dev ## do the ten jobs in a browser and count the clicks (two minutes; needs a Chromium)
	@$(PY) -m pytest -q -m job tests/browser

axe: $(VENV)/.set-up-dev ## look for barriers with axe-core on every page and tab, light and dark, at a desk (needs a Chromium)
	@$(PY) -m tests.browser.every_page

screenshots: $(VENV)/.set-up-dev ## draw docs/screenshots/ anew (OF=every: all pages in three forms, elsewhere)
	@$(PY) -m tests.browser.screenshots $(OF)

warm: $(VENV)/.warm

$(VENV)/.set-up: requirements.txt
	@.ci/set_up requirements.txt
	@touch $@

$(VENV)/.set-up-dev: requirements.txt requirements-dev.txt
	@.ci/set_up requirements-dev.txt
	@touch $(VENV)/.set-up $@

# Compiled once here, so that nobody waits for it at the first click.
$(VENV)/.warm: $(VENV)/.set-up $(wildcard analysis/kernels/*.py)
	@$(PY) -m analysis.warm
	@touch $@
