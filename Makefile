# make run 启动服务；make test 跑测试；make check 查代码。其余见 README。
PYTHON ?= python3
PORT ?= $(or $(CEYIN_PORT),8000)
DATA ?= ../shared
PROFILE ?= cpu
BIN := .venv/bin
export CEYIN_PORT := $(PORT)

.PHONY: run test check index ask eval bench train train-encoder train-generator clean

run: .venv/installed
	@$(BIN)/ceyin index --if-needed
	@$(BIN)/ceyin serve

test: .venv/installed-dev
	$(BIN)/python -m pytest

check: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

index: .venv/installed
	@$(BIN)/ceyin index

ask: .venv/installed
	@$(BIN)/ceyin index --if-needed
	@$(BIN)/ceyin ask "$(Q)"

eval: .venv/installed
	@$(BIN)/ceyin-eval run --baseline eval/baseline.toml; code=$$?; \
	if [ $$code -le 1 ]; then $(BIN)/ceyin-eval report || code=2; fi; exit $$code

bench: .venv/installed
	@$(BIN)/ceyin index --if-needed
	@$(BIN)/ceyin-eval bench

train: .venv/installed
	$(BIN)/python -m index.training translation --data $(DATA)
	@$(MAKE) train-encoder
	@$(MAKE) train-generator

# glibc gives memory back and asks for it anew at every step otherwise, which takes longer than the sums.
train-encoder train-generator: export MALLOC_MMAP_MAX_ = 0
train-encoder train-generator: export MALLOC_TRIM_THRESHOLD_ = 20000000000

train-encoder: .venv/installed
	$(BIN)/python -m index.training encoder --data $(DATA) --profile $(PROFILE)

train-generator: .venv/installed
	$(BIN)/python -m service.training generator --data $(DATA) --profile $(PROFILE)

clean:
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "需要 Python 3.11 或更新的版本：make PYTHON=python3.11 run")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/pip install --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@
