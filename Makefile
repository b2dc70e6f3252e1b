# Two commands do everything on a fresh Debian 12 with Swift 6.3: `make demo` and `make test`.
#
# HUB_SCRATCH=/some/folder keeps build products outside the clone, so that a second clone builds in half a minute.

SHELL := /bin/sh
# Packages with traits are rebuilt at random without it.
export SWIFT_DETERMINISTIC_HASHING = 1

scratch_debug   := $(if $(HUB_SCRATCH),--scratch-path $(HUB_SCRATCH)/debug,)
scratch_release := $(if $(HUB_SCRATCH),--scratch-path $(HUB_SCRATCH)/release,)
release = swift build -c release --product hub $(scratch_release)

.PHONY: demo test lint build bench clean help

help: ## What can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

demo: build ## Build the hub and run the region: 18 trusts, a private broker, a national stub, the console
	@"$$($(release) --show-bin-path)/hub" demo $(ARGS)

build: ## Build the hub (release)
	@Tools/setup.sh run
	@echo "building the hub (the first time takes several minutes; later ones seconds)"
	@$(release)

test: ## Install what is needed, lint, and run every test on the real parts
	@Tools/setup.sh test
	@$(MAKE) --no-print-directory lint
	swift test --disable-xctest $(scratch_debug) $(ARGS)

lint: ## Formatting, as CI checks it
	swift format lint --strict --recursive Sources Tests Package.swift

bench: build ## The performance table of docs/performance.md
	@Benchmarks/run $(ARGS)

clean: ## Remove build products inside the clone
	rm -rf .build
