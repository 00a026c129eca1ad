/** The single station that many cases are about: one instance with a line. */
import type { Design } from '../design/document.ts';
import type { Distribution } from '../std/distribution.ts';
import { design, link, node } from './small-design.ts';

type Choices = Readonly<Record<string, string | number>>;

/** Requests to one instance with so many workers and so much room to wait, after a minute of warm-up; Poisson, in order of arrival. */
export function station(
  rate: number,
  workers: number,
  work: Distribution,
  room: number,
  seconds: number,
  traffic: Choices = {},
  order: Choices = {},
): Design {
  const users = node('users', 'client', { rate, keys: 1, ...traffic });
  const app = node('app', 'service', { instances: 1, workers, queueLimit: room, work, ...order });
  return design([users, app], [link('users', 'app')], seconds + 60, 60);
}
