"""The features of WindowFeatures.cs in pandas: windows.py ORDERS.csv [RESULT]. Prints one line of JSON; RESULT receives the features, rows x 20, as doubles."""
import json
import resource
import sys
import time

import numpy
import pandas

DAY = numpy.timedelta64(1, "D")


def features_of(orders, key):
    # Stable, so that a key's orders stay in the order in which they became known; a row's frame then holds no later one of its moment.
    by_key = orders.sort_values(key, kind="stable")
    groups = by_key.groupby(key, sort=False)

    def window(days, columns):
        sums = groups.rolling(f"{days}D", on="ordered_at")[columns].sum()
        return [sums[c].to_numpy() for c in columns]

    (n1,) = window(1, ["one"])
    (n7,) = window(7, ["one"])
    n30, v30 = window(30, ["one", "value_cents"])
    n90, v90, t90 = window(90, ["one", "value_cents", "tpp"])
    v365, t365 = window(365, ["value_cents", "tpp"])
    since = by_key["ordered_at"] - groups["ordered_at"].shift()
    since = since.where(since < 365 * DAY).to_numpy() / numpy.timedelta64(1, "us") / 86_400_000_000
    ratio = by_key["value_cents"].to_numpy() * n90 / v90
    result = numpy.empty((len(orders), 10))
    result[by_key.index] = numpy.column_stack([n1, n7, n30, v30, v90, v365, t90, t365, since, ratio])
    return result


start = time.perf_counter()
orders = pandas.read_csv(sys.argv[1], parse_dates=["ordered_at"])
orders["one"] = 1.0
read = time.perf_counter()
cpu = time.process_time()
result = numpy.hstack([features_of(orders, "purchaser"), features_of(orders, "end_user")])
done = time.perf_counter()
cpu = time.process_time() - cpu
if len(sys.argv) > 2:
    result.tofile(sys.argv[2])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"Rows": len(orders), "ReadSeconds": read - start, "ComputeSeconds": done - read, "CpuSeconds": cpu, "PeakMb": peak, "Version": pandas.__version__}))
