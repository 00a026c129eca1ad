/**
 * THE list of architecture styles: the same shop drawn in eight ways, for the same shoppers. Each says which part holds the code of the
 * search and which database serves browsing, so that the same failures can be made to happen to all of them.
 */
import { assert } from '../../../std/assert.ts';
import type { Design } from '../../document.ts';
import { read } from '../../read.ts';
import cloudNative from './cloud-native.json';
import eventDriven from './event-driven.json';
import microservices from './microservices.json';
import modularMonolith from './modular-monolith.json';
import monolith from './monolith.json';
import nTier from './n-tier.json';
import serverless from './serverless.json';
import twoTier from './two-tier.json';

export interface Style {
  readonly id: string;
  readonly design: Design;
  /** The part whose process runs the search. */
  readonly search: string;
  /** The database that browsing reads. */
  readonly database: string;
}

export const STYLES: readonly Style[] = [
  style('two-tier', twoTier, 'db', 'db'),
  style('monolith', monolith, 'app', 'db'),
  style('modular-monolith', modularMonolith, 'app', 'catalog-db'),
  style('n-tier', nTier, 'app', 'db'),
  style('microservices', microservices, 'search', 'catalog-db'),
  style('event-driven', eventDriven, 'search', 'catalog-db'),
  style('cloud-native', cloudNative, 'search', 'catalog-db'),
  style('serverless', serverless, 'search', 'catalog-db'),
];

function style(id: string, document: unknown, search: string, database: string): Style {
  const design = read(document);
  assert(design.ok, `the style ${id} can be read`);
  return { id, design: design.value, search, database };
}
