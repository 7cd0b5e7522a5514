// Texts of the views that the page opens on, what views have in common, and the titles of all.
export const opening = {
  'view.attention.title': 'Attention',
  'view.attention-steps.title': 'Step by step',

  'view.probabilities.title': 'Probabilities',
  'view.writing.title': 'Writing',

  'view.positions.title': 'Positions',
  'view.addnorm.title': 'Add & norm',
  'view.context.title': 'Context',

  'view.input': 'Input',
  'view.output': 'Output',
  'view.unit': 'Unit {number}',
  'view.weight': 'Weight',
  'view.bias': 'Bias',
  'view.value': 'Value',
  'view.range': 'Range',
  'view.target': 'Target',
  'view.residual': 'Residual',
  'view.guess': 'Guess',
  'view.truth': 'Truth',
  'view.count': 'Count',
  'view.example': 'Example',
  'view.step': 'Step',
  'view.probability': 'Probability',
  'view.probabilityOf': 'P({name})',
  'view.table': 'Table',
  'view.table.close': 'Hide table',
  'view.table.more': 'The first {shown} of {count} rows.',

  'view.network.title': 'Network',
  'view.network.label':
    'The network: units as pictures, weights as lines, orange negative and blue positive',
  'view.network.hint.weight': 'Click to set it',
  'view.network.hint.unit': 'Click to set its weights',
  'view.network.hint.on': 'Click to feed it to the network',
  'view.network.hint.off': 'Click to leave it out',
  'view.network.first': 'first {shown} of {count} units',
  'view.network.weightFrom': 'from {name}',
  'view.network.left': 'Columns to the left',
  'view.network.right': 'Columns to the right',
  'view.network.inspect': 'Inspect this layer',

  'view.blocks.title': 'Network',

  'view.kernels.title': 'Filters',

  'view.tokens.title': 'Answers',

  'view.decision.title': 'Decision surface',
  'view.decision.label.classes':
    'What the network says over the plane of {x1} and {x2}, for {count} classes',
  'view.decision.label.values': 'What the network says over the plane of {x1} and {x2}',
  'view.decision.test': 'Validation data',
  'view.decision.discretize': 'Discretise',

  'view.fit.title': 'Fit',

  'view.loss.title': 'Loss surface',

  'view.digits.title': 'Guesses',

  'view.pad.title': 'Draw',

  'view.filters.title': 'Filters',

  'view.confusion.title': 'Confusion',

  'view.predictions.title': 'Predictions',

  'view.curves.title': 'Curves',
  'view.curves.label': 'Training curves over the steps',
  'view.curves.of': '{name} over the steps; arrow keys move the cursor',
  'view.curves.quantity': 'What to plot',
  'view.curves.loss': 'Loss',
  'view.curves.accuracy': 'Accuracy',
  'view.curves.exact': 'Exact',
  'view.curves.perplexity': 'Perplexity',
  'view.curves.gradient': 'Gradient norm',
  'view.curves.rate': 'Learning rate',
  'view.curves.speed': 'Steps/s',
  'view.curves.train': 'Training',
  'view.curves.test': 'Validation',
  'view.curves.batch': 'Batches',
  'view.curves.smooth': 'Smoothing',
  'view.curves.log': 'Logarithmic axes',
  'view.curves.log_x': 'Log x',
  'view.curves.log_y': 'Log y',
  'view.curves.csv': 'Save as CSV',

  'view.same': 'The same as the engine’s value',

  'view.recurrence.title': 'Over time',

  'view.gradients.title': 'Gradients',

  'view.convolution.title': 'Feature maps',
  'view.global-pool.title': 'Feature maps',

  'view.normalization.title': 'Statistics',

  'view.inspector.title': 'Tensors',
} as const;
