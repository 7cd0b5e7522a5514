import { readLink } from '../../../../web/src/state/read-link';
import { Refusal } from '../../../../web/src/state/message';
import { manifest } from './engine';

/** How a link is refused; fails when it is taken. */
export function refusal(text: string): Refusal {
  try {
    readLink(text, manifest);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error(`accepted: ${text.slice(0, 100)}`);
}
