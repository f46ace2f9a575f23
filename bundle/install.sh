#!/bin/sh
# 不联网安装 zoning / installs zoning without a network: sh install.sh [FOLDER] [PYTHON]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-"${HOME:-$here}/zoning"}
python=${2:-}

fits() {
    "$1" -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

if [ -z "$python" ]; then
    for name in python3.13 python3.12 python3.11 python3; do
        if fits "$name" && [ -d "$here/needs/$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])')" ]; then
            python=$name
            break
        fi
    done
fi
if [ -z "$python" ] || ! fits "$python"; then
    echo "没有找到 Python 3.11 至 3.13；见 docs/install.html" >&2
    echo "No Python 3.11 to 3.13 was found; see docs/en/install.html" >&2
    exit 3
fi
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
if [ ! -d "$here/needs/$version" ]; then
    echo "这个安装包没有 Python $version 的文件：$(ls "$here/needs")" >&2
    echo "This bundle has nothing for Python $version, only for: $(ls "$here/needs")" >&2
    exit 3
fi

# An environment of its own: no rights of an administrator, and nothing of the system is changed (PEP 668).
"$python" -m venv --without-pip "$target"
pip=$(ls "$here"/wheels/pip-*.whl)
"$target/bin/python" "$pip/pip" install --quiet --disable-pip-version-check --no-index --no-cache-dir \
    --find-links "$here/wheels" --require-hashes --requirement "$here/needs/$version/requirements.txt"

# The first plan: shows that all works, and keeps the compiled code for the plans that follow.
if "$target/bin/zoning" solve "$here/sample/xunhua" > /dev/null; then
    echo "已装好 / installed: $target/bin/zoning"
else
    echo "装好了，但试算没有成功 / installed, but the trial failed: $target/bin/zoning solve $here/sample/xunhua" >&2
    exit 1
fi
