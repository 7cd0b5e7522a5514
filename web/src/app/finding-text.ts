import { formatCount, formatNumber, t } from '../i18n';
import type { Finding } from '../state/diagnosis';

const listed = 5; // units that are called by their numbers: the sentence keeps its lines while they change

/** A finding in two sentences: what it is, and what to do about it. */
export function findingText(finding: Finding): { what: string; remedy: string } {
  const { trouble, units, of, examples, gate, size, node } = finding;
  const numbers = units.slice(0, listed).map((unit) => formatCount(unit + 1));
  if (units.length > listed) numbers.push('…');
  const what = t(`finding.${trouble}`, {
    count: formatCount(units.length),
    of: formatCount(of),
    units: numbers.join(', '),
    examples: formatCount(examples),
    gate: gate ? t(`view.recurrence.${gate}` as 'view.recurrence.forget') : '',
    size: formatNumber(size, 2),
    node,
  });
  return { what, remedy: t(`finding.${trouble}.remedy`) };
}
