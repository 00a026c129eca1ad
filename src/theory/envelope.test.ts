import { describe, expect, it } from 'vitest';
import { byHand, ENVELOPE_FIELDS, type EnvelopeInput, envelope, figureText, POWERS, readEnvelope, usualEnvelope } from './envelope.ts';

const texts = (input: EnvelopeInput) => Object.fromEntries(Object.values(envelope(input)).map(({ id, text }) => [id, text]));

describe('T8, D14: the back of the envelope', () => {
  it('goes from people to requests, storage, bandwidth, cache and servers', () => {
    // Worked on paper: 10^7 × 10 = 10^8 a day; ÷ 86,400 = 1,157 ≈ 1,200; × 3 = 3,600; a tenth of them writes of 1 KB.
    expect(texts(usualEnvelope())).toEqual({
      perDay: '100M',
      average: '1.2k/s',
      peak: '3.6k/s',
      writes: '360/s',
      reads: '3.2k/s',
      storedDay: '10 GB (9.31 GiB)',
      storedYear: '3.7 TB (3.37 TiB)',
      storage: '11 TB (10 TiB)',
      in: '360 KB/s (2.88 Mbit/s)',
      out: '32 MB/s (256 Mbit/s)',
      cache: '180 GB (168 GiB)',
      underWay: '360',
      servers: '6',
    });
  });

  it('shows each line with the figures it is made of, and those shown make what is shown', () => {
    const lines = envelope({ ...usualEnvelope(), people: 3_333_333, perPerson: 7 });
    expect(lines.perDay.formula).toBe('3.33M × 7');
    expect(lines.average.formula).toBe('23M ÷ 86,400 s');
    expect(lines.peak.formula).toBe('270/s × 3');
    expect(lines.servers.formula).toBe('810/s ÷ (1k/s × 60 %)');
    expect([lines.perDay.value, lines.average.value, lines.peak.value, lines.servers.value]).toEqual([23e6, 270, 810, 2]);
  });

  it('is off by a twentieth for each rounding at most', () => {
    for (let i = 1; i < 3000; i++) expect(Math.abs(byHand(i) / i - 1)).toBeLessThanOrEqual(0.05);
    expect(byHand(0)).toBe(0);
    const input = { ...usualEnvelope(), people: 123_456_789, perPerson: 11.7, peak: 2.3, writes: 0.37 };
    const exact = (input.people * input.perPerson * input.peak * input.writes) / 86_400;
    // Four roundings: requests a day, the average, the peak, the writes.
    expect(Math.abs(envelope(input).writes.value / exact - 1)).toBeLessThan(1.05 ** 4 - 1);
  });

  it('takes whole servers, and not one more for a rounding', () => {
    const servers = (more: Partial<EnvelopeInput>) =>
      envelope({ ...usualEnvelope(), people: 8_640_000, perPerson: 10, peak: 1, ...more }).servers.value;
    expect(servers({ perServer: 100, full: 0.5 })).toBe(20);
    expect(servers({ perServer: 100, full: 0.49 })).toBe(21);
    expect(servers({ perServer: 1e9 })).toBe(1);
  });

  it('tells GB from GiB and bytes from bits', () => {
    expect(figureText(2 ** 30, 'bytes')).toBe('1.07 GB (1 GiB)');
    expect(figureText(1e9, 'bytes')).toBe('1 GB (954 MiB)');
    expect(figureText(500, 'bytes')).toBe('500 B');
    expect(figureText(125e6, 'bytesPerSecond')).toBe('125 MB/s (1 Gbit/s)');
    expect(POWERS.map(({ ten, size, two, aDay }) => `${ten} ${size} ${two} ${aDay}`)).toEqual([
      '3 KB 2^10, 2.4 % more 0.69/min',
      '6 MB 2^20, 4.9 % more 12/s',
      '9 GB 2^30, 7.4 % more 12k/s',
      '12 TB 2^40, 10 % more 12M/s',
      '15 PB 2^50, 13 % more 12G/s',
    ]);
  });

  it('reads what was kept field by field: no number is the default, what is out of range the nearest', () => {
    expect(readEnvelope({})).toEqual(usualEnvelope());
    expect(readEnvelope({ people: 2.6, copies: 1000, writes: -1, peak: 'much', hot: Number.NaN })).toEqual({
      ...usualEnvelope(),
      people: 3,
      copies: 100,
      writes: 0,
    });
    for (const { min, max, default: usual } of Object.values(ENVELOPE_FIELDS)) expect(usual >= min && usual <= max).toBe(true);
  });
});
