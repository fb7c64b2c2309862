# MarrowTrack. Each target sets up what it needs by itself (.ci/setup.sh) and is quick when that is up to date.
#
#   make run    open the demo study; without a screen, play it and leave its pages in a folder
#   make test   style, types and tests
#   make bench  start-up times and others, each beside its floor
#   make faults kills, full disks, flipped bits and hostile input at length, with figures
#   make fuzz   hostile input alone
#   make properties   what must hold for any record, at 1,000 examples each
#
# More words for the command go through ARGS: make test ARGS="-k transfusion", make run ARGS="--out pages".

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
export LC_ALL := C.UTF-8
# The tests start the program dozens of times: each start would compile it anew.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
PY := $(VENV)/bin/python
ARGS ?=

.PHONY: help run demo test suite lint style types format bench faults fuzz properties ready-run ready-test clean distclean

help:
	@sed -n '3,10s/^# \{0,1\}//p' Makefile

ready-run:
	@bash .ci/setup.sh run

ready-test:
	@bash .ci/setup.sh test

# main.py decides by itself whether there is a screen.
run demo: ready-run
	@$(PY) main.py demo $(ARGS)

lint: style types

style: ready-test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: ready-test
	$(PY) -m mypy

format: ready-test
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

# Types are looked at beside the tests, which leave a processor free now and then.
test: style
	@$(MAKE) --no-print-directory -j 2 types suite

# The profile `ci` of hypothesis draws the same examples each time and sets no deadline: a busy machine is no fault.
# The thousands of studies that the tests make lie in memory where there is room, so no test waits for a disk.
suite: ready-test
	@room=$$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4000000 { print "/dev/shm" }' || true); \
	TMPDIR=$$(mktemp -d "$${room:-$${TMPDIR:-/tmp}}/marrowtrack-tests.XXXXXX"); export TMPDIR; \
	trap 'rm -rf "$$TMPDIR"' EXIT; \
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist worksteal --hypothesis-profile=ci $(ARGS)

bench: ready-test
	@$(PY) -m tests.benchmarks $(ARGS)

# Small disks are mounted where this runs as root; elsewhere the faults are injected.
faults: ready-test
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.faults all $(ARGS)

fuzz: ready-test
	@$(PY) -m tests.faults fuzz $(ARGS)

PROPERTIES := tests/domain/response/test_properties.py tests/domain/response/test_second_reading.py \
	tests/services/test_assess_any_input.py
properties: ready-test
	PROPERTY_EXAMPLES=1000 $(PY) -m pytest -n 2 --durations=0 $(PROPERTIES) $(ARGS)

# Study files are never touched: they lie in the user's data folder.
clean:
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist demo-output *.egg-info
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean
	rm -rf $(VENV)
