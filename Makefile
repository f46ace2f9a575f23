# The same without make: see README.md (demo) and CONTRIBUTING.md (checks).
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test bench lint site bundle lock clean

demo: .venv/installed
	$(BIN)/zoning solve sample:qingshui --out out/qingshui

test: .venv/tested
	$(BIN)/python tests/run.py

bench: .venv/measured
	$(BIN)/python -m benchmarks

lint: .venv/tested
	$(BIN)/python tests/run.py lint format types floors

# The documents as pages for a browser without a network: dist/site/index.html.
site: .venv/tested
	$(BIN)/python -m bundle.site

# What is carried to a machine without a network, for three kinds of machines.
bundle: .venv/tested
	$(BIN)/python -m bundle

# Stamps: what is installed is installed once, until the project's needs change.
$(BIN)/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/tested: pyproject.toml requirements/ci.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements/ci.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@ .venv/installed

# Other libraries, for the benchmarks only.
.venv/measured: pyproject.toml .venv/tested
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group peers
	@touch $@

# The exact versions that the checks run with. Made anew when pyproject.toml asks for something else.
lock:
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/python -m pip install --quiet --upgrade pip
	build/lock/bin/python -m pip install --quiet --group dev .
	@{ echo "# Exact versions for the checks, for Python 3.11 to 3.13. Made by \`make lock\`; see CONTRIBUTING.md."; \
	   build/lock/bin/python -c 'import platform; print("# Made on Python", platform.python_version() + ",", platform.system(), platform.machine())'; \
	   build/lock/bin/python -m pip freeze --exclude zoning; } > requirements/ci.txt
	build/lock/bin/python -m bundle resolve
	rm -rf build/lock

clean:
	rm -rf .venv build dist out .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
