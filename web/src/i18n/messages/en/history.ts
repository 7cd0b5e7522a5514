// Texts of going back in a run, and of keeping it.
export const history = {
  'history.title': 'History',
  'history.slider': 'Step shown',
  'history.now': 'now',
  'history.at_now': 'Now, step {step}',
  'history.at_step': 'Step {step} of {present}',
  'history.back': 'Back to now',
  'history.earlier': 'One kept step earlier',
  'history.later': 'One kept step later',
  'history.branch': 'Branch from here',
  'history.branch.title': 'Go on from step {step}',
  'history.branch.text':
    'The run is set back to step {step}, optimizer and random numbers included. The curve of what came after stays, dashed, to compare with. Undo leads back to it.',
  'history.branch.knob': 'With one thing changed',
  'history.branch.nothing': 'Nothing: it then repeats itself, bit by bit',
  'history.branch.go': 'Train on from here',
  'history.before': 'before the branch',
  'history.aside': 'the branch',
  'history.branch.undone': 'The run is back at step {step}, as it was before the branch.',
  'history.branch.redone': 'The run is back at step {step} of the branch.',
  'history.kept': 'saved at step {step}',
  'history.not_kept': 'not saved',
} as const;
