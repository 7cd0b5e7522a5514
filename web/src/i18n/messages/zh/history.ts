import type { history as english } from '../en/history';

export const history: Record<keyof typeof english, string> = {
  'history.title': '历史',
  'history.slider': '显示的步数',
  'history.now': '现在',
  'history.at_now': '现在，第 {step} 步',
  'history.at_step': '第 {step} 步，共 {present} 步',
  'history.back': '回到现在',
  'history.earlier': '上一个留存的步数',
  'history.later': '下一个留存的步数',
  'history.branch': '从这里分支',
  'history.branch.title': '从第 {step} 步继续',
  'history.branch.text':
    '训练会完整地回到第 {step} 步，连优化器和随机数也一样。此后原来的曲线以虚线保留，便于比较；撤销可以回到原来的训练。',
  'history.branch.knob': '改动一项',
  'history.branch.nothing': '什么也不改：训练会逐位重演',
  'history.branch.go': '从这里继续训练',
  'history.before': '分支之前',
  'history.aside': '分支',
  'history.branch.undone': '训练回到了分支之前的第 {step} 步。',
  'history.branch.redone': '训练回到了分支的第 {step} 步。',
  'history.kept': '已存到第 {step} 步',
  'history.not_kept': '未能保存',
};
