"""Runs a notebook top to bottom in a kernel of this Python and writes it with its outputs: run.py NOTEBOOK OUT. Prints how many plots it shows."""
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

source, out = Path(sys.argv[1]), Path(sys.argv[2])
notebook = nbformat.read(source, as_version=4)
NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(source.resolve().parent)}}).execute()
nbformat.write(notebook, out)
print(sum("image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])))
