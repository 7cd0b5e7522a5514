export type Scheme = 'light' | 'dark';
export type Theme = Scheme | 'system';

const storageKey = 'lushan.theme';

function stored(): Theme {
  try {
    const value = localStorage.getItem(storageKey);
    if (value === 'light' || value === 'dark') return value;
  } catch {
    // Storage may be blocked; the system's scheme is used.
  }
  return 'system';
}

const systemDark =
  typeof matchMedia === 'undefined' ? null : matchMedia('(prefers-color-scheme: dark)');

let chosen = $state<Theme>(stored());
let dark = $state(systemDark?.matches ?? false);

systemDark?.addEventListener('change', (event) => {
  dark = event.matches;
  apply();
});

// The page's colours. `scheme` is what is shown now; `choice` may be "system".
export const theme = {
  get scheme(): Scheme {
    return chosen === 'system' ? (dark ? 'dark' : 'light') : chosen;
  },
  get choice(): Theme {
    return chosen;
  },
  // Chooses light or dark; choosing what the system has follows the system from then on.
  choose(next: Scheme): void {
    chosen = (next === 'dark') === dark ? 'system' : next;
    try {
      if (chosen === 'system') localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, chosen);
    } catch {
      // The choice then lasts for this visit only.
    }
    apply();
  },
};

function apply(): void {
  if (typeof document !== 'undefined') document.documentElement.dataset.theme = theme.scheme;
}
apply();
