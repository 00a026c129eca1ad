import { describe, expect, it } from 'vitest';
import { element, escaped, SvgPen, svgText } from './svg-pen.ts';

const measure = (_font: string, text: string): number => text.length * 6;
const written = (paint: (pen: SvgPen) => void): string => {
  const pen = new SvgPen(measure);
  paint(pen);
  return svgText(pen.elements(), 100, 50, 'T', '')
    .replace(/^.*<\/title>/, '')
    .replace(/<\/svg>\n$/, '');
};

describe('a pen that writes vectors', () => {
  it('puts in what was made elsewhere where it stands', () => {
    const shapes = [element('path', { d: 'M0 0h1' })];
    expect(
      written((pen) => {
        pen.translate(10, 5);
        pen.add('g', { fill: 'none' }, shapes);
      }),
    ).toBe('<g transform="translate(10 5)"><g fill="none"><path d="M0 0h1"></path></g></g>');
  });

  it('writes what is painted, where the pen has moved to', () => {
    expect(
      written((pen) => {
        pen.translate(10, 5);
        pen.fillStyle = '#abc';
        pen.fillRect(1, 2, 3, 4);
        pen.beginPath();
        pen.moveTo(0, 0);
        pen.lineTo(5, 5);
        pen.lineWidth = 2;
        pen.setLineDash([2, 1]);
        pen.globalAlpha = 0.5;
        pen.stroke();
      }),
    ).toBe(
      '<rect x="11" y="7" width="3" height="4" fill="#abc"></rect><path d="M10 5L15 10" fill="none" stroke="#000" stroke-width="2" stroke-dasharray="2 1" stroke-opacity="0.5"></path>',
    );
  });

  it('keeps a clip until the state before it is restored', () => {
    const text = written((pen) => {
      pen.save();
      pen.beginPath();
      pen.rect(0, 0, 5, 5);
      pen.clip();
      pen.fillRect(0, 0, 1, 1);
      pen.restore();
      pen.fillRect(2, 2, 1, 1);
    });
    expect(text).toMatch(/^<clipPath id="c1"><path [^>]*><\/path><\/clipPath><g clip-path="url\(#c1\)"><rect [^>]*><\/rect><\/g><rect /);
  });

  it('sets text in its font, and lets no text be markup (C09, G09)', () => {
    const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    const text = written((pen) => {
      pen.font = '600 13px "Inter Variable", sans-serif';
      pen.fillText(evil, 1, 2);
      expect(pen.measureText('abc').width).toBe(18);
    });
    expect(text).toContain('font-weight="600" font-size="13" font-family="&quot;Inter Variable&quot;, sans-serif"');
    expect(text).not.toMatch(/<(script|img)/);
    expect(escaped('a\u0000b\ud800c\u202e&')).toBe('abc\u202e&amp;');
    expect(svgText([], 1, 1, evil, '')).not.toMatch(/<(script|img)/);
  });
});
