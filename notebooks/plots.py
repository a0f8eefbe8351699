"""How plots look: lines and bars are named where they are, what a reader compares with is grey, what could be at best is dotted, lengths start at zero."""
import json
import os
from pathlib import Path

import matplotlib.pyplot as plt

ACCENT, GREY, INK = "#0a558c", "#aab2bb", "#1a1e23"
BASELINES = {"random", "value", "compute", "blend", "anomaly", "raw columns"}

plt.rcParams.update({
    "figure.dpi": 110, "figure.figsize": (8, 4), "font.size": 9, "axes.edgecolor": GREY, "axes.spines.top": False, "axes.spines.right": False,
    "text.color": INK, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK, "axes.titlelocation": "left", "axes.titlesize": 10,
})


def file(name):
    """The path of a file that a verb wrote, in the folder of SCREENING_NOTEBOOK_DATA or notebooks/data."""
    path = Path(os.environ.get("SCREENING_NOTEBOOK_DATA", "data")) / name
    if not path.exists():
        raise SystemExit(f"{path} is missing; notebooks/README.md says which verb writes it")
    return path


def read_json(name):
    return json.loads(file(name).read_text(encoding="utf-8"))


def number(value):
    """Numbers that JSON has no sign for are written as words."""
    return float("nan") if value is None else float(value)


def share_axis(axis, which="x"):
    from matplotlib.ticker import PercentFormatter
    (axis.xaxis if which == "x" else axis.yaxis).set_major_formatter(PercentFormatter(1))


def bars(axis, names, values, colours=None, texts=None):
    """Horizontal bars from zero, each with its figure beside it; the first on top."""
    places = range(len(names))[::-1]
    axis.barh(places, values, color=colours or ACCENT, height=0.7)
    for place, value, text in zip(places, values, texts or [f"{v:,.3g}" for v in values]):
        axis.annotate(text, (max(value, 0) if value == value else 0, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8)
    axis.set_yticks(places, names)
    axis.set_xlim(left=0)


def intervals(axis, names, figures, oracle=None):
    """Points with what 95 of 100 resamples give; baselines grey; the oracle as a dotted line."""
    places = range(len(names))[::-1]
    for place, name, figure in zip(places, names, figures):
        colour = GREY if name in BASELINES else ACCENT
        value, low, high = number(figure["value"]), number(figure["low"]), number(figure["high"])
        axis.plot([low, high], [place, place], color=colour, linewidth=2)
        axis.plot([value], [place], "o", color=colour)
        axis.annotate(f"{value:.2f}", (value, place), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=8)
    if oracle is not None:
        axis.axvline(oracle, color=INK, linestyle=":", linewidth=1)
        axis.annotate("oracle", (oracle, len(names) - 0.5), xytext=(-4, 0), textcoords="offset points", ha="right", fontsize=8)
    axis.set_yticks(places, names)
    axis.set_xlim(left=0)


def line(axis, x, y, name, is_main=False, is_dotted=False):
    """A line; name_lines writes its name at its end."""
    colour = ACCENT if is_main else INK if is_dotted else GREY
    axis.plot(x, y, color=colour, linewidth=2 if is_main else 1.2, linestyle=":" if is_dotted else "-", label=name)


def name_lines(axis):
    """Names beside where lines end, pushed apart where these meet. Call it when the limits stand."""
    ends = [(line, *axis.transData.transform((axis.convert_xunits(line.get_xdata()[-1]), line.get_ydata()[-1]))) for line in axis.lines if len(line.get_xdata()) and not line.get_label().startswith("_")]
    last = float("inf")
    for ended, x, y in sorted(ends, key=lambda end: (-end[2], end[0].get_label())):
        last = min(y, last - 0.13 * axis.figure.dpi)
        axis.annotate(ended.get_label(), axis.transAxes.inverted().transform((x, last)), xycoords="axes fraction", xytext=(5, 0), textcoords="offset points", va="center", fontsize=8, color=INK)
