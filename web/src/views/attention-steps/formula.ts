import { formatNumber, t } from '../../i18n';
import { sumText, type Scoring, type Sight } from '../shared/attention';

// What each stage of attention computes, written out with the numbers of one query and one key.

export const stages = ['vectors', 'product', 'scale', 'mask', 'softmax', 'sum'] as const;
export type Stage = (typeof stages)[number];

/** A key, as the query of a head sees it. */
export interface Row {
  key: number;
  k: Float32Array;
  v: Float32Array;
  /** Whose sum is the product. */
  terms: number[];
  product: number;
  /** What the engine has: divided, and less what distance costs. */
  score: number;
  sight: Sight;
  weight: number;
}

interface Subject {
  scoring: Scoring;
  /** What each place of distance costs; 0 for nothing. */
  slope: number;
  /** Of additive scores. */
  weights: Float32Array | undefined;
  query: number;
  /** The query's token, and the chosen key's. */
  asks: string;
  token: string;
  q: Float32Array;
  context: Float32Array;
  rows: Row[];
  chosen: Row;
  /** The number of the context that the sum is told of. */
  column: number;
}

interface Formula {
  text: string;
  note: string;
}

const few = 4; // terms of a sum
const n = (value: number) => formatNumber(value, 3);
const factor = (value: number) => (value < 0 ? `(${n(value)})` : n(value));
const seenOf = (rows: Row[]) => rows.filter(({ sight }) => sight === 'seen');

const formulas: Record<Stage, (subject: Subject) => Formula> = {
  vectors: ({ scoring, asks }) => ({
    text:
      scoring.kind === 'additive'
        ? `q = h W_q,  k = m W_k,  v = m`
        : `q = x W_q + b_q,  k = y W_k + b_k,  v = y W_v + b_v`,
    note: t('view.attention-steps.vectors.note', { token: asks }),
  }),

  product: ({ scoring, weights, q, chosen, asks, token }) => {
    const additive = scoring.kind === 'additive';
    const terms = chosen.terms.map((_, j) =>
      additive
        ? `${factor(weights?.[j] ?? NaN)}·tanh(${n(q[j])} + ${factor(chosen.k[j])})`
        : `${factor(q[j])}·${factor(chosen.k[j])}`,
    );
    const left = additive ? `wᵀ tanh(q + k)` : 'q · k';
    return {
      text: `${left} = ${sumText(terms, few)} = ${n(chosen.product)}`,
      note: t('view.attention-steps.product.note', { asks, token }),
    };
  },

  scale: ({ scoring, slope, query, q, chosen }) => {
    const divided = scoring.divisor !== 1;
    const over = divided ? `${n(chosen.product)} / ${n(scoring.divisor)}` : n(chosen.product);
    const penalty = slope ? ` − ${n(slope)}·|${query + 1} − ${chosen.key + 1}|` : '';
    const what = divided ? 'scale' : slope ? 'slope' : 'unscaled';
    return {
      text: `${over}${penalty} = ${n(chosen.score)}`,
      note: t(`view.attention-steps.${what}.note`, { d: q.length }),
    };
  },

  mask: ({ rows, chosen }) => ({
    text: `${n(chosen.score)} → ${chosen.sight === 'seen' ? n(chosen.score) : '−∞'}`,
    note: t('view.attention-steps.mask.note', { seen: seenOf(rows).length, count: rows.length }),
  }),

  softmax: ({ rows, chosen }) => {
    const scores = seenOf(rows)
      .map(({ score }) => score)
      .sort((x, y) => y - x);
    const most = Math.max(...scores);
    const note = t('view.attention-steps.softmax.note', { most: n(most) });
    if (chosen.sight !== 'seen') return { text: '0', note };
    const exponential = Math.exp(chosen.score - most);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - most), 0);
    const terms = scores.map((score) => `e^${n(score)}`);
    return {
      text: `e^${n(chosen.score)} / (${sumText(terms, few)}) = ${n(exponential)} / ${n(total)} = ${n(chosen.weight)}`,
      note,
    };
  },

  sum: ({ rows, context, column }) => {
    const terms = seenOf(rows)
      .sort((a, b) => b.weight - a.weight)
      .map(({ weight, v }) => `${n(weight)}·${factor(v[column])}`);
    return {
      text: `${sumText(terms, few)} = ${n(context[column])}`,
      note: t('view.attention-steps.sum.note', { j: column + 1, count: context.length }),
    };
  },
};

export const formulaOf = (stage: Stage, subject: Subject): Formula => formulas[stage](subject);
