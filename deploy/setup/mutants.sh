#!/usr/bin/env bash
# Changes the code that decides in small ways and runs its tests on each: a change that no test notices is a hole in
# them. `deploy/setup/mutants.sh MODULES TESTS`: paths with blanks between. The copy worked on is build/mutants.
set -euo pipefail
cd "$(dirname "$0")/../.."

modules=$1 tests=$2 folder=build/mutants root=$PWD
rm -rf "$folder" && mkdir -p "$folder"
git ls-files -z | tar --null --files-from=- --create | tar --extract --directory "$folder"
listed() { printf '"%s", ' $1; }
{
    echo
    echo "[tool.mutmut]"
    echo "source_paths = [$(listed "$modules")]"
    echo "pytest_add_cli_args_test_selection = [$(listed "$tests")]"
    echo "also_copy = [$(listed "alerts benchmarks classifiers console crawler deploy docs storage tests tools")]"
} >>"$folder/pyproject.toml"
cd "$folder"
# The project's packages come before those of the environment that mutmut lies in.
packages=$(echo "$root"/.venv/lib/python*/site-packages)
PYTHONPATH=$packages "$root/.venv/supply/bin/mutmut" run --max-children 1 >mutmut.log 2>&1 || { tail -n 20 mutmut.log; exit 1; }
tail -c 200 mutmut.log | tr '\r' '\n' | tail -n 2
# By mutmut's marks: killed, no test, timeout, suspicious, survived, skipped.
PYTHONPATH=$packages "$root/.venv/supply/bin/mutmut" results >survivors.txt
echo "what no test noticed: $folder/survivors.txt; one of them: (cd $folder && mutmut show NAME)"
