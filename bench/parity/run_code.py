"""Runs Python that the lesson shows, and prints as JSON what an expression is worth afterwards.

    python bench/parity/run_code.py CODE.py EXPRESSION

The code runs in the current folder, which holds the models and data it names; what it prints goes to stderr.
"""

import contextlib
import json
import sys
from pathlib import Path

code_file, expression = sys.argv[1:]
names = {"__name__": "__main__"}
with contextlib.redirect_stdout(sys.stderr):
    exec(compile(Path(code_file).read_text(encoding="utf-8"), code_file, "exec"), names)
    value = eval(expression, names)
print(json.dumps(value))
