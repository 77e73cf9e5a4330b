# `make demo` and `make test` do all the set-up: a virtual environment in .venv from PYTHON, or from any Python >= 3.11 that runs.
FOUND := $(shell for p in $(or $(PYTHON),python3.11 python3.12 python3.13 python3.14 python3 python $(HOME)/.pyenv/versions/*/bin/python); do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
# the newest interpreter that is found, on which ArviZ is 1.0 or later
OTHER := $(shell for p in python3.14 python3.13 python3.12 $$(ls -dr $(HOME)/.pyenv/versions/3.1[2-9]*/bin/python 2>/dev/null); do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python
TESTS ?= tests
PYTEST = $(PY) -m pytest -q -n 2

.PHONY: demo test-fast test test-all test-other fuzz check dist-check emitted bench bench-startup bench-stan bench-uq bench-foreign bench-diamonds clean

demo: .venv/ready
	$(PY) -m llbayes demo

# while working: a minute and a half on two cores
test-fast: .venv/ready-dev
	$(PYTEST) -m "not slow and not sweep" $(TESTS)

# before a change lands: everything but what takes minutes
test: .venv/ready-dev
	$(PYTEST) -m "not slow" $(TESTS)
ifneq ($(OTHER),)
	$(MAKE) test-other
endif

# before a release, and now and then: everything
test-all: .venv/ready-dev
	$(PYTEST) $(TESTS)
ifneq ($(OTHER),)
	$(MAKE) test-other
endif

test-other: .venv-other/ready
	.venv-other/bin/python -m pytest -q -p no:xdist tests/results/test_results.py

# a thousand random C programs through the engine for foreign IR; `make fuzz FUZZ="3000 4000"` takes those of other numbers
FUZZ ?= 0 1000
fuzz: .venv/ready-dev
	cd tests/ad && ../../$(PY) -m foreign.fuzzing $(FUZZ)

check: .venv/ready-dev
	$(PY) -m ruff check .
	$(PY) -m pyright

# the wheel in an empty environment, outside of the checkout
dist-check: .venv/ready
	.ci/dist $(PY)

# hashes of the IR of all models and programs, for a change that must not change them: before it `make emitted`, after it `make emitted EMITTED=compare`
EMITTED ?= write
emitted: .venv/ready-dev
	$(PY) benchmarks/emitted.py $(EMITTED) .venv/emitted.json

# times beside the last release's; `make bench STORE=--store` writes them into the file of this version
bench: bench-startup
	$(PY) benchmarks/first_gradient.py $(STORE)
	$(PY) benchmarks/gradient.py $(STORE)
	$(PY) benchmarks/kernels.py $(STORE)
	$(PY) benchmarks/linalg.py $(STORE)
	$(PY) benchmarks/peers.py $(STORE)

# from process start to the printed summary; `make bench-startup STAN=folder` runs stanli beside it (`pip install stanli`) on the Stan programs of a folder
bench-startup: .venv/ready
ifneq ($(OTHER),)
	$(MAKE) .venv-other/ready
endif
	$(PY) benchmarks/startup.py $(STAN) $(STORE)

# Stan programs from their text to a gradient; `make bench-stan STAN="programs data" STANLI=python HTTPSTAN=folder` measures those of posteriordb, beside stanli and Stan 2.35
bench-stan: .venv/ready
	$(PY) benchmarks/stan_programs.py $(STAN) $(if $(HTTPSTAN),--stan=$(HTTPSTAN)) $(if $(STANLI),--stanli=$(STANLI)) $(STORE)

# uncertainty and sensitivity beside other libraries, those that are installed: `.venv/bin/pip install SALib openturns chaospy`
bench-uq: .venv/ready
	$(PY) benchmarks/uq.py $(STORE)

# kernels in C with our derivatives, and what our passes cost; `make bench-foreign ENZYME=python` has real Enzyme beside it (`pip install enzyme_ad`)
bench-foreign: .venv/ready
	$(PY) benchmarks/foreign.py $(if $(ENZYME),--enzyme=$(ENZYME)) $(STORE)

bench-diamonds: .venv/ready
	$(PY) benchmarks/diamonds.py $(STORE)

.venv/ready: pyproject.toml
	@test -n "$(FOUND)" || { echo "llbayes needs a Python >= 3.11 (with venv): none was found"; exit 1; }
	$(FOUND) -m venv .venv
	$(PY) -m pip install -q -e .
	mkdir -p .venv/src && ln -sfn "$(CURDIR)" .venv/src/llbayes
	touch $@

.venv/ready-dev: .venv/ready
	$(PY) -m pip install -q -e '.[dev]'
	touch $@

.venv-other/ready: pyproject.toml
	$(OTHER) -m venv .venv-other
	.venv-other/bin/python -m pip install -q -e . pytest pytest-timeout hypothesis
	touch $@

clean:
	rm -rf .venv .venv-other build dist *.egg-info
