// What links, storage and the engine's start have to say, and what can be done about a refusal.
export const state = {
  'stopped.non_finite':
    'The training stopped at step {step}: {node} is no longer a finite number. The steps were too large.',
  'stopped.calmer': 'Start over with learning rate {lr}',
  'stopped.reset': 'Start over as it is',
  'remedy.insert': 'Insert {name}',
  'remedy.remove': 'Remove {name}',
  'remedy.leave_out': 'Leave {name} to the task',
  'remedy.set': 'Set {name} to {value}',
  'remedy.on': 'on',
  'remedy.off': 'off',
  'remedy.fitting_loss': 'Use the fitting loss',
  'refused.run_goes_on': 'Until then the network before this change is shown.',

  'link.refused': 'The link was not opened; everything is as it was.',
  'link.not_fetched':
    'What reads links could not be fetched. Check the connection and open the link again.',
  'link.carried': 'The link was opened. What could not be carried over:',
  'link.not_ours':
    '“{text}” is neither a Lushan link nor one of TensorFlow Playground. A Lushan link begins with #v=1.',
  'link.version':
    'The link is of version {version}, and this page reads version 1. Reload the page to get a newer one.',
  'link.too_long':
    'The link has {length} characters; at most {most} are read. Leave its data out, and send them along.',
  'link.encoded':
    'The link was percent-encoded more than {most} times over; copy it again from where it came from.',
  'link.no_task': 'The link names no task; it must hold something like task=spiral.',
  'link.unknown':
    'The link holds “{name}”, which this version does not know. Leave it out, or reload the page to get a newer one.',
  'link.twice': 'The link gives {name} twice; leave one out.',
  'link.no_value': '{path} has no value in the link; it may be cut short. Copy it again.',
  'link.no_such_kind':
    '{path}: there is no “{name}”; the link may be cut short or misspelt. Copy it again.',
  'link.no_such_option': '{path} has no option “{name}”; leave it out.',
  'link.no_such_choice': '{path} is “{value}”; it must be one of {choices}.',
  'link.not_a_number': '{path} is “{value}”; it must be a number.',
  'link.too_small':
    '{path} is “{value}”, which is too close to 0 to be told from it; write 0 or a larger number.',
  'link.list': ', ',
  'link.not_whole': '{path} is {value}; it must be a whole number.',
  'link.not_a_flag': '{path} is “{value}”; it must be 0 or 1.',
  'link.not_true_or_false': '{path} is “{value}”; it must be true or false.',
  'link.out_of_range': '{path} is {value}; it must lie between {min} and {max}.',
  'link.too_many': '{path} holds more than {most} entries; leave some out.',
  'link.unreadable': '{path} holds “{value}”, which cannot be read; copy the link again.',
  'link.no_features': 'The link turns every input feature off; a network needs at least one.',
  'link.note.too_long':
    '{path} is too long for a link and is left out. Send the data along; the link holds all else.',
  'link.note.random':
    'The seed became {seed}. The same seed draws other random numbers than in TensorFlow Playground: points, initial weights and the order of examples follow the same rules, but are not the same.',
  'link.note.no_seed':
    'The link has no seed, for which TensorFlow Playground draws one by chance; here it is {seed}.',
  'link.note.l1':
    'With L1, TensorFlow Playground sets a weight that would change its sign to zero for good; here it passes through zero.',
  'link.note.cosine': 'cosX and cosY are not carried over; they have no effect there either.',
  'link.note.display': 'Settings of the display are left out: {names}.',
  'link.note.hidden':
    'Controls that the link hides, but that are one with others here, are shown: {names}.',
  'link.note.unknown': 'Not properties of TensorFlow Playground, and left out: {names}.',
  'state.asset_failed':
    'The data file {name} could not be loaded ({reason}). Check the connection and choose the task again.',
  'state.storage_full':
    'The browser has no room left to save this work; it lasts until the page is closed. A link or a download keeps it.',
  'state.storage_blocked':
    'The browser does not let this page save its work; it lasts until the page is closed. A link keeps it.',
  'state.compare_full':
    'The comparison holds {most} runs, and no more are taken. Remove some, then add this one.',
  'state.crashed_resumed':
    'The engine crashed and was started again; the run goes on from step {step}, where it was last kept.',
  'state.crashed_restarted': 'The engine crashed and was started again at step 0.',
} as const;
