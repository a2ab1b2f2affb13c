# A menu: `make help` lists it. Each target is a verb of the program; this file only saves typing.
PYTHON ?= python3
BIN    := .venv/bin
SLUG   ?=

.DEFAULT_GOAL := help
.PHONY: help setup build test quick check verify form place trace watch serve stamp report doctor pdf docx html epub clean format lint lock messages train measure evaluate bench

help:  ## diese Übersicht / this list
	@awk -F ':.*## ' '/^[a-z ]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/run.stamp  ## alles Nötige in .venv einrichten / set everything up in .venv

build: .venv/run.stamp  ## alle Leitfäden bauen und prüfen (SLUG=… für einen) / build and verify all guides
	@$(BIN)/howtomake build $(SLUG)

pdf docx html epub: .venv/run.stamp  ## nur dieses Format bauen (SLUG=…) / build this format only
	@$(BIN)/howtomake build --to $@ $(SLUG)

check: .venv/run.stamp  ## alle Probleme auf einmal nennen / list all problems at once
	@$(BIN)/howtomake check $(SLUG)

verify: .venv/run.stamp  ## fertige Dateien zurücklesen und prüfen / read finished files back
	@$(BIN)/howtomake verify

watch serve: .venv/run.stamp  ## bei jedem Speichern bauen, serve zeigt es im Browser / build on each save
	@$(BIN)/howtomake $@

form: .venv/run.stamp  ## Mitschreibbogen für Word nach hier schreiben (TO=odt, TO=md) / write the note-taking form
	@$(BIN)/howtomake form --to $(or $(TO),docx)

place: .venv/run.stamp  ## offene Stellen einordnen, eine Taste je Stelle (SLUG=…) / decide where open passages go
	@$(BIN)/howtomake place $(SLUG)

trace: .venv/run.stamp  ## woher jeder Satz kommt (SLUG=…, HTML=1 als Seite) / where each sentence comes from
	@$(BIN)/howtomake trace $(SLUG) $(if $(HTML),--html)

stamp: .venv/run.stamp  ## Förderhinweis auf fertige Dateien (FILES="…" FUNDER=…) / acknowledgement onto finished files
	@$(BIN)/howtomake stamp $(FILES) --funder $(FUNDER)

report: .venv/run.stamp  ## Bericht für den Verwendungsnachweis / report for the proof of use
	@$(BIN)/howtomake funders --report

doctor: .venv/run.stamp  ## was installiert ist, was fehlt / what is installed, what is missing
	@$(BIN)/howtomake doctor

clean: .venv/run.stamp  ## dist/ und Zwischenstände leeren / empty dist/ and caches
	@$(BIN)/howtomake clean

test: .venv/test.stamp  ## alle Tests / all tests
	@$(BIN)/python -m pytest

quick: .venv/test.stamp  ## die schnellen Tests / the quick tests only
	@$(BIN)/python -m pytest -m "not slow"

train: .venv/test.stamp  ## Gewichte der Einordnung aus markierten Zeilen lernen (Minuten) / learn the weights of placement
	@$(BIN)/python -m pipeline.learning train

measure: .venv/test.stamp  ## messen, wie oft die Einordnung stimmt (zwei Minuten) / measure how often placement is right
	@$(BIN)/python -m pipeline.learning measure $(if $(PUBLIC),--public $(PUBLIC)) && $(BIN)/python -m pipeline.learning strokes

evaluate: .venv/test.stamp  ## Schwellen wählen, Hände ausgelassen (eine halbe Stunde) / choose limits, hands left out
	@$(BIN)/python -m pipeline.learning evaluate $(if $(PUBLIC),--public $(PUBLIC))

bench: .venv/test.stamp  ## wie schnell es baut, gegen die bloßen Werkzeuge (GUIDES=20) / how fast it builds, against the plain tools
	@cd tests && ../$(BIN)/python -m bench $(GUIDES)

lint: .venv/test.stamp  ## Stil und Typen prüfen / style and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

format: .venv/test.stamp  ## Code formatieren / format the code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

lock:  ## Versionen neu festschreiben (braucht uv) / pin versions anew (needs uv)
	@for f in run cluster test; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements/$$f.txt requirements/$$f.in; done

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "howtomake braucht Python 3.11 oder neuer; $(PYTHON) ist älter. / howtomake needs Python 3.11 or newer; $(PYTHON) is older." >&2; exit 4; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Es fehlt das Paket python3-venv (Debian, Ubuntu: apt install python3-venv). / The package python3-venv is missing." >&2; exit 4; }
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/run.txt pyproject.toml | .venv/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/test.stamp: requirements/test.txt .venv/run.stamp
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

messages: .venv/test.stamp  ## Meldungen einsammeln und übersetzen / collect and compile messages
	@mkdir -p .howtomake && $(BIN)/pybabel -q extract -k _ -k _mark -k german -k ngettext:1,2 --no-location --sort-output -o .howtomake/messages.pot pipeline
	@$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -D howtomake -d pipeline/locale -l de -w 110 -i .howtomake/messages.pot
	@$(BIN)/pybabel -q compile --use-fuzzy -D howtomake -d pipeline/locale
