import type { tour as english } from '../en/tour';

export const tour: Record<keyof typeof english, string> = {
  'tour.count': '第 {n} 步，共 {of} 步',
  'tour.next': '下一步',
  'tour.back': '上一步',
  'tour.done': '完成',
  'tour.end': '结束导览',
  'tour.task': '选择要学什么',
  'tour.task.text': '选一个数据集，自己画点，或者拖入一张表格。数据的设置就在下面。',
  'tour.network': '搭建网络',
  'tour.network.text':
    '每个方块是一个神经元，画的是它算出的结果；每条线是一个权重，橙色为负，蓝色为正。用 + 添加层，点击神经元或线条就能修改。',
  'tour.run': '开始训练',
  'tour.run.text':
    '开始、暂停，或者一步一步地走；按空格键也可以开始和暂停。训练途中可以修改学习率。',
  'tour.outcome': '看它学到了什么',
  'tour.outcome.text':
    '网络此刻的回答。指向任何地方都能读到准确的数值；指向某个神经元，这里就显示那个神经元。',
  'tour.curves': '看曲线',
  'tour.curves.text': '损失随步数的变化。当验证损失与训练损失分道扬镳，网络就开始死记硬背了。',
  'tour.share': '分享',
  'tour.share.text':
    '地址栏里就是整个实验。别人打开你的链接，会得到同样的数据、同样的初始权重、每一位都相同的训练过程。',
};
