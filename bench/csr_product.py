"""Unknowns per second of SciPy's CSR product, for `npm run bench fem`.

Reads one matrix: a folder with start.u32, column.u32 and value.f64. Prints one number.
"""

import sys
import time

import numpy
import scipy.sparse

folder = sys.argv[1]
start = numpy.fromfile(f"{folder}/start.u32", numpy.uint32).astype(numpy.int32)
column = numpy.fromfile(f"{folder}/column.u32", numpy.uint32).astype(numpy.int32)
value = numpy.fromfile(f"{folder}/value.f64", numpy.float64)
rows = len(start) - 1
matrix = scipy.sparse.csr_matrix((value, column, start), shape=(rows, rows))
vector = numpy.ones(rows)
repetitions = max(5, 20_000_000 // rows)
best = float("inf")
for _ in range(5):
    begin = time.perf_counter()
    for _ in range(repetitions):
        matrix @ vector
    best = min(best, time.perf_counter() - begin)
print(repetitions * rows / best)
