PYTHON ?= python3
CHROMIUM ?= chromium
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup run model test test-slow lint guide clean

## set up once, then do nothing until a pin, the corpus or the code that builds the index changes
setup: .venv/installed
	@$(BIN)/injae-ingest setup

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --progress-bar on -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

run: setup
	$(BIN)/injae serve

## a chat model that runs here, 1.1 GB; answers are checked by it from then on
model: .venv/installed
	$(BIN)/injae models pull

test: setup
	@sh tests/system_packages.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not slow" --cov --cov-report=term
	$(BIN)/injae-eval run evals/suites --fail-under 0.87 --fail-under-lang fr=0.85 --fail-under-lang en=0.88 --fail-under-lang ko=0.88

test-slow: setup
	@sh tests/system_packages.sh
	$(BIN)/python -m pytest -m slow

lint: .venv/installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

## the PDF guide, from the text kept beside it; CHROMIUM is the browser that prints it
guide:
	@profile=$$(mktemp -d) && trap 'rm -rf "$$profile"' EXIT && for page in corpus/guide/*.html; do \
	  timeout 120 $(CHROMIUM) --headless --no-sandbox --disable-gpu --user-data-dir="$$profile" --no-pdf-header-footer \
	    --print-to-pdf="$${page%.html}.pdf" "$$page" >"$$profile/log" 2>&1 || { cat "$$profile/log" >&2; exit 1; }; \
	  echo "$${page%.html}.pdf"; \
	done

clean:
	rm -rf .venv .injae
