"""PyTorch as a contestant of `npm run bench peers`: `peers.py THREADS [DEVICE]`; the device is cpu or cuda.

Reads one request a line and answers each with one line, as contestants/protocol.ts describes. Builds the same
network from the same list of operations, channels first, with Adam and the mean squared error. On CUDA in float32, as
the other contestants compute, without TF32; cuDNN looks for its fastest convolutions.
"""

import json
import sys
import time

REPLY = "contestant: "
WARM_UP_SECONDS = 0.5
WARM_UP_STEPS = 3
SLOW_SECONDS = 2
BURST = 8
BURST_SECONDS = 0.4
KEPT = 8


def send(reply):
    print(REPLY + json.dumps(reply), flush=True)


try:
    import torch
except ImportError:
    send({"error": "PyTorch is not installed for python3."})
    sys.exit()

from torch import nn  # noqa: E402

DEVICE = sys.argv[2] if len(sys.argv) > 2 else "cpu"


class Reshape(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = [shape[-1], *shape[:-1]]

    def forward(self, x):
        return x.reshape(x.shape[0], *self.shape)


class Rebuilt(nn.Module):
    """Kernels that are sums of products of one-way filters, rebuilt at every call."""

    def __init__(self, op):
        super().__init__()
        terms, ways = op["terms"], len(op["size"])
        self.factors = nn.ParameterList()
        for axis, points in enumerate(op["size"]):
            along = [points if other == axis else 1 for other in range(ways)]
            factor = 0.1 * torch.randn(terms, op["outputs"], op["inputs"], *along)
            self.factors.append(nn.Parameter(factor))
        self.bias = nn.Parameter(torch.zeros(op["outputs"])) if op["bias"] else None
        self.convolve = {2: nn.functional.conv2d, 3: nn.functional.conv3d}[ways]

    def forward(self, x):
        kernel = self.factors[0]
        for factor in self.factors[1:]:
            kernel = kernel * factor
        return self.convolve(x, kernel.sum(0), self.bias, padding="same")


class Upsample(nn.Module):
    def __init__(self, linear):
        super().__init__()
        self.linear = linear

    def forward(self, x):
        mode = {4: "bilinear", 5: "trilinear"}[x.dim()] if self.linear else "nearest"
        return nn.functional.interpolate(x, scale_factor=2, mode=mode)


class Network(nn.Module):
    """A chain of operations, some of which are joined with what an earlier one gave."""

    def __init__(self, ops):
        super().__init__()
        self.ops = ops
        self.steps = nn.ModuleList(
            nn.Identity() if op["op"] == "concat" else MODULES[op["op"]](op) for op in ops
        )
        self.kept = {op["with"] for op in ops if op["op"] == "concat"}

    def forward(self, x):
        kept = {-1: x} if -1 in self.kept else {}
        for at, (op, step) in enumerate(zip(self.ops, self.steps)):
            x = torch.cat([x, kept[op["with"]]], 1) if op["op"] == "concat" else step(x)
            if at in self.kept:
                kept[at] = x
        return x


def convolution(op):
    if op.get("terms"):
        return Rebuilt(op)
    kind = {2: nn.Conv2d, 3: nn.Conv3d}[len(op["size"])]
    stride = op.get("stride", 1)
    return kind(
        op["inputs"],
        op["outputs"],
        op["size"],
        stride=[stride if points > 1 else 1 for points in op["size"]],
        padding="same" if stride == 1 else [(points - 1) // 2 for points in op["size"]],
        groups=op["inputs"] if op["depthwise"] else 1,
        bias=op["bias"],
    )


MODULES = {
    "convolve": convolution,
    "dense": lambda op: nn.Linear(op["inputs"], op["outputs"]),
    "reshape": lambda op: Reshape(op["shape"]),
    "upsample": lambda op: Upsample(op.get("linear", False)),
    "relu": lambda op: nn.ReLU(),
    "swish": lambda op: nn.SiLU(),
}


class Runner:
    def __init__(self, work):
        self.model = Network(work["ops"]).to(DEVICE)
        self.x = torch.rand(work["batch"], *self.channels_first(work["input"]), device=DEVICE)
        self.y = torch.rand(work["batch"], *self.channels_first(work["output"]), device=DEVICE)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-4)

    @staticmethod
    def channels_first(shape):
        return [shape[-1], *shape[:-1]]

    def step(self, mode):
        if mode == "predict":
            with torch.no_grad():
                self.model(self.x).cpu()
            return
        self.optimizer.zero_grad(set_to_none=True)
        nn.functional.mse_loss(self.model(self.x), self.y).backward()
        self.optimizer.step()

    def timed(self, mode, steps):
        """Seconds a step."""
        began = time.perf_counter()
        for _ in range(steps):
            self.step(mode)
        if DEVICE == "cuda":
            torch.cuda.synchronize()
        return (time.perf_counter() - began) / steps

    def warm_up(self, mode):
        """Returns the number of steps of a burst."""
        began = time.perf_counter()
        steps = 0
        while True:
            seconds = self.timed(mode, 1)
            steps += 1
            warm = time.perf_counter() - began >= WARM_UP_SECONDS
            slow = steps >= 2 and seconds > SLOW_SECONDS
            if (steps >= WARM_UP_STEPS and warm) or slow:
                return max(1, min(BURST, round(BURST_SECONDS / seconds)))

    def measure(self, mode, burst, budget):
        times = []
        began = time.perf_counter()
        while not times or time.perf_counter() - began < budget:
            times.append(1000 * self.timed(mode, burst))
        return times


def versions():
    """What the times depend on. Raises where the device is missing."""
    found = {"PyTorch": torch.__version__}
    if DEVICE == "cuda":
        if not torch.cuda.is_available():
            raise RuntimeError("PyTorch finds no CUDA device.")
        found["CUDA"] = f"{torch.version.cuda}, {torch.cuda.get_device_name()}"
    return found


def prepare():
    torch.set_num_threads(int(sys.argv[1]))
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.matmul.allow_tf32 = False


def main():
    prepare()
    try:
        send({"versions": versions()})
    except Exception as error:
        send({"error": str(error).split("\n")[0]})
        return
    kept = {}
    for line in sys.stdin:
        request = json.loads(line)
        work, mode = request["work"], request["mode"]
        key = json.dumps(work)
        try:
            if key not in kept:
                while len(kept) >= KEPT:
                    kept.pop(next(iter(kept)))
                kept[key] = (Runner(work), {})
            runner, bursts = kept[key]
            if mode not in bursts:
                bursts[mode] = runner.warm_up(mode)
            send({"ms": runner.measure(mode, bursts[mode], request["budgetMs"] / 1000)})
        except Exception as error:  # The next network may work.
            send({"error": str(error).split("\n")[0]})


main()
