// Texts of what links and files can do, and of the controls that a link can leave out.
export const sharing = {
  'share.link': 'Link to this experiment',
  'share.copy': 'Copy',
  'share.about': 'It opens this experiment, seed included.',
  'share.copied': 'Link copied. It opens this experiment, seed included.',
  'share.not_copied':
    'The browser does not let this page copy. Copy the link from the field above.',
  'share.hide': 'For teaching: hide controls',
  'share.hide.about':
    'Whoever opens the link finds what is chosen here left out, and can have it all back with one press.',
  'share.hide_nothing': 'Hide nothing',
  'share.try': 'Try it here',

  'file.title': 'Files',
  'file.save_experiment': 'Save the experiment',
  'file.save_run': 'Save the run',
  'file.open': 'Open a file',
  'file.about':
    'The experiment is a JSON document, as the command lushan reads it. The run is a safetensors file: the weights, for PyTorch too, and all that is needed to go on. Drop either anywhere on this page to open it.',
  'file.refused': 'The file was not opened; everything is as it was.',
  'file.no_experiment':
    '“{name}” is not an experiment as JSON. Choose one that was saved here, or check where the text breaks off.',
  'file.no_run':
    '“{name}” is not a safetensors file, or it is cut short. Choose one that this page or the command has written.',
  'file.too_large':
    '“{name}” has more than {most} MB, which no file of this page has. Choose another.',
  'file.not_read':
    'The file could not be read; it may have been moved, or the connection is gone. Choose it once more.',

  'hide.examples': 'Examples',
  'hide.compare': 'Compare',
  'hide.help': 'Explanations',
  'hide.help.help': 'The tour, and the “?” beside the settings',
  'hide.tasks': 'Choice of task',
  'hide.data': 'Data settings',
  'hide.data.help': 'The settings of the task, and data of one’s own',
  'hide.blocks': 'Adding and moving blocks',
  'hide.blocks.help': 'Also removing them, and the form of the model',
  'hide.options': 'Options of blocks',
  'hide.options.help': 'Also the inputs, and switching heads off',
  'hide.activation': 'Activation',
  'hide.weights': 'Weights by hand',
  'hide.weights.help': 'Weights and biases can be read, but not set',
  'hide.microscope': 'Microscope',
  'hide.play': 'Train and pause',
  'hide.step': 'One step',
  'hide.reset': 'Start over',
  'hide.speed': 'Speed',
  'hide.learning_rate': 'Learning rate',
  'hide.learning_rate.help': 'Also its schedule',
  'hide.optimizer': 'Optimizer',
  'hide.loss': 'Loss',
  'hide.batch': 'Batch',
  'hide.regularisation': 'Regularisation',
  'hide.seed': 'Seed',
  'hide.display': 'Display of the outcome',
  'hide.display.help': 'Validation data, and answers as classes',
  'hide.history': 'History',
  'hide.history.help': 'Going back to kept steps, and branching there',
} as const;
