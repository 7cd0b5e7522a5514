// Texts of the tour.
export const tour = {
  'tour.count': 'Step {n} of {of}',
  'tour.next': 'Next',
  'tour.back': 'Back',
  'tour.done': 'Done',
  'tour.end': 'End the tour',
  'tour.task': 'Choose what to learn',
  'tour.task.text':
    'Pick a data set, draw points of your own, or drop a table. The settings of the data are below.',
  'tour.network': 'Build the network',
  'tour.network.text':
    'Each tile is a neuron and shows what it computes; each line is a weight, orange below zero and blue above. Add layers with +. Click a neuron or a line to change it.',
  'tour.run': 'Train it',
  'tour.run.text':
    'Train, pause, or go one step at a time; the space bar does it, too. The learning rate may be changed while it trains.',
  'tour.outcome': 'See what it has learned',
  'tour.outcome.text':
    'What the network answers now. Point at anything to read its exact value; pointing at a neuron shows that neuron here.',
  'tour.curves': 'Follow the curves',
  'tour.curves.text':
    'The loss, step by step. When the validation loss parts from the training loss, the network begins to learn by heart.',
  'tour.share': 'Share it',
  'tour.share.text':
    'The address holds the whole experiment. Whoever opens your link gets the same data, the same first weights and the same run, to the last bit.',
} as const;
