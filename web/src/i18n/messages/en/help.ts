// What a thing does to the training, in one or two sentences: for all that has a name in engine.ts,
// and for the page's own controls.
export const help = {
  'run.speed.help': 'Training steps for each picture. Slow it down to watch single steps.',
  'run.goal.help': 'Training pauses by itself there, so that runs can be compared. 0: it goes on.',
  'train.regularisation.help':
    'Keeps weights small or gradients bounded, so that the network does not learn the noise by heart.',
  'network.size.help': '{n} parameters, {size} of memory',
  'network.time.help': 'The time is estimated from how fast this device has trained so far.',
  'network.fingerprint.help':
    'Of all weights, to the last bit. The same link after the same number of steps gives the same one, in every browser. Shown while paused.',
  'network.operations.help':
    'Multiplications and additions of one training step, forward and backward.',

  'tasks.linear.help':
    'Values from a straight rule y = w·x + b plus noise, with one to eight inputs. One unit without activation is enough to find w and b.',
  'tasks.curve.help':
    'A curve y = f(x) of one input, seen through noisy samples. Hidden units bend the fitted line.',
  'tasks.circle.help':
    'Rings around a centre. No straight line separates them: it takes hidden units, or the inputs x₁² and x₂².',
  'tasks.xor.help':
    'The class depends on whether x₁ and x₂ have the same sign. The classic task that a single linear unit cannot solve.',
  'tasks.gaussians.help':
    'One round cloud per class, all of the same spread: no boundary is better than straight lines. Where clouds overlap, some points stay on the wrong side.',
  'tasks.spiral.help':
    'Interleaved spiral arms: the hardest of the plane tasks, and a good test of depth and width.',
  'tasks.moons.help':
    'Two half rings that reach into each other: a gently curved boundary separates them.',
  'tasks.plane.help': 'The value rises evenly across the square. One linear unit fits it exactly.',
  'tasks.multi_gaussian.help':
    'Hills and hollows over the square: cones, though TensorFlow Playground calls them Gaussian. The network has to model a curved surface.',
  'tasks.points.help':
    'Points that you place yourself: choose a class, then click or drag in the square.',
  'tasks.csv.help':
    'A table of your own. Numbers are standardised, categories become one input each, and the file never leaves this browser.',
  'tasks.own_text.help':
    'The model learns to say the next character of a text of your own, taken as a whole or line by line.',
  'tasks.own_pairs.help':
    'Pairs of your own, one a line: the input, an arrow (-> or →) or a tab, and the answer.',
  'tasks.images.help':
    'Pictures of your own in classes of your own: from files or a folder, or digits that you draw. They are scaled down to at most 32×32 and never leave this browser.',
  'tasks.mnist.help':
    'Ten thousand handwritten digits, 28×28 pixels. Fetched only when you choose it.',
  'tasks.fashion_mnist.help':
    'Ten thousand pictures of clothes and shoes (Fashion-MNIST), 28×28 like the digits and harder to tell apart. They are fetched when you choose this task.',
  'tasks.dates.help':
    'Dates as people write them in many ways, and the same day in the international form 2026-11-25. No day comes twice, so held-out days were met in no form.',
  'tasks.number_words.help':
    'Translation: numbers up to 9999 in English words, in Chinese characters or in digits, from any of these into another.',
  'tasks.names.help':
    'English first names, letter by letter: a language model learns which names there could be, and makes up new ones.',
  'tasks.text_english.help':
    'The first chapters of Moby-Dick by Herman Melville, character by character: what comes next?',
  'tasks.text_chinese.help':
    'Quatrains of the Tang dynasty, character by character: what comes next?',
  'tasks.reverse.help':
    'Symbols in, the same symbols out in reverse order: the network has to remember all of them.',
  'blocks.features.help':
    'Computes new inputs from x₁ and x₂, such as squares and sines. A good feature can replace a hidden layer.',
  'blocks.dense.help':
    'Every unit takes a weighted sum of all inputs, adds a bias and applies an activation: a = f(x·W + b).',
  'blocks.activation.help': 'Applies a function to every value on its own. It has no parameters.',
  'blocks.dropout.help':
    'While training, switches off a random share of the values at each step and scales up the rest. A remedy against overfitting.',
  'blocks.flatten.help':
    'Lays the pixels of an image out as one long vector, so that a dense layer can take them.',
  'blocks.embedding.help':
    'Every token becomes a row of numbers, looked up in a table that is learned. Tokens used alike move close together.',
  'blocks.one_hot.help':
    'Every token becomes a row of zeros with a single 1. Nothing is learned: each is as far from the others as any.',
  'blocks.rnn.help':
    'Reads a sequence step by step and carries a state along: h = f(x·W + h·U + b). Far back, its gradient fades or explodes.',
  'blocks.lstm.help':
    'A recurrent layer with a memory cell. Gates decide what is forgotten, written and shown, so that it can remember for long.',
  'blocks.gru.help':
    'A recurrent layer with two gates and no separate cell: nearly as good a memory as an LSTM’s with fewer weights.',
  'blocks.recurrent_decoder.help':
    'Writes the answer step by step. With attention it looks at the whole input anew for every word; without, all it knows is the encoder’s last state.',
  'blocks.pool_sequence.help':
    'One vector for a whole sequence: its last step, or mean or maximum over all that count.',
  'blocks.conv2d.help':
    'Slides small filters over the image. The same weights look everywhere, so a pattern is found wherever it stands.',
  'blocks.max_pool2d.help':
    'Keeps the largest value under each window: the picture shrinks, and small shifts stop mattering.',
  'blocks.avg_pool2d.help':
    'Takes the mean under each window: the picture shrinks and gets smoother.',
  'blocks.global_pool.help':
    'One number per channel: the mean or the maximum over the whole image.',
  'blocks.batch_norm.help':
    'Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it. Deep networks train faster.',
  'blocks.layer_norm.help':
    'Brings each example’s numbers to mean 0 and variance 1, then scales and shifts them. Independent of the batch.',
  'blocks.rms_norm.help':
    'Layer norm without the mean: only the size is evened out. Cheaper, and usually as good.',
  'blocks.position.help':
    'Adds to each step a vector that tells where it stands. Attention alone does not know the order of what it sees.',
  'blocks.multi_head_attention.help':
    'Each step asks (Q), all steps answer (K) with what they hold (V): softmax(Q·Kᵀ/√d)·V, in several heads side by side.',
  'blocks.feed_forward.help':
    'Two dense layers with a bend in between, the same at every step: steps do not see each other here.',
  'blocks.encoder_layer.help':
    'A layer of a Transformer: self-attention, then feed-forward, each with Add & Norm. Causal, it is a layer of a model like GPT.',
  'blocks.decoder_layer.help':
    'Looks back over the answer so far (masked self-attention), then over the encoder’s output (cross-attention), then feed-forward.',
  'blocks.output.help':
    'The last dense layer. Its width follows from the task and the loss, so it is always there.',
  'activations.linear.help':
    'f(x) = x. Layers without a bend in between are no stronger than a single one.',
  'activations.relu.help':
    'f(x) = max(0, x). Cheap, and never saturates for positive inputs; a unit that is never positive stops learning.',
  'activations.leaky_relu.help':
    'Like ReLU, with a small slope for negative inputs, so that no unit dies.',
  'activations.elu.help':
    'Like ReLU, but turns smoothly to −1 for negative inputs. Means stay nearer to zero.',
  'activations.gelu.help':
    'f(x) = x·Φ(x), a smooth ReLU weighted by the normal distribution. Usual in Transformers.',
  'activations.silu.help':
    'f(x) = x·σ(x), also called Swish: smooth, with a shallow dip below zero.',
  'activations.sigmoid.help':
    'Squeezes any number into 0…1. Saturates at both ends, where gradients fade.',
  'activations.tanh.help':
    'Squeezes any number into −1…1, centred on zero. A good choice for small networks.',
  'activations.softplus.help': 'f(x) = ln(1 + eˣ), a rounded ReLU that is positive everywhere.',
  'initializers.zeros.help':
    'All weights start equal, so all units of a layer learn the same thing. Try it to see why one should not.',
  'initializers.normal.help':
    'Normal distribution with a fixed spread, whatever the width of the layer.',
  'initializers.uniform.help':
    'Evenly spread over a fixed interval, whatever the width of the layer.',
  'initializers.xavier_uniform.help':
    'Glorot and Bengio’s rule: keeps the variance of signals and gradients from layer to layer. Suits tanh and sigmoid.',
  'initializers.xavier_normal.help': 'Xavier’s rule with a normal distribution.',
  'initializers.he_uniform.help': 'Variance 2 / inputs: makes up for the half that ReLU cuts off.',
  'initializers.he_normal.help':
    'He’s rule with a normal distribution. The usual choice with ReLU.',
  'initializers.lecun_uniform.help': 'Variance 1 / inputs, evenly spread.',
  'initializers.lecun_normal.help': 'Variance 1 / inputs, normally distributed.',
  'initializers.orthogonal.help':
    'Turns vectors without changing their length, so that a state can pass through many steps.',
  'tasks.copy.help':
    'Symbols in, the same symbols out: whatever stands between input and answer has to carry all of them.',
  'tasks.sort.help':
    'Symbols in, the same symbols out in order: each of the answer’s depends on all of the input’s.',
  'tasks.delayed_recall.help':
    'A few symbols, then a gap of blanks, then cues: at each of them the next symbol is to be named. How long can a network remember?',
  'tasks.adding.help':
    'The adding problem: a row of numbers x, two of them marked (m = 1); the answer is the sum of those two. Always answering 1 is off by 1/6 in the squared error.',
  'tasks.parity.help':
    'Whether the ones among the bits are even (0) or odd (1) in number. Every bit counts, and a single one turns the answer around.',
  'tasks.addition.help':
    'Written numbers, digit by digit: 97+5 → 102. The carry makes each digit depend on those to its right.',
  'tasks.modular_addition.help':
    'a + b modulo a number, the whole table, part of it held out. Networks memorise what they see first, and much later understand the rest: grokking.',
  'tasks.dyck.help':
    'Do the brackets match, or which of them may close next? What is open has to be kept on a stack.',
  'tasks.noise.help':
    'Random symbols with random classes: nothing can be learned but by heart. What is held out stays at chance, or something is wrong.',
  'tasks.recall.help':
    'Name the first symbol of a row, which has to be remembered to the end — or the last, which has not.',
  'field.which.help':
    'The first one has to be carried through the whole sequence; the last one is still at hand.',
  'losses.squared.help': 'Mean of (prediction − target)². Large errors weigh most.',
  'losses.half_squared.help':
    'Half the squared error, as TensorFlow Playground uses it: the gradient is the error itself.',
  'losses.absolute.help': 'Mean of |prediction − target|. Outliers pull less than with squares.',
  'losses.huber.help':
    'Squared for small errors, absolute for large ones: smooth, yet calm about outliers.',
  'losses.binary_cross_entropy.help':
    'One yes-or-no probability per output through a sigmoid. The loss of logistic regression.',
  'losses.cross_entropy.help':
    'Softmax turns the outputs into probabilities; the loss is −log of the right class’s.',
  'losses.hinge.help':
    'Zero once an example is on the right side with a margin of 1: the loss of support-vector machines.',
  'optimizers.sgd.help':
    'Plain stochastic gradient descent: a step against the gradient, sized by the learning rate.',
  'optimizers.momentum.help':
    'Adds up past gradients, older ones ever less, like a rolling ball: faster along valleys, less zigzag across them.',
  'optimizers.nesterov.help':
    'Momentum that looks ahead: the gradient is taken where the ball is about to be.',
  'optimizers.rmsprop.help': 'Divides each step by the recent size of that parameter’s gradient.',
  'optimizers.adagrad.help':
    'Divides by the size of all past gradients, so steps shrink as the training goes on.',
  'optimizers.adam.help':
    'Momentum and RMSProp together, corrected for the start. A safe first choice, near 0.001 to 0.03.',
  'optimizers.adamw.help': 'Adam with weight decay kept apart from the gradient.',
  'schedules.constant.help': 'The learning rate stays as it is.',
  'schedules.step.help': 'The rate is multiplied by a factor every so many steps.',
  'schedules.exponential.help': 'The rate shrinks by the same factor at every step.',
  'schedules.cosine.help': 'The rate swings down and up again along a cosine wave.',
  'schedules.linear.help':
    'The rate moves in a straight line from a start factor to an end factor.',
  'schedules.warmup.help':
    'The rate climbs from a small share of its full size to all of it over the first steps.',
  'schedules.inverse_sqrt.help':
    'Climbs while warming up, then falls with 1/√step: the schedule of the 2017 Transformer paper.',
  'field.seed.help':
    'The number that all chance comes from: data, starting weights, order of examples. The same seed repeats the run exactly.',
  'field.batch.help':
    'Examples per step. Small batches are noisy but quick; large ones follow the true gradient.',
  'field.l1.help':
    'Pulls every weight towards zero with the same force, however small it is. Weights that are not needed end up next to zero.',
  'field.l2.help': 'Pulls weights towards zero in proportion to their size, through the gradient.',
  'field.decay.help':
    'Shrinks weights a little at each step, apart from the gradient (as in AdamW).',
  'field.clip_norm.help':
    'Scales the whole gradient down when its norm exceeds this value. 0 switches it off.',
  'field.teacher_forcing.help':
    'How often the decoder, in training, reads the right token next. Otherwise it reads the one it would have written itself, as it must when it answers alone: at 0 always, at 1 never.',
  'field.lr.help':
    'How far each step goes. Too small and nothing happens; too large and the loss jumps or explodes.',
  'field.momentum.help': 'The share of the last step that is carried over into the next.',
  'field.blocks.batch_norm.momentum.help':
    'The share that each new batch has in the running statistics.',
  'field.beta1.help': 'Memory of the averaged gradient. 0.9 averages over about ten steps.',
  'field.beta2.help':
    'Memory of the averaged squared gradient. 0.999 averages over about a thousand steps.',
  'field.eps.help': 'A small number that keeps the division from blowing up.',
  'field.alpha.help': 'Memory of the averaged squared gradient.',
  'field.units.help':
    'Number of neurons in the layer. More units can bend the function in more places.',
  'field.activation.help':
    'The function applied to each unit’s weighted sum. Without one, layers add nothing to each other.',
  'field.function.help': 'The function applied to each value.',
  'field.initializer.help': 'How the weights are drawn before the first step.',
  'field.bias.help':
    'Adds a learned constant to each unit, so that its boundary need not pass through zero.',
  'field.rate.help': 'The share of values switched off at each training step.',
  'field.dim.help': 'Numbers for each token.',
  'field.scale.help': 'Multiplies the rows by √width, as the 2017 paper does.',
  'field.layers.help': 'Recurrent layers above each other; each reads the states of the one below.',
  'field.bidirectional.help':
    'A second pass reads from the end to the beginning; the states of both stand side by side.',
  'field.dropout.help': 'The share of values switched off at each training step.',
  'field.output.help': 'The state at every step, or a single vector for the whole sequence.',
  'field.initial.help': 'What the state is before the first step.',
  'field.recurrent_initializer.help':
    'How the weights from one state to the next are drawn. Orthogonal ones keep its length.',
  'field.remember.help':
    'Starts the forget gate’s bias at 1, so that the cell keeps what it has until it learns otherwise.',
  'field.memory.help':
    'Starts the gates so that units remember for up to so many steps, some longer, some shorter. 0 leaves it to the bias above.',
  'field.cell.help': 'The kind of recurrent layer.',
  'field.context.help':
    'How each step sees the encoder’s output: through its last state alone, or by attention.',
  'field.input_feeding.help':
    'Hands what each step found to the next one, so that it knows where has been looked already.',
  'field.answer.help': 'Under each symbol of the input, or token by token after it.',
  'field.method.help': 'How many values become one.',
  'field.channels.help': 'Filters, each of which gives one picture.',
  'field.kernel.help': 'Side of the sliding window in pixels.',
  'field.stride.help': 'How far the window moves at a time.',
  'field.padding.help': 'Rows and columns of zeros around the image.',
  'field.dilation.help':
    'Distance between the cells of the window: it sees further with the same weights.',
  'field.groups.help': 'Splits the channels into groups that do not see each other.',
  'field.heads.help':
    'Attentions side by side, each over its own share of the numbers. Their count must divide the width.',
  'field.heads_off.help':
    'Heads that give zeros, to see what they are for: 1 for the first, 2 for the second, 4 for the third, added up.',
  'field.cross_heads_off.help': 'The same for the attention over the encoder’s output.',
  'field.source.help': 'The sequence itself, or the encoder’s output.',
  'field.causal.help':
    'Each step sees only itself and those before it, as one must who is to predict the next.',
  'field.scaled.help':
    'Without it, scores grow with the width of a head, softmax saturates and its gradient fades.',
  'field.position.help':
    'RoPE turns queries and keys by their place; ALiBi takes points off for distance.',
  'field.base.help':
    'Sets the longest wave: about 2π times as many steps. With a small base the pattern soon repeats.',
  'field.max_length.help': 'Rows of the table, where it is kept (random, learned).',
  'field.hidden.help': 'Units of the first of the two layers, usually four times the width.',
  'field.gated.help':
    'A second projection is multiplied with the activated one: SwiGLU with SiLU, GeGLU with GELU.',
  'field.repeat.help': 'How many such layers stand above each other, each with its own weights.',
  'field.norm.help': 'What keeps the numbers in size. Without, deep stacks get hard to train.',
  'field.placement.help':
    'After the addition, as in 2017, or before the sub-layer, which trains more easily; then end the stack with a norm.',
  'field.residual.help':
    'Adds what went in to what comes out, so that gradients have a straight way back.',
  'field.blocks.position.method.help': 'What is added at each position.',
  'field.blocks.position.scale.help': 'What the positions are multiplied by. 0 takes them away.',
  'field.x1.help': 'The first coordinate.',
  'field.x2.help': 'The second coordinate.',
  'field.x1_squared.help': 'The square of the first coordinate.',
  'field.x2_squared.help': 'The square of the second coordinate.',
  'field.x1_x2.help': 'The product of both coordinates.',
  'field.sin_x1.help': 'The sine of the first coordinate.',
  'field.sin_x2.help': 'The sine of the second coordinate.',
  'field.label_smoothing.help':
    'Gives a little of the target’s probability to the other classes, so that the network does not grow overconfident.',
  'field.delta.help': 'The size of error where the loss turns from squared to straight.',
  'field.samples.help': 'Examples in all, for training and validation together.',
  'field.length.help': 'Symbols in the longest example.',
  'field.language.help': 'The language that the dates are written in.',
  'field.weekday.help':
    'Whether every other date says its weekday as well, where its form can: something to be passed over.',
  'field.first_year.help': 'The year that the earliest dates are of.',
  'field.years.help': 'Dates are drawn from so many years, the first one included.',
  'field.direction.help': 'How numbers are written in the input and in the answer.',
  'field.largest.help': 'Numbers are drawn from 0 up to this one.',
  'field.examples.help':
    'A stretch of the text, wherever it begins and ends, or a whole line, which the model also learns to end.',
  'field.tokens.help': 'What the model reads and writes at a time.',
  'field.images.help': 'Pictures with their classes, as this page writes them.',
  'field.tasks.own_text.text.help':
    'Plain text of at most 1 MB. Some thousand characters are needed to learn anything.',
  'field.tasks.own_text.length.help':
    'Characters read at a time, where an example is a stretch of the text.',
  'field.tasks.own_pairs.text.help': 'One pair a line, with -> or a tab between input and answer.',
  'field.tasks.text_english.length.help':
    'Characters read at a time: how far back a model can look.',
  'field.tasks.text_chinese.length.help':
    'Characters read at a time: how far back a model can look.',
  'field.shorter.help': 'Whether examples may be shorter than that.',
  'field.alphabet.help': 'Number of different symbols.',
  'field.symbols.help': 'How many of them are to be remembered.',
  'field.gap.help': 'Blank steps between the symbols and the cues.',
  'field.asks.help': 'What is to be answered.',
  'field.digits.help': 'Of the longest numbers.',
  'field.reversed.help':
    'Writes the answer from its last digit on, in the order in which the carry goes.',
  'field.modulus.help': 'Sums count from 0 up to one less than this, and then begin again.',
  'field.brackets.help': 'With one kind counting is enough; with more, their order has to be kept.',
  'field.depth.help': 'How many brackets may be open at once.',
  'field.tasks.adding.length.help': 'Steps of each example.',
  'field.tasks.modular_addition.train_share.help':
    'The share of the table that is trained on. With too little of it, the rest is never understood.',
  'field.noise.help':
    'How far the examples are scattered. With noise no rule fits them all, and a flexible network may overfit.',
  'field.classes.help': 'Number of groups to tell apart.',
  'field.train_share.help':
    'The share of examples used for training. The others form the validation set and only measure.',
  'field.weight_decay.help': 'Shrinks weights a little at each step, apart from the gradient.',
  'field.tied.help': 'The output uses the table of the embedding as its weights.',
  'field.initial_bias.help': 'The value every bias starts from.',
  'field.inputs.help': 'Number of inputs x₁, x₂ … that the value depends on.',
  'field.shape.help': 'The curve that the samples are taken from.',
  'field.shift.help':
    'Moves each picture at random by up to so many pixels, each time that it is trained on.',
  'field.rotate.help':
    'Turns each picture at random by up to so many degrees, each time that it is trained on.',
  'field.zoom.help':
    'Enlarges or shrinks each picture at random by up to this share, each time that it is trained on.',
  'field.points.help': 'The points that you drew.',
  'field.text.help': 'The text of the table.',
  'field.target.help': 'The column to be predicted from the others.',
  'field.columns.help': 'The columns to learn from.',
  'field.predict.help':
    'Whether the target column holds values to come near to, or classes to tell apart.',
  'field.size.help': 'Steps between two falls of the rate.',
  'field.gamma.help': 'What the rate is multiplied by.',
  'field.period.help': 'Steps from the highest rate to the lowest; then it climbs again.',
  'field.floor.help': 'The lowest rate, as a share of the full one.',
  'field.start.help': 'The first rate, as a share of the full one.',
  'field.end.help': 'The last rate, as a share of the full one.',
  'field.steps.help': 'Steps from the first rate to the last.',
  'field.warmup.help': 'Steps until the full rate is reached.',
  'field.blocks.activation.function.help': 'The function applied to every value.',

  'history.help':
    'While it trains, the whole run is kept at up to {most} steps. Go back to any of them: every view shows that step again, computed by the engine from what was kept, gradients and all.',
  'history.kept.help':
    'The whole run is kept in this browser while it trains. A reload, or a crash, goes on from there to the same bits.',
} as const;
