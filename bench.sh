#!/usr/bin/env bash
# Builds the benchmarks in Release and runs the areas named, or all of them: ./bench.sh [AREA...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec dotnet run --project bench/Holdfast.Benchmarks -c Release -- "$@"
