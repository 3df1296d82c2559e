# LAM: `make run` does everything a newcomer needs, `make test` proves it. `make help` lists the rest.
VENV ?= .venv
BIN := $(VENV)/bin
export VENV

.DEFAULT_GOAL := help
.PHONY: help setup run test check format lint types fidelity bench heldout live verdicts data adapter docs clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install LibreOffice, a virtual environment and the embedded model
	@tools/setup run

run: setup ## carry out three instructions on the sample documents and say where the results are
	@$(BIN)/python -m lam.demo

test: ## install what the tests need and run them, real LibreOffice included
	@tools/setup dev
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: ## format, lint, types, generated pages and tests
	@tools/setup dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m lam.docs --check
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

format: ## format the sources
	@tools/setup dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: setup ## write the generated pages (actions, command line)
	$(BIN)/python -m lam.docs

bench: setup ## measure speed and size
	$(BIN)/python -m lam.evaluation.bench $(ARGS)

fidelity: setup ## measure what opening and saving changes in varied documents
	$(BIN)/python -m lam.evaluation.fidelity $(ARGS)

heldout: setup ## the sample tasks in wordings that are no training data, live and judged
	@$(BIN)/python -m lam.evaluation.held_out $(ARGS)

live: setup ## held-out tasks of all families, carried out and judged (a quarter of an hour)
	@$(BIN)/python -m lam.evaluation.live $(ARGS)

verdicts: setup ## the verdict without a model: right runs refused, wrong ones called done
	@$(BIN)/python -m lam.evaluation.verdicts $(ARGS)

data: ## the data engine, from the installed help to training sets and a report (hours; stops and goes on)
	@tools/setup data
	$(BIN)/lam data collect
	$(BIN)/lam data evolve
	$(BIN)/lam data instantiate
	$(BIN)/lam data demonstrate --split train --groups 4000 --tasks data/tasks
	$(BIN)/lam data demonstrate --split test --groups 200 --tasks data/tasks
	$(BIN)/lam data build
	$(BIN)/lam data report

adapter: ## train the shipped adapter from nothing (hours on two cores)
	@tools/setup train
	tools/adapter $(ARGS)

clean: ## remove what the commands made, not the virtual environment
	rm -rf runs data models .cache build dist .mypy_cache .pytest_cache .ruff_cache
