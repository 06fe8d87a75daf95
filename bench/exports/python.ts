/** A Python process that forecasts with exported modules and checks ONNX files, where it has PyTorch and onnx. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

const PROGRAM = `
import importlib.util, pathlib, sys
def has(name):
    return importlib.util.find_spec(name) is not None
print(int(has("torch")), int(has("onnx")), flush=True)
if has("torch"):
    import torch
    torch.set_num_threads(1)
if has("onnx"):
    import onnx
for line in sys.stdin:
    what, folder = line.rstrip("\\n").split(" ", 1)
    folder = pathlib.Path(folder)
    try:
        if what == "check":
            onnx.checker.check_model(onnx.load(folder / "network.onnx"), full_check=True)
        else:
            spec = importlib.util.spec_from_file_location("network", folder / "slimwave_network.py")
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            with torch.no_grad():
                y = module.load()(module.read_safetensors(folder / "input.safetensors")["x"])
            (folder / "output").write_bytes(bytes(y.contiguous().view(torch.uint8).flatten().tolist()))
        print("done", flush=True)
    except Exception as error:
        print("! " + str(error).replace("\\n", " "), flush=True)
`;

export class Python {
  private readonly lines: AsyncIterator<string>;

  private constructor(
    private readonly process: ChildProcessByStdio<Writable, Readable, null>,
    private readonly reader: Interface,
    private readonly torch: boolean,
    /** Whether the reference implementation's checker is there. */
    readonly checks: boolean,
  ) {
    this.lines = reader[Symbol.asyncIterator]();
  }

  static async start(): Promise<Python> {
    const process = spawn('python3', ['-c', PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
    const reader = createInterface({ input: process.stdout });
    const first = await new Promise<string>((resolve) => {
      reader.once('line', resolve);
      process.once('error', () => resolve('0 0'));
    });
    const [torch, onnx] = first.split(' ').map((flag) => flag === '1');
    return new Python(process, reader, torch, onnx);
  }

  private async ask(line: string): Promise<string> {
    this.process.stdin.write(`${line}\n`);
    const { value, done } = await this.lines.next();
    return done ? '! Python has ended' : value;
  }

  /** What the module in a folder makes of the input there; otherwise why there is nothing, after a ! if it failed. */
  async forecast(folder: string): Promise<Float32Array | string> {
    if (!this.torch) return 'not installed';
    const answer = await this.ask(`forecast ${folder}`);
    if (answer !== 'done') return answer;
    const bytes = readFileSync(join(folder, 'output'));
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  }

  /** What the checker says of the ONNX file in a folder. */
  async check(folder: string): Promise<string> {
    const answer = await this.ask(`check ${folder}`);
    return answer === 'done' ? 'passed' : answer;
  }

  end(): void {
    this.reader.close();
    this.process.kill();
  }
}
