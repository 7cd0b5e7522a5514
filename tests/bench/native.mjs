// The engines outside the browser: the command `lushan`, and PyTorch where it is installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summary } from './page/measure.mjs';
import { batches } from './workloads.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'build/bench');
const lushan = join(root, 'build/native/lushan');
const patience = 120_000; // milliseconds

function lushanTrain(id, steps, ...options) {
  const run = ['train', join(folder, `${id}.json`), '--steps', String(steps)];
  const args = [...run, '--reports', '1', '--json', ...options];
  const lines = execFileSync(lushan, args, { encoding: 'utf8', timeout: patience, stdio: 'pipe' });
  return JSON.parse(lines.trim().split('\n').at(-1));
}

/** Writes the experiment and what its first steps saw, for all engines to start from. */
export function writeTrace(id, workload) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${id}.json`), JSON.stringify(workload.experiment));
  lushanTrain(id, workload.batches ?? batches, '--trace', join(folder, `${id}.safetensors`));
}

export function measureLushan(id, { seconds, repetitions }) {
  const rate = (steps) => lushanTrain(id, steps).steps_per_second;
  let steps = 1;
  for (let took = 0; took < seconds / 4; ) {
    const found = rate(steps);
    took = steps / found;
    steps = Math.max(1, Math.min(100 * steps, Math.round(found * seconds)));
  }
  return summary(Array.from({ length: repetitions }, () => rate(steps)));
}

// Debian's OpenBLAS is older than today's processors and takes the slowest kernels for an unknown one.
function openblas() {
  const flags = readFileSync('/proc/cpuinfo', 'utf8');
  const type = flags.includes('avx512f') ? 'SkylakeX' : flags.includes('avx2') ? 'Haswell' : '';
  return type && !process.env.OPENBLAS_CORETYPE ? { OPENBLAS_CORETYPE: type } : {};
}

/** The results of torch_bench.py, or null when there is no PyTorch. */
export function measureTorch(job) {
  const python = process.env.PYTHON ?? '/usr/bin/python3';
  const one = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  const { status, stdout, stderr } = spawnSync(
    python,
    [join(root, 'tests/bench/torch_bench.py'), JSON.stringify(job)],
    {
      encoding: 'utf8',
      env: { ...process.env, ...one, ...openblas(), PYTHONDONTWRITEBYTECODE: '1' },
      maxBuffer: 1e8,
      timeout: patience,
    },
  );
  if (status === 0) return JSON.parse(stdout);
  if (status === 3) return null;
  throw new Error(stderr?.trim().split('\n').at(-1) || 'torch_bench.py did not finish');
}
