# Two commands set up everything on a fresh machine with Python 3.11 or newer: `make demo` and `make test`.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --quiet --disable-pip-version-check
# An environment without compiled files would compile every module and every test anew in every process.
unexport PYTHONDONTWRITEBYTECODE

# Another installer may be named, such as "uv pip install"; .ci/run does.
INSTALL := $(or $(INSTALL_WITH),$(PIP) install)
PYTEST := -q -n auto --dist worksteal

# Two installations into one environment at once would break it, and so would `make -j` without this.
.NOTPARALLEL:
.PHONY: browser demo test test-deep test-lowest test-times mutants lint types docs lists pictures build bench audit clean

demo: $(VENV)/.installed
	@$(BIN)/helhedsplan demo

test: $(VENV)/.test
	@$(BIN)/python -m pytest $(PYTEST) -m "not deep"

# Everything else: other programs, processes with bounds, many examples. What a machine does not have is skipped and named.
# One hash seed, so that what is gathered from strategies is the same for every worker and on every run.
test-deep: $(VENV)/.test
	@PYTHONHASHSEED=0 HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest $(PYTEST) -m "deep or thorough"

# A part of the daily tests on the lowest versions that pyproject.toml allows, in an environment of their own. What an
# old library warns of beside a new one is no fault of ours.
LOWEST := $(addprefix tests/,plan/test_plan.py test_tables.py cli/test_cli.py calculators/portfolio/test_column_types.py \
	excel/test_workbook.py calculators/financing/test_examples.py outputs/charts/test_financing.py \
	outputs/pages/test_pdf.py calculators/prices/test_statbank.py)

test-lowest: $(VENV)/.lowest
	@$(VENV)/lowest/bin/python -m pytest -q -p no:xdist -W default -m "not deep" $(LOWEST)

# CPU seconds of both runs, by folder of tests/.
test-times: $(VENV)/.test
	@PYTHONPATH=tests $(BIN)/python -m pytest $(PYTEST) -p tools.times -m "not deep"
	@PYTHONPATH=tests HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest $(PYTEST) -p tools.times -m "deep or thorough"

# Small changes in the exact modules, and whether the daily tests notice; MUTANTS="--sample 0 money" takes all of one.
mutants: $(VENV)/.test
	@PYTHONPATH=src:tests $(BIN)/python -m tools.mutants $(MUTANTS)

lint: $(VENV)/.lint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.lint
	@$(BIN)/mypy

docs: $(VENV)/.docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict  # not --quiet: it hides the warnings from --strict too

# The lists in the documents that the program knows: commands, and the words of the plan format.
lists: $(VENV)/.test
	@PYTHONPATH=src:tests $(BIN)/python -m tools.lists

# The pictures of the documentation, made anew; needs LibreOffice, poppler, ImageMagick and Chromium.
pictures: $(VENV)/.installed
	@docs/pictures/make.sh $(BIN)/helhedsplan

# The page that runs the library in a browser, as one file and as a folder, in browser/dist; needs npm.
browser: $(VENV)/.installed
	@$(BIN)/python browser/build_page.py

build: $(VENV)/.build
	@rm -rf dist
	@$(BIN)/python -m build > /dev/null
	@ls dist

bench: $(VENV)/.bench
	@$(BIN)/python benchmarks/check_process.py
	@$(BIN)/python -m benchmarks.check_plan
	@$(BIN)/python -m benchmarks.check_many
	@$(BIN)/python -m benchmarks.workbooks
	@$(BIN)/python -m benchmarks.reading
	@$(BIN)/python -m benchmarks.financing
	@$(BIN)/python -m benchmarks.prices_and_rent
	@$(BIN)/python -m benchmarks.pictures
	@$(BIN)/python -m benchmarks.postings

audit: $(VENV)/.installed
	@$(BIN)/helhedsplan rules audit --cases tests/cases

# pip cannot choose the lowest versions; uv can.
$(VENV)/.lowest: $(VENV)/.made pyproject.toml
	@echo "Installing the lowest versions in $(VENV)/lowest …"
	@$(PIP) install uv
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENV)/lowest
	@$(BIN)/uv pip install --quiet --python $(VENV)/lowest/bin/python --resolution lowest-direct \
		--editable ".[pandas,pdf,statbank]" --group test
	@touch $@

# What the tests of the HTML pages look with, beside a Chromium and Node.js; without it they say so.
$(VENV)/.browser: $(VENV)/.made
	@npm install --silent --no-fund --no-audit --prefix $(VENV)/browser axe-core@4.14.1 playwright-core@1.65.1
	@touch $@

clean:
	rm -rf $(VENV) build dist out site

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --upgrade "pip>=25.1"
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml
	@$(INSTALL) --editable ".[pandas,pdf,statbank]"
	@touch $@

$(VENV)/.test $(VENV)/.lint $(VENV)/.docs $(VENV)/.build $(VENV)/.bench $(VENV)/.spark: $(VENV)/.%: $(VENV)/.installed
	@echo "Installing what '$*' needs …"
	@$(INSTALL) --group $*
	@touch $@

# What the whole check needs, in one installation; PySpark is large and comes by itself.
$(VENV)/.check: $(VENV)/.made pyproject.toml
	@$(INSTALL) --editable ".[pandas,pdf,statbank]" --group lint --group docs --group build
	@touch $(VENV)/.installed
	@touch $(VENV)/.test $(VENV)/.lint $(VENV)/.docs $(VENV)/.build $@
