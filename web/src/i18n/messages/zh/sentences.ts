import { named } from '../../marks';

// The engine speaks English: sentences with names and numbers in them. What they are in Chinese, most
// particular first; `{name}` is replaced by the group of that name. Names of the document stand in
// backquotes here as they do there.

const words: Record<string, string> = {
  'a vector': '向量',
  'an image': '图像',
  'a sequence': '序列',
  tokens: '词元',
  'The output': '输出层',
  'the task': '任务',
};
const phrases: [RegExp, string][] = [
  [/^add (\S+) between them$/, '请在两者之间加入$1'],
  [/^remove one of the two$/, '请去掉其中一个'],
  [/^remove it$/, '请去掉它'],
  [/^remove (\S+)$/, '请去掉$1'],
  [/^let (\S+) give every step .+$/, '请让$1给出每一步（`output`取`all`）'],
  [/^nothing can stand here$/, '这里不能有任何内容'],
  [/^it takes (.+)$/, '可以有 $1'],
];

/** A list, or a part of a sentence, as it stands within a Chinese one. */
function part(text: string): string {
  if (Object.hasOwn(words, text)) return words[text];
  const found = phrases.find(([pattern]) => pattern.test(text));
  const phrase = found ? text.replace(found[0], found[1]) : text;
  // what the user named stands in quotation marks, and stays
  return phrase.replace(/“[^”]*”|, | or /g, (found) => (found.startsWith('“') ? found : '、'));
}

const cell = '(?<place>Row \\d+, column (?:“.*?”|\\d+))';
const at = (rest: string) => new RegExp(`^${cell}: ${rest}`);

const sentences: [RegExp, string][] = [
  [/^The input is empty; give at least one token/, '输入是空的；请至少给一个词元。'],
  [
    /^"(?<symbol>.*)" is not among the symbols of this task/,
    '“{symbol}”不是这个任务里的符号；请去掉它。',
  ],
  [
    /^The (?:input|answer) holds (?<value>\S+), which is no token; there are (?<count>\d+)\.$/,
    '其中有 {value}，不是词元；词元共有 {count} 个。',
  ],
  [
    /^The input has (?<count>\d+) tokens, and this model (?:reads at most|has room for) (?<most>\d+); shorten it\.$/,
    '输入有 {count} 个词元，而这个模型最多能读 {most} 个；请缩短。',
  ],
  [
    /^The answer has (?<count>\d+) tokens, and this model has room for (?<most>\d+); shorten it\.$/,
    '答案有 {count} 个词元，而这个模型只放得下 {most} 个；请缩短。',
  ],
  [
    /^There is no room to go on after (?<count>\d+) tokens; begin anew\.$/,
    '写了 {count} 个词元之后已没有余地；请重新开始。',
  ],
  [
    /^This model does not read a text and answer it in tokens\.$/,
    '这个模型不读文本，也不以词元作答。',
  ],
  [
    /^This model writes nothing: its task asks for no sequence that goes on\.$/,
    '这个模型不生成内容：它的任务不要求写下去。',
  ],
  // texts
  [
    /^The text has (?<n>\d+) characters?; two examples take at least (?<least>\d+)/,
    '这段文字只有 {n} 个字符；两个样本至少要 {least} 个。请多写一些，或者把窗口调短。',
  ],
  [/^The text says the same over and over/, '这段文字翻来覆去是同样的内容；请换一段有变化的。'],
  [
    /^Line (?<line>\d+) has (?<n>\d+) characters; at most (?<most>\d+) can be taken\. Break it/,
    '第 {line} 行有 {n} 个字符，最多只能有 {most} 个。请分成几行，或者改为整篇来学。',
  ],
  [
    /^The text has fewer than two different lines/,
    '这段文字里不同的行不到两行；请一行写一个样本。',
  ],
  [
    /^The text has more than (?<most>\d+) different symbols/,
    '这段文字里不同的符号超过 {most} 种；请换短一些的，或者以字符而不是词为单位。',
  ],
  [
    /^The text is not UTF-8 at byte (?<byte>\d+)/,
    '这段文字从第 {byte} 个字节起不是 UTF-8；请另存为 UTF-8 再来。',
  ],
  [
    /^Line (?<line>\d+) has a control character/,
    '第 {line} 行有控制字符，所以这不是纯文本；请另存为纯文本。',
  ],
  [
    /^The text of the task .*; load the page again/,
    '这个任务的文本文件缺失或损坏；请刷新页面重新加载，或者用 npm --prefix web run data 重新制作。',
  ],
  [
    /^Line (?<line>\d+) has no arrow/,
    '第 {line} 行没有箭头；请先写输入，再写 -> 或制表符，最后写答案。',
  ],
  [/^Line (?<line>\d+) has no input/, '第 {line} 行没有输入；箭头两边都要有内容。'],
  [/^Line (?<line>\d+) has no answer/, '第 {line} 行没有答案；箭头两边都要有内容。'],
  [
    /^Line (?<line>\d+) has (?<n>\d+) (?:words|characters) in its input; at most (?<most>\d+)/,
    '第 {line} 行的输入有 {n} 个词元，最多只能有 {most} 个。',
  ],
  [
    /^Line (?<line>\d+) has (?<n>\d+) (?:words|characters) in its answer; at most (?<most>\d+)/,
    '第 {line} 行的答案有 {n} 个词元，最多只能有 {most} 个。',
  ],
  [
    /^Line (?<line>\d+) answers the input of line (?<other>\d+) otherwise/,
    '第 {line} 行与第 {other} 行的输入相同，答案却不同；一个输入只能有一个答案。',
  ],
  [
    /^Line (?<line>\d+) is one too many: (?<most>\d+)/,
    '到第 {line} 行就太多了：最多只能有 {most} 对。请去掉一些。',
  ],
  [/^There are fewer than two different pairs/, '不同的问答不到两对；请一行写一对：输入 -> 答案。'],
  // images
  [/^There are no images to learn from/, '没有可学的图片；请选择一些，或者动手画。'],
  [/^The images are of fewer than two classes/, '图片不到两类；请再加入另一类的。'],
  [
    /^The images are of (?<n>\d+) classes; at most (?<most>\d+)/,
    '图片有 {n} 类，最多只能区分 {most} 类；请合并一些。',
  ],
  [
    /^Line 1 of the images must say their size/,
    '图片数据的第 1 行应当写明大小，例如 28x28x1：宽、高、通道数。',
  ],
  [
    /^Line 1 of the images says (?<size>\S+);/,
    '图片数据的第 1 行写着 {size}；宽、高应当各为 4 到 32，通道数为 1 或 3。请缩小图片。',
  ],
  [
    /^Line (?<line>\d+) of the images has no tab/,
    '图片数据的第 {line} 行没有制表符；请在类别与像素之间放一个。',
  ],
  [
    /^Line (?<line>\d+) of the images names no class/,
    '图片数据的第 {line} 行没有类别；请写在制表符之前。',
  ],
  [
    /^Line (?<line>\d+) of the images has a class of more than/,
    '图片数据第 {line} 行的类别名超过 40 个字符；请起短一些的名字。',
  ],
  [
    /^Line (?<line>\d+) of the images is not (?<n>\d+) bytes/,
    '图片数据的第 {line} 行不是 {n} 个字节的 base64；请重新写入。',
  ],
  [
    /^Line (?<line>\d+) of the images is the same picture as line (?<other>\d+)/,
    '第 {line} 行与第 {other} 行是同一张图片，类别却不同；请去掉其中一张。',
  ],
  [
    /^Line (?<line>\d+) of the images is one too many: (?<most>\d+)/,
    '到第 {line} 行图片就太多了：最多只能有 {most} 张。请去掉一些。',
  ],
  // documents
  [
    /^(?<path>\S+) is (?<value>.+); it must be a whole number between (?<min>\S+) and (?<max>\S+)\.$/,
    '{path} 是 {value}，应当是 {min} 到 {max} 之间的整数。',
  ],
  [
    /^(?<path>\S+) is (?<value>.+); it must be a number between (?<min>\S+) and (?<max>\S+)\.$/,
    '{path} 是 {value}，应当在 {min} 到 {max} 之间。',
  ],
  [
    /^(?<path>\S+) is (?<value>(?!missing;).+); it must be one of (?<_choices>.+)\.$/,
    '{path} 是 {value}，只能是以下之一：{_choices}。',
  ],
  [
    /^(?<path>\S+) is missing; it must be one of (?<_choices>.+)\.$/,
    '缺少 {path}，它应当是以下之一：{_choices}。',
  ],
  [
    /^(?<path>\S+) is (?<value>.+); it must be true or false\.$/,
    '{path} 是 {value}，只能是 true 或 false。',
  ],
  [/^(?<path>\S+) is (?<value>.+); it must be a text\.$/, '{path} 是 {value}，应当是一段文本。'],
  [
    /^(?<path>\S+) is (?<value>.+); it must be a list of numbers\.$/,
    '{path} 是 {value}，应当是一列数。',
  ],
  [/^(?<path>\S+) is (?<value>.+); it must be a number\.$/, '{path} 是 {value}，应当是一个数。'],
  [
    /^(?<path>\S*) is (?<value>.+); it must be an object in braces\.$/,
    '{path} 是 {value}，应当是花括号中的对象。',
  ],
  [
    /^(?<path>\S+) is a text of (?<n>\d+) bytes; at most (?<most>\d+) can be taken\.$/,
    '{path} 的文本有 {n} 字节，最多只能有 {most} 字节。',
  ],
  [
    /^(?<path>\S+) is a list of (?<n>\d+) numbers; at most (?<most>\d+) can be taken\.$/,
    '{path} 有 {n} 个数，最多只能有 {most} 个。',
  ],
  [
    /^(?<path>\S+) has (?<n>\d+) layers; at most (?<most>\d+) can be taken\.$/,
    '{path} 有 {n} 层，最多只能有 {most} 层。',
  ],
  [/^(?<path>\S+) must be a list in brackets\.$/, '{path} 应当是方括号中的列表。'],
  [/^(?<path>\S+) must be an object in braces\.$/, '{path} 应当是花括号中的对象。'],
  [/^The document must be an object in braces\.$/, '实验应当是花括号中的一个对象。'],
  [
    /^The document has a key (?<key>.+) that is not known; (?<_takes>.+)\.$/,
    '实验中有不认识的键 {key}；{_takes}。',
  ],
  [
    /^(?<path>\S+) has a key (?<key>.+) that is not known; (?<_takes>.+)\.$/,
    '{path} 中有不认识的键 {key}；{_takes}。',
  ],
  [/^The document has no version/, '实验没有版本号，开头应当有 "lushan": 1。'],
  [
    /^The document is of version (?<version>.+); this program reads version 1/,
    '这个实验的版本是 {version}，本页只能读取版本 1。请刷新页面以获得新版本。',
  ],
  [
    /^The document has (?<n>\d+) bytes; at most (?<most>\d+) can be taken\.$/,
    '实验有 {n} 字节，最多只能有 {most} 字节。请减少数据。',
  ],
  [
    /^The document is nested more than (?<n>\d+) levels deep/,
    '实验的嵌套超过 {n} 层，请减少层数。',
  ],
  [
    /^The key (?<key>.+) stands twice in the document; remove one\.$/,
    '键 {key} 在实验中出现了两次，请去掉一个。',
  ],
  [
    /^The key (?<key>.+) stands twice in (?<place>.+); remove one\.$/,
    '键 {key} 在 {place} 中出现了两次，请去掉一个。',
  ],
  [
    /^An object of the document has more than (?<n>\d+) keys/,
    '实验中有一个对象的键超过 {n} 个，请去掉一些。',
  ],
  [
    /^The document is not JSON: parse error at line (?<line>\d+), column (?<column>\d+)/,
    '实验不是合法的 JSON：第 {line} 行第 {column} 列有误。',
  ],
  [
    /^The document is not JSON: the number (?<number>.+) is larger than any/,
    '实验不是合法的 JSON：数 {number} 太大，无法表示。',
  ],
  [/^The document is not JSON/, '实验不是合法的 JSON。'],
  [/^task is missing/, '没有指明任务，比如 "task": {"kind": "spiral"}。'],

  // models
  [
    /^(?<_taker>.+) expects (?<_wanted>.+), (?<_giver>.+) gives (?<_given>an? \w+|tokens) (?<shape>\S+): (?<_remedy>.+)\.$/,
    '{_taker}需要{_wanted}，而{_giver}给出的是{_given} {shape}：{_remedy}。',
  ],
  [/no feature is switched on/, '没有选中任何输入，请至少选一个。'],
  [
    /input features are made of one or two inputs, and there are (?<n>\d+)/,
    '特征由一个或两个输入算出，而这里有 {n} 个输入；请去掉特征层。',
  ],
  [
    /(?<feature>`\w+`) needs a second input, and the task has one/,
    '{feature}需要第二个输入，而这个任务只有一个；请把它关掉。',
  ],
  [
    /^`model\.output\.tied` needs an embedding/,
    '`model.output.tied`需要一个词嵌入层；请加入一层，或者关掉它。',
  ],
  [
    /^`model\.output\.tied`: the embedding's table (?<table>\S+) does not fit an output that takes (?<takes>\d+) numbers and gives (?<gives>\d+)/,
    '嵌入表 {table} 与输出层不相配：输出层接收 {takes} 个数、给出 {gives} 个数。请让两者同宽，或者关掉`model.output.tied`。',
  ],
  [
    /^`train\.loss`: (?<loss>\S+) compares classes/,
    '`train.loss`中的{loss}用于分类，而这个任务要预测数值；请改用`squared`、`absolute`或`huber`。',
  ],
  [
    /^`train\.loss`: (?<loss>\S+) compares values/,
    '`train.loss`中的{loss}用于数值，而这个任务要区分类别；请改用`cross_entropy`。',
  ],
  [
    /^`train\.loss`: (?<loss>\S+) does not compare tokens/,
    '`train.loss`中的{loss}不能用于词元序列；请改用`cross_entropy`。',
  ],
  [
    /^This run needs (?<need>.+), and at most (?<most>.+) can be taken; .+ `train\.batch` (?<batch>\d+)\.$/,
    '这次训练需要 {need} 内存，最多只能用 {most}；把`train.batch`降到 {batch} 就放得下。',
  ],
  [
    /^This run needs (?<need>.+), and at most (?<most>.+) can be taken; .+ divided by (?<divisor>\d+)\.$/,
    '这次训练需要 {need} 内存，最多只能用 {most}；把各层的宽度都除以 {divisor} 就放得下。',
  ],
  [
    /^This run needs (?<need>.+), and at most (?<most>.+) can be taken; .+ sequences of (?<steps>\d+) steps\.$/,
    '这次训练需要 {need} 内存，最多只能用 {most}；把序列缩短到 {steps} 步就放得下。',
  ],
  [
    /^This run needs (?<need>.+), and at most (?<most>.+) can be taken/,
    '这次训练需要 {need} 内存，最多只能用 {most}；请减小`train.batch`、网络或数据。',
  ],
  [/^This needs (?<need>.+) more memory than there is/, '内存还差 {need}；请减小批大小或网络。'],
  [
    /^The task leaves no example to train on/,
    '没有样本可用于训练；请提高`task.train_share`，或者增加样本。',
  ],

  [
    /^(?<layer>\S+): (?<width>\d+) does not divide into (?<heads>\d+) heads; choose (?<_list>.+)\.$/,
    '{layer}：{width} 不能平均分成 {heads} 个头；可以选 {_list}。',
  ],
  [
    /^(?<layer>\S+): `max_length` is (?<most>\d+), and the sequence has (?<steps>\d+) steps; .+$/,
    '{layer}：序列有 {steps} 步，而`max_length`只有 {most}；请至少调到 {steps}。',
  ],
  [
    /^`train\.teacher_forcing` is about what a decoder reads, and this model has none; leave it out\.$/,
    '`train.teacher_forcing`管的是解码器读什么，而这个模型没有解码器；请去掉这一项。',
  ],
  [
    /^(?<layer>\S+) (?:looks at|reads) an encoder's output, and there is none here; .+$/,
    '{layer}要看编码器的输出，而这里没有编码器；请把它放进解码器。',
  ],
  [
    /^(?<layer>\S+) looks at every step of the encoder's output, and that is one vector; .+$/,
    '{layer}要看编码器每一步的输出，而编码器只给出一个向量；请让编码器以序列结束。',
  ],
  [
    /^(?<layer>\S+) looks at another sequence, whose places are not its own; .+$/,
    '{layer}看的是另一个序列，两边的位置互不对应；请关掉`causal`，并把`position`设为`none`。',
  ],
  [
    /^(?<layer>\S+): RoPE turns pairs of numbers, and each head has (?<width>\d+), an odd number; .+$/,
    '{layer}：RoPE 成对地旋转，而每个头有 {width} 个数，是奇数；请换头数或维数。',
  ],
  [
    /^(?<block>\S+): `groups` is (?<groups>\d+), which does not divide both the (?<inputs>\d+) channels that come in and the (?<outputs>\d+) that go out; .+ such as (?<divisor>\d+)\.$/,
    '{block}：`groups`是 {groups}，不能同时整除输入的 {inputs} 个通道和输出的 {outputs} 个通道；可以选公约数，如 {divisor}。',
  ],
  [
    /^(?<block>\S+): `padding` is (?<padding>\d+); it may be at most half the `kernel` (?<kernel>\d+)\.$/,
    '{block}：`padding`是 {padding}，最多只能是`kernel`（{kernel}）的一半。',
  ],
  [
    /^(?<layer>\S+): the `kernel` (?<kernel>\d+) is larger than the image (?<image>\S+) with `padding` (?<padding>\d+); .+$/,
    '{layer}：`kernel`是 {kernel}，比图像 {image}（`padding` {padding}）还大；请减小`kernel`，或者加大`padding`。',
  ],
  [
    /^(?<layer>\S+): the `kernel` (?<kernel>\d+) \((?<wide>\d+) wide by `dilation`\) is larger than the image (?<image>\S+) with `padding` (?<padding>\d+); .+$/,
    '{layer}：`kernel`是 {kernel}，因`dilation`展开到 {wide}，比图像 {image}（`padding` {padding}）还大；请减小`kernel`，或者加大`padding`。',
  ],
  [
    /^This task has no answer of its own for a decoder to write; .+$/,
    '这个任务没有可供解码器书写的答案；请用一列层，不要用编码器和解码器。',
  ],
  [
    /^`model\.answer` is for models of layers; .+$/,
    '`model.answer`只用于由一列层组成的模型，解码器本来就会写出答案；请去掉这一项。',
  ],
  [
    /^`model\.answer` is `beside`, but an answer of this task can be longer or shorter than its input; .+$/,
    '`model.answer`是`beside`，而这个任务的答案可能比输入长或短；请改成`after`，或者用解码器。',
  ],
  [
    /^`model\.answer` is (?<answer>\S+), but this task can only be answered in its own way; .+$/,
    '`model.answer`是{answer}，而这个任务只有一种作答方式；请去掉这一项。',
  ],
  [
    /^model has layers beside an encoder or a decoder; .+$/,
    'model 中既有 layers，又有编码器或解码器；请只写 layers，或者只写 encoder 和 decoder。',
  ],
  [
    /^model needs both an encoder and a decoder; .+$/,
    'model 需要编码器和解码器两者；如果只有一列层，请叫它 layers。',
  ],
  [
    /^The task has fewer than two different examples; .+$/,
    '这个任务的不同样本不到两个，请放宽它的范围。',
  ],
  [
    /^`batch_norm`: of the one value that each channel has in a batch .+$/,
    '`batch_norm`：每个通道在一批中只有一个值，无从计算方差；请把`train.batch`至少调到 2。',
  ],
  [
    /^`initial` is `encoder`, but there is no encoder here; .+$/,
    '`initial`是`encoder`，而这里没有编码器；请改成`zeros`或`learned`。',
  ],
  [
    /^`initial` is `encoder`, but the encoder has no recurrent layer; .+$/,
    '`initial`是`encoder`，而编码器里没有循环层；请改成`zeros`或`learned`。',
  ],
  [
    /^`initial` is `encoder`, but the encoder has no more recurrent layers than (?<n>\d+); .+$/,
    '`initial`是`encoder`，而编码器只有 {n} 个循环层；请让两边层数相同。',
  ],
  [
    /^`initial` is `encoder`, but its layer leaves a state of (?<n>\d+) numbers for (?<units>\d+) units; .+$/,
    '`initial`是`encoder`，而编码器那一层的末状态有 {n} 个数，这里却有 {units} 个神经元；请让两者相同（双向层的末状态是神经元数的两倍）。',
  ],
  [
    /^(?<layer>\S+): `context` is `every`, but the encoder has no recurrent layer .+$/,
    '{layer}：`context`是`every`，而编码器里没有循环层，也就没有末状态；请加一个循环层，或者改用注意力。',
  ],
  [
    /^(?<layer>\S+): `context` is (?<context>\S+), which compares its (?<units>\d+) units with the encoder's (?<width>\d+) numbers; .+$/,
    '{layer}：`context`是{context}，要把自己的 {units} 个神经元和编码器的 {width} 个数作比较；请让两者相同，或者改用`general`或`additive`。',
  ],
  [
    /^(?<layer>\S+): `input_feeding` hands on what attention gave, and `context` is (?<context>\S+); .+$/,
    '{layer}：`input_feeding`传递的是注意力的结果，而`context`是{context}；请选一种注意力，或者关掉`input_feeding`。',
  ],
  [
    /^(?<layer>\S+): `input_feeding` goes through one layer, and there are (?<n>\d+); .+$/,
    '{layer}：`input_feeding`只支持一层，而这里有 {n} 层；请把`layers`设为 1，或者关掉`input_feeding`。',
  ],
  [
    /^(?<layer>\S+) sees the very tokens that the model is to predict; .+$/,
    '{layer}会看到模型要预测的词元；请让它只往回看（`causal`，或单向）。',
  ],
  // runs
  [
    /^Training stopped at step (?<step>\d+): (?<node>\S+) is no longer a finite number/,
    '训练在第 {step} 步停下了：{node} 不再是有限的数。请降低学习率，或者裁剪梯度，然后从头开始。',
  ],
  [
    /^`train\.loss` cannot change while a run goes on/,
    '训练途中不能更换`train.loss`，请先从头开始。',
  ],
  [/^(?<path>\S+) cannot change while a run goes on/, '训练途中不能修改{path}，请先从头开始。'],
  [/^There is no parameter (?<name>.+)\.$/, '没有名为 {name} 的参数。'],
  [
    /^(?<name>\S+) has (?<n>\d+) numbers; there is none with index (?<index>-?\d+)\.$/,
    '{name} 有 {n} 个数，没有第 {index} 个。',
  ],
  [
    /^(?<name>\S+) must be a number between (?<min>\S+) and (?<max>\S+)\.$/,
    '{name} 应当是 {min} 到 {max} 之间的数。',
  ],
  [
    /^These weights are of another network: (?<name>\S+) of (?<shape>\S+) is (?<other>\S+) there; .+$/,
    '这些权重属于另一个网络：{name} 的形状是 {shape}，那里是 {other}。请打开训练出它们的那个实验。',
  ],
  [
    /^These weights are of another network: (?<name>\S+) of (?<shape>\S+) is not among them; .+$/,
    '这些权重属于另一个网络：其中没有 {name}（{shape}）。请打开训练出它们的那个实验。',
  ],
  [
    /^These weights cannot be used: (?<name>\S+) holds a number that is not finite; .+$/,
    '这些权重不能使用：{name} 中有不是有限值的数。请改用更早一步的权重。',
  ],
  [
    /^The saved run cannot be continued: it is of another experiment/,
    '存下的训练无法继续：它属于另一个实验，请先打开那个实验。',
  ],
  [
    /^The saved run cannot be continued: it was written by another version/,
    '存下的训练无法继续：它由另一个版本写成，请从头开始训练。',
  ],
  [
    /^The saved run cannot be continued: these are weights alone/,
    '存下的训练无法继续：这里只有权重，没有训练的状态，请把它当作权重打开。',
  ],
  [/^The saved run cannot be continued: .+$/, '存下的训练无法继续：它已经损坏。请从头开始训练。'],
  [
    /^Step (?<step>\d+) was not kept; choose one of the steps that were\.$/,
    '第 {step} 步没有留存，请选择留存下来的某一步。',
  ],
  [
    /^There is no memory left to look at a single step of this run; .+$/,
    '没有足够的内存来细看这个训练的一步；请减少层数、神经元数或数据。',
  ],
  [
    /^The loss of this example is not a finite number; .+$/,
    '这个样本的损失不是有限的数；请降低学习率，然后从头开始。',
  ],
  [
    /^The weights cannot be read: tensor (?<name>".*") holds values of the type (?<type>".*"); convert/,
    '权重文件无法读取：张量 {name} 的类型是 {type}；请转换成 float32（"F32"）。',
  ],
  [
    /^The weights cannot be read: tensor (?<name>".*?") /,
    '权重文件无法读取：张量 {name} 不完整或者有误。请重新保存这个文件。',
  ],
  [/^The weights cannot be read: .+$/, '权重文件无法读取。请选择一个 .safetensors 文件。'],
  [
    /^There is no example (?<row>-?\d+); the set has (?<n>\d+)\.$/,
    '没有第 {row} 个样本，数据集共有 {n} 个。',
  ],
  [
    /^One example has (?<n>\d+) numbers; (?<given>\d+) were given\.$/,
    '一个样本有 {n} 个数，而给出了 {given} 个。',
  ],
  [/^An example's input must be made of finite numbers\.$/, '样本的输入应当都是有限的数。'],
  [
    /^An example's input must be made of tokens, whole numbers from 0 to (?<last>\d+)\.$/,
    '样本的输入应当都是词元，即 0 到 {last} 的整数。',
  ],
  [/^This run was not branched/, '这次训练没有分支，无处可回。'],
  [/^The drawing is empty/, '画板是空的，请先写一个数字。'],
  [/^No experiment is open/, '还没有打开任何实验。'],

  // digits
  [/^The task `\w+` needs its pictures file/, '图片的数据文件没有加载；请重新选择这个任务。'],
  [
    /^`task\.samples` is (?<n>\d+), but the pictures file holds (?<most>\d+)/,
    '`task.samples`是 {n}，而数据文件中只有 {most} 张图片。',
  ],
  [/^The pictures file .+; load the page again/, '图片的数据文件已损坏，请刷新页面重新加载。'],

  // points
  [/^There are too few points/, '点太少，学不到东西；请至少画两个不同类别的点。'],
  [/^All points are of one class/, '所有点都是同一类，请至少再画一个其他类别的点。'],
  [
    /^`task\.points` has (?<n>\d+) numbers; give three for each point/,
    '手绘点共有 {n} 个数；每个点应有三个：x₁、x₂ 和类别。',
  ],
  [
    /^`task\.points`: point (?<n>\d+) has (?<name>`x[12]`) = (?<value>.+); it must lie between -6 and 6\.$/,
    '第 {n} 个点的{name}是 {value}，应当在 −6 到 6 之间。',
  ],
  [
    /^`task\.points`: point (?<n>\d+) has class (?<value>.+); classes are the whole numbers from 0 to 5\.$/,
    '第 {n} 个点的类别是 {value}，类别应当是 0 到 5 的整数。',
  ],

  // tables
  [/^The CSV text is empty/, '表格是空的；请给出表头和数据行。'],
  [
    /^The CSV text has (?<n>\d+) bytes; at most (?<most>\d+) can be read/,
    '表格有 {n} 字节，最多只能用 {most} 字节。请删去一些行或列。',
  ],
  [
    /^The CSV text holds a zero byte, at byte (?<n>\d+)/,
    '第 {n} 个字节是零，所以这不是纯文本；请另存为 UTF-8 编码的 CSV。',
  ],
  [
    /^The CSV text has (?<n>\d+) rows? of data; at least 2 are needed/,
    '表格只有 {n} 行数据；至少要有两行，一行用于训练，一行用于验证。',
  ],
  [/^The CSV text has more than (?<most>\d+) rows/, '表格超过 {most} 行，请删去一些。'],
  [
    /^Row (?<row>\d+) has more than (?<most>\d+) columns/,
    '第 {row} 行超过 {most} 列，请删去一些。',
  ],
  [
    /^Row (?<row>\d+) has one column only/,
    '第 {row} 行只有一列；至少要有两列，用逗号、分号或制表符隔开。',
  ],
  [
    /^Row (?<row>\d+) has (?<n>\d+) cells?, where the first row has (?<first>\d+)/,
    '第 {row} 行有 {n} 格，而第一行有 {first} 格。请增删单元格；如果某一格里含有分隔符，请给它加上引号。',
  ],
  [
    /^Row (?<row>\d+): two columns are called “(?<name>.*)”/,
    '第 {row} 行：有两列都叫“{name}”。请给每一列不同的名字。',
  ],
  [at('the quotation mark that opens this cell'), '{place}：开头的引号没有闭合。请补上或删掉它。'],
  [
    at('there is text after the closing quotation mark'),
    '{place}：右引号之后还有文字。引号之内的引号要写两遍。',
  ],
  [at('the value to predict is missing'), '{place}：缺少要预测的值。请填上，或者删掉这一行。'],
  [
    at('“(?<value>.*)” is not a number'),
    '{place}：“{value}”不是数，而这一列大多是数。请改正它，或者不用这一列。',
  ],
  [
    at('“(?<value>.*)” is too large'),
    '{place}：“{value}”太大，最大只能到 1e100。请改正它，或者不用这一列。',
  ],
  [
    at('“(?<value>.*)” lies more than a million'),
    '{place}：“{value}”离训练集的平均值超过一百万个标准差。请改正它，或者不用这一列。',
  ],
  [
    /^(?<field>`\S+`): there is no column “(?<name>.*)”; choose among (?<_names>.+)\.$/,
    '{field}：没有叫“{name}”的列；可以选择{_names}。',
  ],
  [
    /^No column but the one to predict can be an input/,
    '除了要预测的列以外，没有一列能作输入：它们或者是空的，或者文字种类太多。请加一列数值，或者种类不多的类别。',
  ],
  [
    /^`task\.columns` names “(?<name>.*)”, which is to be predicted/,
    '“{name}”是要预测的列，不能同时作输入；请取消它，或者预测别的列。',
  ],
  [
    /^Column “(?<name>.*)” holds (?<n>\d+) different texts; an input column may hold 1 to (?<most>\d+)/,
    '“{name}”列有 {n} 种文字，作输入的列只能有 1 到 {most} 种。请从`task.columns`中去掉它。',
  ],
  [
    /^Column “(?<name>.*)” holds (?<n>\d+) different values; at most (?<most>\d+) classes/,
    '“{name}”列有 {n} 种值，最多只能区分 {most} 类。请预测别的列，或者把它当作数值。',
  ],
  [
    /^Column “(?<name>.*)” holds the same value in every row/,
    '“{name}”列每一行都一样；请预测一列有变化的。',
  ],
  [
    /^`task\.predict` is `value`, but the column “(?<name>.*)” holds texts/,
    '`task.predict`是`value`，而“{name}”列是文字；请改成`class`，或者预测一列数。',
  ],
  [
    /^The columns would become (?<n>\d+) inputs for (?<rows>\d+) rows; at most (?<most>\d+) inputs/,
    '这些列会变成 {n} 个输入（共 {rows} 行）；最多只能有 {most} 个输入，总共两千万个数。请少用几列。',
  ],
];

// Row 17, column “age”
const place = (text: string) =>
  text.replace(/^Row (\d+), column (?:(\d+)|(.+))$/, (_, row, number, name) =>
    number ? `第 ${row} 行第 ${number} 列` : `第 ${row} 行${name}列`,
  );

/** An engine's sentence in Chinese, with the page's names; one that is not known stays in English. */
export const told = (sentence: string): string => named(inChinese(sentence));

function inChinese(sentence: string): string {
  for (const [pattern, text] of sentences) {
    const groups = pattern.exec(sentence)?.groups;
    if (!groups && !pattern.test(sentence)) continue;
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = groups?.[name] ?? '';
      // Names that begin with a line are phrases, and are translated themselves.
      if (name.startsWith('_')) return part(value);
      return name === 'place' ? place(value) : value;
    });
  }
  return sentence;
}
