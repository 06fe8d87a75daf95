"""The same finite elements with SciPy's sparse matrices, for `npm run bench -- waves`.

csr_leapfrog.py FOLDER: reads task.json and the arrays of FOLDER, writes the frames [frames, points] as float64 to its file
`frames`, and prints a JSON object: unknowns, steps, least times of the set-up and of the steps (ms). Leapfrog, or with `timeOrder` 4 its
correction by a second product (Dablain 1986).
"""

import json
import sys
import time

import numpy as np
import scipy.sparse

begun = time.perf_counter()
folder = sys.argv[1]
with open(f"{folder}/task.json") as file:
    task = json.load(file)


def array(name, kind=np.float64):
    return np.fromfile(f"{folder}/{name}", kind)


def matrix(name, columns):
    start = array(f"{name}.start", np.uint32).astype(np.int32)
    column = array(f"{name}.column", np.uint32).astype(np.int32)
    return scipy.sparse.csr_matrix((array(f"{name}.value"), column, start), shape=(len(start) - 1, columns))


mass, damping, load = array("mass"), array("damping"), array("load")
free = array("fixed", np.uint8) == 0
dt, corrected = task["dt"], task["timeOrder"] == 4
# Rows of fixed nodes are zero, and the mass is folded into the matrix.
acceleration_of = scipy.sparse.diags(-(free / mass)) @ matrix("stiffness", len(mass))
acceleration_of = acceleration_of.tocsr()
interpolation = matrix("interpolation", len(mass))
pushed = free * load / mass
damping = damping * dt / (2 * mass)
lag, inverse, again = 2 * damping / dt**2, 1 / (1 + damping), dt**4 / 12 / (1 + damping)
ready = time.perf_counter()


def run():
    u, previous, change, scratch = (np.zeros(len(mass)) for _ in range(4))
    frames = np.empty((task["frames"], interpolation.shape[0]))
    begin = time.perf_counter()
    for step in range(task["steps"] + 1):
        frame = step / task["stepsPerOutput"] - task["skipped"]
        if frame >= 0 and frame.is_integer():
            frames[int(frame)] = interpolation @ u
        if step == task["steps"]:
            break
        acceleration = acceleration_of @ u
        if step < len(task["amplitudes"]):
            np.multiply(pushed, task["amplitudes"][step], out=scratch)
            acceleration += scratch
        np.subtract(u, previous, out=change)
        np.multiply(change, lag, out=scratch)
        acceleration -= scratch
        acceleration *= inverse
        np.add(u, change, out=previous)
        if corrected:
            # The acceleration has the damping in it: without, the sides would be of first order in time.
            second = acceleration_of @ acceleration
            if step < len(task["amplitudes"]):
                np.multiply(pushed, task["curvatures"][step], out=scratch)
                second += scratch
            second *= again
            previous += second
        acceleration *= dt**2
        previous += acceleration
        u, previous = previous, u
    return frames, 1000 * (time.perf_counter() - begin)


runs = [run() for _ in range(task["repeats"])]
runs[0][0].tofile(f"{folder}/frames")
print(json.dumps({"unknowns": len(mass), "steps": task["steps"], "setup": 1000 * (ready - begun), "stepping": min(ms for _, ms in runs)}))
