/**
 * Families of stores by what each sort of query costs them: orders of magnitude, in ms for each record, in memory. What a family
 * cannot do in the store (a join of a key–value store) costs as much as its application's asking for record after record.
 */
import type { AccessValues } from './access.ts';

export interface Family {
  readonly id: 'relational' | 'key-value' | 'document' | 'wide-column' | 'graph' | 'search';
  readonly label: string;
  readonly help: string;
  readonly access: AccessValues;
}

/** A look-up by the application: a round trip inside a zone and the store's own work. */
const ASKED_FOR = 0.6;

export const FAMILIES: readonly Family[] = [
  {
    id: 'relational',
    label: 'Relational',
    help: 'Tables with indexes: joins and ranges by the store, paths by recursion, text row by row.',
    access: { rangeCost: 0.002, joinCost: 0.02, hopCost: 0.03, searchCost: 0.005, scanCost: 0.001 },
  },
  {
    id: 'key-value',
    label: 'Key–value',
    help: 'A hash of keys: one record at once, everything else record by record.',
    access: { rangeCost: ASKED_FOR, joinCost: ASKED_FOR, hopCost: ASKED_FOR, searchCost: 0.02, scanCost: 0.02 },
  },
  {
    id: 'document',
    label: 'Document',
    help: 'What belongs together lies in one document, so that most joins need none; paths are looked up one by one.',
    access: { rangeCost: 0.004, joinCost: 0.003, hopCost: 0.08, searchCost: 0.01, scanCost: 0.004 },
  },
  {
    id: 'wide-column',
    label: 'Wide-column',
    help: 'Rows of a partition lie in order: ranges are cheap, joins are the application’s.',
    access: { rangeCost: 0.001, joinCost: ASKED_FOR, hopCost: ASKED_FOR, searchCost: 0.02, scanCost: 0.0005 },
  },
  {
    id: 'graph',
    label: 'Graph',
    help: 'Records point at each other: a step is a pointer, not a look-up.',
    access: { rangeCost: 0.01, joinCost: 0.002, hopCost: 0.001, searchCost: 0.02, scanCost: 0.01 },
  },
  {
    id: 'search',
    label: 'Search',
    help: 'Lists of records by word: searches touch what they find, not what there is.',
    access: { rangeCost: 0.005, joinCost: ASKED_FOR, hopCost: ASKED_FOR, searchCost: 0.00005, scanCost: 0.0005 },
  },
];
