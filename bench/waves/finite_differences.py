"""The wave equation on a grid by finite differences in NumPy, for `npm run bench -- waves`.

u_tt = c² Δu + f on the unit square; u = 0 at the bottom, u_n = −u_t / c (Engquist and Majda 1977, first order) on the
other sides. Centred differences of order 2 or 8. The bottom continues as an odd function, which keeps the order. The
other sides' nodes have half a cell and so the order 2, and the next ones whatever order fits. In time leapfrog, or with
`timeOrder` 4 its correction by a second Laplacian (Dablain 1986). Vectors of the whole grid are allocated once.

finite_differences.py FOLDER: reads task.json of FOLDER, writes the frames [frames, x, y] as float64 to its file `frames`, and
prints a JSON object: unknowns, steps, least times of the set-up and of the steps (ms).
"""

import json
import sys
import time
from math import ceil, factorial, sqrt

import numpy as np


def coefficients(order):
    """Of the second derivative: at distance 0, 1, … order/2."""
    w = order // 2
    sides = [2 * (-1) ** (k + 1) * factorial(w) ** 2 / (k * k * factorial(w - k) * factorial(w + k)) for k in range(1, w + 1)]
    return [-2 * sum(sides), *sides]


def closure(order, fixed):
    """Second derivative at the first order/2 nodes of a side from the first `order`: a matrix, nodes one apart."""
    w = order // 2
    rows = np.zeros((w, order))
    if not fixed:
        rows[0, :2] = [-2, 2]
    for node in range(1, w):
        stencil = coefficients(order if fixed else 2 * node)
        for distance, value in enumerate(stencil):
            for at in {node - distance, node + distance}:
                rows[node, abs(at)] += value if at >= 0 else -value
    if fixed:
        rows[:, 0] = 0
    return rows


class Laplacian:
    """c² Δ on [x, y], in place."""

    def __init__(self, points, order, speed):
        scale = (speed * (points - 1)) ** 2
        self.w = order // 2
        self.order = order
        self.c = [scale * value for value in coefficients(order)]
        self.absorbing = scale * closure(order, False)
        self.fixed = scale * closure(order, True)
        # Scratch memory for either axis, stored as the views that are added up.
        self.along_x = np.empty((points - order, points)), np.empty((self.w, points))
        self.along_y = np.empty((points, points - order)).T, np.empty((points, self.w)).T

    def along(self, u, out, first, scratch):
        """Adds the second derivative along the first axis; `first` is the closure at its beginning."""
        w, end = self.w, len(u) - self.w
        sums, rows = scratch
        inner = out[w:end]
        for k in range(1, w + 1):
            np.add(u[w - k : end - k], u[w + k : len(u) - w + k], out=sums)
            np.multiply(sums, self.c[k], out=sums)
            np.add(inner, sums, out=inner)
        out[:w] += np.matmul(first, u[: self.order], out=rows)
        out[end:] += np.matmul(self.absorbing[::-1, ::-1], u[-self.order :], out=rows)

    def __call__(self, u, out):
        w = self.w
        # Both axes at once where both have their centre, then what is missing on the rim.
        np.multiply(u, 2 * self.c[0], out=out)
        out[:w] -= self.c[0] * u[:w]
        out[-w:] -= self.c[0] * u[-w:]
        out[:, :w] -= self.c[0] * u[:, :w]
        out[:, -w:] -= self.c[0] * u[:, -w:]
        self.along(u, out, self.absorbing, self.along_x)
        self.along(u.T, out.T, self.fixed, self.along_y)


def lagrange(at, points, order):
    """The matrix that interpolates from the nodes of [0, 1] to places, with polynomials of that degree."""
    matrix = np.zeros((len(at), points))
    for row, s in zip(matrix, np.asarray(at) * (points - 1)):
        first = min(max(int(np.floor(s)) - (order - 1) // 2, 0), points - 1 - order)
        nodes = np.arange(first, first + order + 1)
        for node in nodes:
            others = nodes[nodes != node]
            row[node] = np.prod((s - others) / (node - others))
    return matrix


def ricker(t, frequency):
    """Its value and its second derivative in time; the peak 1 is at 1.2 / f."""
    a = (np.pi * (t * frequency - 1.2)) ** 2
    squared = (np.pi * frequency) ** 2
    return (1 - 2 * a) * np.exp(-a), squared * (-6 + 24 * a - 8 * a * a) * np.exp(-a)


def run(task):
    begin = time.perf_counter()
    points, order = task["cells"] + 1, task["spaceOrder"]
    corrected = task["timeOrder"] == 4
    speed, source = task["speed"], task["source"]
    laplacian = Laplacian(points, order, speed)
    coefficient = coefficients(order)
    largest = 2 * speed**2 * (points - 1) ** 2 * (abs(coefficient[0]) + 2 * sum(map(abs, coefficient[1:])))
    limit = (sqrt(12) if corrected else 2) / sqrt(largest)
    interval = task["duration"] / task["intervals"]
    per_output = max(1, ceil(interval / (task["courant"] * limit) - 1e-9))
    dt = interval / per_output
    x = np.linspace(0, 1, points)
    damping = np.zeros((points, points))
    for side in (damping[0], damping[-1], damping[:, -1]):
        side += speed * dt * (points - 1)
    lag = 2 * damping / dt**2
    inverse = 1 / (1 + damping)
    again = dt**4 / 12 / (1 + damping)
    near_x = np.abs(x - source["x"]) <= 7.5 * source["width"]
    near_y = np.abs(x - source["y"]) <= 7.5 * source["width"]
    window = np.ix_(near_x, near_y)
    window = tuple(slice(part.flat[0], part.flat[-1] + 1) for part in window)
    bell = [np.exp(-((x[window[axis]] - source[name]) ** 2) / (2 * source["width"] ** 2)) for axis, name in enumerate("xy")]
    bell = source["amplitude"] * np.outer(*bell)
    load = np.empty_like(bell)
    grids = [np.linspace(*task["zone"][axis], task["zone"]["grid"]) for axis in "xy"]
    # The nodes are as far apart as they are: linear between them is what the order 2 is worth.
    to_x, to_y = (lagrange(grid, points, 1 if order == 2 else 7) for grid in grids)
    frames = np.empty((task["frames"], len(grids[0]), len(grids[1])))
    u, previous, acceleration, second, change = (np.zeros((points, points)) for _ in range(5))
    steps = task["intervals"] * per_output
    silent = (1.2 + 2.3) / source["frequency"]
    started = time.perf_counter()
    for step in range(steps + 1):
        if step % per_output == 0 and step >= task["skipped"] * per_output:
            frames[step // per_output - task["skipped"]] = to_x @ u @ to_y.T
        if step == steps:
            break
        value, curvature = ricker(step * dt, source["frequency"])
        pushed = step * dt <= silent
        laplacian(u, acceleration)
        if pushed:
            acceleration[window] += np.multiply(bell, value, out=load)
        np.subtract(u, previous, out=change)
        np.multiply(change, lag, out=second)
        np.subtract(acceleration, second, out=acceleration)
        np.multiply(acceleration, inverse, out=acceleration)
        np.add(u, change, out=previous)
        if corrected:
            # The acceleration has the damping in it: without, the sides would be of first order in time.
            laplacian(acceleration, second)
            if pushed:
                second[window] += np.multiply(bell, curvature, out=load)
            np.multiply(second, again, out=second)
            np.add(previous, second, out=previous)
        np.multiply(acceleration, dt * dt, out=acceleration)
        np.add(previous, acceleration, out=previous)
        u, previous = previous, u
    ended = time.perf_counter()
    return frames, points * points, steps, 1000 * (started - begin), 1000 * (ended - started)


if __name__ == "__main__":
    with open(f"{sys.argv[1]}/task.json") as file:
        given = json.load(file)
    runs = [run(given) for _ in range(given["repeats"])]
    runs[0][0].tofile(f"{sys.argv[1]}/frames")
    print(json.dumps({"unknowns": runs[0][1], "steps": runs[0][2], "setup": min(r[3] for r in runs), "stepping": min(r[4] for r in runs)}))
