# Everything is kept in .venv, made by the first Python >= 3.11 found here (or PYTHON=…).
# Nothing is installed again, and the network is not asked, until pyproject.toml changes.

VENV := .venv
BIN := $(VENV)/bin
PYTHON :=

# These would lead pip or Python past the venv.
export PIP_USER := 0
unexport PIP_PREFIX PIP_TARGET PYTHONHOME PYTHONPATH
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help example test lint clean

help:
	@echo "make example   check the vault in examples/ (it has deliberate faults)"
	@echo "make test      run the tests"
	@echo "make lint      ruff, mypy, import contracts, and vaultlint on its own notes"
	@echo "make clean     remove .venv and caches"

# The example is there to be complained about: vaultlint exits with 1, and that is a success here.
example: $(VENV)/.installed
	@echo '$$ vaultlint check examples/study-vault'
	@$(BIN)/vaultlint check examples/study-vault; test $$? -eq 1
	@echo
	@echo 'These faults were put there on purpose, each of another kind; vaultlint exited with 1.'

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vaultlint check rules
	$(BIN)/vaultlint check examples/study-vault --output-format concise \
		| diff examples/study-vault.expected.txt -

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/.installed: pyproject.toml | $(BIN)/pip
	@echo 'vaultlint: installing into $(VENV) …' >&2
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/pip
	@echo 'vaultlint: installing with the development tools into $(VENV) …' >&2
	@$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.installed

# Debian's python3 comes without ensurepip unless python3-venv is installed; its pip, if there is
# one, can fill a venv from outside.
$(BIN)/pip:
	@found=; \
	for python in $(PYTHON) python3.13 python3.12 python3.11 python3.14 python3 python; do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found="$$python"; \
			if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
				echo "vaultlint: making $(VENV) with $$($$python --version) …" >&2; \
				exec "$$python" -m venv --clear $(VENV); \
			elif "$$python" -m pip --version >/dev/null 2>&1; then \
				echo "vaultlint: making $(VENV) with $$($$python --version) and its pip …" >&2; \
				"$$python" -m venv --clear --without-pip $(VENV) && \
				"$$python" -m pip --python $(BIN)/python install --quiet pip && exit 0; \
			fi; \
		fi; \
	done; \
	if [ -n "$$found" ]; then \
		echo "vaultlint: $$found cannot make a venv; install it (Debian, Ubuntu: apt-get install python3-venv)" >&2; \
	else \
		echo "vaultlint: no Python >= 3.11 found; install one, or name it: make PYTHON=/path/to/python3" >&2; \
	fi; \
	exit 1
