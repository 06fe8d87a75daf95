/** The parts of a PyTorch module that do not depend on its layers, as Python; only those that it needs are written. */

export const goesOn = {
  zero: `def zeros(x, dim, before, after):
    """Nothing outside."""
    return F.pad(x, [0, 0] * (x.dim() - dim - 1) + [before, after])`,
  circular: `def circular(x, dim, before, after):
    """The axis is a closed curve."""
    n = x.shape[dim]
    return torch.cat([x.narrow(dim, n - before, before), x, x.narrow(dim, 0, after)], dim)`,
  odd: `def odd(x, dim, before, after):
    """u = 0 on the border, the first and the last point; beyond it, u has the opposite sign."""
    n = x.shape[dim]
    front = x.narrow(dim, 1, before).flip(dim)
    back = x.narrow(dim, n - 1 - after, after).flip(dim)
    return torch.cat([-front, x, -back], dim)`,
} as const;

/** The names of these functions. */
export const GOES_ON = { zero: 'zeros', circular: 'circular', odd: 'odd' } as const;

export const extended = `def extended(x, size):
    """x beyond its grid as far as a kernel of \`size\` points needs it."""
    for axis, (k, go_on) in enumerate(zip(size, GOES_ON)):
        if k > 1:
            x = go_on(x, axis + 2, (k - 1) // 2, k // 2)
    return x`;

export const convolution = (ways: number): string => `class Convolution(nn.Conv${ways}d):
    """A convolution that keeps the grid, or every stride-th point of it."""

    def __init__(self, inputs, outputs, size, stride=1, groups=1, bias=False):
        super().__init__(inputs, outputs, size, stride=stride, groups=groups, bias=bias)

    def forward(self, x):
        return super().forward(extended(x, self.kernel_size))`;

export const stages = `def stages(**parts):
    """One convolution in factors: small convolutions one after the other."""
    return nn.Sequential(OrderedDict(parts))`;

export const sum = (ways: number): string => `class Sum(nn.Module):
    """Adds input channel c to output channel c mod \`outputs\`."""

    def __init__(self, outputs, bias=False):
        super().__init__()
        self.outputs = outputs
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None

    def forward(self, x):
        y = x.unflatten(1, (-1, self.outputs)).sum(1)
        return y if self.bias is None else y + self.bias.view(-1${', 1'.repeat(ways)})`;

export function kernelCp(ways: number): string {
  const numbers = Array.from({ length: ways }, (_, axis) => axis + 1);
  const axes = ['i', 'j', 'k'].slice(0, ways);
  const terms = axes.map((axis) => `${axis}srt`).join(',');
  const factors = numbers.map(
    (n) =>
      `        self.factor_${n} = nn.Parameter(torch.zeros(size[${n - 1}], inputs, rank, outputs))`,
  );
  const own = numbers.map((n) => `self.factor_${n}`).join(', ');
  return `class KernelCP(nn.Module):
    """
    A convolution in which every kernel is a sum of \`rank\` products of one-way filters. Only the
    filters are stored; the dense kernel is rebuilt from them at every call.
    """

    def __init__(self, inputs, outputs, size, rank, stride=1, bias=False):
        super().__init__()
        self.size = size
        self.stride = stride
${factors.join('\n')}
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None

    def kernel(self):
        return torch.einsum("${terms}->ts${axes.join('')}", ${own})

    def forward(self, x):
        return F.conv${ways}d(extended(x, self.size), self.kernel(), self.bias, self.stride)`;
}

/** \`grid\`: whether some grids are cut. */
export function doubled(method: 'nearest' | 'linear', ways: number, cut: boolean): string {
  const linear = ways === 2 ? 'bilinear' : 'trilinear';
  const mode = method === 'nearest' ? 'mode="nearest"' : `mode="${linear}", align_corners=False`;
  const value = `F.interpolate(x, scale_factor=2, ${mode})`;
  if (!cut) {
    return `def doubled(x):
    """Twice as many points along every axis."""
    return ${value}`;
  }
  const slices = Array.from({ length: ways }, (_, axis) => `: grid[${axis}]`).join(', ');
  return `def doubled(x, grid):
    """Twice as many points along every axis, of which \`grid\` keeps the first ones."""
    return ${value}[:, :, ${slices}]`;
}

export const scaling = `def per_channel(values, x):
    return torch.tensor(values, dtype=x.dtype, device=x.device).view(1, -1, *[1] * (x.dim() - 2))


def scaled_input(values):
    """What the network wants, from values in their own units."""
    return (values - per_channel(INPUT_MEAN, values)) / per_channel(INPUT_UNIT, values)


def input_in_units(x):
    """Values in their own units, from what the network wants."""
    return per_channel(INPUT_MEAN, x) + per_channel(INPUT_UNIT, x) * x


def output_in_units(y):
    """What the network has forecast, in its own unit."""
    return per_channel(OUTPUT_MEAN, y) + per_channel(OUTPUT_UNIT, y) * y`;

export const reading = `def read_safetensors(path):
    """The tensors of a file by name, as safetensors.torch.load_file gives them."""
    data = Path(path).read_bytes()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = torch.frombuffer(bytearray(data[start + begin : start + end]), dtype=torch.float32)
        tensors[name] = values.reshape(entry["shape"])
    return tensors


def load(path=Path(__file__).with_name("weights.safetensors")):
    """The trained network."""
    network = Network()
    network.load_state_dict(read_safetensors(path))
    return network.eval()`;
