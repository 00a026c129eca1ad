// Small pictures of designs: inside their frame, whatever the design.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { thumbnailShape } from './thumbnail-shape.ts';

const node = (id: string, x: number, y: number) => ({ id, kind: 'service', name: id, x, y, params: {}, region: '', zones: ['a'] });

it('puts every part inside the frame', () => {
  const place = fc.tuple(fc.integer({ min: -100_000, max: 100_000 }), fc.integer({ min: -100_000, max: 100_000 }));
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 40 }), (places) => {
      const nodes = places.map(([x, y], i) => node(`n${i}`, x, y));
      const { boxes } = thumbnailShape({ nodes, links: [] }, 220, 96);
      return boxes.every((box) => box.x >= 0 && box.y >= 0 && box.x + box.width <= 220.2 && box.y + box.height <= 96.2);
    }),
  );
});

it('draws a link between two parts and none to nowhere', () => {
  const links = [
    { id: 'l', from: 'a', to: 'b', params: {} },
    { id: 'm', from: 'a', to: 'gone', params: {} },
  ];
  const { links: drawn } = thumbnailShape({ nodes: [node('a', 0, 0), node('b', 300, 100)], links }, 220, 96);
  expect(drawn.map(({ id }) => id)).toEqual(['l']);
  expect(drawn[0]?.path).toMatch(/^M[\d.]+ [\d.]+C/);
});

it('is empty for an empty design', () => {
  expect(thumbnailShape({ nodes: [], links: [] }, 220, 96)).toEqual({ boxes: [], links: [] });
});
