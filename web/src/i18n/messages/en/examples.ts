// Names of the examples and of the systems they belong to, and what each of them shows.
export const examples = {
  'system.linear': 'Linear models',
  'system.propagation': 'Forward and back',
  'system.mlp': 'Multi-layer perceptrons',
  'system.cnn': 'Convolution',
  'system.recurrent': 'Recurrent networks',
  'system.seq2seq': 'Encoder and decoder',
  'system.positions': 'Positions',
  'system.attention': 'Self-attention',
  'system.add_norm': 'Add & Norm',
  'system.transformer': 'Transformers',

  'preset.spiral': 'Spiral',
  'preset.spiral.about': 'Two hidden layers unwind two interleaved arms.',
  'preset.line': 'y = wx + b',
  'preset.line.about': 'One weight and one bias: watch the descent on the loss surface.',
  'preset.xor': 'Exclusive or',
  'preset.xor.about': 'What a single unit cannot do, four hidden units can.',
  'preset.squares': 'The right inputs',
  'preset.squares.about': 'With x₁² and x₂² a ring needs no hidden layer at all.',
  'preset.classes': 'Five classes',
  'preset.classes.about': 'Softmax divides the plane among five clouds.',
  'preset.overfit': 'Overfitting',
  'preset.overfit.about': 'Few noisy points, many units: training and validation loss part ways.',
  'preset.curve': 'Fitting a curve',
  'preset.curve.about': 'Hidden units bend a line through noisy samples.',
  'preset.hills': 'Hills and hollows',
  'preset.hills.about': 'Regression over the plane: neurons build up hills and hollows.',
  'preset.cnn': 'Digits by convolution',
  'preset.cnn.about': 'Small filters slide over the picture: fewer weights, fewer mistakes.',
  'preset.gru': 'A recurrent network',
  'preset.gru.about': 'One GRU reads six symbols, then writes them backwards from memory.',
  'preset.seq2seq': 'Encoder and decoder',
  'preset.seq2seq.about': 'All that is read must pass through one state of fixed size.',
  'preset.seq2seq_attention': 'Attention',
  'preset.seq2seq_attention.about':
    'The same task, but the decoder may look back: watch the diagonal appear.',
  'preset.number_words': 'Numbers in words',
  'preset.number_words.about':
    '“three hundred and five” is 305: reading English into digits, with attention.',
  'preset.translation': 'Translation',
  'preset.translation.about':
    'From English numbers into Chinese ones: watch which words each character looks at.',
  'preset.dates': 'Dates',
  'preset.dates.about':
    'The many ways to write a day, brought into one form: what is looked at jumps to and fro.',
  'preset.names': 'New names',
  'preset.names.about': 'A small language model learns how names are spelt, and makes up its own.',
  'preset.english': 'The whale',
  'preset.english.about':
    'Moby-Dick letter by letter: first it learns the spaces, then the short words, then how longer ones are put together.',
  'preset.chinese': 'Tang poems',
  'preset.chinese.about':
    'Quatrains of the Tang, character by character: it learns where a line ends long before it learns what to say.',
  'preset.rnn': 'Parity',
  'preset.rnn.about':
    'One bit of memory, turned over at every 1: that much a plain recurrence can keep.',
  'preset.bidirectional': 'Both directions',
  'preset.bidirectional.about':
    'To write a row backwards under itself, a network must have read it from both ends.',
  'preset.deep': 'Layer upon layer',
  'preset.deep.about': 'Two layers of GRU keep track of the brackets that are open.',
  'preset.deep_bidirectional': 'Deep, both ways',
  'preset.deep_bidirectional.about':
    'Sorting: each place depends on the whole row. Two layers, each in both directions.',
  'preset.delay_rnn': 'A long gap: RNN',
  'preset.delay_rnn.about':
    'Three symbols, then sixty blanks: a plain recurrence hardly gets beyond guessing.',
  'preset.delay_lstm': 'A long gap: LSTM',
  'preset.delay_lstm.about':
    'The same task, size and number of steps. Gates that start open for long carry it all across.',
  'preset.adding': 'Adding marked numbers',
  'preset.adding.about':
    'Two of thirty numbers are marked: the cell of an LSTM keeps the one until the other comes.',
  'preset.recall': 'What came first?',
  'preset.recall.about': 'A GRU keeps the first symbol to the end of the row.',
  'preset.noise': 'Nothing to learn',
  'preset.noise.about':
    'Random classes: what was seen is learned by heart, what was held out stays a guess.',
  'preset.seq2seq_dot': 'Dot-product attention',
  'preset.seq2seq_dot.about': 'An LSTM sorts: watch which symbol each step of the answer looks at.',
  'preset.position_sinusoidal': 'Positions: sines',
  'preset.position_sinusoidal.about':
    'A Transformer’s layer writes a row backwards: sines and cosines tell it what stands where.',
  'preset.position_random': 'Positions: random',
  'preset.position_random.about':
    'Rows of fixed random numbers instead: as good, as long as each place has its own.',
  'preset.position_none': 'No positions',
  'preset.position_none.about':
    'The same layer knows which symbols there are, but not where: it never gets one row right.',
  'preset.self_attention': 'Self-attention',
  'preset.self_attention.about': 'One head, nothing else: each step looks at its mirror image.',
  'preset.multi_head': 'Eight heads',
  'preset.multi_head.about':
    'Sorting by eight attentions side by side: switch some off and see what each is for.',
  'preset.add_norm': 'Six layers deep',
  'preset.add_norm.about':
    'With Add & Norm around every sub-layer, the gradient comes through all six layers.',
  'preset.without_add_norm': 'Without Add & Norm',
  'preset.without_add_norm.about':
    'The same six layers bare: hardly any gradient comes through, all places become alike, and no order is learned.',
  'preset.encoder_only': 'Encoder only',
  'preset.encoder_only.about':
    'Reads in both directions, like BERT, and names beside each bracket the one that may close next.',
  'preset.decoder_only': 'Decoder only',
  'preset.decoder_only.about':
    'A small GPT adds written numbers, units first, one digit after the other.',
  'preset.transformer': 'The Transformer',
  'preset.transformer.about':
    'Encoder and decoder as in 2017, in small: ten symbols backwards, hardly ever a mistake.',
  'preset.grokking': 'Grokking',
  'preset.grokking.about':
    'Sums modulo 23: by step 200 the half that it trains on is known by heart, hundreds of steps before the other half is understood.',
  'preset.copy': 'Copy',
  'preset.copy.about':
    'What was read becomes one vector, which every step of the answer is shown anew.',
  'preset.digits': 'Handwritten digits',
  'preset.digits.about': 'MNIST: most unseen digits are read right within a minute.',
} as const;
