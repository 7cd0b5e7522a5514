import type { Experiment } from '../engine/types';
import type { Kept } from './history';
import { quoted, Refusal } from './message';
import { readCurves, writeCurves } from './run-curves';
import type { Save } from './storage';

// Files of this page and of the command: an experiment as JSON; a run, or weights alone, as safetensors
// (8 bytes with the length of a JSON header, the header, the numbers), with the experiment beside.

const mostBytes = 256_000_000;
const mostDocument = 8_000_000; // bytes of an experiment, as the engine reads it
const mostHeader = 2 ** 24; // as the engine reads it
const mostLevels = 100; // the engine takes fewer, and says so; no message to it holds ten thousand

export interface FileContent {
  experiment: Experiment | null;
  /** A run, to go on from. */
  run: Pick<Save, 'state' | 'step' | 'curves'> | null;
  /** Weights without the state of their run. */
  weights: Uint8Array | null;
}

type Header = Record<string, unknown> & { __metadata__?: Record<string, string> };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1));
}

// Throws where the text is no JSON.
function parseExperiment(text: string): Experiment | null {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || isDeeper(value, mostLevels)) return null;
  return value as unknown as Experiment; // the engine has the last word
}

function headerOf(bytes: Uint8Array): { header: Header; end: number } | null {
  if (bytes.length < 8) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > mostHeader || 8 + Number(length) > bytes.length) return null;
  const end = 8 + Number(length);
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, end)));
    return isRecord(header) ? { header: header as Header, end } : null;
  } catch {
    return null;
  }
}

/** A run's state, as the engine wrote it, with the experiment that it is of and its curves. */
export function writeRunFile(experiment: Experiment, state: Uint8Array, curves: Kept): Blob {
  const { header, end } = headerOf(state)!;
  const metadata = {
    ...header.__metadata__,
    experiment: JSON.stringify(experiment),
    curves: writeCurves(curves),
  };
  const text = new TextEncoder().encode(JSON.stringify({ ...header, __metadata__: metadata }));
  const padded = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20); // numbers stay aligned
  padded.set(text, 8);
  new DataView(padded.buffer).setBigUint64(0, BigInt(padded.length - 8), true);
  return new Blob([padded, state.slice(end)], { type: 'application/octet-stream' });
}

/** What a file holds. Throws a Refusal when it is none of these. */
export async function readRunFile(file: File): Promise<FileContent> {
  const name = quoted(file.name);
  const isDocument = file.name.toLowerCase().endsWith('.json');
  const most = isDocument ? mostDocument : mostBytes;
  if (file.size > most) throw new Refusal('file.too_large', { name, most: most / 1e6 });
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isDocument) {
    try {
      const experiment = parseExperiment(new TextDecoder().decode(bytes));
      if (experiment) return { experiment, run: null, weights: null };
    } catch {
      // said below
    }
    throw new Refusal('file.no_experiment', { name });
  }
  const read = headerOf(bytes);
  if (!read) throw new Refusal('file.no_run', { name });
  const metadata: Record<string, unknown> = isRecord(read.header.__metadata__)
    ? read.header.__metadata__
    : {};
  let experiment: Experiment | null = null;
  try {
    if (typeof metadata.experiment === 'string') experiment = parseExperiment(metadata.experiment);
  } catch {
    throw new Refusal('file.no_run', { name });
  }
  if (!experiment || metadata.snapshot === undefined)
    return { experiment, run: null, weights: bytes };
  const step = Number(metadata.step) || 0; // the engine reads it anew, and strictly
  const curves = readCurves(typeof metadata.curves === 'string' ? metadata.curves : '', step);
  return { experiment, run: { state: bytes, step, curves }, weights: null };
}
