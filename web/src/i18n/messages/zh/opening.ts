import type { opening as english } from '../en/opening';

export const opening: Record<keyof typeof english, string> = {
  'view.attention.title': '注意力',
  'view.attention-steps.title': '逐步计算',

  'view.probabilities.title': '概率',
  'view.writing.title': '生成',

  'view.positions.title': '位置',
  'view.addnorm.title': '相加与归一化',
  'view.context.title': '上下文',

  'view.input': '输入',
  'view.output': '输出',
  'view.unit': '神经元 {number}',
  'view.weight': '权重',
  'view.bias': '偏置',
  'view.value': '值',
  'view.range': '范围',
  'view.target': '目标',
  'view.residual': '残差',
  'view.guess': '预测',
  'view.truth': '真值',
  'view.count': '个数',
  'view.example': '样本',
  'view.step': '步',
  'view.probability': '概率',
  'view.probabilityOf': 'P({name})',
  'view.table': '表格',
  'view.table.close': '收起表格',
  'view.table.more': '共 {count} 行，列出前 {shown} 行。',

  'view.network.title': '网络',
  'view.network.label': '网络：神经元画成图，权重画成线，橙色为负，蓝色为正',
  'view.network.hint.weight': '点击可修改',
  'view.network.hint.unit': '点击可修改它的权重',
  'view.network.hint.on': '点击将它输入网络',
  'view.network.hint.off': '点击将它去掉',
  'view.network.first': '共 {count} 个神经元，显示前 {shown} 个',
  'view.network.weightFrom': '来自 {name}',
  'view.network.left': '左边的层',
  'view.network.right': '右边的层',
  'view.network.inspect': '查看这一层',

  'view.blocks.title': '网络',

  'view.kernels.title': '卷积核',

  'view.tokens.title': '答案',

  'view.decision.title': '决策面',
  'view.decision.label.classes': '网络在 {x1}、{x2} 平面上的输出，共 {count} 类',
  'view.decision.label.values': '网络在 {x1}、{x2} 平面上的输出',
  'view.decision.test': '显示验证数据',
  'view.decision.discretize': '离散化',

  'view.fit.title': '拟合',

  'view.loss.title': '损失曲面',

  'view.digits.title': '识别结果',

  'view.pad.title': '手写',

  'view.filters.title': '权重图',

  'view.confusion.title': '混淆矩阵',

  'view.predictions.title': '预测值',

  'view.curves.title': '曲线',
  'view.curves.label': '训练过程曲线',
  'view.curves.of': '{name}随步数的变化；用方向键移动游标',
  'view.curves.quantity': '显示什么',
  'view.curves.loss': '损失',
  'view.curves.accuracy': '准确率',
  'view.curves.exact': '全对率',
  'view.curves.perplexity': '困惑度',
  'view.curves.gradient': '梯度范数',
  'view.curves.rate': '学习率',
  'view.curves.speed': '步/秒',
  'view.curves.train': '训练集',
  'view.curves.test': '验证集',
  'view.curves.batch': '各批次',
  'view.curves.smooth': '平滑',
  'view.curves.log': '对数坐标',
  'view.curves.log_x': '对数 x',
  'view.curves.log_y': '对数 y',
  'view.curves.csv': '存为 CSV',

  'view.same': '与引擎的值相同',

  'view.recurrence.title': '随时间变化',

  'view.gradients.title': '梯度',

  'view.convolution.title': '特征图',
  'view.global-pool.title': '特征图',

  'view.normalization.title': '统计量',

  'view.inspector.title': '张量',
};
