/** The settings of a sharded store whose queries cost what they do in one family of stores. */
import { FAMILIES, type Family } from '../mechanisms/access/families.ts';
import { SHARDED_PARAMETERS } from './sharded-parameters.ts';

/** @param shards how many there are unless something else is set */
export function familyParameters(id: Family['id'], shards: number) {
  const access = FAMILIES.find((family) => family.id === id)!.access;
  return {
    ...SHARDED_PARAMETERS,
    shards: { ...SHARDED_PARAMETERS.shards, default: shards },
    rangeCost: { ...SHARDED_PARAMETERS.rangeCost, default: access.rangeCost },
    joinCost: { ...SHARDED_PARAMETERS.joinCost, default: access.joinCost },
    hopCost: { ...SHARDED_PARAMETERS.hopCost, default: access.hopCost },
    searchCost: { ...SHARDED_PARAMETERS.searchCost, default: access.searchCost },
    scanCost: { ...SHARDED_PARAMETERS.scanCost, default: access.scanCost },
  };
}
