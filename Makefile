# Each chore is one word; each sets up what it needs.
#   make run      the whole path on a real table: check, train, evaluate, export, predict; then, where there is a
#                 display, the window with what came of it
#   make window   the window alone                  make screenshots   pictures of its views, into docs/screenshots
#   make test     every check and every test        make check    style, types and import rules alone
#   make soak     the long versions of the tests    make accept   every table of ../shared/data against its floor
#   make bench    how fast it is, beside Keras on TensorFlow and others: writes tests/benchmarks/RESULTS.md, in an hour
# BENCH=… names sections and options (BENCH="training --optimizer adam"; tests/benchmarks/__main__.py tells all).
# PYTHON=… takes another Python (3.11 or newer); TORCH_INDEX=… takes torch from another index (the README says when).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip
INSTALL := $(PIP) install --disable-pip-version-check --constraint constraints.txt
SETUP := pyproject.toml constraints.txt
FRAMEWORKS := .venv-bench
TORCH_FROM = $(or $(TORCH_INDEX),$(shell cat $(VENV)/torch-index 2>/dev/null))
# What torch needs from the usual index, so that TORCH_INDEX is asked for torch and its own libraries alone.
TORCH_NEEDS := filelock fsspec jinja2 networkx setuptools sympy typing-extensions
# Where there is a display, `make run` ends in the window, and needs what that needs.
SHOWN := $(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname))

# Waiting threads sleep: a spinning one slows every other process down.
export OMP_WAIT_POLICY := PASSIVE
# Tests need no display.
test soak: export QT_QPA_PLATFORM := offscreen

.PHONY: run window test check soak accept bench screenshots

run: $(VENV)/ready$(if $(SHOWN),-for-windows)
	@$(BIN)/python tools/demo.py netloom-demo

window: $(VENV)/ready-for-windows
	@$(BIN)/python -m netloom_desktop

test: check
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: $(VENV)/ready-to-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: $(VENV)/ready-to-test .node/ready
	$(BIN)/python -m pytest -m "not alone" --hypothesis-profile=soak --numprocesses auto --dist loadfile
	$(BIN)/python -m pytest -m alone --hypothesis-profile=soak

screenshots: $(VENV)/ready-for-windows
	@$(BIN)/python tools/screenshots.py docs/screenshots

accept: $(VENV)/ready-to-test
	$(BIN)/python -m tests.accept

bench: $(VENV)/ready-for-windows $(FRAMEWORKS)/ready
	$(BIN)/python -m tests.benchmarks --frameworks $(FRAMEWORKS)/bin/python $(BENCH)

# torch from another index replaces what is there, once.
ifneq ($(TORCH_INDEX),)
ifneq ($(TORCH_INDEX),$(shell cat $(VENV)/torch-index 2>/dev/null))
.PHONY: $(VENV)/ready
endif
endif

$(VENV)/ready: $(SETUP)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Netloom needs Python 3.11 or newer, this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12")'
	@echo "Setting up $(VENV). This happens once and takes a few minutes: torch is large."
	$(PYTHON) -m venv $(VENV)
ifneq ($(TORCH_INDEX),)
	$(INSTALL) $(TORCH_NEEDS)
	$(PIP) uninstall --yes torch
	$(INSTALL) --index-url $(TORCH_INDEX) torch
	@echo "$(TORCH_INDEX)" > $(VENV)/torch-index
endif
	$(INSTALL) hatchling
	$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-for-windows: $(VENV)/ready
	$(INSTALL) --no-build-isolation --editable ".[desktop]"
	@touch $@

$(VENV)/ready-to-test: $(VENV)/ready
	$(INSTALL) --no-build-isolation --editable ".[desktop,test]"
	@touch $@

# What runs the JavaScript that is given along with ONNX files. Where there is no npm its tests only parse it.
.node/ready:
	@mkdir -p .node
	@if command -v npm >/dev/null; then npm install --prefix .node --ignore-scripts --no-audit --no-fund \
		onnxruntime-node@1.30.0 onnxruntime-web@1.30.0; fi
	@touch $@

# The frameworks that `make bench` compares with, on the same torch: it is there before anything could ask for another.
$(FRAMEWORKS)/ready: tests/benchmarks/requirements.txt
	@echo "Setting up $(FRAMEWORKS). This happens once and takes some minutes: TensorFlow is large as well."
	$(PYTHON) -m venv $(FRAMEWORKS)
ifneq ($(TORCH_FROM),)
	$(FRAMEWORKS)/bin/python -m pip install --constraint $< $(TORCH_NEEDS)
	$(FRAMEWORKS)/bin/python -m pip install --constraint $< --index-url $(TORCH_FROM) torch
else
	$(FRAMEWORKS)/bin/python -m pip install --constraint $< torch
endif
	$(FRAMEWORKS)/bin/python -m pip install --requirement $<
	@touch $@
